"""What a provider can stop downstream, and which inputs to secure so that it cannot."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import msgspec

from kakehashi.supply.checks import Findings, known_ids
from kakehashi.supply.share_holdings import Held, latest
from kakehashi.supply.share_network import InputKind, ProviderKind, RelationKind, ShareNetwork
from kakehashi.terms.faults import shown

AT_LEAST = 0.5


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """What stops when some providers stop together.

    `held` are inputs of which they hold at least the asked share; `reached` is
    what stops by it downstream, `products` the final products among it.
    `not_told` are inputs that they provide and no figure tells how much of.
    """

    providers: tuple[str, ...]
    held: tuple[str, ...]
    reached: tuple[str, ...]
    products: tuple[str, ...]
    not_told: tuple[str, ...]


def reach(
    network: ShareNetwork,
    providers: AbstractSet[str],
    *,
    at_least: float = AT_LEAST,
    is_substituted: bool = False,
    year: int | None = None,
) -> Reach:
    """Return what the `providers` together can stop downstream.

    Parameters
    ----------
    network
        The network.
    providers
        Ids of firms, or of countries; a country counts with its own rows, or
        with those of its firms.
    at_least
        Share from which on losing them stops an input, above 0 to 1. An
        assumption of whoever asks.
    is_substituted
        Whether the types of one thing stand in for each other: then a thing stops
        only with all of its types; else with any of them.
    year
        The last year whose figures count.

    Raises
    ------
    InputError
        For a provider that is not in the network, and a share out of range.

    Notes
    -----
    An input stops when it is held, or anything that goes into it stops. Cost:
    one pass over inputs and relations in order.
    """
    check_asked(network, providers, at_least)
    held, not_told = held_by(network, providers, at_least, year)
    stopped = stopped_by(network, held, is_substituted=is_substituted)
    reached = tuple(one for one in network.order if one in stopped and one not in held)
    return Reach(
        providers=tuple(sorted(providers)),
        held=tuple(one.id for one in network.inputs if one.id in held),
        reached=reached,
        products=tuple(one for one in network.products if one in stopped),
        not_told=not_told,
    )


def stopped_by(
    network: ShareNetwork, held: AbstractSet[str], *, is_substituted: bool = False
) -> frozenset[str]:
    """Return what stops when the inputs `held` stop, they themselves among it.

    An input stops with anything that goes into it; `is_substituted` is that of `reach`.

    >>> stopped_by(ShareNetwork(inputs=(), relations=(), providers=(), shares=()), {"wafers"})
    frozenset({'wafers'})
    """
    stopped = set(held)
    for one in network.order:
        parts = network.upstream_of(one, RelationKind.GOES_INTO)
        types = network.upstream_of(one, RelationKind.IS_TYPE_OF)
        by_types = [kind in stopped for kind in types]
        lacks_type = bool(types) and (all(by_types) if is_substituted else any(by_types))
        if lacks_type or any(part in stopped for part in parts):
            stopped.add(one)
    return frozenset(stopped)


def reach_of_each(
    network: ShareNetwork,
    level: ProviderKind,
    *,
    at_least: float = AT_LEAST,
    is_substituted: bool = False,
    year: int | None = None,
) -> tuple[Reach, ...]:
    """Return the reach of each firm, or each country, alone; the farthest first.

    Those that hold nothing by any figure are left out.
    """
    found = [
        reach(network, {one}, at_least=at_least, is_substituted=is_substituted, year=year)
        for one in sorted(
            {h.provider for held in latest(network, level, year).values() for h in held.holdings}
        )
    ]
    kept = [one for one in found if one.held]
    return tuple(sorted(kept, key=lambda one: (-len(one.held) - len(one.reached), one.providers)))


def held_by(
    network: ShareNetwork, providers: AbstractSet[str], at_least: float, year: int | None
) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return inputs of which `providers` hold at least that share, and those without figure."""
    held: set[str] = set()
    not_told: list[str] = []
    for by_level in _tables(network, providers, year):
        for one in by_level.values():
            mine = [each for each in one.holdings if each.provider in providers]
            if sum(each.share or 0.0 for each in mine) >= at_least - 1e-9:
                held.add(one.input)
            elif any(each.share is None for each in mine):
                not_told.append(one.input)
    return frozenset(held), tuple(dict.fromkeys(one for one in not_told if one not in held))


def _tables(
    network: ShareNetwork, providers: AbstractSet[str], year: int | None
) -> list[Mapping[str, Held]]:
    kinds = {_kind(network, one) for one in providers}
    return [latest(network, kind, year) for kind in ProviderKind if kind in kinds]


def _kind(network: ShareNetwork, provider: str) -> ProviderKind:
    known = network.provider_of.get(provider)
    return ProviderKind.COUNTRY if known is None else known.kind


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """The cheapest inputs to secure so that no loss of the providers reaches the product.

    None for `inputs` where there is no such cut: they hold the product itself, or a
    step towards it that nobody priced.
    """

    providers: tuple[str, ...]
    product: str
    inputs: tuple[str, ...] | None
    cost: float
    held: tuple[str, ...]  # from which paths start


def minimum_cut(
    network: ShareNetwork,
    providers: AbstractSet[str],
    product: str,
    *,
    at_least: float = AT_LEAST,
    costs: Mapping[str, float] | None = None,
    year: int | None = None,
) -> Cut:
    """Return the inputs to secure against the loss of `providers`, at least cost.

    Parameters
    ----------
    network
        The network.
    providers
        Ids of firms or countries.
    product
        The input that is to be kept from them.
    at_least
        Share from which on they hold an input, above 0 to 1.
    costs
        What securing an input costs, above 0; 1 each where it is not told. Steps
        are made of their inputs and cannot be secured unless they are priced.
    year
        The last year whose figures count.

    Raises
    ------
    InputError
        For ids that are not in the network, a share or a cost out of range.

    Notes
    -----
    A minimum cut of nodes between the providers and the product over both kinds of
    relation: types do not stand in for each other here, so the cut is on the safe
    side. Found by networkx (preflow-push). Of several cheapest cuts, the one
    nearest to the providers.
    """
    import networkx as nx

    costs = {} if costs is None else costs
    check_asked(network, providers, at_least, product=product, costs=costs)
    held, _ = held_by(network, providers, at_least, year)
    inf = float("inf")
    graph = nx.DiGraph()
    for one in network.inputs:
        cost = costs.get(one.id, inf if one.kind == InputKind.STEP else 1.0)
        graph.add_edge((one.id, "in"), (one.id, "out"), capacity=cost)
    for relation in network.relations:
        graph.add_edge((relation.upstream, "out"), (relation.downstream, "in"))
    for one_id in held:
        graph.add_edge("providers", (one_id, "in"))
    graph.add_node("providers")
    starts = tuple(sorted(held))
    told = tuple(sorted(providers))
    # the product itself cannot be what is secured against its inputs
    graph.edges[(product, "in"), (product, "out")]["capacity"] = inf
    try:
        cost, (near, _) = nx.minimum_cut(graph, "providers", (product, "out"))
    except nx.NetworkXUnbounded:
        return Cut(providers=told, product=product, inputs=None, cost=inf, held=starts)
    cut = tuple(
        one.id for one in network.inputs if (one.id, "in") in near and (one.id, "out") not in near
    )
    return Cut(providers=told, product=product, inputs=cut, cost=float(cost), held=starts)


def check_asked(
    network: ShareNetwork,
    providers: AbstractSet[str],
    at_least: float = 1.0,
    *,
    product: str | None = None,
    costs: Mapping[str, float] | None = None,
) -> None:
    """Raise InputError for ids that the network does not know and numbers out of range."""
    findings = Findings()
    countries = {one.country for one in network.providers}
    for one in sorted(providers):
        if one not in network.provider_of and one not in countries:
            known = known_ids({*network.provider_of, *countries})
            findings.fault("unknown_provider", "provider", shown=shown(one), known=known)
    for one in [*([] if product is None else [product]), *(costs or {})]:
        if one not in network.input_of:
            known = known_ids(network.input_of)
            findings.fault("unknown_input", "input", shown=shown(one), known=known)
    for one, cost in (costs or {}).items():
        if not 0 < cost < float("inf"):
            findings.fault("bad_cost", one, shown=shown(cost))
    if not 0 < at_least <= 1:
        findings.fault("not_a_share", "at-least", column="at-least", shown=shown(at_least))
    findings.check()
