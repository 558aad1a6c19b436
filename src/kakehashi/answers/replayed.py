"""A past event as the model tells it, with parameters fixed before the outcome stood here."""

from datetime import date
from functools import cache

import msgspec

from kakehashi import reference
from kakehashi.supply.scenario import told_in
from kakehashi.supply.share_ensemble import summary
from kakehashi.supply.shares import (
    Scenario,
    ShareNetwork,
    Stressed,
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


class Predicted(msgspec.Struct, frozen=True, kw_only=True):
    """What the model says of a product in a quarter, as shares of its normal output."""

    product: str
    quarter: Quarter
    lost: float  # the mean of the draws
    low: float  # 5 % of the draws lose less
    high: float  # 5 % lose more


class Replayed(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """An event as the model tells it."""

    event: Event
    network: ShareNetwork
    scenario: Scenario
    predicted: tuple[Predicted, ...]  # each product in each quarter
    by_day: tuple[Stressed, ...]  # in the order of the products compared


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
    _, event = told_in("event.yaml", reference.read(f"{folder}/event.yaml"), "event/1", Event)
    return Replayed(
        event=event,
        network=network,
        scenario=scenario,
        predicted=tuple(
            _predicted(network, scenario, one.product, quarter, event.first_day)
            for one in event.compared
            for quarter in event.quarters
        ),
        by_day=tuple(
            stress_shares(network, _of(scenario, one.product, scenario.horizon_days))
            for one in event.compared
        ),
    )


def _of(scenario: Scenario, product: str, n_days: int) -> Scenario:
    return msgspec.structs.replace(scenario, products=(product,), horizon_days=n_days)


def _predicted(
    network: ShareNetwork, scenario: Scenario, product: str, quarter: Quarter, day_0: date
) -> Predicted:
    """Return what a quarter loses; its days before the event lose nothing."""
    n_days, n_before = (quarter.last - day_0).days + 1, (quarter.first - day_0).days
    lost = stress_shares(network, _of(scenario, product, n_days)).draws
    if n_before > 0:
        lost = lost - stress_shares(network, _of(scenario, product, n_before)).draws
    told = summary(lost / (n_days - n_before))
    low, _, high = told.quantiles
    return Predicted(
        product=product, quarter=quarter, lost=told.mean, low=low.value, high=high.value
    )
