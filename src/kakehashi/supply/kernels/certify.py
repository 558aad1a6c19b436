"""An interval around the end of a cascade, proven; compiled, arrays only.

Towards customers the map keeps order: its states fall from 1 - shock to the largest
fixed point, and any state that the map does not lower lies below that point. So a
guess below the last state is checked with one sweep; where the check holds, the two
enclose the fixed point. Towards suppliers the map is affine between its bounds, and
what has not been sent yet bounds the rest: the index moves at most by the sum of
`q[j]` times what firm j has not sent, where q >= Lu'(w + q).

Firms are visited one after another and send at once what they lost (Gauss-Seidel):
about half as many sweeps as all from the old states, and the same fixed point.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.kernels.arrays import (
    Floats,
    Ints,
    Lost,
    Room,
    Rows,
    Shocked,
    compiled,
    inlined,
)
from kakehashi.supply.kernels.cascade import (
    EMPTY_MARKET,
    SHOCKED,
    begin,
    meet_all,
    rest_all,
    sum_up,
)

ROUNDING = 1e-13  # more than the rounding of one sum of shares
MARGIN = 1.1  # by which a direction is taken too steep, since the map bends
FARTHEST = 1e6  # a firm whose weight grows past this leaks nothing that could be told
GUESSES = 3
NO_RISE_UP, NO_RISE_DOWN = 1e-9, 1e-3  # relative rise of a weight at which sweeps end
SMALLEST = 1e-12  # change of a sweep below which nothing more is to be won


class Known(NamedTuple):
    """What a network says once for all scenarios, and the intervals that `certify` writes."""

    q: Floats  # [firm] by how much the index moves for what the firm has not sent; inf: no bound
    v: Floats  # [firm] direction of the guesses towards customers, at least 1
    low: Floats  # [scenario]
    high: Floats  # [scenario]


@compiled
def reaches_leak(rows: Rows) -> NDArray[np.bool_]:
    """Return for each firm whether a loss of its sales can leave the network in the end."""
    n = len(rows.output)
    sold = np.zeros(n)
    for edge in range(len(rows.up_share)):
        sold[rows.up_supplier[edge]] += rows.up_share[edge]
    reached = sold < 1.0 - 1e-9
    queue = np.empty(n, np.int64)
    end = 0
    for firm in range(n):
        if reached[firm]:
            queue[end] = firm
            end += 1
    at = 0
    while at < end:
        customer = queue[at]
        at += 1
        for edge in range(rows.up_start[customer], rows.up_start[customer + 1]):
            supplier = rows.up_supplier[edge]
            if not reached[supplier]:
                reached[supplier] = True
                queue[end] = supplier
                end += 1
    return reached


@inlined
def _pull_q(rows: Rows, q: Floats, firm: int) -> float:
    total = 0.0
    for edge in range(rows.up_start[firm], rows.up_start[firm + 1]):
        supplier = rows.up_supplier[edge]
        total += rows.up_share[edge] * (rows.weight[supplier] + q[supplier])
    return total


@compiled
def weigh_up(rows: Rows, reached: NDArray[np.bool_], most_sweeps: int) -> Floats:
    """Return q >= Lu'(w + q), checked; inf where the sweeps did not lead to one."""
    n = len(rows.output)
    q = np.where(reached, 0.0, np.inf)
    for _ in range(most_sweeps):
        rise = 0.0
        for firm in range(n):
            new = _pull_q(rows, q, firm)
            if new > q[firm]:
                rise = max(rise, (new - q[firm]) / (new + rows.weight[firm] + 1e-300))
                q[firm] = new
        if not rise > NO_RISE_UP:  # also where all is infinite
            break
    q *= 1.0 + 1e-6
    is_checked = False
    while not is_checked:  # each round gives up at least one firm, so it ends
        is_checked = True
        for firm in range(n):
            if q[firm] < np.inf and not _pull_q(rows, q, firm) <= q[firm]:
                q[firm] = np.inf
                is_checked = False
    return q


@inlined
def _worst(slot_start: Ints, slot_sum: Floats, firm: int) -> float:
    worst = 0.0
    for slot in range(slot_start[firm], slot_start[firm + 1]):
        worst = max(worst, slot_sum[slot])
    return float(worst)


@inlined
def _sigma(output: float, available: float, is_replaced: float) -> float:
    """Return the share of a firm's loss that nobody replaces; all of it in an empty market."""
    if is_replaced == 0.0 or available <= EMPTY_MARKET:
        return 1.0
    return float(min(1.0, output / available))


@compiled
def weigh_down(
    rows: Rows, available: Floats, sent_x: Floats, is_replaced: int, most_sweeps: int
) -> Floats:
    """Return v = 1 + what v more lost of every state would add to each: a direction, no proof.

    `available` [market] is the output still there, `sent_x` [firm] what customers know of.
    """
    down_share = rows.down_share
    down_slot = rows.down_slot
    down_start = rows.down_start
    market_start = rows.market_start
    output = rows.output
    slot_owner = rows.slot_owner
    slot_start = rows.slot_start
    n = len(output)
    v = np.ones(n)
    slot_sum = np.zeros(len(slot_owner))
    for _ in range(most_sweeps):
        slot_sum[:] = 0.0
        for market in range(len(available)):
            first, behind = market_start[market], market_start[market + 1]
            whole, falls = available[market], 0.0
            if is_replaced and whole > EMPTY_MARKET:
                for firm in range(first, behind):
                    falls += output[firm] * v[firm] / whole
            for firm in range(first, behind):
                sigma = _sigma(output[firm], whole, is_replaced)
                more = MARGIN * min(sigma * v[firm] + sent_x[firm] * falls, FARTHEST)
                for edge in range(down_start[firm], down_start[firm + 1]):
                    slot_sum[down_slot[edge]] += down_share[edge] * more
        rise = 0.0
        for firm in range(n):
            new = min(FARTHEST, 1.0 + _worst(slot_start, slot_sum, firm))
            rise = max(rise, new / v[firm] - 1.0)
            v[firm] = max(v[firm], new)
        if rise < NO_RISE_DOWN:
            break
    return v


@compiled
def certify(
    rows: Rows,
    room: Room,
    shocked: Shocked,
    lost: Lost,
    known: Known,
    scenarios: NDArray[np.int64],
    options: Floats,
) -> None:
    """Write into `lost` and `known` what the given `scenarios` lose in the end.

    `options`: [0] 1 with replaceability; [1] the most sweeps; [2] the largest change of a
    sweep at which a proof is first tried; [3] the width of an interval that will do; [4] the
    most sweeps where a shocked firm's loss cannot leave.
    """
    guess = np.empty(len(rows.output))
    slot_sum = np.empty(len(rows.slot_owner))
    for scenario in scenarios:
        begin(rows, room, shocked, scenario)
        n_sweeps, small = 0, options[2]
        most = options[1]
        for at in range(shocked.start[scenario], shocked.start[scenario + 1]):
            if known.q[shocked.firm[at]] == np.inf and shocked.up[at] > 0.0:
                most = min(most, options[4])  # there is no end to wait for
        up = down = 1.0
        while up + down > options[3] and up < np.inf and small > SMALLEST:
            change = np.inf
            while change > small and n_sweeps < most:
                change = _sweep_in_turn(rows, room, options[0], small * 0.05)
                n_sweeps += 1
            _settle(rows, room)
            up = _unsent_up(rows, room, known)
            down = _checked_down(rows, room, known, guess, slot_sum, options[0])
            small = small * 0.1 if n_sweeps < most else 0.0
        lost.iterations[scenario] = n_sweeps
        meet_all(room)
        sum_up(rows, room, lost, scenario)
        known.low[scenario] = max(0.0, lost.shares[scenario, 0] - ROUNDING * 10.0)
        known.high[scenario] = min(1.0, lost.shares[scenario, 0] + up + down)
        rest_all(rows, room)


@compiled
def _sweep_in_turn(rows: Rows, room: Room, is_replaced: float, held_back: float) -> float:
    """Visit each firm once; return the largest change that was sent."""
    still = room.available
    hd = room.hd
    hu = room.hu
    is_met = room.is_met
    psi_d = room.psi_d
    psi_u = room.psi_u
    sent_u = room.sent_u
    sent_x = room.sent_x
    slot_sum = room.slot_sum
    up_sum = room.up_sum
    down_share = rows.down_share
    down_slot = rows.down_slot
    down_start = rows.down_start
    market_output = rows.market_output
    market_start = rows.market_start
    output = rows.output
    slot_start = rows.slot_start
    up_share = rows.up_share
    up_start = rows.up_start
    up_supplier = rows.up_supplier
    largest = 0.0
    for market in range(len(market_output)):
        first, behind = market_start[market], market_start[market + 1]
        available = 0.0
        for firm in range(first, behind):
            down = max(0.0, 1.0 - _worst(slot_start, slot_sum, firm))
            up = max(0.0, 1.0 - up_sum[firm])
            if is_met[firm] & SHOCKED:
                down, up = min(down, psi_d[firm]), min(up, psi_u[firm])
            down, up = min(1.0, down), min(1.0, up)
            hd[firm], hu[firm] = down, up
            available += down * output[firm]
            change = (1.0 - up) - sent_u[firm]
            if change > held_back:
                largest = max(largest, change)
                sent_u[firm] += change
                for edge in range(up_start[firm], up_start[firm + 1]):
                    up_sum[up_supplier[edge]] += up_share[edge] * change
        still[market] = available
        for firm in range(first, behind):
            lost = 1.0 - hd[firm]
            if lost > 0.0:
                change = _sigma(output[firm], available, is_replaced) * lost - sent_x[firm]
                if change > held_back:
                    largest = max(largest, change)
                    sent_x[firm] += change
                    for edge in range(down_start[firm], down_start[firm + 1]):
                        slot_sum[down_slot[edge]] += down_share[edge] * change
    return largest


@compiled
def _settle(rows: Rows, room: Room) -> None:
    """Bring all states up to the sums, sending nothing."""
    hd = room.hd
    hu = room.hu
    is_met = room.is_met
    psi_d = room.psi_d
    psi_u = room.psi_u
    slot_sum = room.slot_sum
    up_sum = room.up_sum
    output = rows.output
    slot_start = rows.slot_start
    for firm in range(len(output)):
        down = max(0.0, 1.0 - _worst(slot_start, slot_sum, firm))
        up = max(0.0, 1.0 - up_sum[firm])
        if is_met[firm] & SHOCKED:
            down, up = min(down, psi_d[firm]), min(up, psi_u[firm])
        down, up = min(1.0, down), min(1.0, up)
        hd[firm], hu[firm] = down, up


@compiled
def _unsent_up(rows: Rows, room: Room, known: Known) -> float:
    """Return by how much what was not sent to suppliers can still move the index."""
    hu = room.hu
    sent_u = room.sent_u
    output = rows.output
    weight = rows.weight
    total, rounding = 0.0, ROUNDING
    for firm in range(len(output)):
        unsent = max(0.0, (1.0 - hu[firm]) - sent_u[firm])
        if unsent > 0.0:
            total += known.q[firm] * unsent
        if sent_u[firm] > 0.0:
            rounding += ROUNDING * (known.q[firm] + weight[firm])
    return total + rounding


@compiled
def _checked_down(
    rows: Rows,
    room: Room,
    known: Known,
    guess: Floats,
    slot_sum: Floats,
    is_replaced: float,
) -> float:
    """Return by how much the index can still move towards customers; 1 where no guess holds."""
    unsent = 0.0
    for firm in range(len(rows.output)):
        if room.hd[firm] < 1.0:
            available = room.available[rows.market_of[firm]]
            lost = _sigma(rows.output[firm], available, is_replaced) * (1.0 - room.hd[firm])
            unsent = max(unsent, lost - room.sent_x[firm])
    step = 2.0 * unsent + 10.0 * ROUNDING
    gap = _guessed(rows, room, known.v, step, guess, slot_sum, is_replaced)
    if gap == 1.0:  # the direction at rest will not do: take that of the states now
        v = weigh_down(rows, room.available, room.sent_x, int(is_replaced), 100)
        gap = _guessed(rows, room, v, step, guess, slot_sum, is_replaced)
    return gap


@compiled
def _guessed(
    rows: Rows,
    room: Room,
    v: Floats,
    step: float,
    guess: Floats,
    slot_sum: Floats,
    is_replaced: float,
) -> float:
    """Return by how much the index of a guess that holds is larger; 1 where none does."""
    for _ in range(GUESSES):
        for firm in range(len(rows.output)):
            guess[firm] = max(0.0, room.hd[firm] - step * v[firm])
        if _holds(rows, room, guess, slot_sum, is_replaced):
            gap = 0.0
            for firm in range(len(rows.output)):
                gap += rows.weight[firm] * (room.hd[firm] - guess[firm])
            return gap
        step *= 4.0
    return 1.0


@compiled
def _holds(rows: Rows, room: Room, guess: Floats, slot_sum: Floats, is_replaced: float) -> bool:
    """Return whether the map lowers no state of `guess`: then the fixed point lies above it."""
    is_met = room.is_met
    psi_d = room.psi_d
    down_share = rows.down_share
    down_slot = rows.down_slot
    down_start = rows.down_start
    market_output = rows.market_output
    market_start = rows.market_start
    output = rows.output
    slot_start = rows.slot_start
    slot_sum[:] = 0.0
    for market in range(len(market_output)):
        first, behind = market_start[market], market_start[market + 1]
        available = 0.0
        for firm in range(first, behind):
            available += guess[firm] * output[firm]
        available -= ROUNDING * market_output[market]
        for firm in range(first, behind):
            x = _sigma(output[firm], available, is_replaced) * (1.0 - guess[firm])
            for edge in range(down_start[firm], down_start[firm + 1]):
                slot_sum[down_slot[edge]] += down_share[edge] * x
    for firm in range(len(output)):
        down = max(0.0, 1.0 - _worst(slot_start, slot_sum, firm) * (1.0 + ROUNDING) - ROUNDING)
        if is_met[firm] & SHOCKED:
            down = min(down, psi_d[firm])
        if down < guess[firm]:
            return False
    return True
