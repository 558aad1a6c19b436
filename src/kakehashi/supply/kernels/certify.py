"""An interval around the end of a cascade, proven, for eight scenarios side by side.

Towards customers the map keeps order: its losses grow from the shock to the smallest
fixed point, and a guess that the map does not raise lies above that point. So a guess
above the last state is put through the map once; where it holds, the two enclose the
fixed point. Towards suppliers the map is u -> min(1, max(shock, L u)), so from any
guess u with r = F(u) - u the end lies within L(I - L)^-1 r+ above and L(I - L)^-1 r-
below F(u): the index moves by `q` r+ and `q` r- at most, where q >= L'(w + q).

Since any guess will do there, one is made: what is left of the slowest mode `z`, which
would take a hundred sweeps, is added at once as far as q r tells it (a projection; the
next sweep goes by u + shift z without writing it down). It saves sweeps and proves
nothing. Each time that it gained nothing, its scenario tries it half as often.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.kernels.arrays import (
    N_LANES,
    Floats,
    Ints,
    Lanes,
    Lost,
    Room,
    Rows,
    Shocked,
    compiled,
    inlined,
)
from kakehashi.supply.kernels.cascade import EMPTY_MARKET, begin, n_to_send, rest, sweep
from kakehashi.supply.kernels.lanes import (
    BOTH,
    DOWN,
    FALL,
    UP,
    clear,
    leave,
    pulled,
    take_lane,
    write_lane,
)
from kakehashi.supply.kernels.vectors import (
    eight,
    larger,
    load,
    minus,
    plus,
    smaller,
    store,
    times,
)
from kakehashi.supply.kernels.weights import weigh_down

ROUNDING = 1e-13  # more than the rounding of one sum of shares
LAST_PLACE = 2.3e-16  # of a sum, relative, for each of its terms
NO_BOUND = 1e30  # in the place of an infinite weight, so that no loss times it is none
GUESSES, MORE_GUESSES = 3, 12  # with one direction; with the scenario's own after the first
GAIN = 0.95  # of a bound from sweep to sweep; with less the shift is not worth it
_SIGNED, _ABSOLUTE, _ROUNDED, _GAP, _HOLDS = 4, 5, 6, 7, 8


class Known(NamedTuple):
    """What a network says once for all scenarios, and the intervals that are written."""

    q: Floats  # [firm] by how much the index moves for what the firm has not sent
    rounding: Floats  # [firm] what rounding of its sums can do to the index, for a loss of 1
    v: Floats  # [firm] direction of the guesses towards customers, at least 1
    z: Floats  # [firm] slowest mode towards suppliers, 0 where nothing leaks
    lz: Floats  # [firm] L z
    low: Floats  # [scenario]
    high: Floats  # [scenario]


class Proof(NamedTuple):
    """What a thread keeps of its lanes besides their states."""

    v: Floats  # [firm, lane]
    shift: Floats  # [1, lane] of `z`, to be added to u
    step: Floats  # [1, lane] of `v`, to be added to d for a guess
    slope: Floats  # [lane] by how much the index moves along `v`
    bound: Floats  # [lane] of the last sweep
    n_vain: Ints  # [lane] shifts that gained nothing
    is_ready: NDArray[np.bool_]  # [lane] whether its guess, if it holds, is close enough
    n_guesses: Ints  # [lane] that did not hold


@compiled
def certify(
    rows: Rows,
    room: Room,
    lanes_and_proof: tuple[Lanes, Proof],
    shocked_and_lost: tuple[Shocked, Lost],
    known: Known,
    scenarios: NDArray[np.int64],
    options: Floats,
) -> int:
    """Write into `lost` and `known` what scenarios lose in the end; return how many are done.

    As `run` of kernels/lanes.py. `options`: [0] 1 with replaceability; [1] the most sweeps; [2]
    the width of an interval that will do; [3] the most sweeps where no bound comes of them; [4]
    the most edges to suppliers along which a scenario sends alone.
    """
    lanes, proof = lanes_and_proof
    shocked, lost = shocked_and_lost
    n_done, at = 0, 0
    per_z = max(1e-300, np.sum(rows.weight * known.z))
    while True:
        n_busy = 0
        for lane in range(N_LANES):
            if lanes.scenario[lane] < 0 and at < len(scenarios):
                lanes.scenario[lane] = scenarios[at]
                at += 1
                _enter(rows, room, lanes, shocked, lane, options)
                _begin_proof(rows, proof, known, lane)
            n_busy += lanes.scenario[lane] >= 0
        if n_busy == 0 or (n_busy < N_LANES and len(scenarios) > 0):
            return n_done
        _sweep_proving(rows, lanes, proof, known, options[0])
        for lane in range(N_LANES):
            lanes.iterations[lane] += 1
            _aim(lanes, proof, lane, per_z)
            wide = lanes.told[_ABSOLUTE, lane] + proof.slope[lane] * proof.step[0, lane]
            proof.is_ready[lane] = lanes.scenario[lane] >= 0 and wide <= 0.9 * options[2]
        if np.any(proof.is_ready):
            _guess(rows, lanes, proof, options[0])
        n_left = 0
        for lane in range(N_LANES):
            if lanes.scenario[lane] >= 0 and _is_over(rows, lanes, proof, known, lane, options):
                write_lane(rows, lanes, lost, lane)
                leave(lanes, shocked, lane)
                n_left += 1
            elif proof.is_ready[lane]:
                _guess_farther(rows, lanes, proof, lane, options[0])
        if n_left > 0:
            clear(rows, lanes)
        n_done += n_left


@compiled
def _enter(
    rows: Rows, room: Room, lanes: Lanes, shocked: Shocked, lane: int, options: Floats
) -> None:
    """Start a lane's scenario alone while it reaches few, then let it take its lane."""
    begin(rows, room, shocked, lanes.scenario[lane])
    fall, iterations = np.inf, 0
    while fall > 0.0 and n_to_send(room) <= options[4] and iterations < options[3]:
        fall = sweep(rows, room, int(options[0]))
        iterations += 1
    take_lane(rows, room, lanes, shocked, lane, options[0])
    lanes.iterations[lane] = iterations
    rest(rows, room)


@inlined
def _aim(lanes: Lanes, proof: Proof, lane: int, per_z: float) -> None:
    """Set a lane's next shift, and how far its guess goes."""
    bound = lanes.told[_ABSOLUTE, lane]
    if proof.shift[0, lane] != 0.0 and bound > GAIN * proof.bound[lane]:
        proof.n_vain[lane] = min(proof.n_vain[lane] + 1, 6)
    proof.bound[lane] = bound
    signed = lanes.told[_SIGNED, lane]
    is_used = lanes.iterations[lane] % 2 ** proof.n_vain[lane] == 0 and abs(signed) < per_z
    proof.shift[0, lane] = signed / per_z if is_used else 0.0
    step = lanes.told[FALL, lane] + 10.0 * ROUNDING
    proof.step[0, lane] = step * 4.0 ** (proof.n_guesses[lane] % GUESSES)


@compiled
def _is_over(
    rows: Rows, lanes: Lanes, proof: Proof, known: Known, lane: int, options: Floats
) -> bool:
    """Return whether a lane's scenario is at its end, with its interval written."""
    scenario = lanes.scenario[lane]
    told = lanes.told
    # sums over all firms are rounded too
    rounding = told[_ROUNDED, lane] + 10.0 * ROUNDING
    rounding += len(rows.output) * LAST_PLACE * told[BOTH, lane]
    up = 0.5 * (told[_ABSOLUTE, lane] + told[_SIGNED, lane])
    down = 0.5 * (told[_ABSOLUTE, lane] - told[_SIGNED, lane])
    holds = proof.is_ready[lane] and told[_HOLDS, lane] == 0.0
    gap = told[_GAP, lane] if holds else 1.0
    known.low[scenario] = max(0.0, told[BOTH, lane] - down - rounding)
    known.high[scenario] = min(1.0, told[BOTH, lane] + up + gap + rounding)
    if known.high[scenario] - known.low[scenario] <= options[2]:
        return True
    n_sweeps = lanes.iterations[lane]
    is_still = told[FALL, lane] == 0.0 and told[_ABSOLUTE, lane] < 0.1 * options[2]
    is_vain = n_sweeps >= options[3] and (told[_ABSOLUTE, lane] >= 1.0 or is_still)
    return bool(n_sweeps >= options[1] or is_vain or proof.n_guesses[lane] >= MORE_GUESSES)


@compiled
def _sweep_proving(
    rows: Rows, lanes: Lanes, proof: Proof, known: Known, is_replaced: float
) -> None:
    """Move all states of all lanes once; write `told`, with what it says of the end."""
    d, x, u, told = lanes.d, lanes.x, lanes.u, lanes.told
    input_start, input_supplier, input_share = (
        rows.input_start, rows.input_supplier, rows.input_share,
    )  # fmt: skip
    sale_start, sale_customer, sale_share = rows.sale_start, rows.sale_customer, rows.sale_share
    slot_start, output, weight = rows.slot_start, rows.output, rows.weight
    market_start, n_shocked = rows.market_start, lanes.n_shocked
    q, z, lz = known.q, known.z, known.lz
    old = lanes.half[0]
    lanes.half[0] = new = len(output) - old
    shift = load(proof.shift, 0)
    zero, one = eight(0.0), eight(1.0)
    both = down = up = fall = signed = absolute = rounded = zero
    for market in range(len(market_start) - 1):
        first, behind = market_start[market], market_start[market + 1]
        available = zero
        for firm in range(first, behind):
            short = pulled(sale_start, firm, sale_customer, sale_share, u, old)
            worst = zero
            for slot in range(slot_start[firm], slot_start[firm + 1]):
                lacks = pulled(input_start, slot, input_supplier, input_share, x, old)
                worst = larger(worst, lacks)
            now_d = smaller(one, worst)
            now_u = larger(zero, smaller(one, plus(short, times(eight(lz[firm]), shift))))
            if n_shocked[firm] > 0:
                now_d = larger(now_d, load(lanes.least_d, firm))
                now_u = larger(now_u, load(lanes.least_u, firm))
            fall = larger(fall, minus(now_d, load(d, firm)))
            guess = plus(load(u, old + firm), times(eight(z[firm]), shift))
            more = times(eight(q[firm]), minus(now_u, guess))
            signed = plus(signed, more)
            absolute = plus(absolute, larger(more, minus(zero, more)))
            rounded = plus(rounded, times(eight(known.rounding[firm]), now_u))
            store(d, firm, now_d)
            store(u, new + firm, now_u)
            available = plus(available, times(eight(output[firm]), minus(one, now_d)))
            share = eight(weight[firm])
            both = plus(both, times(share, larger(now_d, now_u)))
            down = plus(down, times(share, now_d))
            up = plus(up, times(share, now_u))
        _still_there(lanes, available)
        factor = load(lanes.factor, 0)
        for firm in range(first, behind):
            sigma = smaller(one, times(eight(output[firm]), factor)) if is_replaced else one
            store(x, new + firm, times(sigma, load(d, firm)))
    store(told, BOTH, both)
    store(told, DOWN, down)
    store(told, UP, up)
    store(told, FALL, fall)
    store(told, _SIGNED, signed)
    store(told, _ABSOLUTE, absolute)
    store(told, _ROUNDED, rounded)
    store(told, _HOLDS, one)


@inlined
def _still_there(lanes: Lanes, available: Any) -> None:
    """Write one over what a market still sells into `factor`; in an empty one nobody helps."""
    store(lanes.factor, 0, available)
    for lane in range(N_LANES):
        left = lanes.factor[0, lane]
        lanes.factor[0, lane] = 1.0 / left if left > EMPTY_MARKET else 1e300


@compiled
def _guess(rows: Rows, lanes: Lanes, proof: Proof, is_replaced: float) -> None:
    """Put a guess above the states through the map; write how far it is off, and if it holds."""
    d, x = lanes.d, lanes.x
    input_start, input_supplier, input_share = (
        rows.input_start, rows.input_supplier, rows.input_share,
    )  # fmt: skip
    slot_start, output, market_start = rows.slot_start, rows.output, rows.market_start
    other = len(output) - lanes.half[0]  # nobody reads that half any more
    step = load(proof.step, 0)
    zero, one = eight(0.0), eight(1.0)
    gap = raised = zero
    for market in range(len(market_start) - 1):
        first, behind = market_start[market], market_start[market + 1]
        available = eight(-ROUNDING * rows.market_output[market])
        for firm in range(first, behind):
            guess = smaller(one, plus(load(d, firm), times(step, load(proof.v, firm))))
            store(x, other + firm, guess)
            gap = plus(gap, times(eight(rows.weight[firm]), minus(guess, load(d, firm))))
            available = plus(available, times(eight(output[firm]), minus(one, guess)))
        _still_there(lanes, available)
        factor = load(lanes.factor, 0)
        for firm in range(first, behind):
            sigma = smaller(one, times(eight(output[firm]), factor)) if is_replaced else one
            store(x, other + firm, times(sigma, load(x, other + firm)))
    for firm in range(len(output)):
        worst = zero
        for slot in range(slot_start[firm], slot_start[firm + 1]):
            lacks = pulled(input_start, slot, input_supplier, input_share, x, other)
            worst = larger(worst, lacks)
        now = smaller(one, plus(times(worst, eight(1.0 + ROUNDING)), eight(ROUNDING)))
        if lanes.n_shocked[firm] > 0:
            now = larger(now, load(lanes.least_d, firm))
        guess = smaller(one, plus(load(d, firm), times(step, load(proof.v, firm))))
        raised = larger(raised, minus(now, guess))
    store(lanes.told, _GAP, gap)
    store(lanes.told, _HOLDS, raised)


@compiled
def _begin_proof(rows: Rows, proof: Proof, known: Known, lane: int) -> None:
    """Forget what the last scenario of a lane came to."""
    if proof.n_guesses[lane] >= GUESSES:
        proof.v[:, lane] = known.v
    proof.slope[lane] = np.sum(rows.weight * known.v)
    proof.shift[0, lane] = 0.0
    proof.bound[lane] = np.inf
    proof.n_vain[lane] = 0
    proof.n_guesses[lane] = 0


@compiled
def _guess_farther(rows: Rows, lanes: Lanes, proof: Proof, lane: int, is_replaced: float) -> None:
    """Count a guess that did not hold; now and then take the direction of the lane's states."""
    if lanes.told[_HOLDS, lane] == 0.0:
        return  # it was too wide, no more
    proof.n_guesses[lane] += 1
    if proof.n_guesses[lane] % GUESSES != 0:
        return
    available = np.zeros(len(rows.market_output))
    left, x = np.empty(len(rows.output)), np.empty(len(rows.output))
    for firm in range(len(rows.output)):
        available[rows.market_of[firm]] += rows.output[firm] * (1.0 - lanes.d[firm, lane])
        left[firm] = 1.0 - lanes.d[firm, lane]
        x[firm] = lanes.x[lanes.half[0] + firm, lane]
    v = weigh_down(rows, available, left, x, int(is_replaced), 100)
    for firm in range(len(rows.output)):
        proof.v[firm, lane] = v[firm]
    proof.slope[lane] = np.sum(rows.weight * v)
