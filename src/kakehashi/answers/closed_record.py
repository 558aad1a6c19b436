"""A record in which nothing refers to a row that its reader may not see."""

from collections.abc import Container
from functools import cache
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from kakehashi.accord.record import AnyRow, Record
from kakehashi.accord.record_council import Participant
from kakehashi.accord.record_promises import Lineage
from kakehashi.accord.record_row import Row

_R = TypeVar("_R", bound=Row)
_type_info = cache(inspect.type_info)
_GONE = object()


class ClosedRecord(Record, frozen=True, eq=False):
    """A record of which every reference leads to one of its own rows.

    `by_kind` keeps what `every` has found: papers ask for the same kinds again and again.
    """

    by_kind: dict[type[Row], tuple[Row, ...]] = msgspec.field(default_factory=dict)

    def every(self, kind: type[_R]) -> tuple[_R, ...]:
        """Return the rows of `kind`, in the order of the files; looked for once."""
        if kind not in self.by_kind:
            self.by_kind[kind] = super().every(kind)
        return self.by_kind[kind]  # type: ignore[return-value]  # each kind under its own type


def closed(record: Record) -> ClosedRecord:
    """Return `record` without references to rows that are not in it.

    Who may see a row does not always see what it refers to. Such a reference is
    taken away (an id can tell, too); a row or part that cannot stand without it
    goes with it, and so on until nothing dangles. A record that is closed is
    given back as it is.

    Notes
    -----
    A lineage whose later commitment is not seen goes whole: without it, it would
    say "dropped in words". Cost: linear in the rows, once more for each step of
    a chain that goes.
    """
    if isinstance(record, ClosedRecord):
        return record
    rows = dict(record.rows)
    while True:
        kept = {name: _pruned_row(row, rows) for name, row in rows.items()}
        there = {name: row for name, row in kept.items() if row is not None}
        if all(there.get(name) is row for name, row in rows.items()):
            return ClosedRecord(rows=rows, sources=record.sources, checked_on=record.checked_on)
        rows = there


def _pruned_row(row: AnyRow, there: Container[str]) -> AnyRow | None:
    if isinstance(row, Lineage) and row.after is not None and row.after not in there:
        return None
    found: Any = _pruned(_type_info(type(row)), row, there)
    return None if found is _GONE else found


def _pruned(kind: Any, value: Any, there: Container[str]) -> Any:
    """Return `value` without what dangles: itself where nothing does, `_GONE` where all of it."""
    if isinstance(kind, inspect.Metadata):
        if (kind.extra or {}).get("refers") == "row":
            return value if value in there else _GONE
        kind = kind.type
    if isinstance(kind, inspect.UnionType):
        if value is None:
            return None
        (one,) = (each for each in kind.types if not isinstance(each, inspect.NoneType))
        found = _pruned(one, value, there)
        return None if found is _GONE else found
    if isinstance(kind, inspect.VarTupleType):
        inner = [_pruned(kind.item_type, one, there) for one in value]
        if all(new is old for new, old in zip(inner, value, strict=True)):
            return value
        return tuple(one for one in inner if one is not _GONE)
    if isinstance(kind, inspect.StructType):
        return _pruned_struct(kind, value, there)
    return value


def _pruned_struct(kind: inspect.StructType, value: Any, there: Container[str]) -> Any:
    changed = {}
    for field in kind.fields:
        old = getattr(value, field.name)
        new = _pruned(field.type, old, there)
        if new is _GONE:
            return _GONE
        if new is not old:
            changed[field.name] = new
    if not changed:
        return value
    found = msgspec.structs.replace(value, **changed)
    if isinstance(found, Participant) and not (found.holder or found.post or found.organisation):
        return _GONE
    return found
