"""What is lost on a flow network, and the numbers of the daily model: a scenario file."""

import math
from collections import Counter
from typing import Annotated, Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.ario_model import Ario, Limiting, Rationing, Rebuilding, Returns
from kakehashi.supply.draws import marks_of
from kakehashi.supply.flow_draw import (
    BY_INPUT,
    IN_REBUILDING,
    DrawnLoss,
    DrawnNumber,
    DrawnScenario,
    FlowScenario,
    draw_scenario,
)
from kakehashi.supply.flow_network import FlowNetwork, Ints
from kakehashi.supply.scenario import MOST_DAYS, MOST_DRAWS, SpanReading, told_in
from kakehashi.supply.share_network import Span
from kakehashi.terms.faults import shown
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.plain import Plain
from kakehashi.terms.text import Text

NUMBERS = (
    "stock_days", "psi", "restoration_days", "overproduction_max", "overproduction_days",
)  # fmt: skip
WHO = ("firms", "sectors", "countries")
FORMAT = "flow-scenario/1"
_Number = str | int  # a decimal number or a span of a file is text until it is asked for


class _DrawFile(Frozen, frozen=True, kw_only=True):
    n_firms: Annotated[int, msgspec.Meta(ge=1)]


class _LossFile(Frozen, frozen=True, kw_only=True):
    firms: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    draw: _DrawFile | None = None
    share: _Number = 1
    from_day: _Number = 0
    for_days: _Number
    returns: Returns = Returns.LINEAR
    returns_over_days: _Number = 0


class _RebuildingFile(Frozen, frozen=True, kw_only=True):
    sectors: dict[str, _Number]
    capital_years: _Number | None = None
    factor: _Number | None = None


class _ModelFile(Frozen, frozen=True, kw_only=True):
    stock_days: _Number | None = None
    stock_days_by_input: dict[str, _Number] = msgspec.field(default_factory=dict)
    psi: _Number | None = None
    restoration_days: _Number | None = None
    overproduction_max: _Number | None = None
    overproduction_days: _Number | None = None
    rationing: Rationing = Rationing.PROPORTIONAL
    limiting: Limiting = Limiting.ALL
    rebuilding: _RebuildingFile | None = None


class _File(Frozen, frozen=True, kw_only=True):
    kakehashi: str
    title: Text
    losses: tuple[_LossFile, ...]
    model: _ModelFile = _ModelFile()
    horizon_days: Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)] = 365
    draws: Annotated[int, msgspec.Meta(ge=1, le=MOST_DRAWS)] = 200
    seed: Annotated[int, msgspec.Meta(ge=0)] = 1


def read_flow_scenario(name: str, content: bytes, network: FlowNetwork) -> FlowScenario:
    """Return the scenario of a YAML or JSON file in which nothing is left to be drawn.

    The parameters and the file are those of `read_drawn_scenario`.

    Raises
    ------
    InputError
        With all faults at once, each with its place: spans and drawn firms among them.
    """
    scenario, reading = _read(name, content, network)
    for path in reading.open_at:
        reading.findings.fault("to_be_drawn", reading.plain.where(path), column=path[-1])
    reading.findings.check()
    return draw_scenario(scenario, 0)


def read_drawn_scenario(name: str, content: bytes, network: FlowNetwork) -> DrawnScenario:
    """Return the scenario of a YAML or JSON file, with what is to be drawn in it.

    Parameters
    ----------
    name
        Names the file in faults.
    content
        `kakehashi: flow-scenario/1`, title (en, ja), losses (who: firms, sectors,
        countries; draw, share, from_day, for_days, returns, returns_over_days), model (the
        numbers of `Ario`, with rebuilding), horizon_days, draws, seed. A loss hits the
        firms that are in each of its lists, with `draw: {n_firms: 3}` three of them; a list
        that is left out leaves nobody out. A number may be a span such as 30..90, all but
        the shares of the sectors that rebuild.
    network
        The network whose firms, sectors and countries it names.

    Raises
    ------
    InputError
        With all faults at once, each with its place.
    """
    scenario, reading = _read(name, content, network)
    reading.findings.check()
    return scenario


class _Reading(SpanReading):
    """Reads numbers, whole days and spans, and keeps the places of what is to be drawn."""

    def __init__(self, plain: Plain) -> None:
        super().__init__(plain)
        self.open_at: list[tuple[Any, ...]] = []

    def span(self, path: tuple[Any, ...], raw: _Number, source: str | None = None) -> Span:
        """Return a number as Python writes it (1e-2, inf), or a span of numbers from 0."""
        try:
            number = float(raw)
        except ValueError:
            number = math.nan
        if not math.isnan(number):
            return Span(number, number, source)
        span = super().span(path, raw, source)
        if span.high > span.low:
            self.open_at.append(path)
        return span

    def share(self, path: tuple[Any, ...], raw: _Number, source: str | None = None) -> Span:
        """Return a span of shares; a fault where it leaves 0 to 1."""
        span = self.span(path, raw, source)
        if not (span.low >= 0 and span.high <= 1):
            where = self.plain.where(path)
            self.findings.fault("not_a_share", where, column=path[-1], shown=shown(str(raw)))
        return span

    def days(self, path: tuple[Any, ...], raw: _Number) -> Span:
        """Return a span of whole days; a fault and 0 where it is none."""
        span = self.span(path, raw)
        is_whole = all(0 <= day <= MOST_DAYS and day == int(day) for day in (span.low, span.high))
        if not is_whole:
            where = self.plain.where(path)
            self.findings.fault(
                "no_days", where, column=path[-1], shown=shown(str(raw)), most=MOST_DAYS
            )
        return span if is_whole else Span(0.0, 0.0)

    def fixed(self, path: tuple[Any, ...], raw: _Number) -> float:
        """Return one number; a fault where it is a span."""
        span = self.span(path, raw)
        if span.high > span.low:
            where = self.plain.where(path)
            self.findings.fault("not_a_number", where, column=path[-1], shown=shown(str(raw)))
        return span.low


def _read(name: str, content: bytes, network: FlowNetwork) -> tuple[DrawnScenario, _Reading]:
    plain, read = told_in(name, content, FORMAT, _File)
    reading = _Reading(plain)
    if not read.losses:
        reading.findings.fault("no_losses", plain.where(("losses",)))
    seen: Counter[str] = Counter()
    losses = tuple(_loss(reading, at, one, network, seen) for at, one in enumerate(read.losses))
    model, numbers = _model(reading, read.model)
    scenario = DrawnScenario(
        title=read.title,
        losses=losses,
        model=model,
        numbers=numbers,
        horizon_days=read.horizon_days,
        n_draws=read.draws,
        seed=read.seed,
    )
    return scenario, reading


def _loss(
    reading: _Reading, at: int, told: _LossFile, network: FlowNetwork, seen: Counter[str]
) -> DrawnLoss:
    """Return a loss on the firms that it names; of two on the same, each is drawn by itself."""
    path = ("losses", at)
    firm = _who(reading, at, told, network)
    n_firms = None if told.draw is None else told.draw.n_firms
    if n_firms is not None:
        place = (*path, "draw", "n_firms")
        if n_firms > len(firm) > 0:
            where = reading.plain.where(place)
            reading.findings.fault("too_few_to_draw", where, n=n_firms, of=len(firm))
        elif n_firms < len(firm):
            reading.open_at.append(place)
    who = "|".join(
        f"{field}={','.join(sorted(names))}" for field in WHO if (names := getattr(told, field))
    )
    seen[who] += 1
    return DrawnLoss(
        name=who if seen[who] == 1 else f"{who}#{seen[who]}",
        firm=firm,
        mark=marks_of(network.firms[one] for one in firm),
        n_firms=n_firms,
        share=reading.share((*path, "share"), told.share),
        from_day=reading.days((*path, "from_day"), told.from_day),
        for_days=reading.days((*path, "for_days"), told.for_days),
        returns=told.returns,
        over_days=reading.days((*path, "returns_over_days"), told.returns_over_days),
    )


def _who(reading: _Reading, at: int, told: _LossFile, network: FlowNetwork) -> Ints:
    """Return the firms that a loss may hit; a fault where there is none."""
    path = ("losses", at)
    lists = (told.firms, told.sectors, told.countries)
    is_hit = firms_named(reading, path, lists, network)
    if not any(lists) or not is_hit.any():
        reading.findings.fault("nobody_hit", reading.plain.where(path))
    return np.flatnonzero(is_hit).astype(np.int32)


def firms_named(
    reading: SpanReading,
    path: tuple[Any, ...],
    lists: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]],
    network: FlowNetwork,
) -> NDArray[np.bool_]:
    """Return [firm] which are in each list: of firms, sectors, countries; an empty one has all.

    Keeps a fault for each name that the network lacks.
    """
    is_named = np.ones(network.n_firms, np.bool_)
    known_of = (network.firms, network.sectors, network.countries)
    every_firm = np.arange(network.n_firms, dtype=np.int32)
    place_of: tuple[Ints, ...] = (every_firm, network.sector_of, network.country_of)
    for field, wanted, known, place in zip(WHO, lists, known_of, place_of, strict=True):
        places = {one: at for at, one in enumerate(known)}
        for one in wanted:
            if one not in places:
                where = reading.plain.where((*path, field))
                reading.findings.fault("not_in_network", where, column=field, shown=shown(one))
        if wanted:
            is_named &= np.isin(place, [places[one] for one in wanted if one in places])
    return is_named


def _model(reading: _Reading, told: _ModelFile) -> tuple[Ario, tuple[DrawnNumber, ...]]:
    """Return the numbers of the model, and those that are drawn; the others keep their defaults."""
    numbers: list[DrawnNumber] = []

    def stated(at: tuple[str, ...], holder: Any, fields: tuple[str, ...]) -> dict[str, float]:
        raw = {field: getattr(holder, field) for field in fields}
        found = {}
        for field, value in raw.items():
            if value is not None:
                span = reading.span((*at, field), value)
                found[field] = span.low
                if span.high > span.low:
                    numbers.append(DrawnNumber(field=field, span=span))
        return found

    rebuilding = None
    if told.rebuilding is not None:
        at = ("model", "rebuilding")
        shares = told.rebuilding.sectors.items()
        rebuilding = Rebuilding(
            sectors=tuple(
                (name, reading.fixed((*at, "sectors", name), share)) for name, share in shares
            ),
            **stated(at, told.rebuilding, IN_REBUILDING),
        )
    by_input = []
    for market, value in told.stock_days_by_input.items():
        span = reading.span(("model", BY_INPUT, market), value)
        by_input.append((market, span.low))
        if span.high > span.low:
            numbers.append(DrawnNumber(field=BY_INPUT, span=span, market=market))
    model = Ario(
        stock_days_by_input=tuple(by_input),
        rationing=told.rationing,
        limiting=told.limiting,
        rebuilding=rebuilding,
    )
    own = stated(("model",), told, NUMBERS)
    return msgspec.structs.replace(model, **own), tuple(numbers)
