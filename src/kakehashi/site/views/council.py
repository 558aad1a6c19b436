"""The record as one reader may see it: rows, proposals, and the rounds of a text."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from kakehashi.accord.keys import State, missing_endorsements, turned
from kakehashi.accord.may import Person, Verb, may
from kakehashi.accord.record import Record
from kakehashi.site.records.as_values import proposal_of, thing_of
from kakehashi.site.records.models import ActRow, ProposalRow, Row
from kakehashi.site.views.kept import kept_record
from kakehashi.site.views.permission import seen_by

MOST_ROUNDS = 20


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal before both sides, as one person sees it.

    `missing` names those of the person's own side who have not endorsed; of the
    other side only whether its key has turned is told. `may_*` say what the
    person may do now.
    """

    ref: str
    thing: str
    digest: str
    side: str
    state: str
    text: Mapping[str, Any]
    at: datetime
    turned: tuple[str, ...]
    missing: tuple[str, ...]
    is_waiting: bool
    may_withhold: bool
    may_withdraw: bool


class Round(msgspec.Struct, frozen=True):
    """One writing of a row's words: when, by which side, and whether it was a proposal."""

    at: datetime
    side: str
    is_proposal: bool
    row: Mapping[str, Any]


def record_for(person: Person | None) -> Record:
    """Return the shipped record with every later row that `person` may see.

    Kept until the next act of any side, so that a page asks the database once; after an act
    the rows that it touched are read anew.
    """
    return kept_record(person)


def proposals_for(
    person: Person | None, *, state: State | None = State.PROPOSED, thing: str | None = None
) -> tuple[Before, ...]:
    """Return the proposals that `person` sees, oldest first; the public sees none."""
    if person is None:
        return ()
    rows = ProposalRow.objects.order_by("at", "id")
    if state is not None:
        rows = rows.filter(state=state.value)
    if thing is not None:
        rows = rows.filter(thing=thing)
    return tuple(_before(person, row) for row in rows if may(person, Verb.SEE, thing_of(row)))


def proposal_for(person: Person | None, ref: str) -> Before | None:
    """Return the proposal `ref`; None where there is none that `person` sees."""
    row = None if person is None else ProposalRow.objects.filter(ref=ref).first()
    if person is None or row is None or not may(person, Verb.SEE, thing_of(row)):
        return None
    return _before(person, row)


def _before(person: Person, row: ProposalRow) -> Before:
    proposal, thing = proposal_of(row), thing_of(row)
    mine = proposal.needed.get(person.side, frozenset())
    is_open = proposal.state is State.PROPOSED
    has_voice = person.organisation in mine
    return Before(
        ref=row.ref,
        thing=row.thing,
        digest=row.digest,
        side=row.side,
        state=row.state,
        text=row.text,
        at=row.at,
        turned=tuple(side for side in sorted(proposal.needed) if turned(proposal, side)),
        missing=tuple(sorted(missing_endorsements(proposal, person.side, viewer_side=person.side))),
        is_waiting=is_open
        and has_voice
        and person.organisation not in proposal.endorsed
        and may(person, Verb.AGREE, thing),
        may_withhold=is_open
        and person.organisation in proposal.endorsed
        and not turned(proposal, person.side)
        and may(person, Verb.WITHHOLD, thing),
        may_withdraw=is_open and may(person, Verb.WITHDRAW, thing),
    )


def rounds_of(person: Person | None, thing: str) -> tuple[Round, ...]:
    """Return the writings of the row `thing` that `person` may see, oldest first."""
    if person is None:
        return ()
    acts = ActRow.objects.filter(
        seen_by(person, ActRow), thing=thing, verb__in=("write", "propose")
    )
    newest = acts.order_by("-at", "-number").values_list("at", "side", "verb", "body")
    rounds = []
    for at, side, verb, body in newest[:MOST_ROUNDS]:
        if at is None or body is None:
            continue  # sealed: it keeps its place and nothing else
        row = body["text"]["row"] if verb == "propose" else body["row"]
        rounds.append(Round(at, side, verb == "propose", row))
    return tuple(reversed(rounds))


class Mine(msgspec.Struct, frozen=True):
    """What a person may do to a row, and the digest of its words as they are."""

    digest: str
    may_write: bool
    may_propose: bool
    may_publish: bool


def mine(person: Person | None, thing: str) -> Mine | None:
    """Return what `person` may do to the row `thing`; None for the public or a row unseen."""
    if person is None:
        return None
    row = Row.objects.filter(seen_by(person, Row), ref=thing).first()
    if row is None:
        return None
    what = thing_of(row)
    is_shown = row.visibility in {"joint", "public"}
    return Mine(
        digest=row.digest,
        may_write=may(person, Verb.WRITE, what) and not row.state and not row.is_shipped
        and row.visibility != "public",
        may_propose=is_shown and "propose" in person.roles and row.kind != "side",
        may_publish=may(person, Verb.PUBLISH, what) and row.visibility != "public",
    )  # fmt: skip


def digests_of(person: Person | None, names: Sequence[str]) -> dict[str, str]:
    """Return the digests of the rows `names` that `person` sees, of their words as they are."""
    rows = Row.objects.filter(seen_by(person, Row), ref__in=list(names))
    return dict(rows.values_list("ref", "digest"))
