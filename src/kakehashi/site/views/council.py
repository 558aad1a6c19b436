"""The record as one reader may see it: rows, proposals, and the rounds of a text."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from kakehashi.accord.keys import State, missing_endorsements, turned
from kakehashi.accord.may import Person, Verb, may
from kakehashi.accord.record import AnyRow, Record
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.site.records.as_values import proposal_of, thing_of, words_of
from kakehashi.site.records.models import ActRow, ChainHead, ProposalRow, Row
from kakehashi.site.views.permission import seen_by
from kakehashi.terms.basis import Source

MOST_KEPT = 16  # records at hand, one for each set of people who see the same
MOST_ROUNDS = 20
MOST_WORDS = 50_000
AT_ONCE = 500  # rows of one query
# by digest and time of writing: the words and sources of a row that was written once stay so
_words: dict[tuple[str, datetime], tuple[AnyRow, tuple[Source, ...]]] = {}
_kept: dict[tuple[str, str], tuple[tuple[str, ...], Record]] = {}


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

    Kept until the next act of any side, so that a page asks the database once.
    """
    stamp = tuple(ChainHead.objects.order_by("side").values_list("digest", flat=True))
    if not any(stamp):
        return shipped_record()
    key = ("", "") if person is None else (person.side, person.organisation)
    found = _kept.get(key)
    if found is not None and found[0] == stamp:
        return found[1]
    record = _read(person)
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = (stamp, record)
    return record


def _read(person: Person | None) -> Record:
    """Return the record anew; bodies are fetched only of words that this process has not read."""
    shipped = shipped_record()
    rows, sources = dict(shipped.rows), dict(shipped.sources)
    seen = Row.objects.filter(seen_by(person, Row), is_shipped=False).order_by("at", "id")
    digests = {ref: (digest, at) for ref, digest, at in seen.values_list("ref", "digest", "at")}
    if len(_words) > MOST_WORDS:
        _words.clear()
    unread = [ref for ref, key in digests.items() if key not in _words]
    for start in range(0, len(unread), AT_ONCE):
        some = seen.filter(ref__in=unread[start : start + AT_ONCE])
        for digest, at, body, own in some.values_list("digest", "at", "body", "sources"):
            _words[digest, at] = words_of(body), tuple(msgspec.convert(one, Source) for one in own)
    for ref, key in digests.items():
        if key not in _words:
            continue  # changed by an act since its digest was read: the next page has it
        rows[ref], own_sources = _words[key]
        for source in own_sources:
            sources.setdefault(source.id, source)
    return Record(rows=rows, sources=sources, checked_on=shipped.checked_on)


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
