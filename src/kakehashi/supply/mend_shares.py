"""Which measures lower a loss most: each alone, and a set that a budget can pay."""

import msgspec
import numpy as np

from kakehashi.supply.checks import Findings
from kakehashi.supply.choose import By, Gains, Sets, choose
from kakehashi.supply.draws import Places
from kakehashi.supply.kernels.share_days import Lanes
from kakehashi.supply.scenario import Scenario, check_scenario
from kakehashi.supply.share_ensemble import Floats, Ranked, Summary, ranked, summary
from kakehashi.supply.share_lanes import Prepared, is_drawn, lanes_of, prepare, stacked
from kakehashi.supply.share_mending import Measure, Measures, with_measures
from kakehashi.supply.share_network import ShareNetwork
from kakehashi.supply.stress_shares import run
from kakehashi.supply.threads import Progress
from kakehashi.terms.faults import shown

MOST_LANES = 10_000  # in memory together


class Single(msgspec.Struct, frozen=True, kw_only=True):
    """What one measure saves alone, in output-days."""

    measure: Measure
    saved_days: float  # of the expected loss
    saved_tail_days: float
    saved_days_per_cost: float
    is_affordable: bool


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """A set of measures under a budget.

    The set saves at least `bound_share` of what the best affordable one could:
    proven, since no set saves more than all measures together (`most_days`) and,
    where every set was tried, none saves more than the best.
    """

    by: By
    measures: tuple[str, ...]
    cost: float
    saved_days: float  # of the loss that was asked for
    most_days: float  # what nothing affordable can pass
    bound_share: float
    is_best: bool  # whether every affordable set was tried


class Mended(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What measures save on one scenario."""

    scenario: Scenario
    measures: Measures
    budget: float
    products: tuple[str, ...]
    expected_days: float  # lost without any
    tail_days: float
    singles: tuple[Single, ...]  # by what they save of the loss that was asked for
    ranking: tuple[Ranked, ...]  # by output-days saved, with what flips in the assumed ranges
    chosen: Chosen
    n_draws: int


def mend_shares(
    network: ShareNetwork,
    scenario: Scenario,
    measures: Measures,
    budget: float,
    by: By = By.EXPECTED,
    progress: Progress | None = None,
) -> Mended:
    """Return what each measure saves alone, and a set chosen under the budget.

    Parameters
    ----------
    network, scenario
        What is lost.
    measures
        What could be bought, each at the user's cost.
    budget
        In the unit of the costs, from 0.
    by
        The loss that the set lowers: its mean, or the mean of its worst 5 %.
    progress
        Told how many sets more were tried, `sets_at_most` in all; what it raises ends
        the run.

    Raises
    ------
    InputError
        For a scenario that does not fit the network, and a budget below 0.

    Notes
    -----
    Every set sees the same draws. See `choose` for the method and its bound.
    """
    findings = Findings()
    if not 0 <= budget < float("inf"):
        findings.fault("bad_budget", "budget", shown=shown(budget))
    findings.check()
    check_scenario(scenario, network)
    prepared = prepare(network, scenario)
    places = (
        Places(scenario.n_draws, scenario.seed)
        if is_drawn(prepared, scenario) or _is_wide(measures)
        else Places(1)
    )
    losses = _Losses(prepared, scenario, measures.measures, places, progress)
    n = len(measures.measures)
    alone = losses.draws((frozenset(), *(frozenset({at}) for at in range(n))))
    bare = summary(alone[0])
    saved = alone[0][None, :] - alone[1:]
    singles = [
        _single(one, bare, summary(alone[1 + at]), budget)
        for at, one in enumerate(measures.measures)
    ]
    costs = np.array([one.cost for one in measures.measures])
    picked = choose(costs, budget, losses.gains(by))
    return Mended(
        scenario=scenario,
        measures=measures,
        budget=budget,
        products=prepared.products,
        expected_days=bare.mean,
        tail_days=bare.tail,
        singles=tuple(sorted(singles, key=lambda one: -_saved(one, by))),
        ranking=ranked([one.id for one in measures.measures], saved.T),
        chosen=Chosen(
            by=by,
            measures=tuple(measures.measures[at].id for at in picked.members),
            cost=float(costs[list(picked.members)].sum()),
            saved_days=picked.gain,
            most_days=picked.most,
            bound_share=picked.bound_share,
            is_best=picked.is_best,
        ),
        n_draws=places.n,
    )


def _single(measure: Measure, bare: Summary, after: Summary, budget: float) -> Single:
    saved_days = bare.mean - after.mean
    return Single(
        measure=measure,
        saved_days=saved_days,
        saved_tail_days=bare.tail - after.tail,
        saved_days_per_cost=saved_days / measure.cost,
        is_affordable=measure.cost <= budget,
    )


def _saved(one: Single, by: By) -> float:
    return one.saved_days if by == By.EXPECTED else one.saved_tail_days


def _is_wide(measures: Measures) -> bool:
    return any(
        span.high > span.low for one in measures.measures for span in (one.amount, one.ready_on_day)
    )


class _Losses:
    """Output-days lost in each draw under sets of measures, each set run once."""

    def __init__(
        self,
        prepared: Prepared,
        scenario: Scenario,
        measures: tuple[Measure, ...],
        places: Places,
        progress: Progress | None,
    ) -> None:
        self._prepared, self._n_days = prepared, scenario.horizon_days
        self._measures, self._places = measures, places
        self._bare = lanes_of(prepared, scenario, places)
        self._at = [prepared.inputs.index(one) for one in prepared.products]
        self._progress = progress
        self._kept: dict[frozenset[int], Floats] = {}

    def draws(self, sets: Sets) -> Floats:
        """Return [set, draw]."""
        new = [one for one in dict.fromkeys(sets) if one not in self._kept]
        at_a_time = max(1, MOST_LANES // self._places.n)
        for first in range(0, len(new), at_a_time):
            some = new[first : first + at_a_time]
            lanes = stacked([self._lanes(one) for one in some])
            told = run(self._prepared, lanes, self._n_days)
            lost = told.lost_days[:, self._at].mean(axis=1).reshape(len(some), -1)
            self._kept |= dict(zip(some, lost, strict=True))
            if self._progress is not None:
                self._progress(len(some))
        return np.array([self._kept[one] for one in sets])

    def _lanes(self, members: frozenset[int]) -> Lanes:
        taken = tuple(self._measures[at] for at in sorted(members))
        return with_measures(self._prepared, self._bare, self._places, taken)

    def gains(self, by: By) -> Gains:
        """Return the function that gives what sets save of the loss that was asked for."""

        def saved(sets: Sets) -> Floats:
            told = [summary(draws) for draws in self.draws((frozenset(), *sets))]
            losses = np.array([one.mean if by == By.EXPECTED else one.tail for one in told])
            return np.asarray(losses[0] - losses[1:])

        return saved
