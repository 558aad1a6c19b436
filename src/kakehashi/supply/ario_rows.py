"""A flow network as the slots that the daily model reads, with what it lacks told."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.ario_model import YEAR_DAYS, Ario, Limiting
from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import ESSENTIAL, Floats, FlowNetwork, Ints
from kakehashi.terms.faults import shown

Longs = NDArray[np.int64]
DENSE = 0.5  # share of all pairs of firms that trade, from which all are kept
UNBALANCED = 1e-6  # share of output from which usual sales that miss usual output are told


class Slots(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """The network by slot: one input (market) of one firm. Values are a day.

    Slots stand by owner and market; the edges of a slot side by side, by supplier.
    """

    output: Floats  # [firm]
    final: Floats  # [firm]
    value_added: Floats  # [firm] at least 0
    owner: Ints  # [slot]
    market: Ints  # [slot]
    first_slot: Longs  # [firm + 1]
    first_edge: Longs  # [slot + 1]
    by_market: Longs  # [firm] firms by market: the order of `base` and of `supplier`
    base: Ints  # [slot] place of its first supplier, where all firms of a market stand in it
    supplier: Ints  # [edge] place of the supplier; empty where all firms of a market stand in it
    flow: Floats  # [edge]
    asked: Floats  # [firm] usual orders of firms
    need: Floats  # [slot] of the input for one unit of output
    days: Floats  # [slot] of use that the owner wants in stock
    closed: Floats  # [slot] share of a gap in the stock that a day's orders close
    floor: Floats  # [slot] stock below which one unit of output is cut; 0: limits nobody


def slots_of(network: FlowNetwork, model: Ario, findings: Findings) -> Slots:
    """Return the slots; what is missing or out of balance is told in `findings`.

    Notes
    -----
    An input is needed in proportion to output (Leontief). Final demand is what the
    network says, else revenue less sales. Cost: one sort of the edges.
    """
    n = network.n_firms
    sold, bought = (
        np.bincount(side, network.value, n).astype(np.float64)
        for side in (network.supplier, network.customer)
    )
    final = _final(network, sold)
    known = np.full(n, np.nan) if network.revenue is None else network.revenue
    output = np.where(np.isnan(known), sold + final, known)
    _check_books(network, output, sold + final, bought, final, findings)
    layout = _Whole(network) if _is_dense(network) else _Sparse(network)
    owner, market, first_edge = layout.owner, layout.market, layout.first_edge
    total = np.add.reduceat(layout.flow, first_edge[:-1]) if len(owner) else np.zeros(0)
    need = np.divide(total, output[owner], out=np.zeros(len(owner)), where=output[owner] > 0)
    days = _days(network, model, owner, market, findings)
    is_limit = (need > model.smallest_need_share) & np.isfinite(days)
    if model.limiting is Limiting.ESSENTIAL:
        is_limit &= _is_essential(network)[market, network.sector_of[owner]]
    wanted = np.where(np.isfinite(days), days, 0.0)
    return Slots(
        output=output / YEAR_DAYS,
        final=final / YEAR_DAYS,
        value_added=np.maximum(0.0, output - bought),
        owner=owner,
        market=market,
        first_slot=np.searchsorted(owner, np.arange(n + 1)).astype(np.int64),
        first_edge=first_edge,
        by_market=layout.by_market,
        base=layout.base,
        supplier=layout.supplier,
        flow=layout.flow / YEAR_DAYS,
        asked=sold / YEAR_DAYS,
        need=need,
        days=days,
        closed=np.full(len(owner), 1.0 / model.restoration_days),
        # never below one day's use: a stock cannot be used twice
        floor=np.where(is_limit, need * np.maximum(model.psi * wanted, 1.0), 0.0),
    )


def _is_dense(network: FlowNetwork) -> bool:
    return network.n_edges >= DENSE * network.n_firms**2


def _is_essential(network: FlowNetwork) -> NDArray[np.bool_]:
    """Return [market, customer's sector]: whether any sector of the market is essential."""
    found = np.zeros((len(network.markets), len(network.sectors)), np.bool_)
    pairs = np.unique(np.column_stack((network.market_of, network.sector_of)), axis=0)
    for market, sector in pairs:
        found[market] |= network.essential[sector] == ESSENTIAL
    return found


class _Sparse:
    """Slots and edges where there is trade."""

    def __init__(self, network: FlowNetwork) -> None:
        n = network.n_firms
        self.by_market = np.arange(n)  # places are the firms' own
        market_of = network.market_of[network.supplier]
        order = np.lexsort((network.supplier, market_of, network.customer))
        self.supplier, customer = network.supplier[order], network.customer[order]
        self.flow = network.value[order]
        key = customer.astype(np.int64) * len(network.markets) + market_of[order]
        is_first = np.diff(key, prepend=-1) != 0
        self.first_edge = np.append(np.flatnonzero(is_first), len(key)).astype(np.int64)
        self.owner = customer[is_first]
        self.market = market_of[order][is_first].astype(np.int32)
        self.base = np.zeros(len(self.owner), np.int32)


class _Whole:
    """All pairs of firms, as where nearly all trade: no place of a supplier need be kept."""

    def __init__(self, network: FlowNetwork) -> None:
        n, n_markets = network.n_firms, len(network.markets)
        self.by_market = np.argsort(network.market_of, kind="stable")
        place = np.empty(n, np.int64)
        place[self.by_market] = np.arange(n)
        self.flow = np.bincount(
            network.customer * np.int64(n) + place[network.supplier], network.value, n * n
        )
        self.supplier = np.zeros(0, np.int32)
        used = np.flatnonzero(np.bincount(network.market_of, minlength=n_markets))
        start = np.searchsorted(network.market_of[self.by_market], used)
        self.owner = np.repeat(np.arange(n, dtype=np.int32), len(used))
        self.market = np.tile(used.astype(np.int32), n)
        self.base = np.tile(start.astype(np.int32), n)
        edges = self.owner.astype(np.int64) * n + self.base
        self.first_edge = np.append(edges, n * n)


def _final(network: FlowNetwork, sold: Floats) -> Floats:
    """Return each firm's sales to final demand a year."""
    if network.final_demand is not None:
        total: Floats = network.final_demand.sum(axis=1)
        return total
    if network.revenue is None:
        return np.zeros(len(sold))
    return np.maximum(0.0, np.nan_to_num(network.revenue - sold))


def _check_books(
    network: FlowNetwork,
    output: Floats,
    asked: Floats,
    bought: Floats,
    final: Floats,
    findings: Findings,
) -> None:
    if not final.any():
        findings.warn("no_final_demand", "firms")
    is_off = np.abs(asked - output) > UNBALANCED * np.maximum(output, asked)
    for at in np.flatnonzero(is_off)[:1]:
        findings.warn(
            "not_balanced", "firms", n=int(is_off.sum()), firm=shown(network.firms[at]),
            asked=f"{asked[at]:.6g}", output=f"{output[at]:.6g}",
        )  # fmt: skip
    n_losing = int((bought > output * (1 + UNBALANCED)).sum())
    if n_losing:
        findings.warn("no_value_added", "firms", n=n_losing)


def _days(
    network: FlowNetwork, model: Ario, owner: Ints, market: Ints, findings: Findings
) -> Floats:
    """Return the days of stock of each slot: by input, else the firm's or the model's; and more."""
    days = np.full(len(owner), model.stock_days)
    if network.stock_days is not None:
        own = network.stock_days[owner]
        days = np.where(np.isnan(own), days, own)
    for name, wanted in model.stock_days_by_input:
        if name not in network.markets:
            findings.fault("unknown_market", "stock_days_by_input", shown=shown(name))
            continue
        days[market == network.markets.index(name)] = wanted
    for more in model.more_stock:
        days[(market == more.market) & np.isin(owner, more.firm)] += more.days
    n_short = int((days < 1).sum())
    if n_short:  # with less than a day nothing could be made on the first one
        findings.warn("stock_under_a_day", "stock_days", n=n_short)
        days = np.maximum(days, 1.0)
    return days
