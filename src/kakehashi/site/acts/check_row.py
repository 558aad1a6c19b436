"""Whether words can stand as a row: their shape, what they refer to, who would see them."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from kakehashi.accord.may import Person, Verb, Visibility, may
from kakehashi.accord.read import read_record
from kakehashi.accord.record import PREFIX, AnyRow, Record
from kakehashi.accord.record_parts import parts
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.site.acts.refusal import a_refusal
from kakehashi.site.records.as_values import thing_of, words_of
from kakehashi.site.records.ids import new_id
from kakehashi.site.records.models import Row
from kakehashi.terms.basis import Source
from kakehashi.terms.errors import Fault, InputError

_ID = re.compile(r"[a-z]+:[a-z0-9][a-z0-9.-]*\Z")
_WIDTH = {each: place for place, each in enumerate(Visibility)}
_OPEN = _WIDTH[Visibility.SIDE]  # from here on others see the row who may not see what it refers to
MOST_REFERRED = 2_000


class Words(msgspec.Struct, frozen=True):
    """A row's words, checked, and the sources of its own."""

    row: AnyRow
    sources: list[dict[str, Any]]


def new_ref(kind: str, side: str) -> str:
    """Return an id for a new row of `side`, unlike any other."""
    prefix = next(prefix for each, prefix in PREFIX.items() if each.__struct_config__.tag == kind)
    return f"{prefix}:{side}-{new_id().hex}"


def check_words(
    person: Person,
    body: Mapping[str, Any],
    sources: Sequence[Mapping[str, Any]] = (),
    *,
    now: datetime,
) -> Words:
    """Return `body` as a row that may stand among those that `person` sees.

    Raises
    ------
    InputError
        With all that is wrong: fields, references to what is not there or not
        seen by `person`, sources, and references from a row that others see to
        one that they may not see. Ids of a side's new rows and sources begin with
        its code, so that those of two installations never meet.
    """
    ref = str(body.get("id", ""))
    onto = _referred(person, ref, body)
    before = onto.rows.pop(ref, None)
    kept = Row.objects.filter(ref=ref).values_list("sources", flat=True).first() if before else []
    given = {str(each.get("id")): dict(each) for each in (*(kept or []), *sources)}
    file = {
        "format": "kakehashi-record/1",
        "checked_on": now.date().isoformat(),
        "sources": list(given.values()),
        "rows": [dict(body)],
    }
    raw = json.dumps(file, ensure_ascii=False, default=str).encode()
    record = read_record({"row.json": raw}, onto=onto)
    row = record.rows[ref]
    new = {name: each for name, each in given.items() if each not in (kept or [])}
    faults = [*_narrow(row, onto.rows), *_foreign_ids(person, row, before, new)]
    if faults:
        raise InputError(faults)
    return Words(row, [each for name, each in given.items() if name in _used(row)])


def _referred(person: Person, ref: str, body: Mapping[str, Any]) -> Record:
    """Return the rows that `body` leads to, near and far, and the row `ref`: those seen alone."""
    found: dict[str, Row] = {}
    wanted = {*_ids(body), ref}
    while wanted and len(found) < MOST_REFERRED:
        rows = Row.objects.filter(ref__in=wanted - set(found)).prefetch_related("names")
        new = {row.ref: row for row in rows if may(person, Verb.SEE, thing_of(row))}
        found |= new
        wanted = {name for row in new.values() for name in _ids(row.body)} - set(found)
        if not new:
            break
    sources = dict(shipped_record().sources)
    for row in found.values():
        for each in row.sources:
            source = msgspec.convert(each, Source)
            sources.setdefault(source.id, source)
    return Record(rows={name: words_of(row.body) for name, row in found.items()}, sources=sources)


def _ids(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value} if _ID.match(value) else set()
    if isinstance(value, Mapping):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return set()
    return {name for each in value for name in _ids(each)}


def _narrow(row: AnyRow, rows: Mapping[str, AnyRow]) -> Iterable[Fault]:
    width = _WIDTH[row.visibility]
    if width < _OPEN:
        return
    for part in parts(row):
        other = rows.get(part.value) if part.refers == "row" else None
        if other is not None and _WIDTH[other.visibility] < width:
            where = ".".join(map(str, part.path))
            yield a_refusal("refers_to_narrower", where, ref=other.id)


def _foreign_ids(
    person: Person, row: AnyRow, before: AnyRow | None, given: Mapping[str, Any]
) -> Iterable[Fault]:
    start = f"{person.side}-"
    if before is None and not row.id.partition(":")[2].startswith(start):
        yield a_refusal("id_of_side", "id", start=f"{row.id.partition(':')[0]}:{start}")
    for name in given:
        if name not in shipped_record().sources and not name.startswith(start):
            yield a_refusal("id_of_side", f"sources.{name}", start=start)


def _used(row: AnyRow) -> set[str]:
    return {part.value for part in parts(row) if part.refers == "source"}
