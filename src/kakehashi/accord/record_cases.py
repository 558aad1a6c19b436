"""What the regulators of both sides share: competence, cases with requests and replies, guidance.

A case holds no field for data about a person. Its free text is screened besides
(`screen.py`), when it is written.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta

from kakehashi.accord.record_row import (
    CaseId,
    OrganisationId,
    RequestId,
    Row,
    SideId,
    SourceId,
    Wording,
)
from kakehashi.terms.basis import Basis
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.text import Text

Circumstance = Literal[
    "established_uk", "established_jp", "people_in_uk", "people_in_jp", "uk_data_in_japan"
]
"""What brings a matter under a law: where the one concerned is, whose data, how it came."""

FactKind = Literal["law_and_guidance", "state", "measures", "counts", "flow", "contacts"]
"""What can be asked and told: kinds of facts, none of which is about a person."""


class Reach(Frozen, frozen=True, kw_only=True):
    """A circumstance that brings a matter under a law, and how that is known."""

    when: Circumstance
    text: Text
    basis: Basis
    sources: tuple[SourceId, ...]


class Sharing(Frozen, frozen=True, kw_only=True):
    """A ground on which a regulator may tell another facts; `limits` say what it does not carry."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,60}\Z")]
    text: Text
    limits: Text
    facts: tuple[FactKind, ...]
    basis: Basis
    sources: tuple[SourceId, ...]


class Term(Frozen, frozen=True, kw_only=True):
    """A period that the law sets, counted from the day on which a matter became known.

    `n` is a whole number of `unit`. `who` must act within it.
    """

    id: Annotated[str, Meta(pattern=r"^[a-z0-9-]{1,60}\Z")]
    text: Text
    who: Text
    n: Annotated[int, Meta(ge=1, le=400)]
    unit: Literal["hours", "days", "working_days", "months"]
    basis: Basis
    sources: tuple[SourceId, ...]


class Competence(Row, frozen=True, kw_only=True, tag="competence"):
    """Which regulator answers for which law, from which circumstances on.

    Read from the shipped record alone: nobody makes a regulator by writing a row.
    `website` is the regulator's own, for whoever wants to ask or complain.
    """

    organisation: OrganisationId
    side: SideId
    law: Text
    reaches: tuple[Reach, ...]
    sharing: tuple[Sharing, ...] = ()
    terms: tuple[Term, ...] = ()
    website: str | None = None


class Case(Row, frozen=True, kw_only=True, tag="case"):
    """A matter that two regulators look into together, opened by the regulator that writes it.

    `circumstances` are those of the matter: which laws reach it follows from them.
    The periods of the laws count from `known_on`.
    """

    title: Text
    circumstances: tuple[Circumstance, ...]
    known_on: date
    opened_on: date
    closed_on: date | None = None
    outcome_en: str | None = None
    outcome_ja: str | None = None


class Request(Row, frozen=True, kw_only=True, tag="request"):
    """What one regulator asks of the other in a case: kinds of facts, on a ground, by a day.

    `ground` is one of the asking regulator's own grounds of sharing, since to ask is to tell.
    """

    case: CaseId
    facts: tuple[FactKind, ...]
    ground: str
    asked_on: date
    due_on: date
    en: Wording | None = None
    ja: Wording | None = None


class Reply(Row, frozen=True, kw_only=True, tag="reply"):
    """The answer to a request, on a ground of the answering regulator's own law."""

    request: RequestId
    ground: str
    answered_on: date
    en: Wording | None = None
    ja: Wording | None = None


class Guidance(Row, frozen=True, kw_only=True, tag="guidance"):
    """One text of both regulators, in two languages of equal standing."""

    title: Text
    text: Text


PRIVATE_KINDS = (Case, Request, Reply)
"""What only the organisations that it names ever see: never proposed, never published."""


def competent(
    competences: Iterable[Competence], circumstances: Iterable[Circumstance]
) -> tuple[tuple[Competence, tuple[Reach, ...]], ...]:
    """Return the laws that reach a matter of `circumstances`, each with the reasons why."""
    given = set(circumstances)
    found = (
        (each, tuple(reach for reach in each.reaches if reach.when in given))
        for each in competences
    )
    return tuple((each, reaches) for each, reaches in found if reaches)


def regulators(competences: Iterable[Competence]) -> dict[str, str]:
    """Return the regulator of each side, by the side's id."""
    return {each.side: each.organisation for each in competences}
