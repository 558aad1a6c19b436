"""Make the rows anew from the shipped record and the chains."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction
from django.db.models import F

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
    RowWords,
)
from kakehashi.site.records.search_index import fill_index

Told = Callable[[int, int], None]
_FIRST = datetime.min.replace(tzinfo=UTC)
_AT_ONCE = 500  # acts of one query, and between two words of progress
_OF_ONE_SIDE = {"write", "publish", "mark"}


def rebuild(*, now: datetime, told: Told | None = None) -> int:
    """Return how many acts stand in the chains; rows, proposals and marks are those that they give.

    Whoever reads meanwhile sees the old rows until all new ones stand. Ids of
    rows that were there before are kept.

    Parameters
    ----------
    told
        Is told, now and then, how many acts are carried out, and of how many.

    Notes
    -----
    A write is left out where the next act on its row is another write of the same side, and
    nobody ever proposed or agreed to words of that row: it is counted, its words were
    replaced. Cost: a millisecond or two for each act that is carried out.
    """
    with transaction.atomic():
        list(ChainHead.objects.select_for_update().order_by("side"))
        kept = {table: dict(table.objects.values_list("ref", "id")) for table in (Row, ProposalRow)}
        marks = {(one.ref, one.side): one.id for one in RowMark.objects.all()}
        fill_index()  # so that it takes the changes that follow
        for table in (RowWords, RowName, Row, ProposalRow, RowMark):
            table.objects.all().delete()
        load_shipped(anew=True)
        plan = _plan()
        for n_done, act in enumerate(in_order(_chains(plan.numbers)), start=1):
            apply(act)
            if told is not None and n_done % _AT_ONCE == 0:
                told(n_done, plan.n_left)
        for ref, n_left_out in plan.left_out.items():
            Row.objects.filter(ref=ref).update(
                n_written=F("n_written") + n_left_out, version=F("version") + n_left_out
            )
        come_due(now=now)
        _keep_ids(kept[Row], kept[ProposalRow], marks)
    return plan.n_acts


class Plan(msgspec.Struct, frozen=True):
    """Which acts are carried out, by side; how many writes of a row are left out, by its id."""

    numbers: dict[str, list[int]]
    left_out: dict[str, int]
    n_acts: int

    @property
    def n_left(self) -> int:
        """How many acts are carried out."""
        return sum(map(len, self.numbers.values()))


def _plan() -> Plan:
    acts = ActRow.objects.order_by("side", "number")
    places = list(acts.filter(is_sealed=False).values_list("side", "number", "verb", "thing"))
    writers: dict[str, set[str]] = {}
    for side, _, verb, thing in places:
        if verb != "mark":
            writers.setdefault(thing, set()).add(side if verb in _OF_ONE_SIDE else "")
    gone: set[tuple[str, int]] = set()
    left_out: dict[str, int] = {}
    open_: dict[str, tuple[str, int]] = {}  # the last write of a row, where no other act followed
    for side, number, verb, thing in places:
        if verb == "mark" or writers[thing] != {side}:
            continue
        before = open_.pop(thing, None)
        if verb == "write" and before is not None:
            gone.add(before)
            left_out[thing] = left_out.get(thing, 0) + 1
        if verb == "write":
            open_[thing] = (side, number)
    numbers: dict[str, list[int]] = {}
    for side, number, _, _ in places:
        if (side, number) not in gone:
            numbers.setdefault(side, []).append(number)
    return Plan(numbers, left_out, acts.count())


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


def _chains(numbers: dict[str, list[int]]) -> list[Iterator[Act]]:
    return [_chain(side, chosen) for side, chosen in numbers.items()]


def _chain(side: str, numbers: list[int]) -> Iterator[Act]:
    for start in range(0, len(numbers), _AT_ONCE):
        some = ActRow.objects.filter(side=side, number__in=numbers[start : start + _AT_ONCE])
        yield from map(act_of, some.order_by("number"))


def _keep_ids(
    rows: dict[str, UUID], proposals: dict[str, UUID], marks: dict[tuple[str, str], UUID]
) -> None:
    """Give what stands anew the ids that it had."""
    for ref, made in ProposalRow.objects.values_list("ref", "id"):
        _give(ProposalRow, made, proposals.get(ref, made))
    for ref, side, made in RowMark.objects.values_list("ref", "side", "id"):
        _give(RowMark, made, marks.get((ref, side), made))
    # who refers to a row is looked at when the transaction ends
    for ref, made in Row.objects.values_list("ref", "id"):
        kept = rows.get(ref, made)
        if _give(Row, made, kept):
            RowName.objects.filter(row_id=made).update(row_id=kept)
            RowWords.objects.filter(row_id=made).update(row_id=kept)


def _give(table: Any, made: UUID, kept: UUID) -> bool:
    return made != kept and bool(table.objects.filter(id=made).update(id=kept))
