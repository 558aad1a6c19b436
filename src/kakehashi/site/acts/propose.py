"""Bring words before both sides."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from kakehashi.accord import keys
from kakehashi.accord.canonical import digest
from kakehashi.accord.keys import Proposal, State
from kakehashi.accord.may import Person, Thing, Verb, Visibility
from kakehashi.accord.record import AnyRow, Record
from kakehashi.accord.record_cases import Guidance
from kakehashi.accord.record_views import keys_needed
from kakehashi.site.acts.chain import Chain, Deed, chain_of
from kakehashi.site.acts.check_case import check_guidance, keys_of_guidance
from kakehashi.site.acts.check_row import check_words
from kakehashi.site.acts.refusal import allow, refused, told
from kakehashi.site.records.as_values import plain_body, thing_of, words_of
from kakehashi.site.records.models import ProposalRow, Row

_OPEN = (State.AGREED, State.EFFECTIVE)


def propose(
    person: Person,
    body: Mapping[str, Any],
    sources: Sequence[Mapping[str, Any]] = (),
    *,
    effective_on: date | None = None,
    supersedes: str | None = None,
    now: datetime,
    post: str = "",
) -> str:
    """Return the id of the proposal that `body` shall be the words of a row.

    Both sides see it at once, joint guidance the two regulators alone; the proposer's
    organisation endorses by proposing.
    It covers all of the row in both languages, its sources, the day from which it
    counts, and what it replaces: the proposal `supersedes`, else the one by which
    the row stands now. The same words again give the proposal that is open.

    Raises
    ------
    InputError
        With all that is wrong with the words.
    ActRefusedError
        `no_such_row`, `not_allowed`, `no_voice`; `not_joint` for words that not
        both sides may see; `not_to_replace` for a proposal that does not stand;
        for joint guidance what `check_guidance` says.
    """
    with chain_of(person, now=now, post=post) as chain:
        words = check_words(person, body, sources, now=now)
        row = words.row
        _check(person, row)
        check_guidance(person, row)
        text = {
            "row": plain_body(row),
            "sources": words.sources,
            "effective_on": effective_on.isoformat() if effective_on else None,
            "supersedes": _replaced(row.id, supersedes),
        }
        same = ProposalRow.objects.filter(
            side=person.side, digest=digest(text), state=State.PROPOSED
        ).first()
        if same is not None:
            return same.ref
        offer = Proposal(
            id=f"proposal:{person.side}-{chain.next_number}",
            digest=digest(text),
            by=person.side,
            needed=keys_of_guidance() if isinstance(row, Guidance) else needed_now(),
        )
        told(lambda: keys.propose(offer, by_organisation=person.organisation), row.id)
        _append(chain, offer, text)
        return offer.id


def needed_now() -> dict[str, frozenset[str]]:
    """Return, for each side, the organisations whose endorsement it has set."""
    sides = {row.ref: words_of(row.body) for row in Row.objects.filter(kind="side")}
    return keys_needed(Record(rows=sides, sources={}))


def _check(person: Person, row: AnyRow) -> None:
    own = Thing(side=person.side, organisation=person.organisation, visibility=Visibility.JOINT)
    allow(person, Verb.PROPOSE, own, row.id)
    if row.visibility not in {Visibility.JOINT, Visibility.PUBLIC}:
        raise refused("not_joint", row.id)
    before = Row.objects.filter(ref=row.id).first()
    if before is not None:
        allow(person, Verb.SEE, thing_of(before), row.id)
    if before is not None and before.kind == "side":
        raise refused("not_allowed", row.id)


def _replaced(thing: str, named: str | None) -> str | None:
    if named is None:
        return (
            ProposalRow.objects.filter(thing=thing, state=State.EFFECTIVE)
            .values_list("ref", flat=True)
            .first()
        )
    if not ProposalRow.objects.filter(ref=named, state__in=_OPEN).exists():
        raise refused("not_to_replace", named)
    return named


def _append(chain: Chain, offer: Proposal, text: dict[str, Any]) -> None:
    is_named = text["row"]["kind"] == "guidance"
    names = sorted(frozenset().union(*offer.needed.values())) if is_named else []
    chain.append(
        Deed(
            verb="propose",
            kind=text["row"]["kind"],
            thing=text["row"]["id"],
            visibility=(Visibility.NAMED if is_named else Visibility.JOINT).value,
            body={
                "proposal": offer.id,
                "organisation": chain.person.organisation,
                "offer": {
                    "digest": offer.digest,
                    "needed": {side: sorted(names) for side, names in offer.needed.items()},
                },
                "text": text,
                **({"named": names} if is_named else {}),
            },
        )
    )
