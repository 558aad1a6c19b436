"""The path along which a loss of the daily model travelled, back to the firms that were hit."""

from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Any

import msgspec
import numpy as np

from kakehashi.supply.ario import Run, begin
from kakehashi.supply.ario_model import Ario, Hit
from kakehashi.supply.ario_rows import Longs, Slots
from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import Floats, FlowNetwork
from kakehashi.supply.threads import N_THREADS
from kakehashi.terms.faults import shown

NOTHING = 1e-9  # share of the usual that is rounding


class Reason(StrEnum):
    """Why a firm made, or delivered, less."""

    HIT = "hit"  # its own capacity was lost: the end of a path
    INPUT = "input"  # its stock of an input cut what it made
    ORDERS = "orders"  # its customers ordered less
    CROWDED = "crowded"  # it was asked for more than it can make, as others of its market failed
    REFILL = "refill"  # it was asked for more than it can make, and nobody of its market failed
    USE = "use"  # its stock was too small, though no supplier had fallen behind
    TURNED = "turned"  # orders turned to others of its market that can make more than usual


class DayStep(msgspec.Struct, frozen=True, kw_only=True):
    """One firm of the path on one day, and why it made less."""

    firm: str
    day: int
    output_share: float  # of its usual output
    reason: Reason
    lost_capacity_share: float = 0.0
    input: str | None = None  # the market whose stock cut output
    stock_days: float | None = None  # of usual use, at the start of the day
    needed_days: float | None = None  # below which output is cut, as `stock_days`
    without: float | None = None  # output share had this stock been enough
    other: str | None = None  # the supplier, customer or competitor to whom the path goes on
    delivered_share: float | None = None  # of its usual part of what was used until this day
    ordered_share: float | None = None  # of the usual order, from this customer


class DayPath(msgspec.Struct, frozen=True, kw_only=True):
    """A path; no steps where only those of the sector lost who were hit."""

    sector: str
    day: int  # its worst one, by the firms of it that were not hit themselves
    lost_share: float  # of these firms' usual output, on that day
    steps: tuple[DayStep, ...]


def daily_path(
    network: FlowNetwork,
    hits: tuple[Hit, ...],
    n_days: int,
    model: Ario,
    sector: str | None = None,
) -> DayPath:
    """Return why a sector lost output on its worst day, back to those who were hit.

    Parameters
    ----------
    network, hits, n_days, model
        As `simulate` takes them.
    sector
        Its name; where it is not given, that whose firms lost most over all days. Firms
        that were hit themselves are not counted: why these lost is known.

    Returns
    -------
    DayPath
        Steps in time backwards, from the firm that lost most on that day.

    Raises
    ------
    InputError
        For a sector that the network lacks, and as `simulate` does.

    Notes
    -----
    Where a stock cut output, the path goes on to the supplier that had fallen furthest
    behind its usual part of what was used (what all fell behind is what the stock fell), on
    the day on which it fell behind most; where orders fell, to the customer whose orders
    fell most, the day before; where a firm that was not hit was asked for more than it can
    make, to the firm of its market that lost most.
    Of several causes a step names the largest. Days never go forward, so that the
    path ends. Cost: one run, and one up to its day for each step.

    >>> from kakehashi.supply import MadeUp, generate_network
    >>> made = generate_network(MadeUp(n_firms=20, seed=3))
    >>> hit = Hit(firm=np.array([4]), lost_share=np.ones(1), for_days=9)
    >>> model = Ario(stock_days=2.0)
    >>> path = daily_path(made, (hit,), 20, model)
    >>> path.steps[-1].firm, path.steps[-1].reason == Reason.HIT
    ('4', True)
    """
    findings = Findings()
    if sector is not None and sector not in network.sectors:
        findings.fault("not_in_network", "sector", column="sectors", shown=shown(sector))
    findings.check()
    walk = _Walk(network, hits, model)
    lost, usual = walk.lost(n_days)
    at = int(lost.sum(axis=0).argmax()) if sector is None else network.sectors.index(sector)
    day = int(lost[:, at].argmax())
    share = float(lost[day, at] / usual[at]) if usual[at] > 0 else 0.0
    return DayPath(
        sector=network.sectors[at],
        day=day,
        lost_share=max(0.0, share),
        steps=walk.steps(at, day) if share > NOTHING else (),
    )


class _Seen:
    """One firm up to one day: what it made, what it ordered, what came; all firms on that day."""

    def __init__(self, run: Run, firm: int, day: int) -> None:
        slots = run.slots
        self.firm, self.day, self.slots = firm, day, slots
        self.first, self.end = (int(one) for one in slots.first_slot[firm : firm + 2])
        begin_, end = (int(slots.first_edge[one]) for one in (self.first, self.end))
        self.edges = np.arange(begin_, end)
        self.slot = np.repeat(
            np.arange(self.first, self.end),
            np.diff(slots.first_edge[self.first : self.end + 1]),
        )
        self.supplier = _suppliers(slots, self.slot, self.edges)
        self.flow = slots.flow[self.edges]
        self.made_by_day = np.empty(day + 1)
        self.delivered = np.empty((day + 1, len(self.edges)))
        for one in range(day + 1):
            self.stock = run.stock  # at the start of the last day
            self.pull, self.weight = run.pull, run.weight  # of the orders that it serves
            ordered = self.flow * run.pull[self.slot] * run.weight[self.supplier]
            run.step(one)
            self.made_by_day[one] = run.made[firm]
            served = run.served[self.supplier]
            self.delivered[one] = run.given[self.edges] if len(run.given) else ordered * served
        self.made, self.capacity, self.demand = run.made, run.capacity, run.demand
        self.cut_by = int(run.cut_by[firm])
        self.lost_share = tuple(
            float(run.shock.lost_share(one)[firm]) if one >= 0 else 0.0 for one in (day, day - 1)
        )

    def ordered_by(self) -> tuple[Longs, Floats, Floats]:
        """Return customer, usual order and order of the last day of all that buy of the firm."""
        slots = self.slots
        slot = np.repeat(np.arange(len(slots.owner)), np.diff(slots.first_edge))
        edges = np.arange(len(slot))
        supplier = _suppliers(slots, slot, edges)
        to = np.flatnonzero((supplier == self.firm) & (slots.flow > 0))
        usual = slots.flow[to]
        return (
            slots.owner[slot[to]].astype(np.int64),
            usual,
            usual * self.pull[slot[to]] * self.weight[self.firm],
        )


def _suppliers(slots: Slots, slot: Longs, edges: Longs) -> Longs:
    """Return the supplier of each edge, `slot` being that in which it stands."""
    if len(slots.supplier):
        place = slots.supplier[edges].astype(np.int64)
    else:
        place = slots.base[slot] + edges - slots.first_edge[slot]
    supplier: Longs = slots.by_market[place]
    return supplier


class _Walk:
    """Runs the days again for each step, and looks at one firm."""

    def __init__(self, network: FlowNetwork, hits: tuple[Hit, ...], model: Ario) -> None:
        self.network, self.hits, self.model = network, hits, model
        self.is_hit = np.zeros(network.n_firms, np.bool_)
        for hit in hits:
            self.is_hit[hit.firm[hit.lost_share > 0]] = True

    def lost(self, n_days: int) -> tuple[Floats, Floats]:
        """Return [day, sector] what firms lost that were not hit, and [sector] their usual."""
        sector_of, n = self.network.sector_of, len(self.network.sectors)
        with ThreadPoolExecutor(N_THREADS) as pool:
            run = begin(self.network, self.hits, n_days, self.model, Findings(), pool)
            output = np.where(self.is_hit, 0.0, run.slots.output)
            usual = np.bincount(sector_of, output, n).astype(np.float64)
            lost = np.empty((n_days, n))
            for day in range(n_days):
                run.step(day)
                made = np.where(self.is_hit, 0.0, run.made)
                lost[day] = usual - np.bincount(sector_of, made, n)
        return lost, usual

    def _seen(self, firm: int, day: int) -> _Seen:
        with ThreadPoolExecutor(N_THREADS) as pool:
            run = begin(self.network, self.hits, day + 1, self.model, Findings(), pool)
            return _Seen(run, firm, day)

    def steps(self, sector: int, day: int) -> tuple[DayStep, ...]:
        """Return the steps from the firm of a sector that lost most on a day."""
        seen = self._seen(0, day)
        lost = seen.slots.output - seen.made
        is_asked = (self.network.sector_of == sector) & ~self.is_hit
        firm = int(np.where(is_asked, lost, -np.inf).argmax())
        steps = []
        while True:
            step, firm, day = self._step(self._seen(firm, day))
            steps.append(step)
            if step.other is None:
                return tuple(steps)

    def _step(self, seen: _Seen) -> tuple[DayStep, int, int]:
        """Return why the firm made less on the day, and the firm and day to go on to."""
        if seen.cut_by >= 0:
            return self._input(seen)
        if seen.capacity[seen.firm] > seen.demand[seen.firm]:
            return self._orders(seen)
        if seen.lost_share[0] > 0:
            return self._told(seen, Reason.HIT, lost_capacity_share=seen.lost_share[0])
        is_near = self.network.market_of == self.network.market_of[seen.firm]
        lost = np.where(is_near, seen.slots.output - seen.made, 0.0)
        most = int(lost.argmax())
        if lost[most] <= NOTHING * seen.slots.output[most]:
            return self._told(seen, Reason.REFILL)
        return self._told(seen, Reason.CROWDED, most, seen.day)

    def _input(self, seen: _Seen) -> tuple[DayStep, int, int]:
        slots, slot, firm, day = seen.slots, seen.cut_by, seen.firm, seen.day
        wanted = min(seen.demand[firm], seen.capacity[firm])
        others = [
            seen.stock[one] / (wanted * slots.floor[one])
            for one in range(seen.first, seen.end)
            if one != slot and slots.floor[one] > 0
        ]
        usual = slots.output[firm]
        in_stock = {
            "input": self.network.markets[slots.market[slot]],
            "stock_days": float(seen.stock[slot] / (slots.need[slot] * usual)),
            "needed_days": float(slots.floor[slot] * wanted / (slots.need[slot] * usual)),
            "without": float(min(1.0, *others, 1.0) * wanted / usual),
        }
        here = np.flatnonzero(seen.slot == slot)
        flow, used = seen.flow[here], seen.made_by_day[:day] * slots.need[slot]
        due = used[:, None] * (flow / flow.sum())  # its usual part of what was used
        short = due - seen.delivered[:day, here]  # [day, supplier] adds up to the stock's fall
        behind = short.sum(axis=0)
        most = int(behind.argmax())
        if behind[most] <= NOTHING * due[:, most].sum():
            return self._told(seen, Reason.USE, **in_stock)
        return self._told(
            seen, Reason.INPUT, int(seen.supplier[here[most]]), int(short[:, most].argmax()),
            delivered_share=float(1 - behind[most] / due[:, most].sum()), **in_stock,
        )  # fmt: skip

    def _orders(self, seen: _Seen) -> tuple[DayStep, int, int]:
        customer, usual, ordered = seen.ordered_by()
        most = int((usual - ordered).argmax()) if len(usual) else 0
        if not len(usual) or usual[most] - ordered[most] <= NOTHING * usual[most]:
            return self._told(seen, Reason.TURNED)
        share = float(ordered[most] / usual[most])
        weight = float(seen.weight[seen.firm])
        if 1 - weight >= 1 - share / weight if weight > 0 else True:
            # its own capacity the day before, by which orders were placed, counts for more
            return self._told(
                seen, Reason.HIT, lost_capacity_share=seen.lost_share[1], ordered_share=share
            )
        other = int(customer[most])
        return self._told(seen, Reason.ORDERS, other, seen.day - 1, ordered_share=share)

    def _told(
        self, seen: _Seen, reason: Reason, other: int = -1, day: int = 0, **more: Any
    ) -> tuple[DayStep, int, int]:
        usual = seen.slots.output[seen.firm]
        step = DayStep(
            firm=self.network.firms[seen.firm],
            day=seen.day,
            output_share=float(seen.made[seen.firm] / usual) if usual > 0 else 0.0,
            reason=reason,
            other=None if other < 0 else self.network.firms[other],
            **more,
        )
        return step, other, day
