"""Which measures lower a loss most: each alone, and a set that a budget can pay."""

from collections.abc import Callable
from enum import StrEnum
from heapq import heapify, heappop, heappush
from itertools import chain, combinations

import msgspec
import numpy as np

from kakehashi.supply.checks import Findings
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

MOST_SETS = 256  # that are all tried, so that the best is known
MOST_LANES = 10_000  # in memory together
GAIN = 1e-9  # output-days that a measure must save to be worth its cost
Sets = tuple[frozenset[int], ...]
Gains = Callable[[Sets], Floats]


class By(StrEnum):
    """Which loss is lowered."""

    EXPECTED = "expected"  # the mean of the draws
    TAIL = "tail"  # the mean of the worst 5 %


def sets_at_most(n_measures: int) -> int:
    """Return how many sets are tried at most, the empty one and all together among them.

    >>> sets_at_most(5), sets_at_most(10)
    (32, 266)
    """
    n_sets = 1 << n_measures
    if n_sets <= MOST_SETS:
        return n_sets
    # all of those that are affordable, and each alone; or two greedy walks
    return max(MOST_SETS + n_measures, 2 + n_measures**2)


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


class Picked(msgspec.Struct, frozen=True, kw_only=True):
    """A set of places, what it gains, and what no affordable set can pass."""

    members: tuple[int, ...]
    gain: float
    most: float
    is_best: bool

    @property
    def bound_share(self) -> float:
        """The share of the best affordable gain that is certainly reached, 0 to 1."""
        return 1.0 if self.most <= GAIN else min(1.0, max(0.0, self.gain / self.most))


def choose(costs: Floats, budget: float, gains: Gains, most_sets: int = MOST_SETS) -> Picked:
    """Return a set that the budget can pay and that gains much.

    Parameters
    ----------
    costs
        [member], above 0.
    budget
        What the members may cost together.
    gains
        Gives what each of some sets gains, from 0; a larger set never gains less.
    most_sets
        So many sets or fewer are all tried.

    Notes
    -----
    Lazy greedy twice, by gain and by gain per cost, and the better of the two (CELF,
    Leskovec et al. 2007): a gain is worked out anew only when it comes first, until
    one stays first. For gains with falling returns that is at least half of 1 - 1/e of
    the best. Losses along a chain have no falling returns: two inputs of one step may
    help only together. So that bound is not claimed. What holds for any such gains is
    that no set gains more than all members together, each of them alone affordable;
    the share of that is the bound. Where few sets are affordable, all are tried and
    the set is the best.
    """
    able = [at for at in range(len(costs)) if costs[at] <= budget]
    if not able:
        return Picked(members=(), gain=0.0, most=0.0, is_best=True)
    found = {_greedy(costs, budget, gains, able, per_cost=per_cost) for per_cost in (False, True)}
    is_best = 2 ** len(able) <= most_sets
    if is_best:
        sets = chain.from_iterable(combinations(able, n) for n in range(len(able) + 1))
        found |= {frozenset(one) for one in sets if sum(costs[list(one)]) <= budget}
    ordered = sorted(found, key=lambda one: (sum(costs[list(one)]), sorted(one)))
    gained = gains((*ordered, frozenset(able)))
    # of sets that gain the same, the cheapest; members that add nothing fall out with it
    top = float(gained[:-1].max())
    place = next(at for at, gain in enumerate(gained[:-1]) if gain >= top - GAIN)
    most = top if is_best else float(gained[-1])
    return Picked(
        members=tuple(sorted(ordered[place])), gain=float(gained[place]), most=most,
        is_best=is_best,
    )  # fmt: skip


def _greedy(
    costs: Floats, budget: float, gains: Gains, able: list[int], *, per_cost: bool
) -> frozenset[int]:
    scale = {at: float(costs[at]) if per_cost else 1.0 for at in able}
    taken: frozenset[int] = frozenset()
    gained, left = 0.0, budget
    first = gains(tuple(frozenset({at}) for at in able))
    # (minus the gain, member, size of the set for which it was worked out)
    heap = [(-float(gain) / scale[at], at, 0) for at, gain in zip(able, first, strict=True)]
    heapify(heap)
    while heap:
        worth, at, size = heappop(heap)
        if costs[at] > left:
            continue
        if size == len(taken):
            if -worth * scale[at] <= GAIN:
                break
            taken, left = taken | {at}, left - float(costs[at])
            gained -= worth * scale[at]
            continue
        more = float(gains((taken | {at},))[0]) - gained
        heappush(heap, (-more / scale[at], at, len(taken)))
    return taken
