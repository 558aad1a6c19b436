"""What is lost day by day: an adaptive input-output model with stocks."""

import math
from collections.abc import Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial

import numpy as np

from kakehashi.supply.ario_books import Books
from kakehashi.supply.ario_model import Ario, Hit, Rationing, Simulated
from kakehashi.supply.ario_rows import Longs, Slots, slots_of
from kakehashi.supply.ario_shock import Shock, check_hits
from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import Floats, FlowNetwork
from kakehashi.supply.kernels.ario_day import (
    cut_by_stocks,
    restock_and_order,
    serve_in_order,
)
from kakehashi.supply.threads import N_THREADS, Progress

MOST_DAYS = 3_660
WORTH_TWO_THREADS = 200_000  # edges
NO_SCARCITY = 1e-12  # a share of demand that is rounding: overproduction ebbs
SETTLED_FROM = 2  # the first day on which overproduction may move


def simulate(
    network: FlowNetwork,
    hits: Iterable[Hit],
    n_days: int = 365,
    model: Ario | None = None,
    *,
    is_by_firm: bool = False,
    progress: Progress | None = None,
) -> Simulated:
    """Return what is made, missing and in stock on each day.

    Parameters
    ----------
    network
        The network, in yearly values. Without revenue or final demand it has none.
    hits
        Who loses capacity, when, and how it returns; shares of one firm add up, at most 1.
    n_days
        Days to run, 1 to 3,660.
    model
        The numbers of the model; the defaults are assumptions and are told as such.
    is_by_firm
        Whether to keep output, capacity and unmet demand of each firm and day.
    progress
        Called with 1 after each day.

    Raises
    ------
    InputError
        For numbers out of range and names that the network lacks, all at once.

    Notes
    -----
    Hallegatte 2008 and 2014; order of a day as in BoARIO 0.7.2 (see
    docs/explanation/supply-ario.md). Cost of a day: one pass over the edges.

    >>> from kakehashi.supply import MadeUp, generate_network
    >>> told = simulate(generate_network(MadeUp(n_firms=20, seed=3)), [], 10)
    >>> told.n_days, bool(abs(told.lost_by_day).max() < 1e-9 * told.usual_output.sum())
    (10, True)
    """
    model = Ario() if model is None else model
    findings = Findings()
    with ThreadPoolExecutor(N_THREADS) as pool:
        run = begin(network, tuple(hits), n_days, model, findings, pool)
        books = Books(network, run.slots, n_days, is_by_firm=is_by_firm)
        for day in range(n_days):
            books.begin(day, run.stock)
            run.step(day)
            books.close(day, run)
            if progress is not None:
                progress(1)
    books.check(findings)
    return books.told(model, network, findings.warnings())


def begin(
    network: FlowNetwork,
    hits: tuple[Hit, ...],
    n_days: int,
    model: Ario,
    findings: Findings,
    pool: Executor,
) -> "Run":
    """Return a run before its first day. Raises InputError as `simulate` does."""
    check_model(model, n_days, findings)
    check_hits(network, hits, model, findings)
    findings.check()
    slots = slots_of(network, model, findings)
    shock = Shock(network, slots, hits, model, findings)
    findings.check()
    return Run(slots, model, shock, pool)


def check_model(model: Ario, n_days: int, findings: Findings) -> None:
    """Keep a fault for each number out of its range."""
    ranges: tuple[tuple[str, float, float, float], ...] = (
        ("n_days", n_days, 1, MOST_DAYS),
        ("stock_days", model.stock_days, 1, math.inf),
        ("psi", model.psi, 0, 1),
        ("restoration_days", model.restoration_days, 1, math.inf),
        ("overproduction_max", model.overproduction_max, 1, 100),
        ("overproduction_days", model.overproduction_days, 1, math.inf),
        ("smallest_need_share", model.smallest_need_share, 0, 1),
        ("still_share", model.still_share, 0, 1),
        ("still_value", model.still_value, 0, math.inf),
    )
    for name, value, low, high in ranges:
        if not low <= value <= high:  # also where it is NaN
            findings.fault("out_of_range", name, column=name, shown=value, low=low, high=high)
    for name, days in model.stock_days_by_input:
        if not days >= 1:
            column = f"stock_days_by_input.{name}"
            findings.fault("out_of_range", column, column=column, shown=days, low=1, high=math.inf)


class Run:
    """The state of the economy between two days."""

    def __init__(self, slots: Slots, model: Ario, shock: Shock, pool: Executor) -> None:
        n, n_slots = len(slots.output), len(slots.owner)
        self.slots, self.model, self.shock = slots, model, shock
        self.over = np.ones(n)  # overproduction, as a multiple of capacity
        self.made = slots.output.copy()
        self.capacity = slots.output.copy()
        self.weight = np.ones(n)  # of a flow when orders were placed
        self.pull = np.ones(n_slots)  # orders per weighted flow: the usual ones
        self.asked = slots.asked.copy()  # by firms
        self.stock = slots.output[slots.owner] * slots.need * slots.days
        self.stock[~np.isfinite(slots.days)] = np.inf
        self.came: Floats = np.zeros(n_slots)
        self.cut_by = np.full(n, -1, np.int32)
        self.to_final, self.to_rebuild = np.zeros(n), np.zeros(n)
        self.demand, self.served = slots.asked + slots.final, np.ones(n)
        self.given = np.zeros(0)  # of each order, where small ones are served first
        is_kept = model.rationing is Rationing.SMALL_FIRST
        self.order = slots.flow.copy() if is_kept else np.zeros(0)
        if is_kept:
            self.supplier_of, self.slot_of = _ends_of_edges(slots)
        half = int(np.searchsorted(slots.first_edge, slots.first_edge[-1] // 2))
        is_big = len(slots.flow) >= WORTH_TWO_THREADS
        self.run_each = pool.map if is_big else map
        self.spans = ((0, half), (half, n_slots)) if is_big else ((0, n_slots),)

    def step(self, day: int) -> None:
        """Run one day."""
        slots = self.slots
        rebuild = self.shock.rebuild_demand(day)
        self.demand = demand = self.asked + slots.final + rebuild
        if day >= SETTLED_FROM:
            self._overproduce(demand)
        self.capacity = slots.output * (1 - self.shock.lost_share(day)) * self.over
        wanted = np.minimum(demand, self.capacity)
        cut_by_stocks(wanted, slots.first_slot, self.stock, slots.floor, self.made, self.cut_by)
        self.served = served = self._serve(demand, rebuild)
        self.shock.rebuild(day, self.to_rebuild, rebuild)
        ready = np.minimum(demand - self.to_rebuild, self.capacity)
        self._restock(served, ready)

    def _overproduce(self, demand: Floats) -> None:
        """Move overproduction towards its most where output of the day before fell short."""
        model = self.model
        scarcity = _share(demand - self.made, demand)
        most, base = model.overproduction_max - self.over, 1.0 - self.over
        self.over = self.over + (most * scarcity + base * (np.abs(scarcity) < NO_SCARCITY)) / (
            model.overproduction_days
        )
        np.maximum(self.over, 1.0, out=self.over)

    def _serve(self, demand: Floats, rebuild: Floats) -> Floats:
        """Return the share of its orders that each supplier delivers to firms."""
        made, final, rationing = self.made, self.slots.final, self.model.rationing
        if rationing is Rationing.SMALL_FIRST:
            size = np.concatenate((self.order, final, rebuild))
            given, n = np.empty(len(size)), len(made)
            turn = np.argsort(size, kind="stable")
            serve_in_order(made.copy(), self.supplier_of, size, turn, given)
            self.given = given[: -2 * n]
            self.came = np.bincount(self.slot_of, self.given, len(self.came)).astype(float)
            self.to_final, self.to_rebuild = given[-2 * n : -n], given[-n:]
            return np.zeros(len(made))
        if rationing is Rationing.FINAL_LAST:
            first = self.asked + rebuild
            served = np.minimum(1.0, _share(made, first))
            self.to_final = np.minimum(final, np.maximum(0.0, made - served * first))
        else:
            served = _share(made, demand)
            self.to_final = served * final
        self.to_rebuild = served * rebuild
        return served

    def _restock(self, served: Floats, ready: Floats) -> None:
        """Take in what came, use what was made of, and place the orders of the next day."""
        slots, model = self.slots, self.model
        n = len(slots.output)
        weight = np.ones(n)
        if model.is_capacity_followed:
            np.divide(self.capacity, slots.output, out=weight, where=slots.output > 0)
        stock, pull = np.empty_like(self.stock), np.empty_like(self.pull)
        ordered = np.empty((len(self.spans), n))
        reach = ((served * self.weight)[slots.by_market], weight[slots.by_market])

        def go_through(at: int, rules: tuple[bool, bool, float, float]) -> tuple[bool, bool]:
            return restock_and_order(
                self.spans[at],
                rules,
                (slots.first_edge, slots.supplier, slots.flow, self.order),
                (slots.owner, slots.base, slots.need, slots.days, slots.closed),
                (self.made, ready, *reach, ordered[at]),
                (self.pull, self.stock, pull, stock, self.came),
            )

        is_moving, is_filling = True, True
        while True:
            rules = (is_moving, is_filling, model.still_share, model.still_value)
            found = list(self.run_each(partial(go_through, rules=rules), range(len(self.spans))))
            if is_moving and all(is_used for is_used, _ in found):
                is_moving = False  # the stocks rest; whether they are full is asked again
            elif is_filling and all(is_full for _, is_full in found):
                is_filling = False
            else:
                break
        self.stock, self.pull, self.weight = stock, pull, weight
        self.asked[slots.by_market] = ordered.sum(axis=0)
        self.asked *= weight


def _ends_of_edges(slots: Slots) -> tuple[Longs, Longs]:
    """Return the supplier of each edge, then of final demand and rebuilding; each edge's slot."""
    n, n_slots = len(slots.output), len(slots.owner)
    is_whole = not len(slots.supplier)
    supplier = np.tile(slots.by_market, n) if is_whole else slots.by_market[slots.supplier]
    slot = np.repeat(np.arange(n_slots), np.diff(slots.first_edge))
    return np.concatenate((supplier, np.arange(n), np.arange(n))), slot


def _share(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, 0 where there is no whole."""
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole != 0)
