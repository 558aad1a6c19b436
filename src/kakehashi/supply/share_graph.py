"""A share network as GraphML, for programs that draw and search graphs."""

import networkx as nx

from kakehashi.supply.share_network import ShareNetwork


def as_graphml(network: ShareNetwork) -> bytes:
    """Return the network as GraphML: inputs and providers as nodes, all else as edges.

    An edge of a provider holds share, year, source and basis as far as they are known;
    two years of one share are two edges.

    >>> empty = ShareNetwork(inputs=(), relations=(), providers=(), shares=())
    >>> as_graphml(empty).startswith(b"<graphml")
    True
    """
    graph = nx.MultiDiGraph()
    for one in network.inputs:
        graph.add_node(one.id, en=one.name.en, ja=one.name.ja, kind=str(one.kind))
    for provider in network.providers:
        told = {"en": provider.name.en, "ja": provider.name.ja, "kind": str(provider.kind)}
        if provider.country is not None:
            told["country"] = provider.country
        graph.add_node(provider.id, **told)
    for relation in network.relations:
        grounds = _known(source=relation.source, basis=relation.basis)
        graph.add_edge(
            relation.upstream, relation.downstream, relation=str(relation.kind), **grounds
        )
    for share in network.shares:
        told_share = _known(
            share=share.share, year=share.year, source=share.source, basis=share.basis
        )
        graph.add_edge(share.provider, share.input, relation="provides", **told_share)
    return ("\n".join(nx.generate_graphml(graph)) + "\n").encode()


def _known(**values: str | float | None) -> dict[str, str | float]:
    return {
        name: str(value) if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None
    }
