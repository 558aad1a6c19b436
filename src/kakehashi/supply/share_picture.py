"""Where each input of a share network stands in a picture of it: inputs left, products right."""

from collections.abc import Collection, Sequence
from itertools import pairwise

import msgspec

from kakehashi.supply.share_network import Relation, ShareNetwork

SWEEPS = 24  # over all columns; more move nothing that anyone would see
BEND = 0.35  # of a row: the room of a line that passes a column

_Key = str | tuple[int, int]  # an input, or where a relation passes a column


class Route(msgspec.Struct, frozen=True):
    """A relation with its points (column, row) from its upstream to its downstream input."""

    relation: Relation
    points: tuple[tuple[int, float], ...]


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """Places of inputs as (column, row), rows from 0 on and at least 1 apart in a column."""

    places: dict[str, tuple[int, float]]
    routes: tuple[Route, ...]
    n_columns: int
    n_rows: float


def picture_of(network: ShareNetwork, inputs: Collection[str] | None = None) -> Picture:
    """Return the places of all inputs, or of some, and the lines between them.

    Parameters
    ----------
    network
        The network.
    inputs
        Ids to be drawn, with the relations among them; all where None.

    Notes
    -----
    Column: as far left of the last as the longest chain from the input is long, so that
    each stands beside what it goes into. Rows: sweeps to and fro, each column in the order
    of the means of its neighbours (Sugiyama, Tagawa and Toda 1981, IEEE Transactions on
    Systems, Man and Cybernetics 11: 109-125); a line that passes columns has a place in
    each. Same network, same picture. Cost: sweeps × relations × columns.

    >>> picture_of(ShareNetwork(inputs=(), relations=(), providers=(), shares=())).n_columns
    0
    """
    wanted = [one for one in network.order if inputs is None or one in inputs]
    known = set(wanted)
    relations = [one for one in network.relations if {one.upstream, one.downstream} <= known]
    column = _columns(wanted, relations)
    chains = [_chain(at, one, column) for at, one in enumerate(relations)]
    lanes: list[list[_Key]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for one in wanted:
        lanes[column[one]].append(one)
    for chain in chains:
        for at, key in enumerate(chain[1:-1], column[str(chain[0])] + 1):
            lanes[at].append(key)
    row = _rows(lanes, chains)
    return Picture(
        places={one: (column[one], row[one]) for one in wanted},
        routes=tuple(
            Route(
                one,
                tuple((column[one.upstream] + at, row[key]) for at, key in enumerate(chain)),
            )
            for one, chain in zip(relations, chains, strict=True)
        ),
        n_columns=len(lanes),
        n_rows=max(row.values(), default=-1.0) + 1,
    )


def _columns(wanted: Sequence[str], relations: Sequence[Relation]) -> dict[str, int]:
    users: dict[str, list[str]] = {one: [] for one in wanted}
    for one in relations:
        users[one.upstream].append(one.downstream)
    to_go: dict[str, int] = {}
    for name in reversed(wanted):  # users come after what they use
        to_go[name] = max((to_go[user] + 1 for user in users[name]), default=0)
    last = max(to_go.values(), default=0)
    return {name: last - to_go[name] for name in wanted}


def _chain(at: int, relation: Relation, column: dict[str, int]) -> list[_Key]:
    """Return a relation's ends with a place in each column between them."""
    passed = range(column[relation.upstream] + 1, column[relation.downstream])
    return [relation.upstream, *((at, one) for one in passed), relation.downstream]


def _rows(lanes: list[list[_Key]], chains: Sequence[Sequence[_Key]]) -> dict[_Key, float]:
    before: dict[_Key, list[_Key]] = {key: [] for lane in lanes for key in lane}
    after: dict[_Key, list[_Key]] = {key: [] for lane in lanes for key in lane}
    for chain in chains:
        for one, other in pairwise(chain):
            after[one].append(other)
            before[other].append(one)
    row = {key: float(at) for lane in lanes for at, key in enumerate(lane)}
    for sweep in range(SWEEPS):
        to_right = sweep % 2 == 0
        beside = before if to_right else after
        if sweep >= SWEEPS - 2:  # the last ones look both ways
            beside = {key: before[key] + after[key] for key in row}
        for lane in lanes if to_right else reversed(lanes):
            _settle(lane, beside, row)
    first = min(row.values(), default=0.0)
    return {key: at - first for key, at in row.items()}


def _settle(lane: list[_Key], beside: dict[_Key, list[_Key]], row: dict[_Key, float]) -> None:
    """Order a column by the means of its neighbours, and put each as near to its own as may be."""
    wish = {
        key: sum(row[one] for one in beside[key]) / len(beside[key]) if beside[key] else row[key]
        for key in lane
    }
    lane.sort(key=lambda key: wish[key])
    placed: list[float] = []
    for key in lane:
        least = placed[-1] + _room(lane[len(placed) - 1], key) if placed else wish[key]
        placed.append(max(wish[key], least))
    shift = sum(at - wish[key] for at, key in zip(placed, lane, strict=True)) / (len(lane) or 1)
    row.update({key: at - shift for key, at in zip(lane, placed, strict=True)})


def _room(one: _Key, other: _Key) -> float:
    """Return how far two neighbours in a column must be apart."""
    return sum(0.5 if isinstance(key, str) else BEND / 2 for key in (one, other))
