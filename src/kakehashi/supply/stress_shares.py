"""What a share network loses through time when some provision stops."""

from collections.abc import Sequence

import msgspec
import numpy as np

from kakehashi.supply.draws import Places
from kakehashi.supply.kernels.share_days import Lanes, Told, run_days
from kakehashi.supply.scenario import Scenario, check_scenario
from kakehashi.supply.share_ensemble import QUANTILES, Floats, Summary, summary
from kakehashi.supply.share_lanes import (
    FIELDS,
    LASTING,
    Prepared,
    is_drawn,
    lanes_of,
    prepare,
)
from kakehashi.supply.share_network import InputKind, ShareNetwork, Span
from kakehashi.supply.share_path import Step, path_of
from kakehashi.supply.threads import Progress
from kakehashi.terms.basis import Basis

AT_A_TIME = 500  # draws whose days are in memory together
SHORT = 1e-9  # what a service may fall below 1 by rounding


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """An input that a loss takes from, in the middle of all assumed spans."""

    input: str
    kind: InputKind
    provider: str
    share: float  # of the provider in the input
    year: int | None
    sources: tuple[str, ...]
    basis: Basis | None
    is_assumed: bool  # whether the share has no source
    stock_days: Span | None
    life_days: Span | None
    first_short_day: int | None  # the first day on which its users lack some of it
    lowest_share: float  # of what its users need, on the worst day
    delayed_days: float  # of deliveries of new capacity or designs that did not come


class Assumed(msgspec.Struct, frozen=True, kw_only=True):
    """A number without a source on which the result rests; None: there is none at all."""

    input: str
    field: str
    span: Span | None


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """An input whose users lack some of it, with every span at its middle."""

    input: str
    kind: InputKind
    lost_days: float  # of what its users need, over the horizon
    lowest_share: float  # of what its users need, on the worst day
    first_short_day: int


class Stressed(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What is lost, in days of the products' normal output; each product weighs the same.

    Never money: no flow of money is in a share network.
    """

    scenario: Scenario
    products: tuple[str, ...]
    draws: Floats  # [draw] output-days lost
    lost_days: Summary
    by_product: tuple[Summary, ...]
    band: Floats  # [quantile 0.05, 0.5, 0.95; day] share of the day's output that is lost
    middle: Floats  # [day] with every span at its middle
    hits: tuple[Hit, ...]
    reached: tuple[Reached, ...]  # the most exposed first
    path: tuple[Step, ...]  # from the product that loses most to what was lost
    is_path_of_worst: bool  # of the worst draw, since nothing is lost in the middle of the spans
    assumed: tuple[Assumed, ...]
    not_told: tuple[tuple[str, str], ...]  # provider and input: a loss that no figure measures
    years: tuple[int, ...]  # of the figures used; more than one are compared, never added up

    @property
    def lost_share(self) -> float:
        """The expected share of the horizon's output-days that is lost, 0 to 1."""
        return self.lost_days.mean / self.scenario.horizon_days

    @property
    def is_cut_off(self) -> bool:
        """Whether something is still lost on the last day, so that a longer horizon loses more."""
        return bool(self.band[-1, -1] > SHORT or self.middle[-1] > SHORT)


def stress_shares(
    network: ShareNetwork, scenario: Scenario, progress: Progress | None = None
) -> Stressed:
    """Return what a scenario loses, over all draws, with the path along which it travelled.

    Parameters
    ----------
    network, scenario
        What is lost of what.
    progress
        Told how many draws more are done; what it raises ends the run.

    Raises
    ------
    InputError
        For a scenario that does not fit the network.

    Notes
    -----
    Day by day, an input's delivery is the least of what survives of its provision and
    what goes into it, plus its stock while it lasts. Users of a consumable get what is
    delivered. Users of a capital good or design have what is installed: it loses what
    was not delivered, `lead_days` later, divided by its life. A thing with types gives
    what the worst of them gives, or with `substitution` more, up to the best. Stocks
    are not filled again and nobody produces more than before; both would shorten a
    loss. Slow twin: tests/reference/share_days.py.
    """
    check_scenario(scenario, network)
    prepared = prepare(network, scenario)
    drawn = is_drawn(prepared, scenario)
    places = Places(scenario.n_draws, scenario.seed) if drawn else Places(1)
    lanes = lanes_of(prepared, scenario, places)
    n_days, every = scenario.horizon_days, range(len(prepared.inputs))
    at = [prepared.inputs.index(one) for one in prepared.products]
    lost, daily = _run_draws(prepared, lanes, n_days, at, progress)
    middle = lanes_of(prepared, scenario, Places(1))
    alone = run(prepared, middle, n_days, every)
    path = path_of(prepared, middle, alone)
    is_of_worst = not path and bool(lost.max() > SHORT)
    if is_of_worst:
        worst = int(lost.mean(axis=1).argmax())
        alone_worst = _some(lanes, worst, worst + 1)
        path = path_of(prepared, alone_worst, run(prepared, alone_worst, n_days, every))
    draws = lost.mean(axis=1)
    pieces = prepared.pieces
    return Stressed(
        scenario=scenario,
        products=prepared.products,
        draws=draws,
        lost_days=summary(draws),
        by_product=tuple(summary(column) for column in lost.T),
        band=np.quantile(daily, QUANTILES, axis=0, method="inverted_cdf"),
        middle=1.0 - alone.service[0, at].mean(axis=0),
        hits=tuple(_hit(network, prepared, alone, place) for place in range(len(pieces))),
        reached=_reached(network, prepared, alone),
        path=path,
        is_path_of_worst=is_of_worst,
        assumed=assumed_of(network, prepared, scenario),
        not_told=prepared.not_told,
        years=tuple(sorted({piece.held.year for piece in pieces if piece.held.year is not None})),
    )


def run(prepared: Prepared, lanes: Lanes, n_days: int, watched: Sequence[int] = ()) -> Told:
    """Return what the lanes lose, and every day of the inputs at the places `watched`."""
    n_lanes, n_inputs = lanes.stock_days.shape
    told = Told(
        lost_days=np.zeros((n_lanes, n_inputs)),
        delayed_days=np.zeros((n_lanes, n_inputs)),
        watched=np.array(watched, np.int32),
        service=np.ones((n_lanes, len(watched), n_days)),
        delivery=np.ones((n_lanes, len(watched), n_days)),
    )
    run_days(prepared.chain, lanes, n_days, told)
    return told


def _run_draws(
    prepared: Prepared, lanes: Lanes, n_days: int, at: list[int], progress: Progress | None
) -> tuple[Floats, Floats]:
    """Return what each draw loses of each product, and on each day; some draws at a time."""
    lost, daily = [], []
    for first in range(0, len(lanes.stock_days), AT_A_TIME):
        some = _some(lanes, first, first + AT_A_TIME)
        told = run(prepared, some, n_days, at)
        lost.append(told.lost_days[:, at])
        daily.append(1.0 - told.service.mean(axis=1))
        if progress is not None:
            progress(len(some.stock_days))
    return np.concatenate(lost), np.concatenate(daily)


def _some(lanes: Lanes, first: int, end: int) -> Lanes:
    return Lanes(*(array[first:end] for array in lanes))


def _hit(network: ShareNetwork, prepared: Prepared, alone: Told, place: int) -> Hit:
    piece = prepared.pieces[place]
    at = prepared.inputs.index(piece.input)
    holding = next(one for one in piece.held.holdings if one.provider == piece.provider)
    service = alone.service[0, at]
    short = np.flatnonzero(service < 1 - SHORT)
    return Hit(
        input=piece.input,
        kind=network.input_of[piece.input].kind,
        provider=piece.provider,
        share=piece.share,
        year=piece.held.year,
        sources=holding.sources,
        basis=holding.basis,
        is_assumed=holding.is_assumed,
        stock_days=prepared.spans.get((piece.input, "stock_days")),
        life_days=prepared.spans.get((piece.input, "life_days")),
        first_short_day=int(short[0]) if len(short) else None,
        lowest_share=float(service.min()),
        delayed_days=float(alone.delayed_days[0, at]),
    )


def _reached(network: ShareNetwork, prepared: Prepared, alone: Told) -> tuple[Reached, ...]:
    """Return every input that is short on some day, by what its users lack in all."""
    found = []
    for at, name in enumerate(prepared.inputs):
        service = alone.service[0, at]
        short = np.flatnonzero(service < 1 - SHORT)
        if len(short):
            found.append(
                Reached(
                    input=name,
                    kind=network.input_of[name].kind,
                    lost_days=float((1.0 - service).sum()),
                    lowest_share=float(service.min()),
                    first_short_day=int(short[0]),
                )
            )
    return tuple(sorted(found, key=lambda one: -one.lost_days))


def assumed_of(
    network: ShareNetwork, prepared: Prepared, scenario: Scenario
) -> tuple[Assumed, ...]:
    """Return every number that no text gives: spans without source, and what is left out.

    Without a stock there is none, without a life nothing wears out, without a lead
    time capacity is missed at once; without a word on substitution there is none.
    """
    found = []
    hit = {piece.input for piece in prepared.pieces}
    for one in prepared.inputs:
        has_life = network.input_of[one].kind in LASTING
        for field in FIELDS:
            span = prepared.spans.get((one, field))
            if span is not None and span.is_assumed:
                found.append(Assumed(input=one, field=field, span=span))
            elif span is None and one in hit:
                wanted = {"stock_days": True, "life_days": has_life, "lead_days": has_life}
                if wanted.get(field, False):
                    found.append(Assumed(input=one, field=field, span=None))
    for loss in scenario.losses:
        for field in ("share", "for_days", "returns_over_days"):
            span = getattr(loss, field)
            found.append(Assumed(input=loss.provider, field=field, span=span))
    return tuple(found)


def warm_kernels() -> None:
    """Compile the kernel of days, so that the first answer does not wait for it."""
    from kakehashi.supply.scenario import Loss
    from kakehashi.supply.share_network import Input, Provider, ProviderKind, Share
    from kakehashi.terms.text import Text

    name, once = Text(en="none", ja="なし"), Span(1.0, 1.0)
    loss = Loss(
        provider="none", inputs=(), share=once, from_day=0, for_days=once, returns_over_days=once
    )
    network = ShareNetwork(
        inputs=(Input(id="one", name=name, kind=InputKind.STEP),),
        relations=(),
        providers=(Provider(id="none", name=name, kind=ProviderKind.COUNTRY),),
        shares=(Share(input="one", provider="none", share=1.0, year=None),),
    )
    stress_shares(network, Scenario(title=name, losses=(loss,), products=("one",)))
