"""Made-up firm networks with stated statistics, the same for the same seed."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.flow_network import FlowNetwork

COUNTRIES = ("AA", "AB", "AC", "AD")  # codes that no country has
TAIL = 1.3  # exponent of the sizes' Pareto law; firms' sizes have about 1.1 to 1.4


class MadeUp(msgspec.Struct, frozen=True, kw_only=True):
    """What a made-up network is to be like."""

    n_firms: int = 300
    edges_per_firm: float = 10.0
    n_sectors: int = 0  # 0: twice the square root of the number of firms
    negligible_share: float = 0.7  # of pairs of sectors
    essential_share: float = 0.15  # of pairs of sectors
    final_demand_share: float = 0.1  # of each firm's revenue
    labour_share: float = 0.3  # of each firm's costs
    seed: int = 0


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """What a network is like, as counted."""

    n_firms: int
    n_edges: int
    n_sectors: int
    most_customers: int  # of one supplier
    most_suppliers: int  # of one customer
    top_output_share: float  # of the largest firm, 0 to 1
    class_shares: tuple[float, float, float]  # of edges: negligible, non-essential, essential
    n_monopolies: int  # firms alone in their market


def generate_network(asked: MadeUp) -> FlowNetwork:
    """Return a network that is made up, and says so.

    Sizes are the quantiles of a Pareto law; a customer has suppliers in proportion to the square
    root of its size, each drawn in proportion to the supplier's size from all firms;
    a yearly sale is the square root of the customer's size times a log-normal draw, so
    that what a firm buys and sells grows as its size. Pairs drawn twice, and firms that
    drew themselves, are left out.

    >>> made = generate_network(MadeUp(n_firms=50, seed=1))
    >>> made.is_made_up, made.n_firms, made.n_edges > 200
    (True, 50, True)
    """
    draw = np.random.default_rng(asked.seed)
    n = asked.n_firms
    m = asked.n_sectors or max(1, round(2 * n**0.5))
    # quantiles, shuffled: a draw would now and then give one firm half of all
    size = draw.permutation(((np.arange(n) + 0.5) / n) ** (-1 / TAIL))
    customer = np.repeat(np.arange(n), _degrees(draw, size**0.5, asked.edges_per_firm))
    cumulative = np.cumsum(size)
    supplier = np.searchsorted(cumulative, draw.random(len(customer)) * cumulative[-1])
    pairs = np.unique(customer.astype(np.int64) * n + np.minimum(supplier, n - 1))
    customer, supplier = np.divmod(pairs, n)
    is_other = customer != supplier
    customer, supplier = customer[is_other].astype(np.int32), supplier[is_other].astype(np.int32)
    value = np.sqrt(size[customer]) * draw.lognormal(0, 1, len(customer))
    sector_of = draw.integers(m, size=n, dtype=np.int32)
    kinds = (asked.negligible_share, 1 - asked.negligible_share - asked.essential_share)
    essential = np.searchsorted(np.cumsum(kinds), draw.random((m, m)), "right").astype(np.uint8)
    sold = np.bincount(supplier, value, n).astype(np.float64)
    bought = np.bincount(customer, value, n).astype(np.float64)
    return FlowNetwork(
        firms=tuple(map(str, range(n))),
        sectors=tuple(map(str, range(m))),
        markets=tuple(map(str, range(m))),
        countries=COUNTRIES,
        sector_of=sector_of,
        market_of=sector_of,
        country_of=draw.integers(len(COUNTRIES), size=n, dtype=np.int32),
        supplier=supplier,
        customer=customer,
        value=value,
        essential=essential,
        revenue=_topped_up(sold, asked.final_demand_share),
        costs=_topped_up(bought, asked.labour_share),
        is_made_up=True,
    )


def statistics(network: FlowNetwork) -> Statistics:
    """Return what `network` is like: the figures that decide how a cascade runs and how fast."""
    n = network.n_firms
    sold = np.bincount(network.supplier, network.value, n)
    sectors = network.sector_of
    kind = network.essential[sectors[network.supplier], sectors[network.customer]]
    shares = np.bincount(kind, minlength=3) / max(1, network.n_edges)
    return Statistics(
        n_firms=n,
        n_edges=network.n_edges,
        n_sectors=len(network.sectors),
        most_customers=int(np.bincount(network.supplier, minlength=n).max(initial=0)),
        most_suppliers=int(np.bincount(network.customer, minlength=n).max(initial=0)),
        top_output_share=float(sold.max(initial=0) / max(sold.sum(), 1e-300)),
        class_shares=(float(shares[0]), float(shares[1]), float(shares[2])),
        n_monopolies=int((np.bincount(network.market_of) == 1).sum()),
    )


def _degrees(
    draw: np.random.Generator, weight: NDArray[np.float64], mean: float
) -> NDArray[np.int64]:
    """Return how many suppliers each firm draws; on average `mean`, never more than others."""
    wanted = draw.poisson(mean * weight / weight.mean())
    degrees: NDArray[np.int64] = np.minimum(wanted, max(0, len(weight) - 1))
    return degrees


def _topped_up(flow: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return a total of which `flow` is all but `share`; 1 where there is no flow."""
    return np.where(flow > 0, flow / (1 - share), 1.0)
