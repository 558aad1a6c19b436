"""Rows of the record and acts, for whoever may see them; `council` gives all at once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from django.db.models import Q

from kakehashi.accord.may import Person
from kakehashi.accord.record import AnyRow
from kakehashi.site.records.as_values import words_of
from kakehashi.site.records.models import ActRow, PersonPost, Row, RowMark
from kakehashi.site.views.permission import seen_by
from kakehashi.site.views.search import hits_for

MOST_HITS = 200


class SeenRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row as its reader sees it; the markings are those of the reader's own side."""

    words: AnyRow
    side: str
    organisation: str
    state: str
    digest: str
    version: int
    at: datetime
    handling: str = ""
    retain_until: date | None = None


class SeenAct(msgspec.Struct, frozen=True, kw_only=True):
    """An act as its reader sees it."""

    side: str
    number: int
    digest: str
    at: datetime
    person: str
    post: str
    organisation: str
    verb: str
    kind: str
    thing: str
    quotes: str


def rows_for(
    person: Person | None, *kinds: str, parent: str | None = None, refs: Iterable[str] | None = None
) -> tuple[SeenRow, ...]:
    """Return the rows that `person` may see, oldest first: of `kinds` if any are named."""
    found = Row.objects.filter(seen_by(person, Row))
    if kinds:
        found = found.filter(kind__in=kinds)
    if parent is not None:
        found = found.filter(parent=parent)
    if refs is not None:
        found = found.filter(ref__in=list(refs))
    rows = list(found.order_by("ref"))
    marks = _marks(person, [row.ref for row in rows])
    return tuple(_seen(row, marks) for row in rows)


def search_for(person: Person | None, words: str) -> tuple[SeenRow, ...]:
    """Return the rows that `hits_for` finds, at most `MOST_HITS`, best first."""
    refs = hits_for(person, words, most=MOST_HITS).refs
    rows = {row.words.id: row for row in rows_for(person, refs=refs)}
    return tuple(rows[ref] for ref in refs if ref in rows)


def acts_for(
    person: Person | None, thing: str | None = None, *, most: int = 200
) -> tuple[SeenAct, ...]:
    """Return the acts that `person` may see, newest first: on the row `thing`, or on all."""
    found = ActRow.objects.filter(seen_by(person, ActRow))
    if thing is not None:
        found = found.filter(thing=thing)
    return tuple(
        told_act(person, {name: getattr(act, name) for name in SeenAct.__struct_fields__})
        for act in found.order_by("-at", "-side", "-number")[:most]
        if act.at is not None
    )


def told_act(reader: Person | None, act: Mapping[str, Any]) -> SeenAct:
    """Return an act as `reader` is told of it; the public learns its post, not who held it."""
    return SeenAct(**(act if reader is not None else {**act, "person": ""}))


def n_rows() -> int:
    """Return how many rows there are of the record, seen by whomever."""
    return Row.objects.count()


def post_of(person_id: str, on: date) -> str:
    """Return the post that the person holds on `on`; empty where none is known."""
    held = PersonPost.objects.filter(person_id=person_id, starts__lte=on)
    found = held.filter(Q(ends__isnull=True) | Q(ends__gte=on)).order_by("-starts").first()
    return found.post if found else ""


def _marks(person: Person | None, refs: list[str]) -> dict[str, dict[str, Any]]:
    if person is None:
        return {}
    return {
        mark.ref: {"handling": mark.handling, "retain_until": mark.retain_until}
        for mark in RowMark.objects.filter(side=person.side, ref__in=refs)
    }


def _seen(row: Row, marks: dict[str, dict[str, Any]]) -> SeenRow:
    return SeenRow(
        words=words_of(row.body),
        side=row.side,
        organisation=row.organisation,
        state=row.state,
        digest=row.digest,
        version=row.version,
        at=row.at,
        **marks.get(row.ref, {}),
    )
