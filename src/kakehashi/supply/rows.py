"""A flow network as the compressed rows that the kernels read."""

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.flow_network import ESSENTIAL, NON_ESSENTIAL, FlowNetwork
from kakehashi.supply.kernels.arrays import Rows


def rows_of(network: FlowNetwork, *, is_open: bool = False) -> tuple[Rows, NDArray[np.int32]]:
    """Return the rows, and for each firm of the network its place in them.

    Parameters
    ----------
    network
        The network.
    is_open
        Whether shares are taken of revenue and of costs, so that what goes to
        final demand or comes from labour leaks out of the cascade.

    Notes
    -----
    Edges of class 0 carry no loss to customers and have no place in the rows down;
    suppliers lose sales by them all the same. Cost: three sorts of the edges.
    Source: Diem et al. 2022, Sci. Rep. 12:7719, equations 3 to 8, as the reference
    implementation has them.
    """
    n, m = network.n_firms, len(network.markets)
    order = np.argsort(network.market_of, kind="stable").astype(np.int32)
    place = np.empty(n, np.int32)
    place[order] = np.arange(n, dtype=np.int32)
    supplier, customer, value = place[network.supplier], place[network.customer], network.value
    sector_of = network.sector_of[order]
    market_of = network.market_of[order]
    output = _sums(supplier, value, n)
    bought = _sums(customer, value, n)

    sold = output if not is_open or network.revenue is None else network.revenue[order]
    up = np.lexsort((supplier, customer))
    up_share = (value / sold[supplier])[up]
    down = _Down(network, supplier, customer, value, sector_of)
    if is_open and network.costs is not None:
        costs = network.costs[order]
        factor = np.divide(bought, costs, out=np.ones(n), where=costs > 0)
        down.share *= factor[down.customer]
    total = output.sum()
    rows = Rows(
        output=output,
        market_of=market_of,
        market_output=_sums(market_of, output, m),
        market_start=_starts(market_of, m).astype(np.int32),
        down_start=_starts(down.supplier, n),
        down_slot=down.slot,
        down_share=down.share,
        slot_owner=down.slot_owner,
        slot_start=_starts(down.slot_owner, n).astype(np.int32),
        up_start=_starts(customer, n),
        up_supplier=supplier[up],
        up_share=up_share,
        weight=output / total if total > 0 else output,
        sector_of=sector_of,
        country_of=network.country_of[order],
    )
    return rows, place


class _Down:
    """The edges that carry loss to customers, by supplier; each with its slot and share."""

    def __init__(
        self,
        network: FlowNetwork,
        supplier: NDArray[np.int32],
        customer: NDArray[np.int32],
        value: NDArray[np.float64],
        sector_of: NDArray[np.int32],
    ) -> None:
        n, n_sectors = network.n_firms, len(network.sectors)
        kind = network.essential[sector_of[supplier], sector_of[customer]]
        bought = _sums(customer, value, n)
        # one slot for each essential sector of a customer, and one, the first, for the rest
        column = np.where(kind == ESSENTIAL, sector_of[supplier] + 1, 0)
        key = customer.astype(np.int64) * (n_sectors + 1) + column
        kept = np.flatnonzero(kind >= NON_ESSENTIAL)
        keys, slot = np.unique(key[kept], return_inverse=True)
        in_slot = _sums(slot, value[kept], len(keys))
        is_essential = kind[kept] == ESSENTIAL
        share = value[kept] / np.where(is_essential, in_slot[slot], bought[customer[kept]])
        by_supplier = np.lexsort((slot, supplier[kept]))
        self.slot_owner = (keys // (n_sectors + 1)).astype(np.int32)
        self.supplier = supplier[kept][by_supplier]
        self.customer = customer[kept][by_supplier]
        self.slot = slot[by_supplier].astype(np.int32)
        self.share = share[by_supplier]


def _starts(owner: NDArray[np.int32], n: int) -> NDArray[np.int64]:
    """Return where the rows of owner 0, 1, … n - 1 start once sorted, and the end."""
    start = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=n), out=start[1:])
    return start


def _sums(owner: NDArray[np.integer], value: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """Return the sum of `value` for each of `n` owners."""
    return np.bincount(owner, value, n).astype(np.float64)
