"""What was promised: pillars, priorities, Joint Actions, commitments, and what became of them."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from kakehashi.accord.record_row import (
    ActionId,
    ClauseId,
    CycleId,
    EvidenceId,
    Indicator,
    Milestone,
    OrganisationId,
    Ownership,
    PillarId,
    Row,
    RowId,
    SideId,
    SourceId,
    When,
    WorkstreamId,
)
from kakehashi.accord.status import Level
from kakehashi.terms.basis import Basis
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.text import Text


class Pillar(Row, frozen=True, kw_only=True, tag="pillar"):
    """A heading under which Joint Actions stand; `place` orders them, from 1."""

    name: Text
    place: Annotated[int, Meta(ge=1)]


class Stage(StrEnum):
    """How far a priority has come."""

    PROPOSED = "proposed"
    SCOPED = "scoped"
    ADOPTED = "adopted"  # as one or more Joint Actions
    CLOSED = "closed"


class Priority(Row, frozen=True, kw_only=True, tag="priority"):
    """A field that a side wants to work on, on its way to becoming a Joint Action.

    `closing_criteria` say when an old one may be closed; closing needs one of
    them and a day.
    """

    title: Text
    stage: Stage
    proposed_by: SideId | None = None
    proposed_on: date | None = None
    scoped_on: date | None = None
    adopted_on: date | None = None
    closed_on: date | None = None
    closing_criteria: tuple[Text, ...] = ()
    actions: tuple[ActionId, ...] = ()


class Seen(Frozen, frozen=True, kw_only=True):
    """A year in which a source speaks of a Joint Action, and how well that is known."""

    year: Annotated[int, Meta(ge=2000, le=2100)]
    basis: Basis
    sources: tuple[SourceId, ...]


class Action(Row, frozen=True, kw_only=True, tag="action"):
    """A Joint Action: the partnership's own unit of record.

    `number` is the official one, None until an official text gives it.
    `seen_in` holds evidence alone: an action without it is our reading.
    """

    pillar: PillarId
    title: Text
    owners: tuple[Ownership, ...] = ()
    seen_in: tuple[Seen, ...] = ()
    number: str | None = None
    starts: When | None = None
    ends: When | None = None


class Workstream(Row, frozen=True, kw_only=True, tag="workstream"):
    """A strand of work under a Joint Action."""

    action: ActionId
    title: Text
    owners: tuple[Ownership, ...] = ()
    starts: When | None = None
    ends: When | None = None


class Commitment(Row, frozen=True, kw_only=True, tag="commitment"):
    """Who will do what by when, and how anyone will know.

    `due` and `known_by` stay None where the text gives neither: that is a
    finding about the text. `partners` are organisations of other countries.
    """

    text: Text
    actions: tuple[ActionId, ...]
    cycle: CycleId | None = None
    workstream: WorkstreamId | None = None
    owners: tuple[Ownership, ...] = ()
    partners: tuple[OrganisationId, ...] = ()
    due: When | None = None
    known_by: Text | None = None
    milestones: tuple[Milestone, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    drawn_from: ClauseId | None = None


class Evidence(Row, frozen=True, kw_only=True, tag="evidence"):
    """Something dated that shows how far a thing has come."""

    of: tuple[RowId, ...]
    title: Text
    when: When
    url: str | None = None


class StatusReport(Row, frozen=True, kw_only=True, tag="report"):
    """One view of where a thing stands: a side's, by its code ("uk"), or "independent"."""

    of: RowId
    view: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,19}\Z")]
    level: Level
    reported_on: date
    evidence: tuple[EvidenceId, ...] = ()
    by: OrganisationId | None = None
    text: Text | None = None


class Lineage(Row, frozen=True, kw_only=True, tag="lineage"):
    """What became of `before` in `cycle`; `after` is None where it was dropped in words."""

    before: RowId
    after: RowId | None
    how: Literal["carried", "merged", "split", "dropped"]
    cycle: CycleId
