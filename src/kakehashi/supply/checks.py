"""Faults and warnings of networks and shocks: all of them, with file and row."""

from collections import Counter
from collections.abc import Iterable

from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.faults import Faults, printable

MOST_SHOWN = 20  # of one kind and file: enough to see the pattern, few enough to read

MOST_KNOWN = 50  # ids that are named to whoever wrote another

a_fault = Faults(__package__)


def known_ids(ids: Iterable[str | None]) -> str:
    """Return the ids that there are, for whoever named another: sorted, the first 50.

    >>> known_ids({"wafers", "euv", None})
    'euv, wafers'
    """
    known = sorted({one for one in ids if one is not None})
    return ", ".join(map(printable, known[:MOST_KNOWN])) + (", …" if known[MOST_KNOWN:] else "")


class Findings:
    """Faults and warnings as they are found: 20 of a kind in full, of the rest the number."""

    def __init__(self) -> None:
        self._faults = _Listed()
        self._warnings = _Listed()

    def fault(self, code: str, where: str, times: int = 1, **values: object) -> None:
        """Keep a fault, after which there is no network; it stands for `times` of its kind."""
        self._faults.add(code, where, times, values)

    def warn(self, code: str, where: str, times: int = 1, **values: object) -> None:
        """Keep a warning, after which it goes on; it stands for `times` of its kind."""
        self._warnings.add(code, where, times, values)

    def check(self) -> None:
        """Raise InputError with every fault that was found, or return where there is none."""
        if faults := self._faults.told():
            raise InputError(faults)

    def warnings(self) -> tuple[Fault, ...]:
        """Return the warnings in the order in which they were found."""
        return self._warnings.told()


class _Listed:
    def __init__(self) -> None:
        self._kept: list[Fault] = []
        self._count: Counter[tuple[str, str]] = Counter()

    def add(self, code: str, where: str, n: int, values: dict[str, object]) -> None:
        kind = code, where.partition(":")[0]
        if self._count[kind] < MOST_SHOWN:
            self._kept.append(a_fault(code, where, **values))
        self._count[kind] += n

    def told(self) -> tuple[Fault, ...]:
        cut = [
            a_fault("and_more", file, n=n - MOST_SHOWN, kind=code)
            for (code, file), n in self._count.items()
            if n > MOST_SHOWN
        ]
        return (*self._kept, *cut)
