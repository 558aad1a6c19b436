"""Draws of scenarios on a flow network: by the daily model, or by the systemic-risk index."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec
import numpy as np

from kakehashi.supply.ario import WORTH_TWO_THREADS, simulate
from kakehashi.supply.ario_books import assumed_numbers
from kakehashi.supply.ario_model import Assumed, Simulated
from kakehashi.supply.checks import Findings
from kakehashi.supply.draws import Floats
from kakehashi.supply.ensemble import Finished, Part, PartKind, Plan, check_size
from kakehashi.supply.flow_draw import DrawnScenario, FlowScenario, draw_scenario, ends_of
from kakehashi.supply.flow_network import FlowNetwork, Ints, Losses, Shocks
from kakehashi.supply.index import Mode, Model, rank
from kakehashi.supply.scenario import MOST_DRAWS, Scenario
from kakehashi.supply.threads import N_THREADS, each_in_threads
from kakehashi.terms.errors import Fault

AT_A_TIME = 512  # draws that are ranked together: the rows are made once for them
# true of the ends of the spans, and of a draw or not
_OF_ENDS = frozenset({"lost_more_than_all", "not_certified"})
_Drawn = TypeVar("_Drawn", DrawnScenario, Scenario)


def with_common(
    scenarios: Sequence[_Drawn], n_draws: int | None, seed: int | None
) -> tuple[_Drawn, ...]:
    """Return the scenarios with the same number of draws and the same seed.

    Raises
    ------
    InputError
        For numbers out of range; where neither is given and the files of two scenarios
        differ: their draws would not be common, so that nothing could be said of their order.
    """
    findings = Findings()
    told: dict[str, int] = {}
    for field, given, low, high in (
        ("n_draws", n_draws, 1, MOST_DRAWS), ("seed", seed, 0, float("inf")),
    ):  # fmt: skip
        stated = sorted({getattr(one, field) for one in scenarios})
        if given is not None and not low <= given <= high:
            name = field.removeprefix("n_")
            findings.fault("out_of_range", name, column=name, shown=given, low=low, high=high)
        if given is None and len(stated) > 1:
            column = field.removeprefix("n_")
            shown = ", ".join(map(str, stated))
            findings.fault("not_common", column, column=column, shown=shown)
        told[field] = stated[0] if given is None else given
    findings.check()
    return tuple(msgspec.structs.replace(one, **told) for one in scenarios)


class FlowDays:
    """The daily model. A draw is told in days of the usual output of all firms.

    Parameters
    ----------
    network
        The network.
    scenarios
        With the same seed, so that their draws are common.
    n_threads
        How many draws run side by side; a large network takes both threads for each draw.

    Raises
    ------
    InputError
        For a scenario whose spans leave the range of the model's numbers.
    """

    def __init__(
        self,
        network: FlowNetwork,
        scenarios: Sequence[DrawnScenario],
        n_threads: int = N_THREADS,
    ) -> None:
        self.network, self.scenarios = network, tuple(scenarios)
        self.n_threads = 1 if network.n_edges >= WORTH_TWO_THREADS else n_threads
        self.plans = tuple(self._plan(one) for one in self.scenarios)
        check_size(self.plans)
        tried = [
            simulate(network, end.hits, 1, end.model)
            for one in self.scenarios
            for end in ends_of(one)
        ]
        self.warnings = _warnings(one.warnings for one in tried)
        self.usual_output = float(tried[0].usual_output.sum()) if tried else 0.0
        self.assumed = tuple(_not_drawn(network, one) for one in self.scenarios)

    def _plan(self, scenario: DrawnScenario) -> Plan:
        days = tuple(map(str, range(scenario.horizon_days)))
        return Plan(
            scenario.title,
            scenario.n_draws if scenario.is_drawn else 1,
            (
                Part(PartKind.TOTAL, ("",)),
                Part(PartKind.UNMET, ("",)),
                Part(PartKind.DAY, days),
                Part(PartKind.SECTOR, self.network.sectors),
                Part(PartKind.COUNTRY, self.network.countries),
            ),
        )

    def run(self, todo: Sequence[tuple[int, int]], keep: Callable[[Finished], None]) -> None:
        """Run pairs of a scenario and a draw, and hand over each as it ends."""

        def run_one(one: tuple[int, int]) -> Finished:
            scenario, draw = one
            settled = draw_scenario(self.scenarios[scenario], draw)
            return Finished(scenario, draw, self._values(settled))

        each_in_threads(todo, run_one, keep, self.n_threads)

    def _values(self, settled: FlowScenario) -> Floats:
        told = simulate(self.network, settled.hits, settled.horizon_days, settled.model)
        usual = _or_one(float(told.usual_output.sum()))
        final = _or_one(float(told.usual_final.sum()))
        return np.concatenate((
            [told.lost_output.sum() / usual, told.unmet_by_sector.sum() / final],
            told.lost_by_day / usual,
            _by(self.network.sector_of, told, len(self.network.sectors)) / usual,
            _by(self.network.country_of, told, len(self.network.countries)) / usual,
        ))  # fmt: skip


class FlowIndex:
    """The systemic-risk index. A draw is told as a share of the output of all firms.

    Of a scenario it takes who is hit and which share is lost: the index has no days,
    no stocks, and no return.

    Raises
    ------
    InputError
        As `rank` does.
    """

    def __init__(
        self, network: FlowNetwork, scenarios: Sequence[DrawnScenario], model: Model
    ) -> None:
        self.network, self.scenarios, self.model = network, tuple(scenarios), model
        sides = (PartKind.DOWN, PartKind.UP)
        others = (*sides, PartKind.UNPROVEN) if model.mode is Mode.CERTIFIED else sides
        parts = (
            Part(PartKind.TOTAL, ("",)),
            *(Part(kind, ("",)) for kind in others),
            Part(PartKind.SECTOR, network.sectors),
            Part(PartKind.COUNTRY, network.countries),
        )
        self.plans = tuple(
            Plan(one.title, one.n_draws if _is_index_drawn(one) else 1, parts)
            for one in self.scenarios
        )
        check_size(self.plans)
        ends = [end for one in self.scenarios for end in ends_of(one)]
        self.warnings = _warnings([self._rank(ends).warnings])

    def run(self, todo: Sequence[tuple[int, int]], keep: Callable[[Finished], None]) -> None:
        """Run pairs of a scenario and a draw, and hand over each as it ends."""
        for first in range(0, len(todo), AT_A_TIME):
            some = todo[first : first + AT_A_TIME]
            losses = self._rank([draw_scenario(self.scenarios[at], draw) for at, draw in some])
            columns = [losses.index, losses.index_down, losses.index_up]
            if losses.is_certified is not None:
                columns.append(np.where(losses.is_certified, 0.0, 1.0))
            groups = [table for table in (losses.by_sector, losses.by_country) if table is not None]
            table = np.column_stack((*columns, *groups))
            for (at, draw), values in zip(some, table, strict=True):
                keep(Finished(at, draw, values))

    def _rank(self, settled: Sequence[FlowScenario]) -> Losses:
        return rank(self.network, shocks_of(settled), self.model, is_by_group=True)


def shocks_of(settled: Sequence[FlowScenario]) -> Shocks:
    """Return scenarios as shocks of both sides; what a firm loses in several hits adds up to 1."""
    firms, shares = [], []
    for one in settled:
        firm = np.concatenate([hit.firm for hit in one.hits])
        lost = np.concatenate([hit.lost_share for hit in one.hits])
        hit, place = np.unique(firm, return_inverse=True)
        firms.append(hit.astype(np.int32))
        shares.append(np.minimum(1.0, np.bincount(place, lost, len(hit))))
    start = np.concatenate(([0], np.cumsum([len(one) for one in firms]))).astype(np.int64)
    share = np.concatenate(shares)
    return Shocks(
        scenarios=tuple(map(str, range(len(settled)))),
        start=start,
        firm=np.concatenate(firms),
        down_loss_share=share,
        up_loss_share=share,
    )


def _is_index_drawn(scenario: DrawnScenario) -> bool:
    """Return whether the index may differ: days and numbers of the daily model do not move it."""
    return any(loss.has_drawn_firms or loss.share.high > loss.share.low for loss in scenario.losses)


def _by(group_of: Ints, told: Simulated, n: int) -> Floats:
    return np.bincount(group_of, told.lost_output, n).astype(np.float64)


def _or_one(value: float) -> float:
    return value if value > 0 else 1.0


def _not_drawn(network: FlowNetwork, scenario: DrawnScenario) -> tuple[Assumed, ...]:
    """Return the numbers of the daily model that stand in every draw, and who stated them."""
    drawn = {number.field for number in scenario.numbers if number.market is None}
    markets = {number.market for number in scenario.numbers}
    kept = [one for one in scenario.model.stock_days_by_input if one[0] not in markets]
    model = msgspec.structs.replace(scenario.model, stock_days_by_input=tuple(kept))
    told = assumed_numbers(model, network)
    return tuple(one for one in told if one.name not in drawn)


def _warnings(told: Iterable[tuple[Fault, ...]]) -> tuple[Fault, ...]:
    """Return each warning once that holds of every draw."""
    kept = {(one.code, one.where): one for some in told for one in some if one.code not in _OF_ENDS}
    return tuple(kept.values())
