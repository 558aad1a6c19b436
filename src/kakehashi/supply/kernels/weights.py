"""What a network says once for all scenarios that are to be certified; compiled, arrays only."""

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.kernels.arrays import Floats, Ints, Rows, compiled, inlined
from kakehashi.supply.kernels.cascade import EMPTY_MARKET

MARGIN = 1.1  # by which a direction is taken too steep, since the map bends
FARTHEST = 1e6  # a firm whose weight grows past this leaks nothing that could be told
NO_RISE_UP, NO_RISE_DOWN = 1e-9, 1e-3  # relative rise of a weight at which sweeps end


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
    rows: Rows, available: Floats, left: Floats, x: Floats, is_replaced: int, most_sweeps: int
) -> Floats:
    """Return v = 1 + what v more lost of every state would add to each: a direction, no proof.

    `available` [market] is the output still there; of each firm `left` is what it can still
    lose, 0 to 1, and `x` what nobody replaces. A firm with nothing left adds nothing, and
    one that nobody replaces at all is not replaced less when its market falls.
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
                    if left[firm] > 0.0:
                        falls += output[firm] * v[firm] / whole
            for firm in range(first, behind):
                sigma = _sigma(output[firm], whole, is_replaced)
                more = sigma * v[firm] if left[firm] > 0.0 else 0.0
                if sigma < 1.0:
                    more += x[firm] * falls
                more = MARGIN * min(more, FARTHEST)
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
def slowest_mode(rows: Rows, q: Floats) -> tuple[Floats, Floats]:
    """Return z, to which losses of suppliers tend to grow, at most 1, and L z."""
    n = len(rows.output)
    z = np.where(q < np.inf, 1.0, 0.0)
    lz = np.zeros(n)
    for _ in range(30):
        largest = 0.0
        for firm in range(n):
            total = 0.0
            for edge in range(rows.sale_start[firm], rows.sale_start[firm + 1]):
                total += rows.sale_share[edge] * z[rows.sale_customer[edge]]
            lz[firm] = total
            largest = max(largest, total)
        if largest <= 0.0:
            break
        for firm in range(n):
            z[firm] = lz[firm] / largest
    for firm in range(n):
        total = 0.0
        for edge in range(rows.sale_start[firm], rows.sale_start[firm + 1]):
            total += rows.sale_share[edge] * z[rows.sale_customer[edge]]
        lz[firm] = total
    return z, lz
