"""The sweeps of a cascade, compiled; they see arrays only.

Firms are numbered so that a market is contiguous. A firm whose state did not move
sends nothing: only changes travel, along the rows of the firms that changed, so a
small shock costs what it reaches and not what the network holds. A change smaller
than `HELD_BACK` waits until it has grown; with shares that sum to 1 at most, this
alters a state by at most iterations * `HELD_BACK`.

The slow twin, written straight from the equations, is tests/reference/supply_index.py.
"""

from collections.abc import Callable
from typing import NamedTuple, ParamSpec, TypeVar

import numba as nb
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

HELD_BACK = 1e-15
EMPTY_MARKET = 1e-10  # what a market still sells, at most, when the model takes 1 in its place


class Rows(NamedTuple):
    """A flow network as compressed rows. Axis `firm` is in the order of markets."""

    output: Floats  # [firm] yearly sales, currency units
    market_of: Ints  # [firm]
    market_output: Floats  # [market] sum of `output`
    market_start: Ints  # [market + 1] first firm of each market
    down_start: NDArray[np.int64]  # [firm + 1] first edge of each supplier
    down_slot: Ints  # [edge] the customer's slot that the edge fills
    down_share: Floats  # [edge] share of the slot, 0 to 1
    slot_owner: Ints  # [slot] customer
    slot_start: Ints  # [firm + 1] first slot of each customer
    up_start: NDArray[np.int64]  # [firm + 1] first edge of each customer
    up_supplier: Ints  # [edge]
    up_share: Floats  # [edge] share of the supplier's sales, 0 to 1
    weight: Floats  # [firm] share of all output, sums to 1
    sector_of: Ints  # [firm]
    country_of: Ints  # [firm]


class Shocked(NamedTuple):
    """Scenarios as compressed rows: who loses which share of its capacity at the start."""

    start: NDArray[np.int64]  # [scenario + 1]
    firm: Ints  # [loss]
    down: Floats  # [loss] share lost for customers, 0 to 1
    up: Floats  # [loss] share lost for suppliers, 0 to 1


class Lost(NamedTuple):
    """What each scenario loses, as shares of all output; written by `run`."""

    shares: Floats  # [scenario, 3]: both, down, up
    iterations: Ints  # [scenario]
    by_sector: Floats  # [scenario, sector], or no columns where not asked for
    by_country: Floats  # [scenario, country], or no columns


class Room(NamedTuple):
    """Where one thread works: the state of one scenario, and who moved in it."""

    hd: Floats  # [firm] state towards customers, 0 to 1
    hu: Floats  # [firm] state towards suppliers
    psi_d: Floats  # [firm] bound set by the shock
    psi_u: Floats
    sent_x: Floats  # [firm] replaceable loss that customers know of
    sent_u: Floats  # [firm] loss of demand that suppliers know of
    slot_sum: Floats  # [slot] share of the slot that is lost
    up_sum: Floats  # [firm] share of sales that is lost
    available: Floats  # [market] output still there
    head: Ints  # [market] first firm of the market that is down, -1 for none
    behind: Ints  # [firm] next such firm
    is_met: NDArray[np.uint8]  # [firm] bits: listed as met, down, touched down, touched up
    is_open: NDArray[np.uint8]  # [market] listed as moved
    met: Ints  # [firm] every firm whose state or sums were written
    touched_d: Ints  # [firm] customers whose slots moved
    touched_u: Ints  # [firm] suppliers whose sales moved
    moved_u: Ints  # [firm] firms whose hu moved
    moved_m: Ints  # [market] markets whose available output moved
    n: NDArray[np.int64]  # lengths of the five lists above; [5] whether all rows are swept


_MET, _DOWN, _TOUCHED_D, _TOUCHED_U, SHOCKED = 1, 2, 4, 8, 16
_N_MET, _N_D, _N_U, _N_MU, _N_MM, _IS_WIDE = 0, 1, 2, 3, 4, 5
WIDE = 64  # once more than one firm in so many moves, all rows are gone through in order

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` compiled when first called and kept on disk; others run beside it."""
    kept: Callable[P, R] = nb.njit(cache=True, nogil=True)(function)
    return kept


def a_room(rows: Rows) -> Room:
    """Return a thread's work arrays at rest, about 100 bytes a firm and 8 a slot."""
    n, m, s = len(rows.output), len(rows.market_output), len(rows.slot_owner)
    ones, zeros = np.ones, np.zeros
    return Room(
        hd=ones(n),
        hu=ones(n),
        psi_d=ones(n),
        psi_u=ones(n),
        sent_x=zeros(n),
        sent_u=zeros(n),
        slot_sum=zeros(s),
        up_sum=zeros(n),
        available=rows.market_output.copy(),
        head=np.full(m, -1, np.int32),
        behind=np.full(n, -1, np.int32),
        is_met=zeros(n, np.uint8),
        is_open=zeros(m, np.uint8),
        met=zeros(n, np.int32),
        touched_d=zeros(n, np.int32),
        touched_u=zeros(n, np.int32),
        moved_u=zeros(n, np.int32),
        moved_m=zeros(m, np.int32),
        n=zeros(6, np.int64),
    )


@compiled
def run(
    rows: Rows,
    room: Room,
    shocked: Shocked,
    lost: Lost,
    scenarios: NDArray[np.int64],
    eps: float,
    options: NDArray[np.int64],
) -> None:
    """Write into `lost` what the given `scenarios` lose.

    `options`: [0] 1 with replaceability; [1] the most iterations.
    """
    for scenario in scenarios:
        begin(rows, room, shocked, scenario)
        iterations = 0
        fall = np.inf
        room.n[_IS_WIDE] = 0
        while fall > eps and iterations < options[1]:
            if _is_wide(rows, room):
                fall = _sweep_all(rows, room, options[0])
            else:
                fall = _sweep(rows, room, options[0])
            iterations += 1
        lost.iterations[scenario] = iterations
        if room.n[_IS_WIDE]:
            meet_all(room)
        sum_up(rows, room, lost, scenario)
        if room.n[_IS_WIDE]:
            rest_all(rows, room)
        else:
            _rest(rows, room)


@compiled
def _meet(room: Room, firm: int) -> None:
    if not room.is_met[firm] & _MET:
        room.is_met[firm] |= _MET
        room.met[room.n[_N_MET]] = firm
        room.n[_N_MET] += 1


@compiled
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


@compiled
def begin(rows: Rows, room: Room, shocked: Shocked, scenario: int) -> None:
    """Set the states that a scenario starts from."""
    for at in range(shocked.start[scenario], shocked.start[scenario + 1]):
        firm = shocked.firm[at]
        _meet(room, firm)
        room.is_met[firm] |= SHOCKED
        room.psi_d[firm] = 1.0 - shocked.down[at]
        room.psi_u[firm] = 1.0 - shocked.up[at]
        if room.psi_d[firm] < 1.0:
            _fall_down(rows, room, firm, room.psi_d[firm])
        if room.psi_u[firm] < 1.0:
            room.hu[firm] = room.psi_u[firm]
            room.moved_u[room.n[_N_MU]] = firm
            room.n[_N_MU] += 1


@compiled
def _still_there(rows: Rows, room: Room, market: int) -> float:
    """Return the market's available output; summed anew where differences would be noise."""
    if room.available[market] < 1e-4 * rows.market_output[market]:
        total = 0.0
        for firm in range(rows.market_start[market], rows.market_start[market + 1]):
            total += room.hd[firm] * rows.output[firm]
        room.available[market] = total
    return float(room.available[market])


@compiled
def _send(rows: Rows, room: Room, is_replaced: int) -> None:
    """Send every change of the last sweep along the rows of those who changed."""
    for at in range(room.n[_N_MM]):
        market = room.moved_m[at]
        room.is_open[market] = 0
        available = _still_there(rows, room, market)
        if available <= EMPTY_MARKET:
            available = 1.0
        firm = room.head[market]
        while firm >= 0:
            sigma = min(1.0, rows.output[firm] / available) if is_replaced else 1.0
            change = sigma * (1.0 - room.hd[firm]) - room.sent_x[firm]
            if abs(change) > HELD_BACK:
                room.sent_x[firm] += change
                for edge in range(rows.down_start[firm], rows.down_start[firm + 1]):
                    slot = rows.down_slot[edge]
                    room.slot_sum[slot] += rows.down_share[edge] * change
                    customer = rows.slot_owner[slot]
                    if not room.is_met[customer] & _TOUCHED_D:
                        room.is_met[customer] |= _TOUCHED_D
                        room.touched_d[room.n[_N_D]] = customer
                        room.n[_N_D] += 1
            firm = room.behind[firm]
    room.n[_N_MM] = 0
    for at in range(room.n[_N_MU]):
        firm = room.moved_u[at]
        change = (1.0 - room.hu[firm]) - room.sent_u[firm]
        if abs(change) > HELD_BACK:
            room.sent_u[firm] += change
            for edge in range(rows.up_start[firm], rows.up_start[firm + 1]):
                supplier = rows.up_supplier[edge]
                room.up_sum[supplier] += rows.up_share[edge] * change
                if not room.is_met[supplier] & _TOUCHED_U:
                    room.is_met[supplier] |= _TOUCHED_U
                    room.touched_u[room.n[_N_U]] = supplier
                    room.n[_N_U] += 1
    room.n[_N_MU] = 0


@compiled
def _sweep(rows: Rows, room: Room, is_replaced: int) -> float:
    """Move all states once, from the old ones together; return the largest fall."""
    _send(rows, room, is_replaced)
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
            room.moved_u[room.n[_N_MU]] = firm
            room.n[_N_MU] += 1
    room.n[_N_U] = 0
    return largest


@compiled
def sum_up(rows: Rows, room: Room, lost: Lost, scenario: int) -> None:
    """Write what the firms that were met have lost."""
    both, down, up = 0.0, 0.0, 0.0
    for at in range(room.n[_N_MET]):
        firm = room.met[at]
        weight = rows.weight[firm]
        loss = weight * (1.0 - min(room.hd[firm], room.hu[firm]))
        both += loss
        down += weight * (1.0 - room.hd[firm])
        up += weight * (1.0 - room.hu[firm])
        if lost.by_sector.shape[1] > 0:
            lost.by_sector[scenario, rows.sector_of[firm]] += loss
        if lost.by_country.shape[1] > 0:
            lost.by_country[scenario, rows.country_of[firm]] += loss
    lost.shares[scenario, 0] = both
    lost.shares[scenario, 1] = down
    lost.shares[scenario, 2] = up


@compiled
def _rest(rows: Rows, room: Room) -> None:
    """Bring the work arrays back to rest, touching only what was written."""
    for at in range(room.n[_N_MET]):
        firm = room.met[at]
        market = rows.market_of[firm]
        room.hd[firm] = room.hu[firm] = room.psi_d[firm] = room.psi_u[firm] = 1.0
        room.sent_x[firm] = room.sent_u[firm] = room.up_sum[firm] = 0.0
        room.slot_sum[rows.slot_start[firm] : rows.slot_start[firm + 1]] = 0.0
        room.is_met[firm] = 0
        room.behind[firm] = -1
        room.available[market] = rows.market_output[market]
        room.head[market] = -1
        room.is_open[market] = 0
    room.n[:] = 0


@compiled
def _is_wide(rows: Rows, room: Room) -> bool:
    """Return whether so many firms moved that lists cost more than going through all."""
    if not room.n[_IS_WIDE] and room.n[_N_MET] * WIDE > len(rows.output):
        room.n[_IS_WIDE] = 1
    return bool(room.n[_IS_WIDE] == 1)


@compiled
def _sweep_all(rows: Rows, room: Room, is_replaced: int) -> float:
    """Move all states once, as `_sweep` does, without lists: rows and firms in order."""
    for market in range(len(rows.market_output)):
        available = _still_there(rows, room, market)
        if available <= EMPTY_MARKET:
            available = 1.0
        for firm in range(rows.market_start[market], rows.market_start[market + 1]):
            lost = 1.0 - room.hd[firm]
            if lost > 0.0 or room.sent_x[firm] > 0.0:
                sigma = min(1.0, rows.output[firm] / available) if is_replaced else 1.0
                change = sigma * lost - room.sent_x[firm]
                if abs(change) > HELD_BACK:
                    room.sent_x[firm] += change
                    for edge in range(rows.down_start[firm], rows.down_start[firm + 1]):
                        room.slot_sum[rows.down_slot[edge]] += rows.down_share[edge] * change
            change = (1.0 - room.hu[firm]) - room.sent_u[firm]
            if abs(change) > HELD_BACK:
                room.sent_u[firm] += change
                for edge in range(rows.up_start[firm], rows.up_start[firm + 1]):
                    room.up_sum[rows.up_supplier[edge]] += rows.up_share[edge] * change
    return _move_all(rows, room)


@compiled
def _move_all(rows: Rows, room: Room) -> float:
    """Bring all states up to the sums; return the largest fall."""
    largest = 0.0
    for market in range(len(rows.market_output)):
        available = 0.0
        for firm in range(rows.market_start[market], rows.market_start[market + 1]):
            worst = 0.0
            for slot in range(rows.slot_start[firm], rows.slot_start[firm + 1]):
                worst = max(worst, room.slot_sum[slot])
            down, up = max(0.0, 1.0 - worst), max(0.0, 1.0 - room.up_sum[firm])
            if room.is_met[firm] & SHOCKED:
                down, up = min(room.psi_d[firm], down), min(room.psi_u[firm], up)
            down, up = min(1.0, down), min(1.0, up)
            largest = max(largest, room.hd[firm] - down, room.hu[firm] - up)
            room.hd[firm] = down
            room.hu[firm] = up
            available += down * rows.output[firm]
        room.available[market] = available
    return largest


@compiled
def meet_all(room: Room) -> None:
    """List every firm as met, so that sums go over all."""
    for firm in range(len(room.met)):
        room.met[firm] = firm
    room.n[_N_MET] = len(room.met)


@compiled
def rest_all(rows: Rows, room: Room) -> None:
    """Bring the work arrays back to rest, all of them."""
    room.hd[:] = 1.0
    room.hu[:] = 1.0
    room.psi_d[:] = 1.0
    room.psi_u[:] = 1.0
    room.sent_x[:] = 0.0
    room.sent_u[:] = 0.0
    room.up_sum[:] = 0.0
    room.slot_sum[:] = 0.0
    room.is_met[:] = 0
    room.available[:] = rows.market_output
    room.head[:] = -1
    room.is_open[:] = 0
    room.n[:] = 0
