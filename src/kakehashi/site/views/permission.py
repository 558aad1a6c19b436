"""The query twin of `accord.may`: which rows of a table a person may see."""

from django.db.models import Q

from kakehashi.accord.may import Person, visible
from kakehashi.site.records.models import ActName, ActRow, ProposalRow, Row, RowName, RowWords

Seen = type[Row | RowWords | ActRow | ProposalRow]


def seen_by(person: Person | None, table: Seen) -> Q:
    """Return the filter on `table` under which `person` sees its rows; None is the public.

    A row is given once however many organisations it names. A sealed act is seen by nobody.
    """
    found = Q(id__in=[])
    for condition in visible(person):
        one = Q()
        if condition.visibility is not None:
            one &= Q(visibility=condition.visibility.value)
        if condition.side is not None:
            one &= Q(side=condition.side)
        if condition.organisation is not None:
            one &= Q(organisation=condition.organisation)
        if condition.names is not None:
            one &= _naming(table, condition.names)
        found |= one
    return found & Q(is_sealed=False) if table is ActRow else found


def _naming(table: Seen, organisation: str) -> Q:
    if table is ActRow:
        return Q(id__in=ActName.objects.filter(organisation=organisation).values("act_id"))
    if table is ProposalRow:  # those whose endorsement is needed; an id holds no sign of LIKE
        return Q(needed__icontains=f'"{organisation}"')
    names = RowName.objects.filter(organisation=organisation).values("row_id")
    return Q(row_id__in=names) if table is RowWords else Q(id__in=names)
