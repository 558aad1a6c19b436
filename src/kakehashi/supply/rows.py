"""A flow network as the compressed rows that the kernels read."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.flow_network import ESSENTIAL, NON_ESSENTIAL, FlowNetwork
from kakehashi.supply.kernels.arrays import AHEAD, Rows
from kakehashi.supply.kernels.order import sorted_by


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
    suppliers lose sales by them all the same. Cost: six counting sorts of the edges.
    Source: Diem et al. 2022, Sci. Rep. 12:7719, equations 3 to 8, as the reference
    implementation has them.
    """
    n, m = network.n_firms, len(network.markets)
    order = np.argsort(network.market_of, kind="stable").astype(np.int32)
    place = np.empty(n, np.int32)
    place[order] = np.arange(n, dtype=np.int32)
    supplier, customer, value = place[network.supplier], place[network.customer], network.value
    sector_of, market_of = network.sector_of[order], network.market_of[order]
    output = _sums(supplier, value, n)
    bought = _sums(customer, value, n)

    sold = output if not is_open or network.revenue is None else network.revenue[order]
    by_supplier = sorted_by(supplier, sorted_by(customer, np.arange(len(value)), n), n)
    by_customer = sorted_by(customer, by_supplier, n)
    factor = np.ones(n)
    if is_open and network.costs is not None:
        np.divide(bought, network.costs[order], out=factor, where=network.costs[order] > 0)
    total = output.sum()
    rows = Rows(
        output=output,
        market_of=market_of,
        market_output=_sums(market_of, output, m),
        market_start=_starts(market_of, m).astype(np.int32),
        **_down(network, (supplier, customer), by_supplier, sector_of, (bought, factor)),
        up_start=_starts(customer, n),
        up_supplier=supplier[by_customer],
        up_share=(value / sold[supplier])[by_customer],
        sale_start=_starts(supplier, n),
        sale_customer=_padded(customer[by_supplier]),
        sale_share=(value / sold[supplier])[by_supplier],
        weight=output / total if total > 0 else output,
        sector_of=sector_of,
        country_of=network.country_of[order],
    )
    return rows, place


def _down(
    network: FlowNetwork,
    edges: tuple[NDArray[np.int32], NDArray[np.int32]],
    by_supplier: NDArray[np.int64],
    sector_of: NDArray[np.int32],
    costs: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> dict[str, Any]:
    """Return the fields of the rows that carry loss to customers; class 0 has no place there.

    `costs` are what each firm buys, and by which factor its inputs count.
    """
    n, n_sectors = network.n_firms, len(network.sectors)
    kind = network.essential[sector_of[edges[0]], sector_of[edges[1]]]
    kept = by_supplier[kind[by_supplier] >= NON_ESSENTIAL]
    # one slot for each essential sector of a customer, and one, the first, for the rest
    column = np.where(kind == ESSENTIAL, sector_of[edges[0]] + 1, 0).astype(np.int32)
    by_slot = sorted_by(edges[1], sorted_by(column, kept, n_sectors + 1), n)
    customer, column, kind = edges[1][by_slot], column[by_slot], kind[by_slot]
    value = network.value[by_slot]
    is_first = np.ones(len(by_slot), np.bool_)
    is_first[1:] = (np.diff(customer) != 0) | (np.diff(column) != 0)
    slot = (np.cumsum(is_first) - 1).astype(np.int32)
    slot_owner = customer[is_first]
    in_slot = _sums(slot, value, len(slot_owner))
    share = value / np.where(kind == ESSENTIAL, in_slot[slot], costs[0][customer])
    share *= costs[1][customer]
    supplier = edges[0][by_slot]
    sent = sorted_by(supplier, np.arange(len(by_slot)), n)
    return {
        "down_start": _starts(supplier, n),
        "down_slot": slot[sent],
        "down_share": share[sent],
        "slot_owner": slot_owner,
        "slot_start": _starts(slot_owner, n).astype(np.int32),
        "input_start": _starts(slot, len(slot_owner)),
        "input_supplier": _padded(supplier),
        "input_share": share,
    }


def _padded(firm: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return `firm` with room behind it, so that a sweep can look ahead at the end too."""
    return np.append(firm, np.zeros(AHEAD, np.int32))


def _starts(owner: NDArray[np.int32], n: int) -> NDArray[np.int64]:
    """Return where the rows of owner 0, 1, … n - 1 start once sorted, and the end."""
    start = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(owner, minlength=n), out=start[1:])
    return start


def _sums(owner: NDArray[np.integer], value: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """Return the sum of `value` for each of `n` owners."""
    return np.bincount(owner, value, n).astype(np.float64)
