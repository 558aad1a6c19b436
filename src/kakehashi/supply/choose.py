"""A set of measures that a budget can pay, chosen by what it gains."""

from collections.abc import Callable
from enum import StrEnum
from heapq import heapify, heappop, heappush
from itertools import chain, combinations

import msgspec

from kakehashi.supply.draws import Floats

MOST_SETS = 256  # that are all tried, so that the best is known
GAIN = 1e-9  # output-days that a measure must save to be worth its cost
Sets = tuple[frozenset[int], ...]
Gains = Callable[[Sets], Floats]


class By(StrEnum):
    """Which loss is lowered."""

    EXPECTED = "expected"  # the mean of the draws
    TAIL = "tail"  # the mean of the worst 5 %


def sets_at_most(n_measures: int, most_sets: int = MOST_SETS) -> int:
    """Return how many sets are tried at most, the empty one and all together among them.

    >>> sets_at_most(5), sets_at_most(10)
    (32, 266)
    """
    n_sets = 1 << n_measures
    if n_sets <= most_sets:
        return n_sets
    # all of those that are affordable, and each alone; or two greedy walks
    return max(most_sets + n_measures, 2 + n_measures**2)


class Picked(msgspec.Struct, frozen=True, kw_only=True):
    """A set of places and what it gains."""

    members: tuple[int, ...]
    gain: float
    with_all: float  # what all members gain together that are affordable alone
    is_best: bool  # whether every affordable set was tried

    @property
    def most(self) -> float:
        """What no affordable set can pass, provided that a larger set never gains less."""
        return self.gain if self.is_best else self.with_all

    @property
    def bound_share(self) -> float:
        """The share of the best affordable gain that is then certainly reached, 0 to 1."""
        return 1.0 if self.most <= GAIN else min(1.0, max(0.0, self.gain / self.most))


def choose(costs: Floats, budget: float, gains: Gains, most_sets: int = MOST_SETS) -> Picked:
    """Return a set that the budget can pay and that gains much.

    Parameters
    ----------
    costs
        [member], above 0.
    budget
        What the members may cost together.
    gains
        Gives what each of some sets gains over the empty one, which gains 0.
    most_sets
        So many sets or fewer are all tried.

    Notes
    -----
    Lazy greedy twice, by gain and by gain per cost, and the better of the two (CELF,
    Leskovec et al. 2007): a gain is worked out anew only when it comes first, until
    one stays first. For gains with falling returns that is at least half of 1 - 1/e of
    the best. Losses along a chain have no falling returns: two inputs of one step may
    help only together. So that bound is not claimed. Where a larger set never gains
    less, no set gains more than all members together that are affordable alone: the
    share of that is the bound. Where it may gain less, nothing bounds it. Where few
    sets are affordable, all are tried and the set is the best, whatever the gains.
    """
    able = [at for at in range(len(costs)) if costs[at] <= budget]
    if not able:
        return Picked(members=(), gain=0.0, with_all=0.0, is_best=True)
    found = {_greedy(costs, budget, gains, able, per_cost=per_cost) for per_cost in (False, True)}
    is_best = 2 ** len(able) <= most_sets
    if is_best:
        sets = chain.from_iterable(combinations(able, n) for n in range(len(able) + 1))
        found |= {frozenset(one) for one in sets if sum(costs[list(one)]) <= budget}
    ordered = sorted(found, key=lambda one: (sum(costs[list(one)]), sorted(one)))
    gained = gains((*ordered, frozenset(able)))
    # of sets that gain the same, the cheapest; members that add nothing fall out with it
    top = float(gained[:-1].max())
    place = next(at for at, gain in enumerate(gained[:-1]) if gain >= top - GAIN)
    return Picked(
        members=tuple(sorted(ordered[place])), gain=float(gained[place]),
        with_all=float(gained[-1]), is_best=is_best,
    )  # fmt: skip


def _greedy(
    costs: Floats, budget: float, gains: Gains, able: list[int], *, per_cost: bool
) -> frozenset[int]:
    scale = {at: float(costs[at]) if per_cost else 1.0 for at in able}
    taken: frozenset[int] = frozenset()
    gained, left = 0.0, budget
    first = gains(tuple(frozenset({at}) for at in able))
    # (minus the gain, member, size of the set for which it was worked out)
    heap = [(-float(gain) / scale[at], at, 0) for at, gain in zip(able, first, strict=True)]
    heapify(heap)
    while heap:
        worth, at, size = heappop(heap)
        if costs[at] > left:
            continue
        if size == len(taken):
            if -worth * scale[at] <= GAIN:
                break
            taken, left = taken | {at}, left - float(costs[at])
            gained -= worth * scale[at]
            continue
        more = float(gains((taken | {at},))[0]) - gained
        heappush(heap, (-more / scale[at], at, len(taken)))
    return taken
