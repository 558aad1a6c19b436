"""Long lists of the record, page by page, for whoever may see them."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.db.models import Count

from kakehashi.accord.may import Person
from kakehashi.site.records.models import ActRow, Row
from kakehashi.site.views.permission import seen_by
from kakehashi.site.views.record import SeenAct, SeenRow, rows_for, told_act


class Listed(msgspec.Struct, frozen=True):
    """A page of rows, by id, and how many there are in all."""

    n: int
    rows: tuple[SeenRow, ...]


class ListedActs(msgspec.Struct, frozen=True):
    """A page of acts, newest first, and how many there are in all."""

    n: int
    acts: tuple[SeenAct, ...]


def page_for(person: Person | None, asked: Mapping[str, str | None], *, part: slice) -> Listed:
    """Return a page of the rows that `person` may see.

    Parameters
    ----------
    asked
        Columns (`kind`, `parent`, `state`, `side`, `visibility`) and what they must be;
        those that are None are not looked at.
    part
        The page's place in the list; beyond its end there are no rows.
    """
    wanted = {name: value for name, value in asked.items() if value is not None}
    found = Row.objects.filter(seen_by(person, Row), **wanted)
    refs = list(found.order_by("ref").values_list("ref", flat=True)[part])
    n = found.count()
    return Listed(n, rows_for(person, refs=refs) if refs else ())


def acts_page_for(
    person: Person | None, asked: Mapping[str, str | None], *, part: slice
) -> ListedActs:
    """Return a page of the acts that `person` may see, newest first; `asked` as for rows."""
    wanted: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    found = ActRow.objects.filter(seen_by(person, ActRow), at__isnull=False, **wanted)
    names = SeenAct.__struct_fields__
    some = found.order_by("-at", "-side", "-number").values(*names)[part]
    return ListedActs(found.count(), tuple(told_act(person, one) for one in some))


def counts_for(person: Person | None) -> dict[str, int]:
    """Return how many rows of each kind `person` may see."""
    found = Row.objects.filter(seen_by(person, Row)).values("kind").annotate(n=Count("id"))
    return {one["kind"]: one["n"] for one in found.order_by("kind")}
