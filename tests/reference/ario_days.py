"""The slow twin of the daily model: matrices of firm by firm, one order at a time.

Written from docs/explanation/supply-ario.md; shares no code with the package but the
values it takes.
"""

import numpy as np


class Twin:
    """One network, one path of lost capacity ([day, firm], 0 to 1), no rebuilding."""

    def __init__(self, network, lost, model):
        n = network.n_firms
        self.n, self.lost, self.model = n, lost, model
        self.flow = np.zeros((n, n))
        for i, j, value in zip(network.supplier, network.customer, network.value, strict=True):
            self.flow[i, j] = value / 365
        self.market = network.market_of
        self.markets = range(len(network.markets))
        self.usual = network.revenue / 365
        self.final = np.maximum(0.0, self.usual - self.flow.sum(axis=1))
        self.need, self.limits = np.zeros((len(self.markets), n)), set()
        for m in self.markets:
            for j in range(n):
                bought = self.flow[self.market == m, j].sum()
                self.need[m, j] = bought / self.usual[j]
                sectors = network.sector_of[self.market == m]
                kinds = network.essential[sectors, network.sector_of[j]]
                is_wanted = str(model.limiting) == "all" or (kinds == 2).any()
                if self.need[m, j] > model.smallest_need_share and is_wanted:
                    self.limits.add((m, j))
        self.stock = self.need * self.usual * model.stock_days
        self.orders = self.flow.copy()
        self.over = np.ones(n)
        self.made = self.usual.copy()

    def day(self, day):
        """Runs one day; gives output, capacity, delivered orders, delivered final demand."""
        model, n = self.model, self.n
        demand = self.orders.sum(axis=1) + self.final
        if day >= 2:
            for i in range(n):
                short = (demand[i] - self.made[i]) / demand[i] if demand[i] else 0.0
                change = (model.overproduction_max - self.over[i]) * short
                if abs(short) < 1e-12:  # nothing but rounding
                    change += 1 - self.over[i]
                self.over[i] = max(1.0, self.over[i] + change / model.overproduction_days)
        capacity = self.usual * (1 - self.lost[day]) * self.over
        wanted = np.minimum(demand, capacity)
        self.made = wanted.copy()
        cover = max(1.0, model.psi * model.stock_days)
        for m, j in self.limits:
            needed = wanted[j] * self.need[m, j] * cover
            if needed > 0:
                self.made[j] = min(self.made[j], wanted[j] * self.stock[m, j] / needed)
        given, to_final = np.zeros((n, n)), np.zeros(n)
        for i in range(n):
            given[i], to_final[i] = self.serve(i)
        ready = np.minimum(demand, capacity)
        used = self.need * self.made
        came = np.array([given[self.market == m].sum(axis=0) for m in self.markets])
        self.stock = np.maximum(0.0, self.stock - used + came)
        gap = np.maximum(0.0, self.need * ready * model.stock_days - self.stock)
        wish = gap / model.restoration_days + used
        reach = self.flow * (capacity / self.usual)[:, None]
        self.orders = np.zeros((n, n))
        for j in range(n):
            for m in self.markets:
                rows = self.market == m
                if reach[rows, j].sum() > 0:
                    self.orders[rows, j] = wish[m, j] * reach[rows, j] / reach[rows, j].sum()
        return self.made.copy(), capacity, given, to_final

    def serve(self, i):
        """What supplier i gives to each customer and to final demand."""
        kind, rest = str(self.model.rationing), self.made[i]
        orders, final = self.orders[i], self.final[i]
        if kind == "final_last":
            part = min(1.0, rest / orders.sum()) if orders.sum() else 0.0
            return orders * part, min(final, max(0.0, rest - orders.sum()))
        if kind == "small_first":
            given, queue = np.zeros(self.n + 1), np.append(orders, final)
            for at in sorted(range(self.n + 1), key=lambda one: queue[one]):
                given[at] = min(queue[at], rest)
                rest -= given[at]
            return given[:-1], given[-1]
        part = rest / (orders.sum() + final) if orders.sum() + final else 0.0
        return orders * part, final * part
