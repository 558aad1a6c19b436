"""Two keys: what both agree takes effect only when both agreed to the same words.

The rules, in the order in which they are enforced:

1. A proposal is one text in both languages, known by its digest. Other words are
   another proposal.
2. An organisation speaks for its own side alone.
3. A side's key turns when every organisation that the side has set has endorsed;
   any of them can withhold, as long as its side's key has not turned.
4. When both keys have turned the proposal is agreed, and effective from the day
   that its text names (at once where it names none).
5. Only the side that proposed can withdraw, and only before both keys have turned.
6. What takes effect supersedes what it names.
7. The same act twice has one effect.

Decides without touching the world: values in, a value or a refusal out.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import msgspec

from kakehashi.terms.text import Text


class State(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    AGREED = "agreed"  # both keys have turned; its day has not come
    EFFECTIVE = "effective"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Event(StrEnum):
    """What can happen to a proposal."""

    ENDORSE = "endorse"
    WITHHOLD = "withhold"
    BOTH_KEYS = "both_keys"
    DAY_COMES = "day_comes"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.PROPOSED, Event.ENDORSE): State.PROPOSED,
    (State.PROPOSED, Event.WITHHOLD): State.PROPOSED,
    (State.PROPOSED, Event.BOTH_KEYS): State.AGREED,
    (State.PROPOSED, Event.WITHDRAW): State.WITHDRAWN,
    (State.AGREED, Event.DAY_COMES): State.EFFECTIVE,
    (State.AGREED, Event.SUPERSEDE): State.SUPERSEDED,
    (State.EFFECTIVE, Event.SUPERSEDE): State.SUPERSEDED,
}


class Refusal(StrEnum):
    """Why an act on a proposal is refused."""

    OTHER_WORDS = "other_words"  # the digest is of another text
    OTHER_SIDE = "other_side"  # a side cannot agree for the other
    NO_VOICE = "no_voice"  # the organisation is none of those whose word its side needs
    TOO_LATE = "too_late"  # the table has no such step from here


class Refused(Exception):  # noqa: N818 - a refusal is an answer, told to the one who asked
    """An act that the rules do not allow; `why` names the rule."""

    def __init__(self, why: Refusal) -> None:
        self.why = why
        super().__init__(WORDS[why].en)


WORDS: Mapping[Refusal, Text] = {
    Refusal.OTHER_WORDS: Text(
        en="The words have changed since you read them. Read them again, then agree.",
        ja="確認された後に文言が変わっています。もう一度お読みになってから合意してください。",
    ),
    Refusal.OTHER_SIDE: Text(
        en="A side cannot agree for the other.", ja="相手側に代わって合意することはできません。"
    ),
    Refusal.NO_VOICE: Text(
        en="Your side has not named your organisation among those that endorse.",
        ja="貴組織は、貴側が定めた承認機関に含まれていません。",
    ),
    Refusal.TOO_LATE: Text(
        en="This is no longer open: it was agreed, withdrawn or superseded before.",
        ja="この案はすでに合意、撤回または置き換えられており、受け付けられません。",
    ),
}


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A text before both sides.

    `needed` holds, for each side, the organisations whose endorsement turns its
    key; `endorsed` those that have given it. `supersedes` is the id of what this
    replaces when it takes effect.
    """

    id: str
    digest: str
    by: str
    needed: Mapping[str, frozenset[str]]
    endorsed: frozenset[str] = frozenset()
    state: State = State.PROPOSED
    effective_on: date | None = None
    supersedes: str | None = None


def propose(proposal: Proposal, *, by_organisation: str) -> Proposal:
    """Return `proposal` open for agreement, endorsed by the organisation that brings it.

    Raises
    ------
    Refused
        `no_voice` when that organisation is none of its side's.
    """
    if by_organisation not in proposal.needed.get(proposal.by, frozenset()):
        raise Refused(Refusal.NO_VOICE)
    return msgspec.structs.replace(proposal, endorsed=frozenset({by_organisation}))


def agree(
    proposal: Proposal, *, side: str, organisation: str, digest: str, today: date
) -> Proposal:
    """Return `proposal` with `organisation`'s endorsement; agreed or effective with the last.

    `today` is the day on which the last key turns, in the calendar that the
    text names. The same endorsement again returns the proposal unchanged.

    Raises
    ------
    Refused
        `other_words`, `other_side`, `no_voice` or `too_late`, in this order.
    """
    if digest != proposal.digest:
        raise Refused(Refusal.OTHER_WORDS)
    _check_voice(proposal, side, organisation)
    if organisation in proposal.endorsed:
        return proposal
    _step(proposal.state, Event.ENDORSE)
    endorsed = proposal.endorsed | {organisation}
    now = msgspec.structs.replace(proposal, endorsed=endorsed)
    if all(turned(now, each) for each in now.needed):
        now = msgspec.structs.replace(now, state=_step(now.state, Event.BOTH_KEYS))
        return come(now, today=today)
    return now


def withhold(proposal: Proposal, *, side: str, organisation: str) -> Proposal:
    """Return `proposal` without `organisation`'s endorsement.

    Raises
    ------
    Refused
        `other_side`, `no_voice`; `too_late` once the side's key has turned.
    """
    _check_voice(proposal, side, organisation)
    if organisation not in proposal.endorsed:
        return proposal
    if turned(proposal, side):
        raise Refused(Refusal.TOO_LATE)
    _step(proposal.state, Event.WITHHOLD)
    return msgspec.structs.replace(proposal, endorsed=proposal.endorsed - {organisation})


def withdraw(proposal: Proposal, *, side: str) -> Proposal:
    """Return `proposal` withdrawn by the side that brought it.

    Raises
    ------
    Refused
        `other_side`, or `too_late` once both keys have turned.
    """
    if side != proposal.by:
        raise Refused(Refusal.OTHER_SIDE)
    if proposal.state is State.WITHDRAWN:
        return proposal
    return msgspec.structs.replace(proposal, state=_step(proposal.state, Event.WITHDRAW))


def come(proposal: Proposal, *, today: date) -> Proposal:
    """Return an agreed `proposal` as effective, once its day has come."""
    if proposal.state is State.AGREED and (
        proposal.effective_on is None or proposal.effective_on <= today
    ):
        return msgspec.structs.replace(proposal, state=_step(proposal.state, Event.DAY_COMES))
    return proposal


def supersede(proposal: Proposal) -> Proposal:
    """Return `proposal` as superseded by one that has taken effect.

    Raises
    ------
    Refused
        `too_late` when it was never agreed.
    """
    if proposal.state is State.SUPERSEDED:
        return proposal
    return msgspec.structs.replace(proposal, state=_step(proposal.state, Event.SUPERSEDE))


def turned(proposal: Proposal, side: str) -> bool:
    """Return whether `side`'s key has turned."""
    needed = proposal.needed.get(side, frozenset())
    return bool(needed) and needed <= proposal.endorsed


def missing_endorsements(proposal: Proposal, side: str, *, viewer_side: str) -> frozenset[str]:
    """Return the organisations of `side` that have not endorsed; empty for the other side.

    What is missing inside a side is that side's own affair.
    """
    if viewer_side != side:
        return frozenset()
    return proposal.needed.get(side, frozenset()) - proposal.endorsed


def _check_voice(proposal: Proposal, side: str, organisation: str) -> None:
    if organisation in proposal.needed.get(side, frozenset()):
        return
    others = {each for other, all_of in proposal.needed.items() if other != side for each in all_of}
    raise Refused(Refusal.OTHER_SIDE if organisation in others else Refusal.NO_VOICE)


def _step(state: State, event: Event) -> State:
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise Refused(Refusal.TOO_LATE) from None
