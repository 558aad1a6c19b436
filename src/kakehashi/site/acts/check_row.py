"""Whether words can stand as a row: their shape, what they refer to, who would see them."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from kakehashi.accord.may import Person, Verb, Visibility, may
from kakehashi.accord.read import MOST_FAULTS, read_record
from kakehashi.accord.record import PREFIX, AnyRow, Record
from kakehashi.accord.record_council import Paper
from kakehashi.accord.record_parts import parts
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.site.acts.refusal import a_refusal
from kakehashi.site.records.as_values import thing_of, words_of
from kakehashi.site.records.ids import new_id
from kakehashi.site.records.models import Row
from kakehashi.terms.basis import Source
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.plain import dotted

_ID = re.compile(r"[a-z]+:[a-z0-9][a-z0-9.-]*\Z")
_WIDTH = {each: place for place, each in enumerate(Visibility)}
_OPEN = _WIDTH[Visibility.SIDE]  # from here on others see the row who may not see what it refers to
MOST_REFERRED = 2_000
AT_ONCE = 500  # rows of one query


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
    faults = [
        *_narrow(row, onto.rows),
        *_foreign_ids(person, row, before, new),
        *_early("visibility", row, now),
    ]
    if faults:
        raise InputError(faults)
    return Words(row, [each for name, each in given.items() if name in _used(row)])


def check_file(
    person: Person, content: bytes, *, most_rows: int, now: datetime
) -> tuple[Words, ...]:
    """Return the rows of a file of the record, each as `check_words` gives it, in their order.

    The rows may refer to each other, whatever their order. Sources that the shipped
    record has are not kept with a row.

    Raises
    ------
    InputError
        With all that is wrong with any of them, each with its path; for more than `most_rows`.
    """
    plain = _plain(content)
    refs = [str(row.get("id")) for row in plain["rows"]]
    if len(refs) > most_rows:
        raise InputError(a_refusal("too_many_rows", "rows", n=len(refs), most=most_rows))
    onto = _referred(person, "", plain)
    before = {ref: onto.rows.pop(ref) for ref in refs if ref in onto.rows}
    record = read_record({"record": content}, onto=onto)
    kept = dict(Row.objects.filter(ref__in=list(before)).values_list("ref", "sources"))
    new = {str(one["id"]) for one in plain["sources"]} - set(onto.sources)
    faults: list[Fault] = []
    words = []
    for place, ref in enumerate(refs):
        row = record.rows[ref]
        own = dict.fromkeys(_used(row) & new)
        found = [
            *_narrow(row, record.rows),
            *_foreign_ids(person, row, before.get(ref), own),
            *_early("visibility", row, now),
        ]
        where = f"record rows[{place}]."
        faults += [msgspec.structs.replace(fault, where=where + fault.where) for fault in found]
        words.append(Words(row, _sources_of(row, record, kept.get(ref) or [])))
    if faults:
        raise InputError(list(dict.fromkeys(faults))[:MOST_FAULTS])
    return tuple(words)


def _plain(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """Return the rows and sources of a file as far as it has any; what else it is shows later."""
    value = msgspec.json.decode(content)
    return {
        name: [one for one in found if isinstance(one, dict)]
        if isinstance(value, dict) and isinstance(found := value.get(name), list)
        else []
        for name in ("rows", "sources")
    }


def _sources_of(row: AnyRow, record: Record, kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the row's sources that the shipped record lacks; those kept as they were written."""
    shipped = shipped_record().sources
    used = _used(row)
    found = {str(one["id"]): one for one in kept if str(one["id"]) in used}
    for name in sorted(used):
        if name not in shipped:
            source = record.sources[name]
            if name not in found or msgspec.convert(found[name], Source) != source:
                found[name] = msgspec.to_builtins(source)
    return list(found.values())


def _referred(person: Person, ref: str, body: Mapping[str, Any]) -> Record:
    """Return the rows that `body` leads to, near and far, and the row `ref`: those seen alone."""
    found: dict[str, Row] = {}
    wanted = {*_ids(body), *_ids(ref)}
    while wanted and len(found) < MOST_REFERRED:
        new: dict[str, Row] = {}
        for some in _some(sorted(wanted - set(found))):
            rows = Row.objects.filter(ref__in=some).prefetch_related("names")
            new |= {row.ref: row for row in rows if may(person, Verb.SEE, thing_of(row))}
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


def _some(names: list[str]) -> Iterable[list[str]]:
    """Yield `names` in lists that fit into a query."""
    for start in range(0, len(names), AT_ONCE):
        yield names[start : start + AT_ONCE]


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
            yield a_refusal("refers_to_narrower", dotted(part.path), ref=other.id)


def _early(where: str, row: AnyRow, now: datetime) -> Iterable[Fault]:
    """Yield a fault for a paper under embargo that others than its own side would see."""
    own = {Visibility.ORGANISATION, Visibility.SIDE}
    if not isinstance(row, Paper) or row.embargo_until is None or row.visibility in own:
        return
    if row.embargo_until > now:
        until = row.embargo_until.isoformat(timespec="minutes")
        yield a_refusal("under_embargo", where, until=until)


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
