"""Which measures lower a loss on a flow network: each alone, and a set under a budget."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from typing import NamedTuple

import msgspec
import numpy as np

from kakehashi.supply.ario import WORTH_TWO_THREADS
from kakehashi.supply.ario_model import Limiting
from kakehashi.supply.checks import Findings
from kakehashi.supply.choose import MOST_SETS, By, Sets, choose
from kakehashi.supply.draws import Floats
from kakehashi.supply.ensemble import Finished
from kakehashi.supply.flow_draw import DrawnScenario
from kakehashi.supply.flow_ensemble import FlowDays, FlowIndex
from kakehashi.supply.flow_mending import FlowMeasure, FlowMeasures, with_measures
from kakehashi.supply.flow_network import FlowNetwork
from kakehashi.supply.index import Model
from kakehashi.supply.share_ensemble import Ranked, ranked, summary
from kakehashi.supply.share_mending import MeasureKind
from kakehashi.supply.threads import N_THREADS, Progress, each_in_threads
from kakehashi.terms.errors import Fault
from kakehashi.terms.faults import shown

MOST_RUNS = 2_000  # draws of sets, up to which all affordable sets are tried


class Lowered(StrEnum):
    """What is to be lowered, and in what it is told."""

    OUTPUT = "output"  # daily model: output lost, in days of the usual output of all firms
    DEMAND = "demand"  # daily model: final demand not met, in days of the usual
    INDEX = "index"  # systemic-risk index: share of the output of all firms


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """Which loss the set is to lower."""

    lowered: Lowered = Lowered.OUTPUT
    by: By = By.EXPECTED
    index: Model = Model()  # how the index runs, where it is what is lowered


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """A loss, or what is saved of it: the mean of the draws, and of the worst 5 % of them."""

    expected: float
    tail: float

    def of(self, by: By) -> float:
        """Return the one that was asked for."""
        return self.expected if by is By.EXPECTED else self.tail


class FlowSingle(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What one measure saves alone; below 0 where it does harm."""

    measure: FlowMeasure
    saved: Loss  # of what is to be lowered
    saved_beside: Loss | None  # of the other loss of the daily model
    saved_per_cost: float  # expected or tail, as asked
    is_affordable: bool
    is_carried: bool  # whether the model knows what the measure changes
    part: float  # of the measure that could be done, 0 to 1


class FlowChosen(msgspec.Struct, frozen=True, kw_only=True):
    """A set of measures under a budget, the best of all that were tried.

    Nothing bounds what another set might save: more measures may save less.
    """

    measures: tuple[str, ...]
    cost: float
    saved: float  # of the loss that was asked for
    saved_with_all: float  # by all measures together that are affordable alone
    is_best: bool  # whether every affordable set was tried
    n_tried: int  # sets, the empty one among them


class MendedFlows(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What measures save on one scenario."""

    scenario: DrawnScenario
    measures: FlowMeasures
    budget: float
    aim: Aim
    lost: Loss  # without any measure
    lost_beside: Loss | None
    singles: tuple[FlowSingle, ...]  # by what they save of the loss that was asked for
    ranking: tuple[Ranked, ...]  # by what they save on average, with what flips between draws
    chosen: FlowChosen
    n_draws: int
    warnings: tuple[Fault, ...]


def mend_flows(
    network: FlowNetwork,
    scenario: DrawnScenario,
    measures: FlowMeasures,
    budget: float,
    aim: Aim | None = None,
    progress: Progress | None = None,
) -> MendedFlows:
    """Return what each measure saves alone, and a set chosen under the budget.

    Parameters
    ----------
    network, scenario
        What is lost.
    measures
        What could be bought, each at the user's cost.
    budget
        In the unit of the costs, from 0.
    aim
        The loss that the set lowers; expected output where it is not given.
    progress
        Told how many sets more were run; from several threads.

    Raises
    ------
    InputError
        For a budget below 0, and as the model of the scenario does.

    Notes
    -----
    Every set sees the same draws and is run once. See `choose` for the method. That more
    measures never save less does not hold here: stock that is refilled takes deliveries
    from others, and an exchange of suppliers moves a shortage to whom it served
    before. So no bound is claimed; where all affordable sets were tried the set is the
    best of them.
    """
    findings = Findings()
    if not 0 <= budget < float("inf"):
        findings.fault("bad_budget", "budget", shown=shown(budget))
    findings.check()
    aim = Aim() if aim is None else aim
    losses = _Losses(network, scenario, measures.measures, aim, progress)
    n = len(measures.measures)
    alone = losses.draws((frozenset(), *(frozenset({at}) for at in range(n))))
    told = [[_loss(column) for column in draws.T] for draws in alone]  # [set][kind of loss]
    costs = np.array([one.cost for one in measures.measures])
    most_sets = min(MOST_SETS, MOST_RUNS // losses.n_draws)
    picked = choose(costs, budget, partial(losses.gains, aim.by), most_sets)
    singles = [
        _single(told[0], told[1 + at], one, aim, losses.parts[frozenset({at})][0], budget=budget,
                is_carried=is_carried(one, scenario, aim))
        for at, one in enumerate(measures.measures)
    ]  # fmt: skip
    return MendedFlows(
        scenario=scenario,
        measures=measures,
        budget=budget,
        aim=aim,
        lost=told[0][0],
        lost_beside=told[0][1] if len(told[0]) > 1 else None,
        singles=tuple(sorted(singles, key=lambda one: -one.saved.of(aim.by))),
        ranking=ranked(
            [one.id for one in measures.measures], (alone[0, :, 0][None, :] - alone[1:, :, 0]).T
        ),
        chosen=FlowChosen(
            measures=tuple(measures.measures[at].id for at in picked.members),
            cost=float(costs[list(picked.members)].sum()),
            saved=picked.gain,
            saved_with_all=picked.with_all,
            is_best=picked.is_best,
            n_tried=losses.n_run,
        ),
        n_draws=losses.n_draws,
        warnings=losses.warnings,
    )


def is_carried(measure: FlowMeasure, scenario: DrawnScenario, aim: Aim) -> bool:
    """Return whether the model that is asked knows what a measure changes.

    The index has no stocks; the daily model looks at essential inputs only where the
    scenario says so.
    """
    if measure.kind is MeasureKind.STOCK:
        return aim.lowered is not Lowered.INDEX
    if measure.kind is MeasureKind.SUBSTITUTION and measure.stand_in is None:
        return aim.lowered is Lowered.INDEX or scenario.model.limiting is Limiting.ESSENTIAL
    return True


def _loss(draws: Floats) -> Loss:
    told = summary(draws)
    return Loss(expected=told.mean, tail=told.tail)


def _less(before: Loss, after: Loss) -> Loss:
    return Loss(expected=before.expected - after.expected, tail=before.tail - after.tail)


def _single(
    bare: Sequence[Loss],
    after: Sequence[Loss],
    measure: FlowMeasure,
    aim: Aim,
    part: float,
    *,
    budget: float,
    is_carried: bool,
) -> FlowSingle:
    saved, *beside = [_less(one, other) for one, other in zip(bare, after, strict=True)]
    return FlowSingle(
        measure=measure,
        saved=saved,
        saved_beside=beside[0] if beside else None,
        saved_per_cost=saved.of(aim.by) / measure.cost,
        is_affordable=measure.cost <= budget,
        is_carried=is_carried,
        part=part,
    )


class _Run(NamedTuple):
    """One set that was run."""

    members: frozenset[int]
    draws: Floats  # [draw, kind of loss]
    parts: tuple[float, ...]
    warnings: tuple[Fault, ...]


class _Losses:
    """What is lost in each draw under sets of measures, each set run once."""

    def __init__(
        self,
        network: FlowNetwork,
        scenario: DrawnScenario,
        measures: tuple[FlowMeasure, ...],
        aim: Aim,
        progress: Progress | None,
    ) -> None:
        self._network, self._scenario, self._measures = network, scenario, measures
        self._aim, self._progress = aim, progress
        self._kept: dict[frozenset[int], Floats] = {}
        self.parts: dict[frozenset[int], tuple[float, ...]] = {}
        self.warnings: tuple[Fault, ...] = ()
        self._keep(self._run(frozenset()))  # faults of the scenario come before all else
        self.n_draws = len(self._kept[frozenset()])

    @property
    def n_run(self) -> int:
        """How many sets were run."""
        return len(self._kept)

    def draws(self, sets: Sets) -> Floats:
        """Return [set, draw, kind of loss]; the first kind is the one to be lowered."""
        new = [one for one in dict.fromkeys(sets) if one not in self._kept]
        # draws share the threads where there are as many; a large network takes both itself
        is_alone = self._network.n_edges >= WORTH_TWO_THREADS or self.n_draws >= N_THREADS
        each_in_threads(new, self._run, self._keep, 1 if is_alone else N_THREADS)
        return np.array([self._kept[one] for one in sets])

    def gains(self, by: By, sets: Sets) -> Floats:
        """Return what sets save of the loss that was asked for."""
        told = [_loss(one).of(by) for one in self.draws((frozenset(), *sets))[:, :, 0]]
        return told[0] - np.array(told[1:])

    def _run(self, members: frozenset[int]) -> _Run:
        some = tuple(self._measures[at] for at in sorted(members))
        network, scenario, parts = with_measures(self._network, self._scenario, some)
        runs = self._runs(network, scenario)
        plan = runs.plans[0]
        table = np.empty((plan.n_draws, plan.width))

        def keep(one: Finished) -> None:
            table[one.draw] = one.values

        runs.run([(0, draw) for draw in range(plan.n_draws)], keep)
        # of the daily model lost output and final demand unmet stand first
        columns = {Lowered.OUTPUT: [0, 1], Lowered.DEMAND: [1, 0], Lowered.INDEX: [0]}
        return _Run(members, table[:, columns[self._aim.lowered]], parts, runs.warnings)

    def _runs(self, network: FlowNetwork, scenario: DrawnScenario) -> FlowDays | FlowIndex:
        if self._aim.lowered is Lowered.INDEX:
            return FlowIndex(network, [scenario], self._aim.index)
        return FlowDays(network, [scenario])

    def _keep(self, one: _Run) -> None:
        self._kept[one.members] = one.draws
        self.parts[one.members] = one.parts
        if not one.members:
            self.warnings = one.warnings
        if self._progress is not None:
            self._progress(1)
