"""Draws of scenarios on a share network, one beside the other."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from kakehashi.supply.draws import Floats, Places
from kakehashi.supply.ensemble import Finished, Part, PartKind, Plan, check_size
from kakehashi.supply.kernels.share_days import Lanes
from kakehashi.supply.scenario import Scenario, check_scenario
from kakehashi.supply.share_lanes import Prepared, is_drawn, lanes_of, prepare
from kakehashi.supply.share_network import ShareNetwork, Span
from kakehashi.supply.stress_shares import Assumed, assumed_of, run

AT_A_TIME = 64  # draws whose days are in memory together


class Grounds(NamedTuple):
    """What a scenario's result rests on."""

    assumed: tuple[Assumed, ...]  # numbers that no text gives
    not_told: tuple[tuple[str, str], ...]  # provider and input: a loss that no figure measures


class ShareDays:
    """Share through time. A draw is told in days of the products' normal output.

    Raises
    ------
    InputError
        For a scenario that does not fit the network.
    """

    def __init__(self, network: ShareNetwork, scenarios: Sequence[Scenario]) -> None:
        self.scenarios = tuple(scenarios)
        for one in self.scenarios:
            check_scenario(one, network)
        self.network, self.warnings = network, network.warnings
        self._prepared = [prepare(network, one) for one in self.scenarios]
        self.plans = tuple(
            Plan(
                scenario.title,
                scenario.n_draws if is_drawn(prepared, scenario) else 1,
                (
                    Part(PartKind.TOTAL, ("",)),
                    Part(PartKind.DAY, tuple(map(str, range(scenario.horizon_days)))),
                    Part(PartKind.PRODUCT, prepared.products),
                ),
            )
            for scenario, prepared in zip(self.scenarios, self._prepared, strict=True)
        )
        check_size(self.plans)
        both = list(zip(self.scenarios, self._prepared, strict=True))
        self.grounds = tuple(
            Grounds(assumed_of(network, prepared, one), prepared.not_told) for one, prepared in both
        )
        self.drawn = tuple(tuple(_drawn(one, prepared)) for one, prepared in both)

    def run(self, todo: Sequence[tuple[int, int]], keep: Callable[[Finished], None]) -> None:
        """Run pairs of a scenario and a draw, and hand over each as it ends."""
        for at in range(len(self.scenarios)):
            draws = [draw for scenario, draw in todo if scenario == at]
            if not draws:
                continue
            lanes = self._lanes(at)
            for first in range(0, len(draws), AT_A_TIME):
                some = draws[first : first + AT_A_TIME]
                rows = self._values(at, Lanes(*(array[some] for array in lanes)))
                for draw, values in zip(some, rows, strict=True):
                    keep(Finished(at, draw, values))

    def _lanes(self, at: int) -> Lanes:
        scenario, prepared = self.scenarios[at], self._prepared[at]
        n_draws = self.plans[at].n_draws
        return lanes_of(prepared, scenario, Places(n_draws, scenario.seed))

    def _values(self, at: int, lanes: Lanes) -> list[Floats]:
        prepared = self._prepared[at]
        watched = [prepared.inputs.index(one) for one in prepared.products]
        told = run(prepared, lanes, self.scenarios[at].horizon_days, watched)
        rows = []
        for lane in range(len(told.lost_days)):
            lost = told.lost_days[lane, watched]
            daily = 1.0 - told.service[lane].mean(axis=0)
            rows.append(np.concatenate(([lost.mean()], daily, lost)))
        return rows


def _drawn(scenario: Scenario, prepared: Prepared) -> Iterator[tuple[str, str, Span]]:
    """Give whose number it is, which, and its span, for each that is one."""
    for (name, field), span in prepared.spans.items():
        if span.high > span.low:
            yield name, field, span
    for loss in scenario.losses:
        for field in ("share", "for_days", "returns_over_days"):
            span = getattr(loss, field)
            if span.high > span.low:
                yield loss.provider, field, span
