"""Availability of inputs day by day; compiled, arrays only.

A lane is one draw of the assumptions under one set of measures. Inputs stand in an
order in which all that goes into one, or is a type of it, comes before it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.kernels.arrays import Floats, compiled

Ints = NDArray[np.int32]


class Chain(NamedTuple):
    """How the inputs hang together; the same in all lanes."""

    part_start: Ints  # [input + 1] compressed rows of `part`
    part: Ints  # what goes into an input
    type_start: Ints  # [input + 1] compressed rows of `type_of`
    type_of: Ints  # the types of an input
    has_whole_type: NDArray[np.bool_]  # [input] whether a type of it is never short
    is_lasting: NDArray[np.bool_]  # [input] capital goods and designs
    hit: Ints  # [piece] the input that a loss takes from
    loss: Ints  # [piece] the loss
    weight: Floats  # [piece] share of the provider in the input, 0 to 1
    from_day: Floats  # [loss] first day


class Lanes(NamedTuple):
    """What differs from lane to lane."""

    stock_days: Floats  # [lane, input]
    life_days: Floats  # [lane, input] infinite where nothing wears out
    lead_days: Floats  # [lane, input]
    substitution: Floats  # [lane, input] 0: all types are needed, 1: the best one will do
    second_share: Floats  # [lane, input] what a second source adds
    second_day: Floats  # [lane, input] the day from which it does
    lost: Floats  # [lane, loss] share of the provider that stops
    for_days: Floats  # [lane, loss]
    return_days: Floats  # [lane, loss] over which it comes back, in a straight line


class Told(NamedTuple):
    """Written by `run_days`."""

    lost_days: Floats  # [lane, input] sum over days of 1 - service
    delayed_days: Floats  # [lane, input] sum over days of 1 - delivery; 0 unless lasting
    watched: Ints  # [watched] inputs of which every day is kept
    service: Floats  # [lane, watched, day]
    delivery: Floats  # [lane, watched, day]


@compiled
def _still_lost(day: int, start: float, length: float, back: float) -> float:
    """Return which part of a loss stands on a day: 1, then falling to 0."""
    since = day - start
    if since < 0:
        return 0.0
    if since < length:
        return min(1.0, length - since)  # the last day may be lost in part
    if since < length + back:
        return 1.0 - (since - length) / back
    return 0.0


@compiled
def _mixed(chain: Chain, one: int, whole: float, state: Floats) -> float:
    """Return what the types of an input give together: between the worst and the best."""
    worst, best = 1.0, 1.0 if chain.has_whole_type[one] else 0.0
    for at in range(chain.type_start[one], chain.type_start[one + 1]):
        worst = min(worst, state[chain.type_of[at]])
        best = max(best, state[chain.type_of[at]])
    return worst + whole * (best - worst)


@compiled
def run_days(chain: Chain, lanes: Lanes, n_days: int, told: Told) -> None:
    """Write what each lane loses over `n_days`."""
    n_inputs, n_pieces = len(chain.is_lasting), len(chain.hit)
    surviving, service, delivery = np.ones(n_inputs), np.ones(n_inputs), np.ones(n_inputs)
    installed, stock = np.ones(n_inputs), np.zeros(n_inputs)
    missed = np.zeros((n_inputs, n_days))  # what was not delivered, by day
    for lane in range(len(lanes.stock_days)):
        installed[:] = 1.0
        stock[:] = lanes.stock_days[lane]
        for day in range(n_days):
            surviving[:] = 1.0
            for piece in range(n_pieces):
                loss = chain.loss[piece]
                part = _still_lost(
                    day, chain.from_day[loss], lanes.for_days[lane, loss],
                    lanes.return_days[lane, loss],
                )  # fmt: skip
                surviving[chain.hit[piece]] -= chain.weight[piece] * lanes.lost[lane, loss] * part
            for one in range(n_inputs):
                made = max(0.0, surviving[one])
                if day >= lanes.second_day[lane, one]:
                    made = min(1.0, made + lanes.second_share[lane, one])
                for at in range(chain.part_start[one], chain.part_start[one + 1]):
                    made = min(made, service[chain.part[at]])
                has_types = chain.type_start[one + 1] > chain.type_start[one]
                if has_types:
                    made = min(made, _mixed(chain, one, lanes.substitution[lane, one], delivery))
                used = min(stock[one], 1.0 - made)
                stock[one] -= used
                delivery[one] = made + used
                service[one] = delivery[one]
                if chain.is_lasting[one]:
                    missed[one, day] = 1.0 - delivery[one]
                    told.delayed_days[lane, one] += missed[one, day]
                    ordered = day - int(lanes.lead_days[lane, one])
                    if ordered >= 0:
                        worn = missed[one, ordered] / lanes.life_days[lane, one]
                        installed[one] = max(0.0, installed[one] - worn)
                    service[one] = installed[one]
                    if has_types:
                        whole = lanes.substitution[lane, one]
                        service[one] = min(service[one], _mixed(chain, one, whole, service))
                told.lost_days[lane, one] += 1.0 - service[one]
            for at in range(len(told.watched)):
                told.service[lane, at, day] = service[told.watched[at]]
                told.delivery[lane, at, day] = delivery[told.watched[at]]
