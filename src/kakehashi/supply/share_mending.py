"""Measures against a loss: stocks, second sources, substitution, each with its cost."""

from enum import StrEnum
from typing import Annotated

import msgspec
import numpy as np

from kakehashi.supply.checks import Findings, known_ids
from kakehashi.supply.draws import Places
from kakehashi.supply.kernels.share_days import Lanes
from kakehashi.supply.scenario import SpanReading, plain_in, shaped
from kakehashi.supply.share_lanes import Prepared
from kakehashi.supply.share_network import RelationKind, ShareNetwork, Span
from kakehashi.terms.faults import shown
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.plain import Plain
from kakehashi.terms.text import Text

FORMAT = "measures/1"


class MeasureKind(StrEnum):
    """What a measure changes."""

    STOCK = "stock"  # adds days of normal need to a stock
    SECOND_SOURCE = "second_source"  # adds a share of the need, once something is lost
    SUBSTITUTION = "substitution"  # lets types of one thing stand in for each other


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to buy before the loss. All its numbers are the user's."""

    id: str
    name: Text
    kind: MeasureKind
    input: str
    amount: Span  # days of a stock; else a share, 0 to 1
    cost: float  # above 0, in the unit of its file
    ready_on_day: Span  # of a second source: days after the first day


class Measures(msgspec.Struct, frozen=True, kw_only=True):
    """What could be bought, and in what the costs are told."""

    cost_unit: Text
    measures: tuple[Measure, ...]


class _MeasureFile(Frozen, frozen=True, kw_only=True):
    id: Annotated[str, msgspec.Meta(min_length=1)]
    name: Text
    kind: MeasureKind
    input: str
    days: str | int | None = None
    share: str | int | None = None
    cost: str | int
    ready_on_day: str | int = 0
    source: str | None = None


class _File(Frozen, frozen=True, kw_only=True):
    kakehashi: str
    cost_unit: Text
    measures: tuple[_MeasureFile, ...]


def read_measures(name: str, content: bytes, network: ShareNetwork) -> Measures:
    """Return the measures of a YAML or JSON file.

    Parameters
    ----------
    name
        Names the file in faults.
    content
        `kakehashi: measures/1`, cost_unit (en, ja), measures: id, name (en, ja), kind
        (stock, second_source or substitution), input, days (of a stock) or share (of
        the others), cost, ready_on_day (of a second source).
    network
        The network whose inputs they name.

    Raises
    ------
    InputError
        With all faults at once, each with its place.
    """
    return measures_of(plain_in(name, content), network)


def measures_of(plain: Plain, network: ShareNetwork) -> Measures:
    """Return the measures of plain values, such as a form or another file holds.

    Raises
    ------
    InputError
        With all faults at once, each with its place; as `read_measures`.
    """
    read = shaped(plain, FORMAT, _File)
    reading = SpanReading(plain)
    measures = tuple(_measure(reading, at, one) for at, one in enumerate(read.measures))
    _check(measures, network, reading)
    return Measures(cost_unit=read.cost_unit, measures=measures)


def _measure(reading: SpanReading, at: int, told: _MeasureFile) -> Measure:
    path = ("measures", at)
    is_stock = told.kind == MeasureKind.STOCK
    field = "days" if is_stock else "share"
    raw, other = (told.days, told.share) if is_stock else (told.share, told.days)
    where = reading.plain.where(path)
    if raw is None or other is not None:
        reading.findings.fault("measure_amount", where, kind=str(told.kind), field=field)
    reader = reading.span if is_stock else reading.share
    cost = reading.span((*path, "cost"), told.cost)
    if cost.low <= 0 or cost.high > cost.low:
        reading.findings.fault("bad_cost", reading.plain.where((*path, "cost")),
                               shown=shown(told.cost))  # fmt: skip
    return Measure(
        id=told.id,
        name=told.name,
        kind=told.kind,
        input=told.input,
        amount=reader((*path, field), 0 if raw is None else raw, told.source),
        cost=cost.low,
        ready_on_day=reading.span((*path, "ready_on_day"), told.ready_on_day, told.source),
    )


def _check(measures: tuple[Measure, ...], network: ShareNetwork, reading: SpanReading) -> None:
    findings: Findings = reading.findings
    if not measures:
        findings.fault("no_measures", reading.plain.where(("measures",)))
    ids: set[str] = set()
    for at, one in enumerate(measures):
        where = reading.plain.where(("measures", at))
        if one.id in ids:
            findings.fault("measure_twice", where, shown=shown(one.id))
        ids.add(one.id)
        if one.input not in network.input_of:
            known = known_ids(network.input_of)
            findings.fault("unknown_input", where, shown=shown(one.input), known=known)
        elif one.kind == MeasureKind.SUBSTITUTION and not network.upstream_of(
            one.input, RelationKind.IS_TYPE_OF
        ):
            findings.fault("no_types", where, shown=shown(one.input))
    findings.check()


def with_measures(
    prepared: Prepared, lanes: Lanes, places: Places, measures: tuple[Measure, ...]
) -> Lanes:
    """Return the lanes as they are once the measures are taken.

    Stocks and second sources of one input add up; of two substitutions the better
    counts; two second sources are ready when the later one is.
    """
    stock, whole = lanes.stock_days.copy(), lanes.substitution.copy()
    share, day = lanes.second_share.copy(), lanes.second_day.copy()
    has_second: set[int] = set()
    for one in measures:
        if one.input not in prepared.inputs:
            continue  # nothing that is lost comes near it
        at = prepared.inputs.index(one.input)
        amount = places.along(one.amount, one.id, "amount")
        if one.kind == MeasureKind.STOCK:
            stock[:, at] += amount
        elif one.kind == MeasureKind.SUBSTITUTION:
            whole[:, at] = np.maximum(whole[:, at], amount)
        else:
            ready = places.along(one.ready_on_day, one.id, "ready_on_day")
            share[:, at] += amount
            day[:, at] = np.maximum(day[:, at], ready) if at in has_second else ready
            has_second.add(at)
    return lanes._replace(stock_days=stock, substitution=whole, second_share=share, second_day=day)
