"""A past event as the model tells it and as it was, with the miss.

Network, scenario and rule were fixed before the outcome stood beside them.
"""

from datetime import date
from functools import cache
from typing import Any

import msgspec

from kakehashi import reference
from kakehashi.supply.scenario import told_in
from kakehashi.supply.share_ensemble import Summary, summary
from kakehashi.supply.shares import (
    Scenario,
    ShareNetwork,
    read_scenario,
    read_share_network,
    stress_shares,
)
from kakehashi.terms.basis import Basis
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.text import Text

EVENTS = ("wafers-2011",)
_TABLES = ("inputs", "relations", "providers", "shares")


class Quarter(Frozen, frozen=True):
    """A quarter of a year, its first and last day among it."""

    id: str
    first: date
    last: date


class Measured(Frozen, frozen=True):
    """What is compared with the model's output of a product, and in which unit it is told."""

    product: str
    unit: Text
    measured: Text


class Figure(Frozen, frozen=True):
    """What was measured of a product in a quarter, and where it was read."""

    product: str
    quarter: str
    value: int
    source: str
    url: str
    basis: Basis


class Forecast(Frozen, frozen=True):
    """What was forecast of a product before the event: the year before, and the event's year."""

    product: str
    year_before: int
    year: int
    source: str
    url: str
    basis: Basis


class Ground(Frozen, frozen=True):
    """What went into network or scenario, and where it was read."""

    what: Text
    source: str
    basis: Basis
    url: str | None = None


class Event(Frozen, frozen=True):
    """A past event and the rule by which the miss is told, both fixed beforehand."""

    kakehashi: str
    title: Text
    first_day: date  # day 0 of the scenario
    known_until: date  # the latest day of a text from which network and scenario were made
    quarters: tuple[Quarter, ...]
    judged: str  # the quarter that decides
    compared: tuple[Measured, ...]
    normal: tuple[Figure, ...]  # their mean is a product's normal quarter
    forecast: tuple[Forecast, ...]  # a second yardstick, told and never judged by
    grounds: tuple[Ground, ...]


class Outcome(Frozen, frozen=True):
    """What happened, why the model missed it as far as texts say, and what that says of it."""

    kakehashi: str
    measured: tuple[Figure, ...]
    why: tuple[Ground, ...]
    says: Text


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """A product in a quarter: what the model expected and what was measured.

    Shares are of a normal quarter; below zero more was measured than normal. None
    where nothing was measured.
    """

    product: str
    quarter: str
    expected: float  # lost, the mean of the draws
    low: float  # 5 % of the draws lose less
    high: float  # 5 % lose more
    normal: float | None
    measured: Figure | None
    lost: float | None
    miss: float | None  # what was lost less what was expected
    is_hit: bool | None  # whether it lies between `low` and `high`
    lost_of_forecast: float | None  # of a normal quarter grown as was forecast


class Replayed(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """An event, as the model tells it and as it was."""

    id: str
    event: Event
    network: ShareNetwork
    scenario: Scenario
    outcome: Outcome
    compared: tuple[Compared, ...]  # each product in each quarter

    @property
    def judged(self) -> Compared:
        """What decides: the first product in the quarter that was fixed for it."""
        return next(one for one in self.compared if one.quarter == self.event.judged)


@cache
def replayed(name: str) -> Replayed:
    """Return the shipped event `name`, one of `EVENTS`, run through the model once a process.

    Notes
    -----
    What a quarter loses in a draw is what is lost up to its last day less what is lost
    up to the day before it. Both runs see the same draws, so the difference is the
    draw's own (common random numbers).
    """
    folder = f"events/{name}"
    files = {f"{one}.csv": reference.read(f"{folder}/{one}.csv") for one in _TABLES}
    network = read_share_network(files)
    scenario = read_scenario("scenario.yaml", reference.read(f"{folder}/scenario.yaml"), network)
    event = _event(name)
    _, outcome = told_in(
        "outcome.yaml", reference.read(f"{folder}/outcome.yaml"), "outcome/1", Outcome
    )
    return Replayed(
        id=name,
        event=event,
        network=network,
        scenario=scenario,
        outcome=outcome,
        compared=tuple(
            _compared(
                event, outcome, (one.product, quarter.id),
                _expected(network, scenario, one.product, quarter, event.first_day),
            )
            for one in event.compared
            for quarter in event.quarters
        ),
    )  # fmt: skip


@cache
def event_titles() -> dict[str, Text]:
    """Return the titles of all events by name, without running any."""
    return {name: _event(name).title for name in EVENTS}


def _event(name: str) -> Event:
    content = reference.read(f"events/{name}/event.yaml")
    return told_in("event.yaml", content, "event/1", Event)[1]


def _expected(
    network: ShareNetwork, scenario: Scenario, product: str, quarter: Quarter, day_0: date
) -> Summary:
    """Return the share of a quarter's normal output that draws lose; before the event none."""
    n_days, n_before = (quarter.last - day_0).days + 1, (quarter.first - day_0).days
    lost = stress_shares(network, _of(scenario, product, n_days)).draws
    if n_before > 0:
        lost = lost - stress_shares(network, _of(scenario, product, n_before)).draws
    return summary(lost / (n_days - n_before))


def _of(scenario: Scenario, product: str, n_days: int) -> Scenario:
    return msgspec.structs.replace(scenario, products=(product,), horizon_days=n_days)


def _compared(event: Event, outcome: Outcome, what: tuple[str, str], expected: Summary) -> Compared:
    product, quarter = what
    low, _, high = (one.value for one in expected.quantiles)
    usual = [one.value for one in event.normal if one.product == product]
    normal = sum(usual) / len(usual) if usual else None
    measured = next((one for one in outcome.measured if (one.product, one.quarter) == what), None)
    lost = None if measured is None or normal is None else 1 - measured.value / normal
    growth = [one.year / one.year_before for one in event.forecast if one.product == product]
    return Compared(
        product=product,
        quarter=quarter,
        expected=expected.mean,
        low=low,
        high=high,
        normal=normal,
        measured=measured,
        lost=lost,
        miss=None if lost is None else lost - expected.mean,
        is_hit=None if lost is None else low <= lost <= high,
        lost_of_forecast=None if lost is None or not growth else 1 - (1 - lost) / growth[0],
    )


def compared_rows(told: Replayed) -> list[dict[str, Any]]:
    """Return one row for each product and quarter, names in both languages, sources beside."""
    measured = {one.product: one for one in told.event.compared}
    return [
        {
            "product": one.product,
            "product_en": told.network.name_of(one.product).en,
            "product_ja": told.network.name_of(one.product).ja,
            "quarter": one.quarter,
            "decides": one is told.judged,
            "expected_lost": one.expected,
            "expected_low": one.low,
            "expected_high": one.high,
            "unit_en": measured[one.product].unit.en,
            "unit_ja": measured[one.product].unit.ja,
            "normal": one.normal,
            "measured": None if one.measured is None else one.measured.value,
            "lost": one.lost,
            "miss": one.miss,
            "is_hit": one.is_hit,
            "lost_of_forecast": one.lost_of_forecast,
            "basis": [] if one.measured is None else [str(one.measured.basis)],
            "sources": [] if one.measured is None else [cited(one.measured)],
        }
        for one in told.compared
    ]


def as_plain(told: Replayed) -> dict[str, Any]:
    """Return the whole event as plain values: rule, figures, comparison, reasons."""
    plain: dict[str, Any] = msgspec.to_builtins(told.event)
    outcome: dict[str, Any] = msgspec.to_builtins(told.outcome)
    scenario = msgspec.to_builtins(told.scenario)
    del plain["kakehashi"], outcome["kakehashi"], plain["compared"]
    return {
        "id": told.id, **plain, "scenario": scenario, "compared": compared_rows(told), **outcome,
    }  # fmt: skip


def cited(read: Figure | Forecast | Ground) -> str:
    """Return where something was read, with the address where there is one.

    >>> cited(Ground(what=Text(en="a", ja="a"), source="Gazette", basis=Basis.PRIMARY))
    'Gazette'
    """
    return f"{read.source} ({read.url})" if read.url else read.source
