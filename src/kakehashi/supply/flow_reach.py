"""Which firms stop for lack of an essential input, and which to secure so that one does not."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import msgspec
import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_measures import check_level
from kakehashi.supply.flow_network import ESSENTIAL, FlowNetwork
from kakehashi.supply.share_network import ProviderKind
from kakehashi.supply.share_reach import AT_LEAST
from kakehashi.terms.faults import shown

MOST_ALONE = 20_000  # firms tried one after another
MOST_CUT = 200_000  # flows, of which networkx finds a cut in about fifteen seconds
ROUND = 1e-9
Mask = NDArray[np.bool_]


class FlowReach(msgspec.Struct, frozen=True, kw_only=True):
    """What stops when some firms, or all firms of some countries, stop together."""

    providers: tuple[str, ...]  # as they were named
    held: tuple[str, ...]  # the firms that stop first
    reached: tuple[str, ...]  # firms that stop by it, in the network's order
    held_share: float  # of the flows between all firms, what those sell
    reached_share: float


class FlowCut(msgspec.Struct, frozen=True, kw_only=True):
    """The cheapest firms to secure so that no loss of the providers reaches the product.

    None for `firms` where there is no such cut: a provider sells an essential input to
    the product's own firms, or is one of them.
    """

    providers: tuple[str, ...]
    product: str
    firms: tuple[str, ...] | None
    cost: float


class _Chains:
    """The flows of essential inputs: each a share of what its customer buys of that sector."""

    def __init__(self, network: FlowNetwork) -> None:
        sector = network.sector_of
        kind = network.essential[sector[network.supplier], sector[network.customer]]
        kept = np.flatnonzero((kind == ESSENTIAL) & (network.value > 0))
        kept = kept[np.argsort(network.supplier[kept], kind="stable")]
        self.n = network.n_firms
        self.supplier, self.customer = network.supplier[kept], network.customer[kept]
        key = self.customer.astype(np.int64) * len(network.sectors) + sector[self.supplier]
        keys, self.slot = np.unique(key, return_inverse=True)
        self.n_slots = len(keys)
        value = network.value[kept]
        self.share = value / np.bincount(self.slot, value, self.n_slots)[self.slot]
        self.start = np.zeros(self.n + 1, np.int64)
        np.cumsum(np.bincount(self.supplier, minlength=self.n), out=self.start[1:])
        self.sold = np.bincount(network.supplier, network.value, self.n)
        self.market_of, m = network.market_of, len(network.markets)
        self.market_sold = np.bincount(self.market_of, self.sold, m)

    def edges_of(self, firms: NDArray[np.intp]) -> NDArray[np.int64]:
        """Return the flows that start at `firms`."""
        n = self.start[firms + 1] - self.start[firms]
        offset = np.repeat(self.start[firms] - np.concatenate(([0], np.cumsum(n)[:-1])), n)
        return offset + np.arange(int(n.sum()))

    def stopped(self, first: Mask, at_least: float, *, is_substituted: bool) -> Mask:
        """Return which firms stop, the first among them."""
        stopped, is_sent = first.copy(), np.zeros(self.n, bool)
        lost = np.zeros(self.n_slots)
        market_lost = np.zeros(len(self.market_sold))
        new = np.flatnonzero(first)
        while len(new):
            if is_substituted:
                np.add.at(market_lost, self.market_of[new], self.sold[new])
                is_held = market_lost >= (at_least - ROUND) * self.market_sold
                sending = np.flatnonzero(stopped & ~is_sent & is_held[self.market_of])
            else:
                sending = new
            is_sent[sending] = True
            edges = self.edges_of(sending)
            np.add.at(lost, self.slot[edges], self.share[edges])
            short = edges[lost[self.slot[edges]] >= at_least - ROUND]
            hit = np.unique(self.customer[short])
            new = hit[~stopped[hit]]
            stopped[new] = True
        return stopped


def flow_reach(
    network: FlowNetwork,
    providers: AbstractSet[str],
    *,
    at_least: float = AT_LEAST,
    is_substituted: bool = False,
) -> FlowReach:
    """Return which firms stop when the `providers` stop together.

    Parameters
    ----------
    network
        The network, with a matrix that calls some inputs essential.
    providers
        Firms; countries, for all their firms; or `COUNTRY:MARKET`.
    at_least
        Share of what a firm buys of an essential sector from which on losing it stops the
        firm, above 0 to 1. An assumption of whoever asks.
    is_substituted
        Whether others of a market stand in: then a firm that stopped is missed only where
        those that stopped sell at least that share of its whole market.

    Raises
    ------
    InputError
        For names that are not in the network, a share out of range, a network without
        essential inputs or of trade alone.

    Notes
    -----
    Firms stop one after another until none is left to stop; the order does not matter,
    since stopping one more never lets another go on. No amounts, days or stocks: for
    those, `rank` and `simulate`. Cost: each flow of a firm that stops is gone through once.
    """
    first = _checked(network, providers, at_least)
    chains = _Chains(network)
    return _reach(network, chains, providers, first, at_least, is_substituted=is_substituted)


def flow_reach_of_each(
    network: FlowNetwork,
    level: ProviderKind,
    *,
    at_least: float = AT_LEAST,
) -> tuple[tuple[FlowReach, FlowReach], ...]:
    """Return the reach of each firm, or each country, alone: without and with substitution.

    Those that reach nobody are left out; the most sales reached first.
    """
    check_level(network, level)
    is_firm = level == ProviderKind.FIRM
    names = network.firms if is_firm else tuple(one for one in network.countries if one)
    _checked(network, frozenset(), at_least)
    if is_firm and len(names) > MOST_ALONE:
        findings = Findings()
        findings.fault("too_many_alone", "firms", n=len(names), most=MOST_ALONE)
        findings.check()
    chains = _Chains(network)
    found = []
    for at, name in enumerate(names):
        mine = np.arange(network.n_firms) == at if is_firm else _firms(network, name)
        without = _reach(network, chains, {name}, mine, at_least, is_substituted=False)
        if without.reached:
            with_others = _reach(network, chains, {name}, mine, at_least, is_substituted=True)
            found.append((without, with_others))
    return tuple(sorted(found, key=lambda pair: (-pair[0].reached_share, pair[0].providers)))


def _reach(
    network: FlowNetwork,
    chains: _Chains,
    providers: AbstractSet[str],
    first: Mask,
    at_least: float,
    *,
    is_substituted: bool,
) -> FlowReach:
    stopped = chains.stopped(first, at_least, is_substituted=is_substituted)
    total = float(chains.sold.sum())

    def share(firms: Mask) -> float:
        return float(chains.sold[firms].sum()) / total if total else 0.0

    reached = stopped & ~first
    return FlowReach(
        providers=tuple(sorted(providers)),
        held=_names(network, first),
        reached=_names(network, reached),
        held_share=share(first),
        reached_share=share(reached),
    )


def flow_cut(
    network: FlowNetwork,
    providers: AbstractSet[str],
    product: str,
    *,
    costs: Mapping[str, float] | None = None,
) -> FlowCut:
    """Return the firms to secure against the loss of `providers`, at least cost.

    Parameters
    ----------
    network
        The network, with a matrix that calls some inputs essential.
    providers
        Firms; countries, for all their firms; or `COUNTRY:MARKET`.
    product
        A firm, or a market for all its firms.
    costs
        What securing a firm costs, above 0; 1 each where it is not told.

    Raises
    ------
    InputError
        For names that are not in the network, a cost out of range, a network without
        essential inputs or of trade alone, and more than 200,000 flows between the two.

    Notes
    -----
    A minimum cut of firms between the providers and the product over all flows of
    essential inputs, however small: on the safe side for every share that `flow_reach`
    can be asked for, and for substitution. Found by networkx (preflow-push). Of several
    cheapest cuts, the one nearest to the providers.
    """
    import networkx as nx

    costs = {} if costs is None else costs
    first = _checked(network, providers, 1.0, costs=costs)
    target = _target(network, product)
    chains = _Chains(network)
    told = tuple(sorted(providers))
    inf = float("inf")
    between = _between(chains, first, target)
    if len(between) > MOST_CUT:
        findings = Findings()
        findings.fault("graph_too_large", "edges", n=len(between), most=MOST_CUT)
        findings.check()
    graph = nx.DiGraph()
    graph.add_nodes_from(("providers", "product"))
    up, down = chains.supplier[between], chains.customer[between]
    is_end = first | target
    for at in np.union1d(np.union1d(up, down), np.flatnonzero(is_end)).tolist():
        cost = inf if is_end[at] else costs.get(network.firms[at], 1.0)
        graph.add_edge((at, "in"), (at, "out"), capacity=cost)
        if first[at]:
            graph.add_edge("providers", (at, "in"))
        if target[at]:
            graph.add_edge((at, "out"), "product")
    for one, other in zip(up.tolist(), down.tolist(), strict=True):
        graph.add_edge((one, "out"), (other, "in"))
    try:
        cost, (near, _) = nx.minimum_cut(graph, "providers", "product")
    except nx.NetworkXUnbounded:
        return FlowCut(providers=told, product=product, firms=None, cost=inf)
    parts = [node for node in near if not isinstance(node, str)]
    cut = sorted(at for at, side in parts if side == "in" and (at, "out") not in near)
    firms = tuple(network.firms[at] for at in cut)
    return FlowCut(providers=told, product=product, firms=firms, cost=float(cost))


def _between(chains: _Chains, first: Mask, target: Mask) -> NDArray[np.int64]:
    """Return the flows on any path from the first firms to the target."""
    down = _spread(first, chains.supplier, chains.customer)
    up = _spread(target, chains.customer, chains.supplier)
    return np.flatnonzero(down[chains.supplier] & up[chains.customer])


def _spread(start: Mask, one: NDArray[np.int32], other: NDArray[np.int32]) -> Mask:
    """Return which firms are reached from `start` along flows from `one` to `other`."""
    found = start.copy()
    while True:
        before = int(found.sum())
        found[other[found[one]]] = True
        if int(found.sum()) == before:
            return found


def _checked(
    network: FlowNetwork,
    providers: AbstractSet[str],
    at_least: float,
    *,
    costs: Mapping[str, float] | None = None,
) -> Mask:
    """Return which firms the providers are. Raises InputError with every fault."""
    findings = Findings()
    first = np.zeros(network.n_firms, bool)
    for name in sorted(providers):
        mine = _firms(network, name)
        if not mine.any():
            findings.fault("unknown_who", "provider", shown=shown(name))
        first |= mine
    if not 0 < at_least <= 1:
        findings.fault("not_a_share", "at-least", column="at-least", shown=shown(at_least))
    known = set(network.firms) if costs else set()
    for firm, cost in (costs or {}).items():
        if firm not in known:
            findings.fault("unknown_shocked", "cost", shown=shown(firm))
        if not 0 < cost < float("inf"):
            findings.fault("bad_cost", firm, shown=shown(cost))
    if network.is_trade:
        findings.fault("trade_only", "network")
    elif not (network.essential == ESSENTIAL).any():
        findings.fault("no_essential_input", "essential")
    findings.check()
    return first


def _firms(network: FlowNetwork, name: str) -> Mask:
    """Return which firms a name stands for: itself, a country's, or a country's in a market."""
    mask = np.zeros(network.n_firms, bool)
    if name in network.firms:
        mask[network.firms.index(name)] = True
        return mask
    country, colon, market = name.partition(":")
    if not country or country not in network.countries:
        return mask
    mask |= network.country_of == network.countries.index(country)
    return mask & _of_market(network, market) if colon else mask


def _of_market(network: FlowNetwork, market: str) -> Mask:
    mask = np.zeros(network.n_firms, bool)
    if market in network.markets:
        mask |= network.market_of == network.markets.index(market)
    return mask


def _target(network: FlowNetwork, product: str) -> Mask:
    is_firm = product in network.firms
    mask = _firms(network, product) if is_firm else _of_market(network, product)
    if not mask.any():
        findings = Findings()
        findings.fault("unknown_target", "product", shown=shown(product))
        findings.check()
    return mask


def _names(network: FlowNetwork, firms: Mask) -> tuple[str, ...]:
    return tuple(network.firms[at] for at in np.flatnonzero(firms).tolist())
