"""Random numbers by name: the same seed and name give the same draws wherever asked for."""

from collections.abc import Iterable
from hashlib import blake2b
from zlib import crc32

import msgspec
import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.share_network import Span

Floats = NDArray[np.float64]
Marks = NDArray[np.uint64]
_ALL_BITS = 2**64 - 1


class Places(msgspec.Struct, frozen=True):
    """Where in its span each number lies in each draw, 0 to 1; drawn by name.

    The same seed, name and field give the same numbers in whatever scenario and
    under whatever measures they are asked for: common random numbers. Without a
    seed there is one draw, in the middle of each span.
    """

    n: int
    seed: int | None = None

    def along(self, span: Span, name: str, field: str) -> Floats:
        """Return the number in each draw.

        >>> Places(1).along(Span(30, 90), "resin", "stock_days").tolist()
        [60.0]
        """
        if self.seed is None or span.high == span.low:
            return np.full(self.n, span.middle)
        draws = np.random.default_rng((self.seed, crc32(f"{name}.{field}".encode())))
        return span.low + draws.random(self.n) * (span.high - span.low)


def marks_of(names: Iterable[str]) -> Marks:
    """Return a number of its own for each name, by which a draw chooses among them."""
    digests = (blake2b(name.encode(), digest_size=8).digest() for name in names)
    return np.array([int.from_bytes(one, "little") for one in digests], np.uint64)


def chosen(marks: Marks, n: int, seed: int, name: str, draw: int) -> NDArray[np.intp]:
    """Return the places of `n` of the marks that draw number `draw` chooses, in rising order.

    Each mark is equally likely. Who is chosen as one of three is chosen as one of five, and
    leaving others out of the list never leaves out one who was chosen.

    Notes
    -----
    The marks are put in an order of the draw's own: a mark XOR a random key, mixed by the
    last steps of SplitMix64 (Steele, Lea and Flood 2014). Cost: one pass over the marks.

    >>> marks = marks_of("abcdef")
    >>> set(chosen(marks, 2, 1, "firms", 0)) <= set(chosen(marks, 4, 1, "firms", 0))
    True
    """
    key = np.random.default_rng((seed, crc32(name.encode()), draw)).integers(
        _ALL_BITS, dtype=np.uint64, endpoint=True
    )
    mixed = marks ^ key
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return np.sort(np.argsort(mixed, kind="stable")[:n])
