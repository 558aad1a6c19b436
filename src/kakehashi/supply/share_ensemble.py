"""What draws say together: means and quantiles with their sampling error, rankings."""

from collections.abc import Sequence
from math import ceil, floor, sqrt

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
QUANTILES = (0.05, 0.5, 0.95)
WORST = 0.05  # the draws over which a tail loss is taken
TIE = 1e-9
_TWO_SIDED_95 = 1.96


class Quantile(msgspec.Struct, frozen=True):
    """A quantile of the draws; its sampling error of 95 % lies between `low` and `high`."""

    at: float
    value: float
    low: float
    high: float


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The draws of one number in short."""

    mean: float
    mean_error: float  # standard error
    tail: float  # the mean of the worst 5 % of draws, at least one
    quantiles: tuple[Quantile, ...]
    n_draws: int


def summary(draws: Floats) -> Summary:
    """Return mean, tail and quantiles of `draws`, larger being worse.

    Notes
    -----
    The interval of a quantile is that of order statistics (normal approximation of
    the binomial): it supposes nothing of the shape of the draws.

    >>> told = summary(np.arange(1.0, 101.0))
    >>> told.mean, told.tail, [one.value for one in told.quantiles]
    (50.5, 98.0, [5.0, 50.0, 95.0])
    """
    ordered = np.sort(draws)
    n = len(ordered)
    error = float(ordered.std(ddof=1)) / sqrt(n) if n > 1 else 0.0
    quantiles = []
    for at in QUANTILES:
        wide = _TWO_SIDED_95 * sqrt(n * at * (1 - at))
        low, high = max(0, floor(n * at - wide) - 1), min(n - 1, ceil(n * at + wide))
        place = max(0, ceil(n * at) - 1)
        quantiles.append(
            Quantile(at, float(ordered[place]), float(ordered[low]), float(ordered[high]))
        )
    worst = ordered[-tail_size(n) :]
    return Summary(
        mean=float(ordered.mean()), mean_error=error, tail=float(worst.mean()),
        quantiles=tuple(quantiles), n_draws=n,
    )  # fmt: skip


def tail_size(n_draws: int) -> int:
    """Return how many draws make the tail: 5 %, rounded up."""
    return max(1, ceil(WORST * n_draws - TIE))


class Ranked(msgspec.Struct, frozen=True, kw_only=True):
    """One alternative in its place; `undecided_with` are those that some draws rank otherwise."""

    name: str
    mean: float
    undecided_with: tuple[str, ...]

    @property
    def is_undecided(self) -> bool:
        """Whether its place flips within the assumed ranges."""
        return bool(self.undecided_with)


def ranked(names: Sequence[str], table: Floats) -> tuple[Ranked, ...]:
    """Return the alternatives, the largest mean first, with those that no draw settles.

    Parameters
    ----------
    names
        Of the alternatives.
    table
        [draw, alternative], the draws being common to all.

    Notes
    -----
    Two alternatives are undecided where one draw puts the first before the second and
    another the second before the first. Draws show that a ranking flips; where none
    does, that is no proof that none could.

    >>> [one.undecided_with for one in ranked(("a", "b"), np.array([[2.0, 1.0], [1.0, 1.5]]))]
    [('b',), ('a',)]
    """
    means = table.mean(axis=0)
    order = sorted(range(len(names)), key=lambda at: (-means[at], at))
    return tuple(
        Ranked(
            name=names[at],
            mean=float(means[at]),
            undecided_with=tuple(
                names[other] for other in order if other != at and _flips(table, at, other)
            ),
        )
        for at in order
    )


def _flips(table: Floats, one: int, other: int) -> bool:
    apart = table[:, one] - table[:, other]
    return bool((apart > TIE).any() and (apart < -TIE).any())


def ranked_draws(columns: Sequence[Floats]) -> tuple[Ranked, ...]:
    """Return results by their mean, each named by its place; a single draw stands for all.

    Notes
    -----
    Where two results have different numbers of draws, none is common to them: then
    their order is undecided as soon as their ranges overlap.

    >>> [one.name for one in ranked_draws([np.array([1.0]), np.array([2.0, 3.0])])]
    ['1', '0']
    """
    names = [str(at) for at in range(len(columns))]
    most = max(map(len, columns))
    if all(len(column) in (1, most) for column in columns):
        table = np.column_stack([np.broadcast_to(column, most) for column in columns])
        return ranked(names, table)
    low, high = (np.array([bound(column) for column in columns]) for bound in (np.min, np.max))
    means = [float(column.mean()) for column in columns]
    return tuple(
        Ranked(
            name=names[at],
            mean=means[at],
            undecided_with=tuple(
                names[other] for other in range(len(columns))
                if other != at and low[at] < high[other] - TIE and low[other] < high[at] - TIE
            ),
        )
        for at in sorted(range(len(columns)), key=lambda at: -means[at])
    )  # fmt: skip
