"""One act: who did what, when, and the exact words; one link of a side's chain."""

from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from kakehashi.accord.canonical import digest


class Act(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A self-contained act, enough to replay the record from the chains alone.

    `number` counts from 1 in the side's own chain; `previous` is the digest of
    the act before. `quotes` is the digest of the other side's act which this one
    answers. `salt` (32 hex digits) keeps a sealed act's digest from being guessed.
    A sealed act has lost who, when and what, and keeps its place: the other side
    can check the chain without reading what is not theirs.
    """

    format: Literal["kakehashi-act/1"] = "kakehashi-act/1"
    side: str
    number: int
    previous: str | None
    digest: str
    is_sealed: bool = False
    at: datetime | None = None
    person: str | None = None
    post: str | None = None
    verb: str | None = None
    kind: str | None = None
    thing: str | None = None
    body: dict[str, Any] | None = None
    quotes: str | None = None
    visibility: str | None = None
    salt: str | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done, before it has a place in a chain."""

    side: str
    at: datetime
    person: str
    post: str
    verb: str
    kind: str
    thing: str
    body: dict[str, Any]
    visibility: str
    salt: str
    quotes: str | None = None


def digest_of(act: Act) -> str:
    """Return the digest that an unsealed `act` should carry.

    It covers every field but itself, so that a change of any shows.
    """
    fields = {
        name: getattr(act, name)
        for name in act.__struct_fields__
        if name not in {"digest", "is_sealed", "at"}
    }
    at = act.at.astimezone(UTC).isoformat(timespec="microseconds") if act.at else None
    return digest({**fields, "at": at})


def draft_act(draft: Draft, last: Act | None) -> Act:
    """Return `draft` as the act that follows `last` in its side's chain.

    Raises
    ------
    ValueError
        When `last` is another side's act, the time has no zone or lies before
        `last`, or the body is not plain JSON.
    """
    if draft.at.tzinfo is None:
        raise ValueError("an act's time needs a zone")
    if last is not None and last.side != draft.side:
        raise ValueError("an act follows the acts of its own side")
    if last is not None and last.at is not None and draft.at < last.at:
        raise ValueError("an act's time lies before the act that it follows")
    fields = {name: getattr(draft, name) for name in draft.__struct_fields__}
    fields["at"] = draft.at.astimezone(UTC)
    act = Act(
        **fields,
        number=1 if last is None else last.number + 1,
        previous=None if last is None else last.digest,
        digest="",
    )
    return msgspec.structs.replace(act, digest=digest_of(act))


def sealed(act: Act) -> Act:
    """Return `act` with everything private taken out and its place in the chain kept."""
    return Act(
        side=act.side,
        number=act.number,
        previous=act.previous,
        digest=act.digest,
        is_sealed=True,
    )
