"""The one tree of errors, split by who can mend them.

Every error carries all the faults of an input, never the first alone. A fault
says what, where, what was expected and how to mend it, in both languages.
`EXIT_CODE` and `HTTP_STATUS` map the tree to the doors; `as_json` is the one
shape in which every door tells an error.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from kakehashi.terms.text import Lang, Text


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong: what, where, what was expected, and how to mend it."""

    what: Text
    where: str  # file, file:line, or path to the field
    expected: Text
    mend: Text
    code: str = "fault"  # stable, for programs


class KakehashiError(Exception):
    """Could not answer. Holds `faults`, at least one."""

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("; ".join(f"{f.where}: {f.what.en}" for f in self.faults))


class UsageError(KakehashiError):
    """The caller asked in a way that cannot be understood."""


class InputError(KakehashiError):
    """The caller's input is wrong: a dossier, an answer, a date."""


class SourceError(KakehashiError):
    """A rulebook, data set or file that the answer rests on is broken."""


class PeerError(KakehashiError):
    """The other party's message is wrong."""


class PlaceError(KakehashiError):
    """The place is wrong: disk, key, clock, a part that is not installed."""


EXIT_CODE: dict[type[KakehashiError], int] = {
    UsageError: 64,
    InputError: 65,
    SourceError: 66,
    PeerError: 65,
    PlaceError: 74,
    KakehashiError: 70,
}
HTTP_STATUS: dict[type[KakehashiError], int] = {
    UsageError: 400,
    InputError: 422,
    SourceError: 500,
    PeerError: 502,
    PlaceError: 503,
    KakehashiError: 500,
}


def exit_code(error: KakehashiError) -> int:
    """Return the exit code of `error` (64, 65, 66, 70 or 74)."""
    return next(EXIT_CODE[kind] for kind in type(error).__mro__ if kind in EXIT_CODE)


def http_status(error: KakehashiError) -> int:
    """Return the HTTP status of `error`."""
    return next(HTTP_STATUS[kind] for kind in type(error).__mro__ if kind in HTTP_STATUS)


def as_json(error: KakehashiError, lang: Lang) -> dict[str, Any]:
    """Return the one JSON shape of an error, its texts in `lang`.

    >>> from kakehashi.terms.text import Text
    >>> same = Text(en="no such day", ja="その日はありません")
    >>> fault = Fault(what=same, where="as_of", expected=same, mend=same)
    >>> as_json(InputError(fault), "en")["error"]
    'InputError'
    """
    return {
        "error": type(error).__name__,
        "faults": [
            {
                "code": fault.code,
                "what": fault.what.into(lang),
                "where": fault.where,
                "expected": fault.expected.into(lang),
                "mend": fault.mend.into(lang),
            }
            for fault in error.faults
        ],
    }
