"""Lost capacity through time, and what rebuilding asks of the firms that build."""

import numpy as np

from kakehashi.supply.ario_model import Ario, Hit, Rebuilding, Returns
from kakehashi.supply.ario_rows import Slots
from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import Floats, FlowNetwork, Ints
from kakehashi.terms.faults import shown

ALL = 1e-9  # how far shares that must sum to 1 may miss it


def still_lost(hit: Hit, day: int) -> float:
    """Return which part of a hit's loss stands on a day, 0 to 1; of one that is not rebuilt.

    >>> hit = Hit(firm=np.array([0]), lost_share=np.ones(1), for_days=2, over_days=4)
    >>> [still_lost(hit, day) for day in range(7)]
    [1.0, 1.0, 0.75, 0.5, 0.25, 0.0, 0.0]
    """
    since = day - hit.from_day - hit.for_days + 1  # days of return so far
    if since <= 0:
        return float(day >= hit.from_day)
    if hit.returns is Returns.EXPONENTIAL and hit.over_days:
        return float((1 - 1 / hit.over_days) ** since)
    if since >= hit.over_days:
        return 0.0
    part = since / hit.over_days
    if hit.returns is Returns.S_CURVE:
        return float((1 + np.cos(np.pi * part)) / 2)
    return float(1 - part)


def check_hits(
    network: FlowNetwork, hits: tuple[Hit, ...], model: Ario, findings: Findings
) -> None:
    """Keep the faults of hits and of rebuilding, and of a network that has no cascade."""
    if network.is_trade:
        findings.fault("trade_only", "network")
    for at, hit in enumerate(hits):
        where = f"hits.{at}"
        shares = hit.lost_share
        if not ((shares >= 0) & (shares <= 1)).all():
            findings.fault("not_a_share", where, column="lost_share", shown=shares.max())
        if len(np.unique(hit.firm)) != len(hit.firm):
            findings.fault("hit_twice", where)
        if not ((hit.firm >= 0) & (hit.firm < network.n_firms)).all():
            findings.fault("unknown_place", where, n=network.n_firms)
        for column, low in (("from_day", 0), ("for_days", 0), ("over_days", 0)):
            value = getattr(hit, column)
            if value < low:
                findings.fault(
                    "out_of_range", where, column=column, shown=value, low=low, high=float("inf")
                )
        if hit.returns is Returns.REBUILT and model.rebuilding is None:
            findings.fault("no_rebuilding", where)
        if hit.returns is Returns.REBUILT and hit.over_days < 1:
            findings.fault(
                "out_of_range", where, column="over_days", shown=hit.over_days, low=1,
                high=float("inf"),
            )  # fmt: skip
    if model.rebuilding is not None:
        _check_rebuilding(network, model.rebuilding, findings)


def _check_rebuilding(network: FlowNetwork, told: Rebuilding, findings: Findings) -> None:
    shares = [share for _, share in told.sectors]
    if min(shares, default=-1) < 0 or abs(sum(shares) - 1) > ALL:
        findings.fault("builders_not_whole", "rebuilding.sectors", shown=f"{sum(shares):g}")
    for name, _ in told.sectors:
        if name not in network.sectors:
            findings.fault("unknown_builder", "rebuilding.sectors", shown=shown(name))
    for column, value in (("capital_years", told.capital_years), ("factor", told.factor)):
        if not 0 < value < float("inf"):
            findings.fault(
                "out_of_range", f"rebuilding.{column}", column=column, shown=value, low=0,
                high=float("inf"),
            )  # fmt: skip


class Shock:
    """All hits of a scenario."""

    def __init__(
        self,
        network: FlowNetwork,
        slots: Slots,
        hits: tuple[Hit, ...],
        model: Ario,
        findings: Findings,
    ) -> None:
        self.n = network.n_firms
        self.plain = [hit for hit in hits if hit.returns is not Returns.REBUILT]
        self.sites = [
            _Site(network, slots, hit, model.rebuilding, findings)
            for hit in hits
            if hit.returns is Returns.REBUILT and model.rebuilding is not None
        ]
        if (
            np.bincount(
                np.concatenate([hit.firm for hit in hits] or [np.zeros(0, np.int32)]),
                np.concatenate([hit.lost_share for hit in hits] or [np.zeros(0)]),
            ).max(initial=0.0)
            > 1 + ALL
        ):
            findings.warn("lost_more_than_all", "hits")

    def lost_share(self, day: int) -> Floats:
        """Return the share of its capacity that each firm lacks on a day, 0 to 1."""
        lost = np.zeros(self.n)
        for hit in self.plain:
            lost[hit.firm] += hit.lost_share * still_lost(hit, day)
        for site in self.sites:
            if day >= site.hit.from_day:
                lost[site.hit.firm] += site.lost_share()
        return np.minimum(lost, 1.0)

    def rebuild_demand(self, day: int) -> Floats:
        """Return what rebuilding asks of each firm on a day."""
        asked = np.zeros(self.n)
        for site in self.sites:
            asked += site.asked(day)
        return asked

    def rebuild(self, day: int, delivered: Floats, asked: Floats) -> None:
        """Take in what was delivered; of two sites each gets its part of what it asked."""
        share = np.divide(delivered, asked, out=np.zeros(self.n), where=asked > 0)
        for site in self.sites:
            site.receive(day, share)


class _Site:
    """What one hit destroyed and who rebuilds it.

    All that one builder still owes shrinks by the same share each day, so that one number a
    builder is enough.
    """

    def __init__(
        self,
        network: FlowNetwork,
        slots: Slots,
        hit: Hit,
        rebuilding: Rebuilding,
        findings: Findings,
    ) -> None:
        self.hit, self.n = hit, network.n_firms
        capital = rebuilding.capital_years * slots.value_added[hit.firm]
        cost = capital * hit.lost_share * rebuilding.factor
        self.builder, self.place, self.owed = _owed(network, hit, rebuilding, cost)
        self.first = np.bincount(self.builder, self.owed, self.n)
        self.total = np.bincount(self.place, self.owed, len(hit.firm))
        self.open = np.ones(self.n)  # share of what each builder owes that is still open
        is_left = cost > self.total * (1 + ALL)
        if is_left.any():
            at = int(hit.firm[is_left][0])
            findings.fault(
                "no_builder", "rebuilding.sectors", n=int(is_left.sum()),
                firm=shown(network.firms[at]),
            )  # fmt: skip
        if (hit.lost_share[cost <= 0] > 0).any():
            n_free = int((hit.lost_share[cost <= 0] > 0).sum())
            findings.warn("nothing_to_rebuild", "hits", n=n_free)

    def lost_share(self) -> Floats:
        """Return the share of capacity that each hit firm still lacks."""
        open_ = np.bincount(self.place, self.owed * self.open[self.builder], len(self.total))
        left: Floats = self.hit.lost_share * np.divide(
            open_, self.total, out=np.zeros(len(open_)), where=self.total > 0
        )
        return left

    def asked(self, day: int) -> Floats:
        """Return what the site asks of each firm on a day: all that is open over its time."""
        if day < self.hit.from_day + self.hit.for_days:
            return np.zeros(self.n)
        asked: Floats = self.first * self.open / self.hit.over_days
        return asked

    def receive(self, day: int, share: Floats) -> None:
        """Take in the share of what was asked."""
        if day >= self.hit.from_day + self.hit.for_days:
            self.open = self.open * (1 - share / self.hit.over_days)


def _owed(
    network: FlowNetwork, hit: Hit, rebuilding: Rebuilding, cost: Floats
) -> tuple[Ints, Ints, Floats]:
    """Return builder, place among the hit firms, and value: as each firm buys from builders."""
    place_of = np.full(network.n_firms, -1, np.int64)
    place_of[hit.firm] = np.arange(len(hit.firm))
    builders, places, values = [], [], []
    for name, part in rebuilding.sectors:
        sector = network.sectors.index(name)
        chosen = (network.sector_of[network.supplier] == sector) & (place_of[network.customer] >= 0)
        place = place_of[network.customer[chosen]]
        bought = network.value[chosen]
        total = np.bincount(place, bought, len(hit.firm))
        builders.append(network.supplier[chosen])
        places.append(place)
        values.append(part * cost[place] * bought / total[place])
    return (
        np.concatenate(builders).astype(np.int32),
        np.concatenate(places).astype(np.int32),
        np.concatenate(values),
    )
