"""The sweeps of a cascade, compiled; they see arrays only.

Firms are numbered so that a market is contiguous. A firm whose state did not move
sends nothing: only changes travel, along the rows of the firms that changed, so a
small shock costs what it reaches and not what the network holds. A change smaller
than `HELD_BACK` waits until it has grown; with shares that sum to 1 at most, this
alters a state by at most iterations * `HELD_BACK`.

The slow twin, written straight from the equations, is tests/reference/supply_index.py.
"""

import numpy as np

from kakehashi.supply.kernels.arrays import Lost, Room, Rows, Shocked, compiled, inlined

HELD_BACK = 1e-15
EMPTY_MARKET = 1e-10  # what a market still sells, at most, when the model takes 1 in its place
_MET, _DOWN, _TOUCHED_D, _TOUCHED_U = 1, 2, 4, 8
_N_MET, _N_D, _N_U, _N_MU, _N_MM, _N_EDGES = 0, 1, 2, 3, 4, 5


@inlined
def _meet(room: Room, firm: int) -> None:
    if not room.is_met[firm] & _MET:
        room.is_met[firm] |= _MET
        room.met[room.n[_N_MET]] = firm
        room.n[_N_MET] += 1


@inlined
def _list_up(rows: Rows, room: Room, firm: int) -> None:
    room.moved_u[room.n[_N_MU]] = firm
    room.n[_N_MU] += 1
    room.n[_N_EDGES] += rows.up_start[firm + 1] - rows.up_start[firm]


@inlined
def _fall_down(rows: Rows, room: Room, firm: int, state: float) -> None:
    """Set hd of `firm`; its market's available output follows."""
    market = rows.market_of[firm]
    if not room.is_met[firm] & _DOWN:
        room.is_met[firm] |= _DOWN
        room.behind[firm] = room.head[market]
        room.head[market] = firm
    room.available[market] -= rows.output[firm] * (room.hd[firm] - state)
    room.hd[firm] = state
    if room.is_open[market] == 0:
        room.is_open[market] = 1
        room.moved_m[room.n[_N_MM]] = market
        room.n[_N_MM] += 1


@inlined
def n_to_send(room: Room) -> int:
    """Return along how many edges the next sweep sends to suppliers."""
    return int(room.n[_N_EDGES])


@inlined
def n_met(room: Room) -> int:
    """Return how many firms were met so far."""
    return int(room.n[_N_MET])


@compiled
def begin(rows: Rows, room: Room, shocked: Shocked, scenario: int) -> None:
    """Set the states that a scenario starts from."""
    for at in range(shocked.start[scenario], shocked.start[scenario + 1]):
        firm = shocked.firm[at]
        _meet(room, firm)
        room.psi_d[firm] = 1.0 - shocked.down[at]
        room.psi_u[firm] = 1.0 - shocked.up[at]
        if room.psi_d[firm] < 1.0:
            _fall_down(rows, room, firm, room.psi_d[firm])
        if room.psi_u[firm] < 1.0:
            room.hu[firm] = room.psi_u[firm]
            _list_up(rows, room, firm)


@inlined
def still_there(rows: Rows, room: Room, market: int) -> float:
    """Return the market's available output; summed anew where differences would be noise."""
    if room.available[market] < 1e-4 * rows.market_output[market]:
        total = 0.0
        for firm in range(rows.market_start[market], rows.market_start[market + 1]):
            total += room.hd[firm] * rows.output[firm]
        room.available[market] = total
    return float(room.available[market])


@compiled
def _send_down(rows: Rows, room: Room, is_replaced: int) -> None:
    """Send every change of the last sweep to the customers of those who changed."""
    behind = room.behind
    hd = room.hd
    head = room.head
    is_met = room.is_met
    is_open = room.is_open
    moved_m = room.moved_m
    counts = room.n
    sent_x = room.sent_x
    slot_sum = room.slot_sum
    touched_d = room.touched_d
    down_share = rows.down_share
    down_slot = rows.down_slot
    down_start = rows.down_start
    output = rows.output
    slot_owner = rows.slot_owner
    for at in range(counts[_N_MM]):
        market = moved_m[at]
        is_open[market] = 0
        available = still_there(rows, room, market)
        if available <= EMPTY_MARKET:
            available = 1.0
        firm = head[market]
        while firm >= 0:
            sigma = min(1.0, output[firm] / available) if is_replaced else 1.0
            change = sigma * (1.0 - hd[firm]) - sent_x[firm]
            if abs(change) > HELD_BACK:
                sent_x[firm] += change
                for edge in range(down_start[firm], down_start[firm + 1]):
                    slot = down_slot[edge]
                    slot_sum[slot] += down_share[edge] * change
                    customer = slot_owner[slot]
                    if not is_met[customer] & _TOUCHED_D:
                        is_met[customer] |= _TOUCHED_D
                        touched_d[counts[_N_D]] = customer
                        counts[_N_D] += 1
            firm = behind[firm]
    counts[_N_MM] = 0


@compiled
def _send_up(rows: Rows, room: Room) -> None:
    """Send every change of the last sweep to the suppliers of those who changed."""
    hu = room.hu
    is_met = room.is_met
    moved_u = room.moved_u
    counts = room.n
    sent_u = room.sent_u
    touched_u = room.touched_u
    up_sum = room.up_sum
    up_share = rows.up_share
    up_start = rows.up_start
    up_supplier = rows.up_supplier
    for at in range(counts[_N_MU]):
        firm = moved_u[at]
        change = (1.0 - hu[firm]) - sent_u[firm]
        if abs(change) > HELD_BACK:
            sent_u[firm] += change
            for edge in range(up_start[firm], up_start[firm + 1]):
                supplier = up_supplier[edge]
                up_sum[supplier] += up_share[edge] * change
                if not is_met[supplier] & _TOUCHED_U:
                    is_met[supplier] |= _TOUCHED_U
                    touched_u[counts[_N_U]] = supplier
                    counts[_N_U] += 1
    counts[_N_MU] = counts[_N_EDGES] = 0


@compiled
def sweep(rows: Rows, room: Room, is_replaced: int) -> float:
    """Move all states once, from the old ones together; return the largest fall."""
    _send_down(rows, room, is_replaced)
    _send_up(rows, room)
    largest = 0.0
    for at in range(room.n[_N_D]):
        firm = room.touched_d[at]
        room.is_met[firm] &= ~np.uint8(_TOUCHED_D)
        _meet(room, firm)
        worst = 0.0
        for slot in range(rows.slot_start[firm], rows.slot_start[firm + 1]):
            worst = max(worst, room.slot_sum[slot])
        state = max(0.0, min(room.psi_d[firm], 1.0 - worst))
        fall = room.hd[firm] - state
        if fall != 0.0:
            largest = max(largest, fall)
            _fall_down(rows, room, firm, state)
    room.n[_N_D] = 0
    for at in range(room.n[_N_U]):
        firm = room.touched_u[at]
        room.is_met[firm] &= ~np.uint8(_TOUCHED_U)
        _meet(room, firm)
        state = max(0.0, min(room.psi_u[firm], 1.0 - room.up_sum[firm]))
        fall = room.hu[firm] - state
        if fall != 0.0:
            largest = max(largest, fall)
            room.hu[firm] = state
            _list_up(rows, room, firm)
    room.n[_N_U] = 0
    return largest


@compiled
def sum_up(rows: Rows, room: Room, lost: Lost, scenario: int) -> None:
    """Write what the firms that were met have lost."""
    by_country = lost.by_country
    by_sector = lost.by_sector
    shares = lost.shares
    hd = room.hd
    hu = room.hu
    met = room.met
    counts = room.n
    country_of = rows.country_of
    sector_of = rows.sector_of
    weight = rows.weight
    both, down, up = 0.0, 0.0, 0.0
    for at in range(counts[_N_MET]):
        firm = met[at]
        share = weight[firm]
        loss = share * (1.0 - min(hd[firm], hu[firm]))
        both += loss
        down += share * (1.0 - hd[firm])
        up += share * (1.0 - hu[firm])
        if by_sector.shape[1] > 0:
            by_sector[scenario, sector_of[firm]] += loss
        if by_country.shape[1] > 0:
            by_country[scenario, country_of[firm]] += loss
    shares[scenario, 0] = both
    shares[scenario, 1] = down
    shares[scenario, 2] = up


@compiled
def rest(rows: Rows, room: Room) -> None:
    """Bring the work arrays back to rest, touching only what was written."""
    still = room.available
    behind = room.behind
    hd = room.hd
    head = room.head
    hu = room.hu
    is_met = room.is_met
    is_open = room.is_open
    met = room.met
    counts = room.n
    psi_d = room.psi_d
    psi_u = room.psi_u
    sent_u = room.sent_u
    sent_x = room.sent_x
    slot_sum = room.slot_sum
    up_sum = room.up_sum
    market_of = rows.market_of
    market_output = rows.market_output
    slot_start = rows.slot_start
    for at in range(counts[_N_MET]):
        firm = met[at]
        market = market_of[firm]
        hd[firm] = hu[firm] = psi_d[firm] = psi_u[firm] = 1.0
        sent_x[firm] = sent_u[firm] = up_sum[firm] = 0.0
        slot_sum[slot_start[firm] : slot_start[firm + 1]] = 0.0
        is_met[firm] = 0
        behind[firm] = -1
        still[market] = market_output[market]
        head[market] = -1
        is_open[market] = 0
    counts[:] = 0
