"""One day of the adaptive input-output model; compiled, arrays only.

A slot is one input of one firm: all that it buys from one market. Slots stand by
firm, the edges of a slot side by side.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba as nb
import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.kernels.arrays import Floats, Ints, compiled

P = ParamSpec("P")
R = TypeVar("R")

Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]


def _fast(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` compiled so that a sum may be taken in any order, eight at a time."""
    kept: Callable[P, R] = nb.njit(nogil=True, cache=True, fastmath={"reassoc", "nsz"})(function)
    return kept


@compiled
def cut_by_stocks(
    wanted: Floats,  # [firm] output a day
    first_slot: Longs,  # [firm + 1]
    stock: Floats,  # [slot]
    floor: Floats,  # [slot] stock needed for one unit of output a day; 0: limits nobody
    made: Floats,  # [firm] written
    cut_by: Ints,  # [firm] written: the slot that limits, -1 for none
) -> None:
    """Write what each firm makes with the stocks that it has."""
    for firm in range(len(wanted)):
        ratio, by = 1.0, -1
        for slot in range(first_slot[firm], first_slot[firm + 1]):
            need = wanted[firm] * floor[slot]
            if stock[slot] < need and stock[slot] / need < ratio:
                ratio, by = stock[slot] / need, slot
        made[firm] = wanted[firm] * ratio
        cut_by[firm] = by


@_fast
def restock_and_order(  # noqa: C901, PLR0912  one pass: a call a slot costs more than its sums
    span: tuple[int, int],  # slots to go through
    rules: tuple[bool, bool, float, float],  # stocks move, gaps are closed, still share, value
    edges: tuple[Longs, Ints, Floats, Floats],  # as the first lines below name them
    slots: tuple[Ints, Ints, Floats, Floats, Floats],  # [slot]
    firms: tuple[Floats, Floats, Floats, Floats, Floats],  # [firm]; of the last three by place
    state: tuple[Floats, Floats, Floats, Floats, Floats],  # [slot]
) -> tuple[bool, bool]:
    """Return whether no delivery differs from use, and whether no stock differs from its goal.

    Where `supplier` is empty, all firms of a market are in each of its slots, in order,
    from `base` on: the loops then run over memory in order, many at a time.
    """
    is_moving, is_filling, still_share, still_value = rules
    start, supplier, flow, order = edges  # order is written, unless it is empty
    owner, base, need, days, closed = slots
    made, ready, delivered, weight, ordered = firms  # ordered is written: orders per weight
    pull, stock, next_pull, next_stock, came = state  # the last three are written
    is_whole, is_kept = len(supplier) == 0, len(order) > 0
    is_used, is_full = True, True
    ordered[:] = 0.0
    for slot in range(span[0], span[1]):
        first, last, firm, at = start[slot], start[slot + 1], owner[slot], base[slot]
        arrived, open_to = 0.0, 0.0
        if is_whole:  # views, so that no place needs a look at its sign
            row, until = flow[first:last], at + last - first
            row_delivered, row_weight = delivered[at:until], weight[at:until]
            for one in range(len(row)):
                arrived += row[one] * row_delivered[one]
                open_to += row[one] * row_weight[one]
        else:
            for edge in range(first, last):
                arrived += flow[edge] * delivered[supplier[edge]]
                open_to += flow[edge] * weight[supplier[edge]]
        arrived = came[slot] if is_kept else arrived * pull[slot]
        came[slot] = arrived
        used = made[firm] * need[slot]
        if abs(arrived - used) > still_value + still_share * abs(used):
            is_used = False
        held = stock[slot]
        if is_moving:
            held = max(0.0, held - used + arrived)
        next_stock[slot] = held
        goal = ready[firm] * need[slot] * days[slot] if days[slot] < np.inf else held
        if abs(held - goal) > still_value + still_share * abs(goal):
            is_full = False
        gap = closed[slot] * (goal - held) if is_filling and goal > held else 0.0
        wanted = (gap + used) / open_to if open_to > 0 else 0.0
        next_pull[slot] = wanted
        if is_whole:
            row, row_ordered = flow[first:last], ordered[at : at + last - first]
            for one in range(len(row)):
                row_ordered[one] += row[one] * wanted
        else:
            for edge in range(first, last):
                ordered[supplier[edge]] += flow[edge] * wanted
        if is_kept:
            for edge in range(first, last):
                place = at + edge - first if is_whole else supplier[edge]
                order[edge] = flow[edge] * weight[place] * wanted
    return is_used, is_full


@compiled
def serve_in_order(
    rest: Floats,  # [firm] output of the day; written: what nobody asked for
    supplier: Longs,  # [order]
    size: Floats,  # [order]
    turn: Longs,  # [order] in which order they are served
    given: Floats,  # [order] written
) -> None:
    """Write what each order gets where each supplier serves them one after the other."""
    for one in turn:
        firm = supplier[one]
        given[one] = min(size[one], rest[firm])
        rest[firm] -= given[one]
