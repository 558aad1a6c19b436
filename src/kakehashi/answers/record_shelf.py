"""The record at hand: the shipped one, or that of a caller's files."""

from collections.abc import Mapping
from functools import cache

from kakehashi import reference
from kakehashi.accord.read import read_record
from kakehashi.accord.record import Record
from kakehashi.terms.errors import SourceError


@cache
def shipped_record() -> Record:
    """Return the shipped record; read once per process (about 0.05 s).

    Raises
    ------
    SourceError
        With every fault of the shipped files.
    """
    files = {name: reference.read(name) for name in reference.names("record")}
    return read_record(files, error=SourceError)


def record_of(
    instead: Mapping[str, bytes] | None = None, beside: Mapping[str, bytes] | None = None
) -> Record:
    """Return the record of the files `instead` (none: the shipped one), with `beside` added.

    A row of `beside` whose id is taken stands in place of the row that had it.

    Raises
    ------
    InputError
        With every fault of the caller's files.
    """
    record = read_record(instead) if instead else shipped_record()
    if not beside:
        return record
    return read_record(beside, onto=record, may_replace=frozenset(record.rows))
