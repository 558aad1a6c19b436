"""A share network and a scenario as the arrays that the kernel reads, draw by draw."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from kakehashi.supply.draws import Floats, Places
from kakehashi.supply.kernels.share_days import Chain, Lanes
from kakehashi.supply.scenario import Assumption, Scenario, kind_of
from kakehashi.supply.share_holdings import Held, latest
from kakehashi.supply.share_network import InputKind, ProviderKind, RelationKind, ShareNetwork, Span

LASTING = frozenset({InputKind.CAPITAL_GOOD, InputKind.DESIGN})
FIELDS = ("stock_days", "life_days", "lead_days", "substitution")
NEVER = 1e9  # a day that does not come


class Piece(NamedTuple):
    """What one loss takes from one input."""

    input: str
    loss: int  # its place in the scenario
    provider: str
    held: Held
    share: float


class Prepared(NamedTuple):
    """The part of a network that a scenario can reach, in the kernel's order."""

    inputs: tuple[str, ...]
    chain: Chain
    pieces: tuple[Piece, ...]
    products: tuple[str, ...]
    not_told: tuple[tuple[str, str], ...]  # provider and input of which no figure tells
    spans: dict[tuple[str, str], Span]  # input and field


def prepare(network: ShareNetwork, scenario: Scenario) -> Prepared:
    """Return what the scenario can reach: inputs that are hit, and all downstream of them.

    An input outside is never short, so leaving it out alters nothing.
    """
    import networkx as nx

    pieces, not_told = _pieces(network, scenario)
    graph = nx.DiGraph()
    graph.add_nodes_from(network.input_of)
    graph.add_edges_from((one.upstream, one.downstream) for one in network.relations)
    reached = {piece.input for piece in pieces}
    for one in tuple(reached):
        reached |= nx.descendants(graph, one)
    products = scenario.products or network.products
    inputs = tuple(one for one in network.order if one in reached or one in products)
    return Prepared(
        inputs, _chain(network, scenario, inputs, pieces), pieces, products, not_told,
        _spans(network, scenario.assumptions, inputs),
    )  # fmt: skip


def _pieces(
    network: ShareNetwork, scenario: Scenario
) -> tuple[tuple[Piece, ...], tuple[tuple[str, str], ...]]:
    tables = {kind: latest(network, kind, scenario.year) for kind in ProviderKind}
    found, not_told = [], []
    for at, loss in enumerate(scenario.losses):
        for held in tables[kind_of(network, loss.provider)].values():
            if loss.inputs and held.input not in loss.inputs:
                continue
            named = {one.provider: one.share for one in held.holdings}
            if loss.provider not in named:
                continue
            share = named[loss.provider]
            if share is None:
                not_told.append((loss.provider, held.input))
            elif share > 0:
                found.append(Piece(held.input, at, loss.provider, held, min(1.0, share)))
        told = {one.input for one in found if one.loss == at}
        told |= {one for provider, one in not_told if provider == loss.provider}
        not_told += [(loss.provider, one) for one in loss.inputs if one not in told]
    return tuple(found), tuple(dict.fromkeys(not_told))


def _chain(
    network: ShareNetwork,
    scenario: Scenario,
    inputs: tuple[str, ...],
    pieces: tuple[Piece, ...],
) -> Chain:
    place = {one: at for at, one in enumerate(inputs)}
    whole = np.zeros(len(inputs), np.bool_)
    rows: dict[RelationKind, tuple[list[int], list[int]]] = {}
    for kind in RelationKind:
        start, found = [0], []
        for at, one in enumerate(inputs):
            upstream = network.upstream_of(one, kind)
            found += [place[other] for other in upstream if other in place]
            start.append(len(found))
            if kind == RelationKind.IS_TYPE_OF:
                whole[at] = any(other not in place for other in upstream)
        rows[kind] = start, found
    parts, types = rows[RelationKind.GOES_INTO], rows[RelationKind.IS_TYPE_OF]
    return Chain(
        part_start=np.array(parts[0], np.int32),
        part=np.array(parts[1], np.int32),
        type_start=np.array(types[0], np.int32),
        type_of=np.array(types[1], np.int32),
        has_whole_type=whole,
        is_lasting=np.array([network.input_of[one].kind in LASTING for one in inputs], np.bool_),
        hit=np.array([place[piece.input] for piece in pieces], np.int32),
        loss=np.array([piece.loss for piece in pieces], np.int32),
        weight=np.array([piece.share for piece in pieces], np.float64),
        from_day=np.array([loss.from_day for loss in scenario.losses], np.float64),
    )


def _spans(
    network: ShareNetwork, assumptions: Iterable[Assumption], inputs: tuple[str, ...]
) -> dict[tuple[str, str], Span]:
    """Return the span of each input and field that is known or assumed; the scenario's first."""
    spans: dict[tuple[str, str], Span] = {}
    told: dict[str, list[Assumption]] = {}
    for one in assumptions:
        told.setdefault(one.input, []).append(one)
    for input_id in inputs:
        for field in FIELDS:
            span = getattr(network.input_of[input_id], field, None)
            for one in told.get(input_id, []):
                span = getattr(one, field) or span
            if span is not None:
                spans[input_id, field] = span
    return spans


def is_drawn(prepared: Prepared, scenario: Scenario) -> bool:
    """Return whether any number is a span, so that there is something to draw."""
    spans = [*prepared.spans.values()]
    for loss in scenario.losses:
        spans += [loss.share, loss.for_days, loss.returns_over_days]
    return any(span.high > span.low for span in spans)


def lanes_of(prepared: Prepared, scenario: Scenario, places: Places) -> Lanes:
    """Return one lane a draw: each span at the place that was drawn for it."""
    n_lanes, inputs = places.n, prepared.inputs

    def of_inputs(field: str, otherwise: float) -> Floats:
        table = np.full((n_lanes, len(inputs)), otherwise)
        for at, one in enumerate(inputs):
            span = prepared.spans.get((one, field))
            if span is not None:
                table[:, at] = places.along(span, one, field)
        return table

    def of_losses(field: str) -> Floats:
        columns = [
            places.along(getattr(loss, field), f"{loss.provider}/{','.join(loss.inputs)}", field)
            for loss in scenario.losses
        ]
        return np.column_stack(columns)

    return Lanes(
        stock_days=of_inputs("stock_days", 0.0),
        life_days=of_inputs("life_days", np.inf),
        lead_days=of_inputs("lead_days", 0.0),
        substitution=of_inputs("substitution", 0.0),
        second_share=np.zeros((n_lanes, len(inputs))),
        second_day=np.full((n_lanes, len(inputs)), NEVER),
        lost=of_losses("share"),
        for_days=of_losses("for_days"),
        return_days=of_losses("returns_over_days"),
    )


def stacked(lanes: Sequence[Lanes]) -> Lanes:
    """Return several sets of lanes as one, in their order."""
    return Lanes(*(np.concatenate(columns) for columns in zip(*lanes, strict=True)))
