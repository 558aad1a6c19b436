"""Ensembles: scenarios run in many draws, and what the draws say together."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple, Protocol

import msgspec
import numpy as np

from kakehashi.supply.checks import Findings
from kakehashi.supply.draws import Floats
from kakehashi.supply.share_ensemble import TIE, Ranked, Summary, ranked_draws, summary
from kakehashi.supply.threads import Progress
from kakehashi.terms.errors import Fault
from kakehashi.terms.text import Text

MOST_NUMBERS = 2**27  # that are kept of all draws: one gibibyte


class PartKind(StrEnum):
    """What one number of a draw tells."""

    TOTAL = "total"  # what is lost in all
    DAY = "day"  # share of the day's usual output that is lost
    SECTOR = "sector"  # parts that add up to the total
    COUNTRY = "country"  # parts that add up to the total
    PRODUCT = "product"  # whose mean is the total
    UNMET = "unmet"  # final demand that is not met, in days of the usual
    DOWN = "down"  # of the index, towards customers alone
    UP = "up"  # of the index, towards suppliers alone
    UNPROVEN = "unproven"  # of the index: 1 where no interval was proven, else 0


class Part(NamedTuple):
    """Numbers of one kind that stand together in each draw."""

    kind: PartKind
    names: tuple[str, ...]


class Plan(NamedTuple):
    """What is to be run of one scenario, and what each draw of it tells."""

    title: Text
    n_draws: int  # 1 where nothing is drawn: it stands for all
    parts: tuple[Part, ...]  # the first is the total

    @property
    def width(self) -> int:
        """How many numbers a draw tells."""
        return sum(len(part.names) for part in self.parts)


class Finished(NamedTuple):
    """One draw that was run."""

    scenario: int  # its place
    draw: int
    values: Floats  # as the plan's parts have them


class Runs(Protocol):
    """What runs draws: a network, its scenarios and a model."""

    @property
    def plans(self) -> tuple[Plan, ...]:
        """What is to be run, a plan for each scenario."""

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What the reader of the results should know."""

    def run(self, todo: Sequence[tuple[int, int]], keep: Callable[[Finished], None]) -> None:
        """Run pairs of a scenario and a draw, and hand over each as it ends, in any order."""


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """What one sector, country or product loses, over all draws."""

    kind: PartKind
    name: str
    lost: Summary


class ScenarioLoss(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What one scenario loses, over all draws, in the unit of the model."""

    title: Text
    draws: Floats  # [draw]
    lost: Summary
    others: tuple[Group, ...] = ()  # unmet final demand, or the sides of the index
    by_day: tuple[Summary, ...] = ()  # share of the day's usual output
    groups: tuple[Group, ...] = ()  # of each kind, the largest mean first

    @property
    def n_draws(self) -> int:
        """How many draws were run."""
        return len(self.draws)


class Ensemble(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What scenarios lose, and how they stand to each other."""

    scenarios: tuple[ScenarioLoss, ...]
    ranking: tuple[Ranked, ...]  # each named by its place in `scenarios`, the largest mean first
    upset_shares: tuple[float | None, ...]  # of draws in which the next in the ranking loses more
    warnings: tuple[Fault, ...] = ()


def run_ensemble(
    runs: Runs,
    finished: Iterable[Finished] = (),
    keep: Callable[[Finished], None] | None = None,
    *,
    progress: Progress | None = None,
) -> Ensemble:
    """Return what the draws of all scenarios say together.

    Parameters
    ----------
    runs
        The network, its scenarios and the model.
    finished
        Draws that were run before; those that the plans do not ask for are passed over.
    keep
        Called with each draw as it ends, one at a time.
    progress
        Called with the number of draws that ended since, those of before first.

    Raises
    ------
    InputError
        Where the draws together are too many numbers to keep.

    Notes
    -----
    The result does not depend on the order in which draws end, on how many threads
    run them, or on whether some were run before: each has its own place, and all that is
    told is worked out from the whole table. Memory: eight bytes for each number of each draw.
    """
    plans = runs.plans
    check_size(plans)
    tables = [np.zeros((plan.n_draws, plan.width)) for plan in plans]
    is_done = [np.zeros(plan.n_draws, np.bool_) for plan in plans]

    def place(one: Finished) -> None:
        tables[one.scenario][one.draw] = one.values
        is_done[one.scenario][one.draw] = True

    for one in finished:
        if one.draw < plans[one.scenario].n_draws:
            place(one)
    if progress is not None:
        progress(sum(int(done.sum()) for done in is_done))
    most = max((plan.n_draws for plan in plans), default=0)
    todo = [
        (at, draw)
        for draw in range(most)  # so that an interrupted run has the same draws of each scenario
        for at, done in enumerate(is_done)
        if draw < len(done) and not done[draw]
    ]

    def take(one: Finished) -> None:
        place(one)
        if keep is not None:
            keep(one)
        if progress is not None:
            progress(1)

    runs.run(todo, take)
    return _told(plans, tables, runs.warnings)


def check_size(plans: Sequence[Plan]) -> None:
    """Raise InputError where the draws together are too many numbers to keep."""
    n = sum(plan.n_draws * plan.width for plan in plans)
    if n > MOST_NUMBERS:
        findings = Findings()
        findings.fault("too_many_draws", "draws", n=n, most=MOST_NUMBERS)
        findings.check()


def _told(plans: Sequence[Plan], tables: Sequence[Floats], warnings: tuple[Fault, ...]) -> Ensemble:
    scenarios = tuple(_scenario(plan, table) for plan, table in zip(plans, tables, strict=True))
    ranking = ranked_draws([one.draws for one in scenarios])
    upsets: list[float | None] = [
        _upset_share(scenarios[int(one.name)].draws, scenarios[int(other.name)].draws)
        for one, other in pairwise(ranking)
    ]
    return Ensemble(
        scenarios=scenarios,
        ranking=ranking,
        upset_shares=(*upsets, None),
        warnings=warnings,
    )


def _upset_share(first: Floats, second: Floats) -> float:
    """Return in which share of the draws that are common to both the second loses more."""
    return float(np.mean(np.subtract(second, first) > TIE))


def _scenario(plan: Plan, table: Floats) -> ScenarioLoss:
    others: list[Group] = []
    by_day: list[Summary] = []
    groups: list[Group] = []
    at = 0
    for part in plan.parts:
        columns = table[:, at : at + len(part.names)].T
        at += len(part.names)
        told = [summary(column) for column in columns]
        if part.kind is PartKind.DAY:
            by_day = told
            continue
        named = [
            Group(kind=part.kind, name=name, lost=lost)
            for name, lost in zip(part.names, told, strict=True)
        ]
        is_group = part.kind in (PartKind.SECTOR, PartKind.COUNTRY, PartKind.PRODUCT)
        if is_group:
            groups += sorted(named, key=lambda one: -one.lost.mean)
        elif part.kind is not PartKind.TOTAL:
            others += named
    return ScenarioLoss(
        title=plan.title,
        draws=table[:, 0].copy(),
        lost=summary(table[:, 0]),
        others=tuple(others),
        by_day=tuple(by_day),
        groups=tuple(groups),
    )
