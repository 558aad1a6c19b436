"""The query twin of `accord.may`: which rows of a table a person may see."""

from typing import Any

from django.db.models import Q, QuerySet

from kakehashi.accord.may import Person, visible
from kakehashi.site.records.models import ActName, ActRow, ProposalRow, Row, RowName


def seen_by(person: Person | None, table: type[Row | ActRow | ProposalRow]) -> Q:
    """Return the filter on `table` under which `person` sees its rows; None is the public.

    A row is given once however many organisations it names. A sealed act is seen by nobody.
    """
    has_names = table is not ProposalRow
    found = Q(id__in=[])
    for condition in visible(person):
        if condition.names is not None and not has_names:
            continue
        one = Q()
        if condition.visibility is not None:
            one &= Q(visibility=condition.visibility.value)
        if condition.side is not None:
            one &= Q(side=condition.side)
        if condition.organisation is not None:
            one &= Q(organisation=condition.organisation)
        if condition.names is not None:
            one &= Q(id__in=_naming(table, condition.names))
        found |= one
    return found & Q(is_sealed=False) if table is ActRow else found


def _naming(table: type[Row | ActRow | ProposalRow], organisation: str) -> QuerySet[Any, Any]:
    if table is ActRow:
        return ActName.objects.filter(organisation=organisation).values("act_id")
    return RowName.objects.filter(organisation=organisation).values("row_id")
