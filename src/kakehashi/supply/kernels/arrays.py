"""The arrays that kernels of flow networks read and write, and how kernels are compiled."""

from collections.abc import Callable
from typing import NamedTuple, ParamSpec, TypeVar

import numba as nb
import numpy as np
from numpy.typing import NDArray

P = ParamSpec("P")
R = TypeVar("R")
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
N_LANES = 8  # scenarios side by side: one cache line of states a firm
AHEAD = 16  # edges by which states are asked for before they are needed


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
    input_start: NDArray[np.int64]  # [slot + 1] first edge of each slot; the same edges by slot
    input_supplier: Ints  # [edge + AHEAD] the last ones are never used
    input_share: Floats  # [edge]
    up_start: NDArray[np.int64]  # [firm + 1] first edge of each customer
    up_supplier: Ints  # [edge]
    up_share: Floats  # [edge] share of the supplier's sales, 0 to 1
    sale_start: NDArray[np.int64]  # [firm + 1] first edge of each supplier; the same by supplier
    sale_customer: Ints  # [edge + AHEAD]
    sale_share: Floats  # [edge]
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
    n: NDArray[np.int64]  # lengths of the five lists above; [5] edges of those in `moved_u`


class Lanes(NamedTuple):
    """Where one thread sweeps eight scenarios side by side; a lane at rest has no loss.

    `x` and `u` have two halves: a sweep reads the one and writes the other, or reads and
    writes one where firms are to go by what others lost in the same sweep.
    """

    d: Floats  # [firm, lane] loss towards customers, 0 to 1
    x: Floats  # [half * firm, lane] the part of it that nobody replaces
    u: Floats  # [half * firm, lane] loss towards suppliers
    least_d: Floats  # [firm, lane] loss set by the shock
    least_u: Floats
    n_shocked: Ints  # [firm] shocks that set it a least loss, over all lanes
    factor: Floats  # [1, lane] one over what a market still sells
    told: Floats  # [9, lane] of the last sweep: both, down, up, largest fall, and of a proof
    scenario: NDArray[np.int64]  # [lane] -1 where the lane is at rest
    iterations: NDArray[np.int64]  # [lane]
    half: NDArray[np.int64]  # [1] first row of the half to be read next


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` compiled when first called and kept on disk; others run beside it."""
    kept: Callable[P, R] = nb.njit(cache=True, nogil=True)(function)
    return kept


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` for use inside compiled ones, written into each.

    A call would count references of every array in its arguments, at hundreds of
    nanoseconds a time.
    """
    kept: Callable[P, R] = nb.njit(inline="always", nogil=True)(function)
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


def lanes_of(rows: Rows) -> Lanes:
    """Return a thread's lanes at rest, 320 bytes a firm; least losses take none until set."""
    n = len(rows.output)
    return Lanes(
        d=lines(n),
        x=lines(2 * n),
        u=lines(2 * n),
        least_d=lines(n),
        least_u=lines(n),
        n_shocked=np.zeros(n, np.int32),
        factor=lines(1),
        told=lines(9),
        scenario=np.full(N_LANES, -1),
        iterations=np.zeros(N_LANES, np.int64),
        half=np.zeros(1, np.int64),
    )


def lines(n_rows: int) -> Floats:
    """Return zeros [row, lane], each row in one cache line."""
    room = np.zeros((n_rows + 1) * N_LANES)
    first = -room.ctypes.data % 64 // 8
    return room[first : first + n_rows * N_LANES].reshape(n_rows, N_LANES)
