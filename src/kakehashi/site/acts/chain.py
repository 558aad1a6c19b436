"""A side's chain, held while one act is decided, appended and carried out."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction

from kakehashi.accord.act import Act, Draft, draft_act
from kakehashi.accord.may import Person
from kakehashi.site.acts.apply import apply
from kakehashi.site.acts.refusal import a_refusal, refused
from kakehashi.site.acts.settle import come_due
from kakehashi.site.records.as_values import act_columns, names_of
from kakehashi.site.records.models import ActName, ActRow, ChainHead
from kakehashi.terms.errors import PlaceError

MOST_SKEW = timedelta(seconds=5)  # two processes of one machine may read the clock in either order


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """What is done, to which row, and who may see the act that says so."""

    verb: str
    kind: str
    thing: str
    visibility: str
    body: dict[str, Any]
    quotes: str | None = None


class Chain:
    """The chain of the person's side; nobody else appends to it until the act is committed."""

    def __init__(self, person: Person, head: ChainHead, now: datetime, post: str) -> None:
        self.person, self.head, self.post = person, head, post
        self.now = now if head.at is None else max(now, head.at)
        if self.now - now > MOST_SKEW:
            raise PlaceError(a_refusal("clock_back", "clock", last=head.at, now=now))

    @property
    def next_number(self) -> int:
        """The number that the next act will have."""
        return self.head.number + 1

    def append(self, deed: Deed) -> Act:
        """Return the act that says `deed`; it stands at the end of the chain and is carried out."""
        last = None
        if self.head.number:
            last = Act(
                side=self.head.side,
                number=self.head.number,
                previous=None,
                digest=self.head.digest,
                at=self.head.at,
            )
        draft = Draft(
            side=self.person.side,
            at=self.now,
            person=self.person.id,
            post=self.post,
            salt=secrets.token_hex(16),
            verb=deed.verb,
            kind=deed.kind,
            thing=deed.thing,
            visibility=deed.visibility,
            body=deed.body,
            quotes=deed.quotes,
        )
        act = draft_act(draft, last)
        keep((act,), self.head, received_at=self.now)
        apply(act)
        return act


def keep(acts: tuple[Act, ...], head: ChainHead, *, received_at: datetime) -> None:
    """Store `acts`, which follow the chain's `head`, and move the head to the last of them."""
    rows = [ActRow(**act_columns(act), received_at=received_at) for act in acts]
    ActRow.objects.bulk_create(rows, batch_size=500)
    ActName.objects.bulk_create(
        ActName(act=row, organisation=name)
        for row, act in zip(rows, acts, strict=True)
        for name in dict.fromkeys(names_of(act))
    )
    last = acts[-1]
    head.number, head.digest = last.number, last.digest
    head.at = next((act.at for act in reversed(acts) if act.at is not None), head.at)
    head.save()


def held_head(side: str) -> ChainHead:
    """Return the head of `side`'s chain, locked until the transaction ends."""
    ChainHead.objects.get_or_create(side=side)
    return ChainHead.objects.select_for_update().get(side=side)


@contextmanager
def chain_of(person: Person, *, now: datetime, post: str = "") -> Iterator[Chain]:
    """Hold the chain of `person`'s side: all that happens within is one transaction.

    Raises
    ------
    ActRefusedError
        `not_here` where this installation does not write that side's acts.
    PlaceError
        `clock_back` where the clock lies well before the chain's last act.
    """
    if person.side not in settings.KAKEHASHI_SIDES:
        raise refused("not_here", "side", side=person.side)
    with transaction.atomic():
        chain = Chain(person, held_head(person.side), now, post)
        come_due(now=chain.now)  # so that an act meets the words that stand on its day
        yield chain
