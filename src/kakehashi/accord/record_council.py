"""The Council's year: cycles, meetings, agenda, papers, minutes, matters arising."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from kakehashi.accord.record_row import (
    CommitmentId,
    CycleId,
    ForumId,
    HolderId,
    MeetingId,
    MinutesId,
    OrganisationId,
    Ownership,
    PaperId,
    PostId,
    Row,
    RowId,
    SideId,
    When,
)
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.text import Lang, Standing, Text


class Cycle(Row, frozen=True, kw_only=True, tag="cycle"):
    """One year of the Council, around the day on which it meets.

    `council_on` is None until the day is set; `cycle_steps` counts from it.
    """

    name: Text
    council_on: date | None = None
    starts: date | None = None
    ends: date | None = None


class Participant(Frozen, frozen=True, kw_only=True):
    """Somebody at a meeting: a holder of a post, a post, or an organisation, best known first."""

    holder: HolderId | None = None
    post: PostId | None = None
    organisation: OrganisationId | None = None
    how: Literal["in_person", "online"] | None = None


class Numbered(Frozen, frozen=True, kw_only=True):
    """What an organisation calls the meeting; `number` is None where it counts none."""

    organisation: OrganisationId
    words: Text
    number: Annotated[int, Meta(ge=1)] | None = None


class Meeting(Row, frozen=True, kw_only=True, tag="meeting"):
    """A meeting that was held, or is planned. `documents` are rows that came out of it."""

    name: Text
    when: When
    form: Literal["in_person", "online", "hybrid", "not_established"]
    place: Text | None = None
    forum: ForumId | None = None
    cycle: CycleId | None = None
    participants: tuple[Participant, ...] = ()
    numbered: tuple[Numbered, ...] = ()
    documents: tuple[RowId, ...] = ()


class AgendaPoint(Row, frozen=True, kw_only=True, tag="agenda"):
    """A point of an agenda, and what the meeting is asked to do with it."""

    meeting: MeetingId
    number: str
    title: Text
    purpose: Literal["decide", "note", "discuss"]
    lead: OrganisationId | None = None
    papers: tuple[PaperId, ...] = ()
    about: tuple[RowId, ...] = ()
    planned_minutes: Annotated[int, Meta(ge=1)] | None = None


class PaperVersion(Frozen, frozen=True, kw_only=True):
    """One version of a paper in one language; `sha256` (hex) is of its file."""

    number: Annotated[int, Meta(ge=1)]
    language: Lang
    standing: Standing
    on: date
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")] | None = None


class Paper(Row, frozen=True, kw_only=True, tag="paper"):
    """A paper for a meeting. Nobody outside sees it before `embargo_until`."""

    title: Text
    meeting: MeetingId | None = None
    versions: tuple[PaperVersion, ...] = ()
    embargo_until: Annotated[datetime, Meta(tz=True)] | None = None


class Paragraph(Frozen, frozen=True, kw_only=True):
    """A numbered paragraph of minutes, in both languages under one number."""

    number: str
    text: Text


class Minutes(Row, frozen=True, kw_only=True, tag="minutes"):
    """What was said and decided; final once each side has agreed."""

    meeting: MeetingId
    state: Literal["draft", "circulated", "agreed", "final"]
    circulated_on: date | None = None
    agreed_by: tuple[SideId, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


class Matter(Row, frozen=True, kw_only=True, tag="matter"):
    """An action that arises out of a paragraph of the minutes."""

    minutes: MinutesId
    paragraph: str
    text: Text
    owners: tuple[Ownership, ...] = ()
    due: When | None = None
    done_on: date | None = None
    commitment: CommitmentId | None = None
