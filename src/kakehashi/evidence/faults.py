"""Faults and notes by code, their words in both languages from `faults.toml`."""

from collections import Counter

from kakehashi.terms.errors import Fault
from kakehashi.terms.faults import Faults

MOST_SHOWN = 20  # notes of one kind: enough to see the pattern, few enough to read

a_fault = Faults(__package__)


class Notes:
    """Notes as they are found: the first 20 of a kind in full, of the rest the number."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._count: Counter[str] = Counter()

    def add(self, code: str, where: str, **values: object) -> None:
        """Keep the note `code` at `where`, or count it where 20 of its kind are kept."""
        self._count[code] += 1
        if self._count[code] <= MOST_SHOWN:
            self._faults.append(a_fault(code, where, **values))

    def count(self, code: str) -> int:
        """Return how many notes of `code` were added, those not kept included."""
        return self._count[code]

    def told(self, file: str) -> tuple[Fault, ...]:
        """Return the kept notes, then one "and N more" for each kind that was cut."""
        cut = ((code, n - MOST_SHOWN) for code, n in self._count.items() if n > MOST_SHOWN)
        return (
            *self._faults,
            *(a_fault("and_more", file, n=n, kind=code) for code, n in cut),
        )
