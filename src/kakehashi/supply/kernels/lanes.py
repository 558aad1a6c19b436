"""Sweeps over eight scenarios side by side, compiled; they see arrays only.

An edge's place and share are read once for eight scenarios, whose states of a firm
stand in one cache line. Every firm pulls: what it lost of its sales from its
customers, what it lacks from its suppliers, slot by slot. (Pushing, which writes to
lines all over the memory, was three times slower.)

A scenario starts alone, in kernels/cascade.py, where a sweep costs what it reaches. Once
a sweep would send along more than one edge in `NARROW` it takes a lane; a lane whose
scenario has stopped is cleared and takes the next. All this goes by the scenario
alone, so that its result has the same bits whatever ran beside it.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.kernels.arrays import (
    AHEAD,
    N_LANES,
    Lanes,
    Lost,
    Room,
    Rows,
    Shocked,
    compiled,
    inlined,
)
from kakehashi.supply.kernels.cascade import (
    EMPTY_MARKET,
    begin,
    n_met,
    n_to_send,
    rest,
    still_there,
    sum_up,
    sweep,
)
from kakehashi.supply.kernels.vectors import (
    eight,
    fetch,
    larger,
    load,
    minus,
    plus,
    smaller,
    store,
    times,
)

NARROW = 64
BOTH, DOWN, UP, FALL = 0, 1, 2, 3


@compiled
def run(
    rows: Rows,
    room: Room,
    lanes: Lanes,
    shocked: Shocked,
    lost: Lost,
    scenarios: NDArray[np.int64],
    options: NDArray[np.float64],
) -> int:
    """Write into `lost` what scenarios lose; return how many were finished.

    Lanes still at work when a lane lies idle are left for the next call; a call with
    no scenarios works until all are finished. `options`: [0] 1 with
    replaceability; [1] the largest fall at which to stop; [2] the most iterations; [3] the
    most edges to suppliers along which a scenario sends alone.
    """
    n_done, at = 0, 0
    while True:
        n_busy = 0
        for lane in range(N_LANES):
            while lanes.scenario[lane] < 0 and at < len(scenarios):
                lanes.scenario[lane] = scenarios[at]
                at += 1
                n_done += _enter(rows, room, lanes, shocked, lost, lane, options)
            n_busy += lanes.scenario[lane] >= 0
        if n_busy == 0 or (n_busy < N_LANES and len(scenarios) > 0):
            return n_done
        old = lanes.half[0]
        lanes.half[0] = new = len(rows.output) - old
        sweep_lanes(rows, lanes, old, new, options[0])
        n_left = 0
        for lane in range(N_LANES):
            if lanes.scenario[lane] < 0:
                continue
            lanes.iterations[lane] += 1
            if lanes.told[FALL, lane] > options[1] and lanes.iterations[lane] < options[2]:
                continue
            write_lane(rows, lanes, lost, lane)
            leave(lanes, shocked, lane)
            n_left += 1
        if n_left > 0:
            clear(rows, lanes)
        n_done += n_left


@compiled
def _enter(
    rows: Rows,
    room: Room,
    lanes: Lanes,
    shocked: Shocked,
    lost: Lost,
    lane: int,
    options: NDArray[np.float64],
) -> int:
    """Start a lane's scenario alone; return 1 if it ended so and gave the lane up, else 0."""
    scenario = lanes.scenario[lane]
    begin(rows, room, shocked, scenario)
    fall, iterations = np.inf, 0
    while fall > options[1] and iterations < options[2] and n_to_send(room) <= options[3]:
        fall = sweep(rows, room, int(options[0]))
        iterations += 1
    if fall > options[1] and iterations < options[2]:
        take_lane(rows, room, lanes, shocked, lane, options[0])
        lanes.iterations[lane] = iterations
        rest(rows, room)
        return 0
    lost.iterations[scenario] = iterations
    sum_up(rows, room, lost, scenario)
    lanes.scenario[lane] = -1
    rest(rows, room)
    return 1


@compiled
def take_lane(
    rows: Rows,
    room: Room,
    lanes: Lanes,
    shocked: Shocked,
    lane: int,
    is_replaced: float,
) -> None:
    """Copy the states of a lane's scenario into it; it was at rest."""
    half, scenario = lanes.half[0], lanes.scenario[lane]
    for at in range(n_met(room)):
        firm = room.met[at]
        lanes.u[half + firm, lane] = 1.0 - room.hu[firm]
        down = 1.0 - room.hd[firm]
        if down > 0.0:
            available = still_there(rows, room, rows.market_of[firm])
            if available <= EMPTY_MARKET:
                available = 1.0
            sigma = min(1.0, rows.output[firm] / available) if is_replaced else 1.0
            lanes.d[firm, lane] = down
            lanes.x[half + firm, lane] = sigma * down
    for at in range(shocked.start[scenario], shocked.start[scenario + 1]):
        firm = shocked.firm[at]
        lanes.least_d[firm, lane] = shocked.down[at]
        lanes.least_u[firm, lane] = shocked.up[at]
        lanes.n_shocked[firm] += 1


@compiled
def leave(lanes: Lanes, shocked: Shocked, lane: int) -> None:
    """Give a lane up; its states are left for `clear`."""
    scenario = lanes.scenario[lane]
    lanes.scenario[lane] = -1
    for at in range(shocked.start[scenario], shocked.start[scenario + 1]):
        firm = shocked.firm[at]
        lanes.least_d[firm, lane] = 0.0
        lanes.least_u[firm, lane] = 0.0
        lanes.n_shocked[firm] -= 1


@compiled
def clear(rows: Rows, lanes: Lanes) -> None:
    """Bring the states of lanes that were given up to rest."""
    half = lanes.half[0]
    for lane in range(N_LANES):
        lanes.factor[0, lane] = 1.0 if lanes.scenario[lane] >= 0 else 0.0
    kept = load(lanes.factor, 0)
    for firm in range(len(rows.output)):
        store(lanes.d, firm, times(kept, load(lanes.d, firm)))
        store(lanes.x, half + firm, times(kept, load(lanes.x, half + firm)))
        store(lanes.u, half + firm, times(kept, load(lanes.u, half + firm)))


@compiled
def write_lane(rows: Rows, lanes: Lanes, lost: Lost, lane: int) -> None:
    """Write what the scenario of a lane has lost."""
    scenario = lanes.scenario[lane]
    lost.iterations[scenario] = lanes.iterations[lane]
    for part in range(3):
        lost.shares[scenario, part] = lanes.told[part, lane]
    if lost.by_sector.shape[1] == 0 and lost.by_country.shape[1] == 0:
        return
    half = lanes.half[0]
    for firm in range(len(rows.output)):
        loss = rows.weight[firm] * max(lanes.d[firm, lane], lanes.u[half + firm, lane])
        lost.by_sector[scenario, rows.sector_of[firm]] += loss
        lost.by_country[scenario, rows.country_of[firm]] += loss


@inlined
def pulled(start: Any, owner: int, place: Any, share: Any, states: Any, half: int) -> Any:
    """Return the sum of share times state over the edges of `owner`."""
    total = eight(0.0)
    edge, end = np.uint64(start[owner]), np.uint64(start[owner + 1])
    while edge < end:  # a counter that cannot be negative: half the instructions
        fetch(states, half + place[edge + np.uint64(AHEAD)])
        total = plus(total, times(eight(share[edge]), load(states, half + place[edge])))
        edge += np.uint64(1)
    return total


@compiled
def sweep_lanes(rows: Rows, lanes: Lanes, old: int, new: int, is_replaced: float) -> None:
    """Move all states of all lanes once, from half `old` to half `new`; write `told`.

    With `old` and `new` the same half, a firm goes by what those before it lost in the
    same sweep.
    """
    d, x, u, told = lanes.d, lanes.x, lanes.u, lanes.told
    input_start, input_supplier, input_share = (
        rows.input_start, rows.input_supplier, rows.input_share,
    )  # fmt: skip
    sale_start, sale_customer, sale_share = rows.sale_start, rows.sale_customer, rows.sale_share
    slot_start, output, weight = rows.slot_start, rows.output, rows.weight
    market_start, n_shocked = rows.market_start, lanes.n_shocked
    zero, one = eight(0.0), eight(1.0)
    both = down = up = fall = zero
    for market in range(len(market_start) - 1):
        first, behind = market_start[market], market_start[market + 1]
        available = zero
        for firm in range(first, behind):
            short = pulled(sale_start, firm, sale_customer, sale_share, u, old)
            worst = zero
            for slot in range(slot_start[firm], slot_start[firm + 1]):
                lacks = pulled(input_start, slot, input_supplier, input_share, x, old)
                worst = larger(worst, lacks)
            # by way of what is left, as the reference rounds it
            now_d = minus(one, larger(zero, minus(one, worst)))
            now_u = minus(one, larger(zero, minus(one, short)))
            if n_shocked[firm] > 0:
                now_d = larger(now_d, load(lanes.least_d, firm))
                now_u = larger(now_u, load(lanes.least_u, firm))
            fall = larger(fall, minus(now_d, load(d, firm)))
            fall = larger(fall, minus(now_u, load(u, old + firm)))
            store(d, firm, now_d)
            store(u, new + firm, now_u)
            available = plus(available, times(eight(output[firm]), minus(one, now_d)))
            share = eight(weight[firm])
            both = plus(both, times(share, larger(now_d, now_u)))
            down = plus(down, times(share, now_d))
            up = plus(up, times(share, now_u))
        replace(lanes, available)
        factor = load(lanes.factor, 0)
        for firm in range(first, behind):
            if is_replaced:
                sigma = smaller(one, times(eight(output[firm]), factor))
                store(x, new + firm, times(sigma, load(d, firm)))
            else:
                store(x, new + firm, load(d, firm))
    store(told, BOTH, both)
    store(told, DOWN, down)
    store(told, UP, up)
    store(told, FALL, fall)


@inlined
def replace(lanes: Lanes, available: Any) -> None:
    """Write one over what a market still sells, of 1 where it is empty, into `factor`."""
    store(lanes.factor, 0, available)
    for lane in range(N_LANES):
        left = lanes.factor[0, lane]
        lanes.factor[0, lane] = 1.0 / left if left > EMPTY_MARKET else 1.0
