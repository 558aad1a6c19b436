"""Rows that are not public, for officials of a side: what it holds and does not show."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from kakehashi.accord.may import Person
from kakehashi.answers.withheld import Held
from kakehashi.site.records.models import Row, RowMark
from kakehashi.site.views.permission import seen_by
from kakehashi.terms.text import Text


def withheld_for(person: Person) -> tuple[Held, ...]:
    """Return the rows that `person` sees and the public does not, with their side's markings."""
    found = Row.objects.filter(seen_by(person, Row)).exclude(visibility="public")
    return tuple(_held(found, person.side))


def withheld_of(side: str) -> tuple[Held, ...]:
    """Return all rows that `side` holds and the public does not see.

    Those of its own organisations, and those that the other side shows to both: what
    was received from another state is held, too.
    """
    held = Row.objects.filter(Q(side=side) | Q(visibility="joint"), is_shipped=False)
    return tuple(_held(held.exclude(visibility="public"), side))


def mark_of(person: Person, ref: str) -> Held | None:
    """Return the row `ref` with its markings; None where `person` sees no such row."""
    return next(_held(Row.objects.filter(seen_by(person, Row), ref=ref), person.side), None)


def _held(rows: QuerySet[Row], side: str) -> Iterator[Held]:
    """Yield `rows` by their ids; the markings are those of `side`, never of the other."""
    marks = {mark.ref: mark for mark in RowMark.objects.filter(side=side)}
    columns = ("ref", "kind", "title_en", "title_ja", "side", "organisation", "visibility")
    for ref, kind, en, ja, own, organisation, visibility in rows.order_by("ref").values_list(
        *columns
    ):
        mark = marks.get(ref)
        yield Held(
            ref=ref,
            kind=kind,
            title=Text(en=en or ja or ref, ja=ja or en or ref),
            side=own,
            organisation=organisation,
            visibility=visibility,
            handling=mark.handling if mark else "",
            retain_until=mark.retain_until if mark else None,
            ground=mark.ground if mark else "",
        )
