"""Measures on a flow network: stocks, second sources, substitution, each with its cost."""

from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.ario_model import MoreStock
from kakehashi.supply.flow_draw import DrawnScenario
from kakehashi.supply.flow_network import ESSENTIAL, NON_ESSENTIAL, FlowNetwork, Ints
from kakehashi.supply.flow_scenario import firms_named
from kakehashi.supply.scenario import SpanReading, told_in
from kakehashi.supply.second_source import MOST_NEW_FLOWS, n_new_flows, with_second_source
from kakehashi.supply.share_mending import FORMAT, MeasureKind
from kakehashi.terms.faults import shown
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.text import Text

# of the fields that say how, which a kind takes
_FIELDS = {
    MeasureKind.STOCK: ("days",),
    MeasureKind.SECOND_SOURCE: ("share", "from"),
    MeasureKind.SUBSTITUTION: ("stand_in",),
}
_NEEDED = {MeasureKind.STOCK: "days", MeasureKind.SECOND_SOURCE: "share"}


class FlowMeasure(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """One thing to buy before the loss. All its numbers are the user's."""

    id: str
    name: Text
    kind: MeasureKind
    market: int  # place of the input
    firm: Ints  # [firm] who has it: holders of a stock, customers of a source, users
    amount: float = 0.0  # days of a stock, share of what is bought of a second source
    source: Ints | None = None  # [firm] the second source; None: all of the market
    stand_in: int | None = None  # place of the market that becomes one with the input's
    cost: float  # above 0, in the unit of its file


class FlowMeasures(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What could be bought, and in what the costs are told."""

    cost_unit: Text
    measures: tuple[FlowMeasure, ...]


class Taken(NamedTuple):
    """A network and a scenario once measures are taken."""

    network: FlowNetwork
    scenario: DrawnScenario
    parts: tuple[float, ...]  # of each measure, how much of it could be done, 0 to 1


class _WhoFile(Frozen, frozen=True, kw_only=True):
    firms: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    @property
    def lists(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        return self.firms, self.sectors, self.countries


class _MeasureFile(Frozen, frozen=True, kw_only=True, rename={"source_from": "from"}):
    id: str
    name: Text
    kind: MeasureKind
    input: str
    at: _WhoFile = _WhoFile()
    days: str | int | None = None
    share: str | int | None = None
    source_from: _WhoFile | None = None
    stand_in: str | None = None
    cost: str | int


class _File(Frozen, frozen=True, kw_only=True):
    kakehashi: str
    cost_unit: Text
    measures: tuple[_MeasureFile, ...]


def read_flow_measures(name: str, content: bytes, network: FlowNetwork) -> FlowMeasures:
    """Return the measures of a YAML or JSON file.

    Parameters
    ----------
    name
        Names the file in faults.
    content
        `kakehashi: measures/1`, cost_unit (en, ja), measures: id, name (en, ja), kind,
        input (a market of the network; a sector where it has none), at (who: firms, sectors,
        countries; everybody where it is left out), cost; a stock has days; a second source
        has share, and from (who) where it is not the market as a whole; a substitution
        has stand_in (another market), or none: then the input is no longer essential at
        the sectors of `at`.
    network
        The network whose markets, firms, sectors and countries they name.

    Raises
    ------
    InputError
        With all faults at once, each with its place.
    """
    plain, read = told_in(name, content, FORMAT, _File)
    reading = SpanReading(plain)
    if not read.measures:
        reading.findings.fault("no_measures", plain.where(("measures",)))
    ids: set[str] = set()
    for at, one in enumerate(read.measures):
        if one.id in ids:
            where = plain.where(("measures", at))
            reading.findings.fault("measure_twice", where, shown=shown(one.id))
        ids.add(one.id)
    measures = tuple(_measure(reading, at, one, network) for at, one in enumerate(read.measures))
    reading.findings.check()
    return FlowMeasures(cost_unit=read.cost_unit, measures=measures)


def _measure(
    reading: SpanReading, at: int, told: _MeasureFile, network: FlowNetwork
) -> FlowMeasure:
    path = ("measures", at)
    field = _NEEDED.get(told.kind)
    _check_fields(reading, path, told)
    amount = 0.0 if field is None else _number(reading, (*path, field), getattr(told, field) or 0)
    if field == "share" and amount > 1:
        where = reading.plain.where((*path, field))
        reading.findings.fault("not_a_share", where, column=field, shown=shown(told.share))
    cost = _number(reading, (*path, "cost"), told.cost)
    if cost <= 0:
        where = reading.plain.where((*path, "cost"))
        reading.findings.fault("bad_cost", where, shown=shown(told.cost))
    market = _market(reading, (*path, "input"), told.input, network)
    stand_in = None
    if told.stand_in is not None:
        stand_in = _market(reading, (*path, "stand_in"), told.stand_in, network)
        if stand_in == market:
            where = reading.plain.where((*path, "stand_in"))
            reading.findings.fault("stands_in_for_itself", where, shown=shown(told.stand_in))
    firm = firms_named(reading, (*path, "at"), told.at.lists, network)
    source = None
    if told.source_from is not None:
        is_source = firms_named(reading, (*path, "from"), told.source_from.lists, network)
        source = np.flatnonzero(is_source & (network.market_of == market)).astype(np.int32)
    measure = FlowMeasure(
        id=told.id, name=told.name, kind=told.kind, market=market,
        firm=_buyers(network, market, firm), amount=amount, source=source, stand_in=stand_in,
        cost=cost,
    )  # fmt: skip
    if market >= 0:
        _check_effect(reading, path, told, measure, network)
    return measure


def _check_fields(reading: SpanReading, path: tuple[Any, ...], told: _MeasureFile) -> None:
    """Keep a fault where a measure lacks its amount, or has what its kind does not take."""
    where = reading.plain.where(path)
    field = _NEEDED.get(told.kind)
    if field is not None and getattr(told, field) is None:
        reading.findings.fault("measure_amount", where, kind=str(told.kind), field=field)
    given = {
        "days": told.days, "share": told.share, "from": told.source_from,
        "stand_in": told.stand_in,
    }  # fmt: skip
    takes = _FIELDS[told.kind]
    for name, value in given.items():
        if value is not None and name not in takes:
            reading.findings.fault(
                "field_of_another_kind", where, kind=str(told.kind), field=name,
                takes=", ".join(takes),
            )  # fmt: skip
    if told.kind is MeasureKind.SUBSTITUTION:
        is_by_firm = told.at.firms or told.at.countries
        if is_by_firm or (told.stand_in is not None and told.at.sectors):
            reading.findings.fault("substitution_for_all", where)


def _number(reading: SpanReading, path: tuple[Any, ...], raw: str | int) -> float:
    """Return one number from 0; a fault where it is a span."""
    span = reading.span(path, raw)
    if span.high > span.low:
        where = reading.plain.where(path)
        reading.findings.fault("span_of_measure", where, column=path[-1], shown=shown(str(raw)))
    return span.low


def _market(reading: SpanReading, path: tuple[Any, ...], name: str, network: FlowNetwork) -> int:
    """Return the place of a market; a fault and -1 where there is none."""
    if name in network.markets:
        return network.markets.index(name)
    reading.findings.fault("unknown_market", reading.plain.where(path), shown=shown(name))
    return -1


def _buyers(network: FlowNetwork, market: int, is_named: NDArray[np.bool_]) -> Ints:
    """Return those of the named who buy of the market."""
    buys = np.zeros(network.n_firms, np.bool_)
    buys[network.customer[network.market_of[network.supplier] == market]] = True
    return np.flatnonzero(buys & is_named).astype(np.int32)


def _check_effect(
    reading: SpanReading,
    path: tuple[Any, ...],
    told: _MeasureFile,
    measure: FlowMeasure,
    network: FlowNetwork,
) -> None:
    """Keep a fault for a measure that can do nothing on this network, or too much."""
    where, findings = reading.plain.where(path), reading.findings
    if not len(measure.firm):
        findings.fault("nobody_buys", where, shown=shown(told.input))
    elif measure.kind is MeasureKind.SECOND_SOURCE:
        if measure.source is not None and not len(measure.source):
            findings.fault("no_second_source", where, shown=shown(told.input))
        n = n_new_flows(network, measure.market, measure.firm, measure.source)
        if n > MOST_NEW_FLOWS:
            findings.fault("too_many_flows", where, n=f"{n:,}", most=f"{MOST_NEW_FLOWS:,}")
    elif measure.kind is MeasureKind.SUBSTITUTION and measure.stand_in is None:
        sellers, users = _pairs(network, measure)
        if not (network.essential[np.ix_(sellers, users)] == ESSENTIAL).any():
            findings.fault("not_essential", where, shown=shown(told.input))


def with_measures(
    network: FlowNetwork, scenario: DrawnScenario, measures: tuple[FlowMeasure, ...]
) -> Taken:
    """Return the network and the scenario as they are once the measures are taken.

    Notes
    -----
    Substitutions come first, then second sources, then stocks, each kind in the order
    given. Stocks of one holder and input add up. Every firm's usual output, and all that
    it buys, are as before: see `with_second_source`.
    """
    told, parts = network, dict.fromkeys((one.id for one in measures), 1.0)
    place = {at: at for at in range(len(network.markets))}  # of a market, once some are one
    for one in _of(measures, MeasureKind.SUBSTITUTION):
        if one.stand_in is None:
            pairs = np.ix_(*_pairs(told, one))
            essential = network.essential.copy()
            essential[pairs] = np.minimum(essential[pairs], NON_ESSENTIAL)  # negligible stays so
            network = msgspec.structs.replace(network, essential=essential)
        else:
            kept, gone = place[one.market], place[one.stand_in]
            market_of = np.where(network.market_of == gone, kept, network.market_of)
            network = msgspec.structs.replace(network, market_of=market_of.astype(np.int32))
            place = {at: kept if to == gone else to for at, to in place.items()}
    for one in _of(measures, MeasureKind.SECOND_SOURCE):
        network, parts[one.id] = with_second_source(
            network, place[one.market], one.firm, one.source, one.amount
        )
    more = tuple(
        MoreStock(market=place[one.market], firm=one.firm, days=one.amount)
        for one in _of(measures, MeasureKind.STOCK)
    )
    if more:
        model = msgspec.structs.replace(
            scenario.model, more_stock=(*scenario.model.more_stock, *more)
        )
        scenario = msgspec.structs.replace(scenario, model=model)
    return Taken(network, scenario, tuple(parts[one.id] for one in measures))


def _of(measures: tuple[FlowMeasure, ...], kind: MeasureKind) -> list[FlowMeasure]:
    return [one for one in measures if one.kind is kind]


def _pairs(network: FlowNetwork, measure: FlowMeasure) -> tuple[Ints, Ints]:
    """Return the sectors that sell the input, and those of its users."""
    sellers = np.unique(network.sector_of[network.market_of == measure.market])
    return sellers, np.unique(network.sector_of[measure.firm])
