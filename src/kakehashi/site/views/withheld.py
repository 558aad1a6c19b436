"""Rows that are not public, for officials of a side: what it holds and does not show."""

from collections.abc import Iterator
from functools import cached_property

from django.db.models import Q, QuerySet

from kakehashi.accord.may import Person
from kakehashi.answers.withheld import Held
from kakehashi.site.records.models import Row, RowMark
from kakehashi.site.views.permission import seen_by
from kakehashi.terms.text import Text

AT_ONCE = 500  # names in one query


class Withheld:
    """The rows that `person` sees and the public does not, by id; a slice asks for its own alone.

    `n_bare` counts those for which the person's side has stated no ground.
    """

    def __init__(self, person: Person) -> None:
        self._rows = Row.objects.filter(seen_by(person, Row)).exclude(visibility="public")
        self._side = person.side

    @cached_property
    def _n_rows(self) -> int:
        return self._rows.count()

    def __len__(self) -> int:
        """Return how many rows there are."""
        return self._n_rows

    def __getitem__(self, some: slice) -> tuple[Held, ...]:
        """Return the rows of the slice, with the side's markings."""
        return tuple(_held(self._rows.order_by("ref")[some], self._side))

    @cached_property
    def n_bare(self) -> int:
        """How many rows have no ground."""
        marks = RowMark.objects.filter(side=self._side, ref__in=self._rows.values("ref"))
        return len(self) - marks.exclude(ground="").count()


def withheld_for(person: Person) -> tuple[Held, ...]:
    """Return the rows that `person` sees and the public does not, with their side's markings."""
    return Withheld(person)[:]


def withheld_of(side: str) -> tuple[Held, ...]:
    """Return all rows that `side` holds and the public does not see.

    Those of its own organisations, and those that the other side shows to both: what
    was received from another state is held, too.
    """
    held = Row.objects.filter(Q(side=side) | Q(visibility="joint"), is_shipped=False)
    return tuple(_held(held.exclude(visibility="public").order_by("ref"), side))


def mark_of(person: Person, ref: str) -> Held | None:
    """Return the row `ref` with its markings; None where `person` sees no such row."""
    return next(_held(Row.objects.filter(seen_by(person, Row), ref=ref), person.side), None)


def _held(rows: QuerySet[Row], side: str) -> Iterator[Held]:
    """Yield `rows` in their order; the markings are those of `side`, never of the other."""
    columns = ("ref", "kind", "title_en", "title_ja", "side", "organisation", "visibility")
    found = list(rows.values_list(*columns))
    marked = RowMark.objects.filter(side=side)
    if len(found) <= AT_ONCE:
        marked = marked.filter(ref__in=[row[0] for row in found])
    marks = {mark.ref: mark for mark in marked}
    for ref, kind, en, ja, own, organisation, visibility in found:
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
