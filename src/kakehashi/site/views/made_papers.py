"""Papers of the Council as files: few are made at once, and one is made once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from kakehashi.accord.record import Record
from kakehashi.answers.council_files import Wanted, council_file
from kakehashi.terms.errors import Fault, PlaceError
from kakehashi.terms.phrases import phrases

AT_ONCE = 2  # papers made at once, whatever the number of threads
MOST_WAITING = 6  # who wait for one; anybody can ask, and each of them holds a thread
MOST_KEPT = 32  # files, by the record that they were made of

_Key = tuple[int, Wanted]
_kept: dict[_Key, tuple[Record, bytes]] = {}
_being_made = threading.BoundedSemaphore(AT_ONCE)
_asked_for = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)


def made_paper(record: Record, wanted: Wanted, fonts: Path) -> bytes:
    """Return the file of `council_file`, made now or for whoever asked for the same before.

    It is kept for the very record of which it was made, so that nobody gets a file of rows
    that others see; `made_at` in it is when it was made.

    Raises
    ------
    KeyError, PlaceError
        As `council_file`; PlaceError where too many wait already.
    """
    key = (id(record), msgspec.structs.replace(wanted, made_at=wanted.made_at.min))
    found = _found(record, key)
    if found is not None:
        return found
    with in_turn():
        found = _found(record, key)
        return found if found is not None else _made(record, wanted, fonts, key)


@contextmanager
def in_turn() -> Iterator[None]:
    """Wait until a paper may be made. Raises PlaceError where too many wait already."""
    if not _asked_for.acquire(blocking=False):
        raise PlaceError(_busy())
    try:
        with _being_made:
            yield
    finally:
        _asked_for.release()


def _found(record: Record, key: _Key) -> bytes | None:
    kept = _kept.get(key)
    return kept[1] if kept is not None and kept[0] is record else None


def _made(record: Record, wanted: Wanted, fonts: Path, key: _Key) -> bytes:
    content = council_file(record, wanted, fonts)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = (record, content)
    return content


def _busy() -> Fault:
    words = phrases()
    return Fault(
        code="papers_busy",
        what=words["papers_made.busy"],
        where="files",
        expected=words["papers_made.busy_expected"],
        mend=words["papers_made.busy_mend"],
    )
