"""What a side has marked of the rows that one of its people sees, and what is due for review."""

from datetime import date

import msgspec

from kakehashi.accord.may import Person
from kakehashi.site.records.models import Row, RowMark
from kakehashi.site.views.permission import seen_by


class Marked(msgspec.Struct, frozen=True):
    """A side's own marking of a row."""

    ref: str
    handling: str
    retain_until: date | None


def marks_for(person: Person) -> tuple[Marked, ...]:
    """Return the markings of `person`'s side on rows that `person` sees, first due first."""
    seen = Row.objects.filter(seen_by(person, Row)).values("ref")
    rows = RowMark.objects.filter(side=person.side, ref__in=seen)
    found = [
        Marked(row.ref, row.handling, row.retain_until)
        for row in rows
        if row.handling or row.retain_until
    ]
    return tuple(sorted(found, key=lambda one: (one.retain_until or date.max, one.ref)))
