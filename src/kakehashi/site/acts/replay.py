"""Make the rows anew from the shipped record and the chains."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction

from kakehashi.accord.act import Act
from kakehashi.site.acts.apply import apply
from kakehashi.site.acts.load_shipped import load_shipped
from kakehashi.site.acts.settle import come_due
from kakehashi.site.records.as_values import act_of
from kakehashi.site.records.models import (
    ActRow,
    ChainHead,
    ProposalRow,
    Row,
    RowMark,
    RowName,
)

_FIRST = datetime.min.replace(tzinfo=UTC)


def rebuild(*, now: datetime) -> int:
    """Return how many acts were replayed; rows, proposals and marks are those that they give.

    Whoever reads meanwhile sees the old rows until all new ones stand. Ids of
    rows that were there before are kept.
    """
    with transaction.atomic():
        list(ChainHead.objects.select_for_update().order_by("side"))
        kept = {table: dict(table.objects.values_list("ref", "id")) for table in (Row, ProposalRow)}
        marks = {(one.ref, one.side): one.id for one in RowMark.objects.all()}
        for table in (Row, ProposalRow, RowMark):
            table.objects.all().delete()
        load_shipped(anew=True)
        n_acts = 0
        for act in in_order(_chains()):
            apply(act)
            n_acts += 1
        come_due(now=now)
        _keep_ids(kept[Row], kept[ProposalRow], marks)
    return n_acts


def in_order(chains: Sequence[Iterator[Act]]) -> Iterator[Act]:
    """Yield the acts of all `chains`, each after the one it follows and the one it quotes.

    Beyond that by time.
    """
    heads = [(chain, next(chain, None)) for chain in chains]
    seen: set[str] = set()
    while any(act is not None for _, act in heads):
        waiting = [(place, act) for place, (_, act) in enumerate(heads) if act is not None]
        free = [one for one in waiting if one[1].quotes is None or one[1].quotes in seen]
        place, act = min(free or waiting, key=lambda one: (one[1].at or _FIRST, one[1].side))
        seen.add(act.digest)
        heads[place] = (heads[place][0], next(heads[place][0], None))
        yield act


def _chains() -> list[Iterator[Act]]:
    sides = ActRow.objects.order_by("side").values_list("side", flat=True).distinct()
    return [
        map(act_of, ActRow.objects.filter(side=side).order_by("number").iterator(2_000))
        for side in sides
    ]


def _keep_ids(
    rows: dict[str, UUID], proposals: dict[str, UUID], marks: dict[tuple[str, str], UUID]
) -> None:
    """Give what stands anew the ids that it had."""
    for proposal in ProposalRow.objects.all():
        if proposals.get(proposal.ref, proposal.id) != proposal.id:
            ProposalRow.objects.filter(id=proposal.id).update(id=proposals[proposal.ref])
    for mark in RowMark.objects.all():
        if marks.get((mark.ref, mark.side), mark.id) != mark.id:
            RowMark.objects.filter(id=mark.id).update(id=marks[mark.ref, mark.side])
    moved = [
        row for row in Row.objects.prefetch_related("names") if rows.get(row.ref, row.id) != row.id
    ]
    names = {row.ref: [name.organisation for name in row.names.all()] for row in moved}
    Row.objects.filter(id__in=[row.id for row in moved]).delete()
    for row in moved:
        row.id = rows[row.ref]
    made = Row.objects.bulk_create([_anew(row) for row in moved], batch_size=200)
    RowName.objects.bulk_create(
        RowName(row=row, organisation=name) for row in made for name in names[row.ref]
    )


def _anew(row: Row) -> Row:
    """Return `row` as one to be made: what was fetched for it would be kept otherwise."""
    return Row(**{field.attname: getattr(row, field.attname) for field in Row._meta.fields})  # noqa: SLF001
