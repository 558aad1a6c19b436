"""Scenarios on a flow network: settled on its firms, or still to be drawn."""

from collections.abc import Callable

import msgspec
import numpy as np

from kakehashi.supply.ario_model import Ario, Hit, Returns
from kakehashi.supply.draws import Marks, Places, chosen
from kakehashi.supply.flow_network import Ints
from kakehashi.supply.share_network import Span
from kakehashi.terms.text import Text

IN_REBUILDING = ("capital_years", "factor")  # numbers of `Rebuilding`; the others are of `Ario`
BY_INPUT = "stock_days_by_input"
_At = Callable[[Span, str, str], float]  # the number of a span, by its name and field
_Who = Callable[["DrawnLoss"], Ints]  # places of the firms that a loss hits


class FlowScenario(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """A scenario, its names settled on one network."""

    title: Text
    hits: tuple[Hit, ...]
    model: Ario
    horizon_days: int = 365


class DrawnLoss(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """A loss of which some numbers, or the firms that it hits, may be drawn."""

    name: str  # whom it may hit: by it its numbers are drawn
    firm: Ints  # [firm that may be hit] its place in the network
    mark: Marks  # [firm that may be hit] a number of its own, from its name
    n_firms: int | None = None  # how many of them are hit; None: all
    share: Span  # of capacity, 0 to 1
    from_day: Span  # whole days, as the two below
    for_days: Span
    returns: Returns = Returns.LINEAR
    over_days: Span

    @property
    def is_drawn(self) -> bool:
        """Whether one draw may differ from another."""
        spans = (self.share, self.from_day, self.for_days, self.over_days)
        return self.has_drawn_firms or any(span.high > span.low for span in spans)

    @property
    def has_drawn_firms(self) -> bool:
        """Whether some of those who may be hit are not."""
        return self.n_firms is not None and self.n_firms < len(self.firm)


class DrawnNumber(msgspec.Struct, frozen=True, kw_only=True):
    """A number of the model that is a span."""

    field: str  # of `Ario` or of `Rebuilding`
    span: Span
    market: str | None = None  # of `stock_days_by_input`


class DrawnScenario(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """A scenario of which some numbers, or the firms that it hits, may be drawn."""

    title: Text
    losses: tuple[DrawnLoss, ...]
    model: Ario  # its fixed numbers
    numbers: tuple[DrawnNumber, ...] = ()  # those that take their place
    horizon_days: int = 365
    n_draws: int = 200
    seed: int = 1

    @property
    def is_drawn(self) -> bool:
        """Whether one draw may differ from another; else a single one stands for all."""
        spans = (number.span for number in self.numbers)
        return any(one.is_drawn for one in self.losses) or any(one.high > one.low for one in spans)


def draw_scenario(scenario: DrawnScenario, draw: int) -> FlowScenario:
    """Return draw number `draw` of a scenario, counted from 0.

    A draw does not depend on how many there are. Each number is drawn evenly from its span,
    by its own name from the seed: in two scenarios with the same seed the same number
    lies at the same place of its span. Days are whole, each as likely as another.

    >>> from kakehashi.supply.flow_draw import DrawnLoss, DrawnScenario
    >>> loss = DrawnLoss(
    ...     name="all", firm=np.array([0], np.int32), mark=np.array([7], np.uint64),
    ...     share=Span(0.3, 0.6), from_day=Span(0, 0), for_days=Span(60, 90), over_days=Span(0, 0))
    >>> drawn = DrawnScenario(title=Text(en="a", ja="あ"), losses=(loss,), model=Ario())
    >>> hit = draw_scenario(drawn, 5).hits[0]
    >>> bool(0.3 <= hit.lost_share[0] <= 0.6), 60 <= hit.for_days <= 90
    (True, True)
    """
    places = Places(draw + 1, scenario.seed)

    def at(span: Span, name: str, field: str) -> float:
        return float(places.along(span, name, field)[draw])

    def who(loss: DrawnLoss) -> Ints:
        if loss.n_firms is None or not loss.has_drawn_firms:
            return loss.firm
        return loss.firm[chosen(loss.mark, loss.n_firms, scenario.seed, f"{loss.name}.firms", draw)]

    return _settled(scenario, at, who)


def ends_of(scenario: DrawnScenario) -> tuple[FlowScenario, FlowScenario]:
    """Return the scenario at the low and at the high end of every span, all who may be hit hit.

    Each draw lies between them, so that a number out of its range is found before any is run.
    """

    def everybody(loss: DrawnLoss) -> Ints:
        return loss.firm

    return (
        _settled(scenario, lambda span, _name, _field: span.low, everybody),
        _settled(scenario, lambda span, _name, _field: span.high, everybody),
    )


def _settled(scenario: DrawnScenario, at: _At, who: _Who) -> FlowScenario:
    return FlowScenario(
        title=scenario.title,
        hits=tuple(_hit(loss, at, who(loss)) for loss in scenario.losses),
        model=_model(scenario, at),
        horizon_days=scenario.horizon_days,
    )


def _hit(loss: DrawnLoss, at: _At, firm: Ints) -> Hit:
    def days(span: Span, field: str) -> int:
        if span.high == span.low:
            return int(span.low)
        # each whole day has a part of the span as wide as another's
        return min(int(at(Span(span.low, span.high + 1), loss.name, field)), int(span.high))

    return Hit(
        firm=firm,
        lost_share=np.full(len(firm), at(loss.share, loss.name, "share")),
        from_day=days(loss.from_day, "from_day"),
        for_days=days(loss.for_days, "for_days"),
        returns=loss.returns,
        over_days=days(loss.over_days, "returns_over_days"),
    )


def _model(scenario: DrawnScenario, at: _At) -> Ario:
    model, by_input = scenario.model, dict(scenario.model.stock_days_by_input)
    own: dict[str, float] = {}
    in_rebuilding: dict[str, float] = {}
    for number in scenario.numbers:
        if number.market is not None:
            by_input[number.market] = at(number.span, number.market, "stock_days")
        else:
            told = in_rebuilding if number.field in IN_REBUILDING else own
            told[number.field] = at(number.span, "model", number.field)
    rebuilding = model.rebuilding
    if rebuilding is not None and in_rebuilding:
        rebuilding = msgspec.structs.replace(rebuilding, **in_rebuilding)
    return msgspec.structs.replace(
        model, stock_days_by_input=tuple(by_input.items()), rebuilding=rebuilding, **own
    )
