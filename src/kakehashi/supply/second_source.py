"""A second source on a flow network: customers change suppliers, nobody makes more or less."""

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.flow_network import Floats, FlowNetwork, Ints

MOST_NEW_FLOWS = 5_000_000  # that one second source may bring: 80 MB
ROUNDING = 1e-12  # of a flow: what is left of one that was moved whole


class Moved(NamedTuple):
    """A network after customers changed suppliers."""

    network: FlowNetwork
    part: float  # of what was asked for that could be moved, 0 to 1


def with_second_source(
    network: FlowNetwork, market: int, customer: Ints, source: Ints | None, share: float
) -> Moved:
    r"""Return the network in which customers buy a share of an input from others.

    Parameters
    ----------
    network
        The network.
    market
        Place of the market of which they buy.
    customer
        Who changes: places of firms, each once.
    source
        From whom: places of firms of the market. None: from all of the market, by what
        each sells (a customer that sells there, too, then serves a part of its own need).
    share
        Of what each customer buys from each supplier that is not named a source, 0 to 1.

    Returns
    -------
    Moved
        Where other customers buy less from a source than it is to give, all is
        moved by the same smaller part.

    Notes
    -----
    It is an exchange. What a source gives to the new customers, its other customers give up,
    each the same share of what it buys there; they take as much from the suppliers that
    lost sales, by what these lost. So the sales of each firm, and what each firm buys in
    the market, are as before: no output, no recipe and no final demand changes, and losses
    with and without stand side by side. Sales to final demand are not exchanged.

    >>> from kakehashi.supply import read_flow_network
    >>> edges = b"supplier,customer,sales\nold,us,10\nnew,them,10\nus,old,5\nthem,new,5\n"
    >>> firms = b"firm,sector\nold,wafers\nnew,wafers\nus,chips\nthem,chips\n"
    >>> told = read_flow_network({"edges.csv": edges, "firms.csv": firms})
    >>> us, new = (np.array([told.firms.index(one)], np.int32) for one in ("us", "new"))
    >>> moved = with_second_source(told, told.markets.index("wafers"), us, new, 0.3)
    >>> made = moved.network
    >>> wafers = made.sector_of[made.supplier] == told.sectors.index("wafers")
    >>> [(made.firms[i], made.firms[j], v) for i, j, v in zip(
    ...     made.supplier[wafers], made.customer[wafers], made.value[wafers].tolist())]
    [('old', 'us', 7.0), ('old', 'them', 3.0), ('new', 'us', 3.0), ('new', 'them', 7.0)]
    """
    block = _Block(network, market, customer, source)
    at, to, value = block.moved(share)
    change = _sums(at, value, block.n) - _sums(block.supplier[block.is_own], block.own, block.n)
    room = _sums(block.supplier[~block.is_own], block.rest, block.n)
    change[np.abs(change) <= ROUNDING * block.sales] = 0.0
    is_giver = change > 0
    part = float(np.min(room[is_giver] / change[is_giver], initial=1.0))
    if part <= ROUNDING:
        return Moved(network, 0.0)
    exchanged, supplier, customer = block.exchanged(part * change, room)
    return Moved(
        block.network_with(
            np.concatenate((block.own * (1 - part), part * value, exchanged)),
            np.concatenate((block.supplier[block.is_own], at, supplier)),
            np.concatenate((block.customer[block.is_own], to, customer)),
        ),
        part,
    )


def n_new_flows(network: FlowNetwork, market: int, customer: Ints, source: Ints | None) -> int:
    """Return how many flows a second source may bring at most."""
    n_sources = int((network.market_of == market).sum()) if source is None else len(source)
    is_bought = network.market_of[network.supplier] == market
    n_buying = len(np.unique(network.customer[is_bought]))
    return n_sources * len(customer) + n_buying * int((network.market_of == market).sum())


class _Block:
    """The flows of one market; those of the customers who change, and the rest."""

    def __init__(
        self, network: FlowNetwork, market: int, customer: Ints, source: Ints | None
    ) -> None:
        self.network, self.n, self.source = network, network.n_firms, source
        self.is_here = network.market_of[network.supplier] == market
        self.supplier = network.supplier[self.is_here]
        self.customer = network.customer[self.is_here]
        value = network.value[self.is_here]
        changes = np.zeros(self.n, np.bool_)
        changes[customer] = True
        self.is_source = network.market_of == market
        if source is not None:
            self.is_source &= np.isin(np.arange(self.n), source)
            changes &= ~self.is_source  # a source needs none
        self.is_own = changes[self.customer]
        self.own, self.rest = value[self.is_own], value[~self.is_own]
        self.sales = _sums(self.supplier, value, self.n)

    def moved(self, share: float) -> tuple[Ints, Ints, Floats]:
        """Return supplier, customer and value of what those buy who change, afterwards."""
        supplier, customer = self.supplier[self.is_own], self.customer[self.is_own]
        sources = np.flatnonzero(self.is_source & (self.sales > 0)).astype(np.int32)
        weight = self.sales[sources]
        is_moved = np.True_ if self.source is None else ~self.is_source[supplier]
        gone = np.where(is_moved & (weight.sum() > 0), share * self.own, 0.0)
        who, place = np.unique(customer, return_inverse=True)
        whole = weight.sum() if len(sources) else 1.0
        given = np.outer(_sums(place, gone, len(who)), weight / whole)  # [customer, source]
        kind = np.int32
        return (
            np.append(supplier, np.tile(sources, len(who))).astype(kind),
            np.append(customer, np.repeat(who, len(sources))).astype(kind),
            np.append(self.own - gone, given.ravel()),
        )

    def exchanged(self, change: Floats, room: Floats) -> tuple[Floats, Ints, Ints]:
        """Return value, supplier and customer of the rest once it gave up and took as much."""
        supplier, customer = self.supplier[~self.is_own], self.customer[~self.is_own]
        part = np.divide(change, room, out=np.zeros(self.n), where=change > 0)[supplier]
        given_up = self.rest * np.minimum(part, 1.0)
        by_customer = _sums(customer, given_up, self.n)
        who, takers = np.flatnonzero(by_customer), np.flatnonzero(change < 0)
        lost = -change[takers] / -change[takers].sum()
        return (
            np.append(self.rest - given_up, np.outer(by_customer[who], lost).ravel()),
            np.append(supplier, np.tile(takers, len(who))).astype(np.int32),
            np.append(customer, np.repeat(who, len(takers))).astype(np.int32),
        )

    def network_with(self, value: Floats, supplier: Ints, customer: Ints) -> FlowNetwork:
        """Return the network with these flows in place of those of the market."""
        key = supplier.astype(np.int64) * self.n + customer
        keys, place = np.unique(key, return_inverse=True)
        summed = _sums(place, value, len(keys))
        most = np.zeros(len(keys))
        np.maximum.at(most, place, np.abs(value))
        is_kept = summed > ROUNDING * np.maximum(most, 1e-300)
        network = self.network
        ends = (keys[is_kept] // self.n, keys[is_kept] % self.n)
        others = (network.supplier[~self.is_here], network.customer[~self.is_here])
        supplier, customer = (
            np.append(old, new).astype(np.int32) for old, new in zip(others, ends, strict=True)
        )
        return msgspec.structs.replace(
            network,
            supplier=supplier,
            customer=customer,
            value=np.append(network.value[~self.is_here], summed[is_kept]),
        )


def _sums(owner: NDArray[np.integer], value: Floats, n: int) -> Floats:
    return np.bincount(owner, value, n).astype(np.float64)
