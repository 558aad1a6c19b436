"""The slow twins of measures, reach and cut on flow networks: loops over single flows.

Written from the docstrings; shares no code with the package but the values it takes.
"""

from itertools import combinations

ESSENTIAL = 2


def flows(network):
    """Give (supplier, customer, value) of each flow."""
    return zip(
        network.supplier.tolist(), network.customer.tolist(), network.value.tolist(), strict=True
    )


def sales(network, group):
    """Return by market and by `group` (a name for each firm) what is sold."""
    sold = {}
    for i, _, value in flows(network):
        key = network.markets[network.market_of[i]], group(i)
        sold[key] = sold.get(key, 0.0) + value
    if network.final_demand is not None:
        for i, row in enumerate(network.final_demand.tolist()):
            key = network.markets[network.market_of[i]], group(i)
            if sum(row) > 0:
                sold[key] = sold.get(key, 0.0) + sum(row)
    return sold


def country(network, firm):
    """Return the country of a firm."""
    return network.countries[network.country_of[firm]]


def purchases(network, buyer):
    """Return by market and seller's country what the country `buyer` buys."""
    bought = {}
    for i, j, value in flows(network):
        if country(network, j) == buyer:
            key = network.markets[network.market_of[i]], country(network, i)
            bought[key] = bought.get(key, 0.0) + value
    if network.final_demand is not None:
        for i, row in enumerate(network.final_demand.tolist()):
            value = dict(zip(network.countries, row, strict=True)).get(buyer, 0.0)
            key = network.markets[network.market_of[i]], country(network, i)
            bought[key] = bought.get(key, 0.0) + value
    return bought


def essential(network):
    """Return the flows of essential inputs."""
    sector = network.sector_of.tolist()
    return [
        (i, j, value)
        for i, j, value in flows(network)
        if network.essential[sector[i], sector[j]] == ESSENTIAL
    ]


def stopped(network, first, at_least, *, is_substituted):
    """Return all that stop, by trying every firm again until nobody else stops."""
    sector, market = network.sector_of.tolist(), network.market_of.tolist()
    chains = essential(network)
    sold = [0.0] * network.n_firms
    for i, _, value in flows(network):
        sold[i] += value
    gone = set(first)
    while True:
        is_missed = {}
        for m in set(market):
            mine = [i for i in range(network.n_firms) if market[i] == m]
            lost = sum(sold[i] for i in mine if i in gone)
            whole = sum(sold[i] for i in mine)
            is_missed[m] = not is_substituted or lost >= (at_least - 1e-9) * whole
        more = set()
        for j in range(network.n_firms):
            for k in set(sector):
                bought = [(i, v) for i, c, v in chains if c == j and sector[i] == k]
                lost = sum(v for i, v in bought if i in gone and is_missed[market[i]])
                whole = sum(v for _, v in bought)
                if whole > 0 and lost / whole >= at_least - 1e-9 and j not in gone:
                    more.add(j)
        if not more:
            return gone
        gone |= more


def is_reached(network, first, target, secured):
    """Return whether a chain of essential inputs leads from `first` to `target`."""
    gone, chains = set(first), essential(network)
    while True:
        more = {j for i, j, _ in chains if i in gone and j not in gone and j not in secured}
        if not more:
            return bool(gone & set(target))
        gone |= more


def cheapest_cut(network, first, target, cost):
    """Return what the cheapest set of firms to secure costs, trying all; None for no cut."""
    others = [i for i in range(network.n_firms) if i not in first and i not in target]
    best = None
    for n in range(len(others) + 1):
        for some in combinations(others, n):
            price = sum(cost(i) for i in some)
            if (best is None or price < best) and not is_reached(network, first, target, some):
                best = price
    return best
