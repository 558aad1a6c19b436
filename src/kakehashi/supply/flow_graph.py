"""A flow network as GraphML, for programs that draw and search graphs."""

import networkx as nx

from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import FlowNetwork

MOST_DRAWN = 1_000_000  # flows; networkx holds each as a dictionary
_KNOWN = ("revenue", "costs", "stock_days")


def flow_graphml(network: FlowNetwork) -> bytes:
    """Return the network as GraphML: firms as nodes, flows as edges from seller to buyer.

    A node holds sector, market and country, and revenue, costs and stock_days as far as
    they are known; an edge its value and how the buyer's sector needs it (0 negligible,
    1 non-essential, 2 essential). The graph holds currency, year and whether it is made up.

    Raises
    ------
    InputError
        For more than a million flows.

    >>> from kakehashi.supply import MadeUp, generate_network
    >>> flow_graphml(generate_network(MadeUp(n_firms=3))).startswith(b"<graphml")
    True
    """
    if network.n_edges > MOST_DRAWN:
        findings = Findings()
        findings.fault("graph_too_large", "edges", n=network.n_edges, most=MOST_DRAWN)
        findings.check()
    known = {"currency": network.currency, "year": network.year}
    graph = nx.DiGraph(
        is_made_up=network.is_made_up,
        **{name: value for name, value in known.items() if value is not None},
    )
    columns = {name: getattr(network, name) for name in _KNOWN}
    for at, firm in enumerate(network.firms):
        figures = {
            name: float(column[at])
            for name, column in columns.items()
            if column is not None and column[at] == column[at]  # NaN: not known
        }
        graph.add_node(
            firm,
            sector=network.sectors[network.sector_of[at]],
            market=network.markets[network.market_of[at]],
            country=network.countries[network.country_of[at]],
            **figures,
        )
    need = network.essential[
        network.sector_of[network.supplier], network.sector_of[network.customer]
    ]
    for supplier, customer, value, kind in zip(
        network.supplier.tolist(), network.customer.tolist(), network.value.tolist(),
        need.tolist(), strict=True,
    ):  # fmt: skip
        graph.add_edge(network.firms[supplier], network.firms[customer], value=value, need=kind)
    return ("\n".join(nx.generate_graphml(graph)) + "\n").encode()
