"""The path along which a loss travelled, from the product back to what was lost."""

from enum import StrEnum

import msgspec
import numpy as np

from kakehashi.supply.kernels.share_days import Lanes, Told
from kakehashi.supply.share_ensemble import Floats
from kakehashi.supply.share_lanes import Prepared

SHORT = 1e-9


class Cause(StrEnum):
    """Why an input is short on a day."""

    PART = "part"  # something that goes into it is short
    TYPE = "type"  # some of its types are
    WEAR = "wear"  # what wore out was not replaced
    PROVIDER = "provider"  # its own provision was lost


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One input of the path, on the day it was worst, and why."""

    input: str
    day: int
    share: float  # that its users had; of deliveries, what was delivered
    cause: Cause
    providers: tuple[str, ...] = ()  # that were lost, at the end of the path


class _Walk:
    """One draw, kept day by day."""

    def __init__(self, prepared: Prepared, lanes: Lanes, told: Told) -> None:
        self.chain, self.told, self.lanes = prepared.chain, told, lanes
        self.providers: dict[int, tuple[str, ...]] = {}
        for place, piece in enumerate(prepared.pieces):
            at = int(self.chain.hit[place])
            named = (*self.providers.get(at, ()), piece.provider)
            self.providers[at] = tuple(dict.fromkeys(named))

    def parts(self, at: int) -> list[int]:
        start = self.chain.part_start
        return [int(one) for one in self.chain.part[start[at] : start[at + 1]]]

    def types(self, at: int) -> list[int]:
        start = self.chain.type_start
        return [int(one) for one in self.chain.type_of[start[at] : start[at + 1]]]

    def surviving(self, at: int, day: int) -> float:
        """Return what is left of the provision of an input, second sources included."""
        left = 1.0
        for place, hit in enumerate(self.chain.hit):
            if int(hit) == at:
                loss = int(self.chain.loss[place])
                since = day - self.chain.from_day[loss]
                length, back = self.lanes.for_days[0, loss], self.lanes.return_days[0, loss]
                part = min(1.0, length - since) if 0 <= since < length else 0.0
                if length <= since < length + back:
                    part = 1.0 - (since - length) / back
                left -= float(self.chain.weight[place] * self.lanes.lost[0, loss] * part)
        if day >= self.lanes.second_day[0, at]:
            left = min(1.0, left + float(self.lanes.second_share[0, at]))
        return max(0.0, left)


def path_of(prepared: Prepared, lanes: Lanes, told: Told) -> tuple[Step, ...]:
    """Return the steps from the product that loses most; none where none loses any.

    At each input the tightest of its bounds is followed: its own provision, what goes
    into it, or its types. Of equal ones, its own provision first, then as listed.

    Parameters
    ----------
    prepared, lanes, told
        One lane (the first), run with every day of every input kept.
    """
    walk = _Walk(prepared, lanes, told)
    at = max(
        (prepared.inputs.index(one) for one in prepared.products),
        key=lambda one: float(told.lost_days[0, one]),
    )
    day = _worst(told.service[0, at])
    steps: list[Step] = []
    of_delivery = False
    while _had(walk, at, day, of_delivery=of_delivery) < 1 - SHORT:
        step, at, day, of_delivery = _next(walk, prepared, at, day, of_delivery=of_delivery)
        steps.append(step)
        if step.cause == Cause.PROVIDER:
            break
    return tuple(steps)


def _worst(by_day: Floats) -> int:
    """Return the first of the worst days; what differs by rounding alone is equal."""
    return int(np.flatnonzero(by_day <= by_day.min() + SHORT)[0])


def _had(walk: _Walk, at: int, day: int, *, of_delivery: bool) -> float:
    state = walk.told.delivery if of_delivery else walk.told.service
    return float(state[0, at, day])


def _next(
    walk: _Walk, prepared: Prepared, at: int, day: int, *, of_delivery: bool
) -> tuple[Step, int, int, bool]:
    """Return the step at an input and where the path goes on: input, day, of deliveries."""
    name, had = prepared.inputs[at], _had(walk, at, day, of_delivery=of_delivery)
    types = walk.types(at)
    if walk.chain.is_lasting[at] and not of_delivery:
        worst = min(types, key=lambda one: float(walk.told.service[0, one, day]), default=None)
        if worst is not None and walk.told.service[0, worst, day] <= had + SHORT:
            return Step(input=name, day=day, share=had, cause=Cause.TYPE), worst, day, False
        # wear adds up over days: follow the deliveries on the worst of those that count by now
        last = max(1, day - int(walk.lanes.lead_days[0, at]) + 1)
        failed = _worst(walk.told.delivery[0, at, :last])
        return Step(input=name, day=day, share=had, cause=Cause.WEAR), at, failed, True
    bounds: list[tuple[float, int, Cause, int]] = []
    if at in walk.providers:
        bounds.append((walk.surviving(at, day), 0, Cause.PROVIDER, at))
    bounds += [
        (float(walk.told.service[0, one, day]), 1, Cause.PART, one) for one in walk.parts(at)
    ]
    bounds += [(float(walk.told.delivery[0, one, day]), 2, Cause.TYPE, one) for one in types]
    _, _, cause, then = min(bounds)
    providers = walk.providers.get(at, ()) if cause == Cause.PROVIDER else ()
    step = Step(input=name, day=day, share=had, cause=cause, providers=providers)
    return step, then, day, cause == Cause.TYPE
