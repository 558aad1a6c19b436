"""What stands in words: statements, clauses, decisions, instruments, and what is only known."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta

from kakehashi.accord.record_row import (
    CycleId,
    DecisionId,
    ForumId,
    InstrumentId,
    MeetingId,
    Money,
    OrganisationId,
    Row,
    RowId,
    SideId,
    SourceId,
    StatementId,
    When,
    Wording,
)
from kakehashi.terms.basis import Basis
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.text import Lang, Standing, Text


class Nature(StrEnum):
    """What a text is in law."""

    TREATY = "treaty"
    ARRANGEMENT = "arrangement"  # made under a treaty
    NON_BINDING = "non_binding"  # memorandum of cooperation and the like
    STATEMENT = "statement"
    DOMESTIC_LAW = "domestic_law"
    SCHEME = "scheme"  # a voluntary scheme with its own rules
    NOT_ESTABLISHED = "not_established"  # no text that would tell was read


class OfficialText(Frozen, frozen=True, kw_only=True):
    """One publisher's text of an outcome; `url` is where it stands."""

    publisher: OrganisationId
    language: Lang
    standing: Standing
    source: SourceId
    title: Text | None = None


class Difference(Frozen, frozen=True, kw_only=True):
    """A point on which the texts of one outcome do not say the same."""

    text: Text
    basis: Basis
    sources: tuple[SourceId, ...]


class Statement(Row, frozen=True, kw_only=True, tag="statement"):
    """An outcome in words, in as many official texts as were published."""

    title: Text
    issued: When
    nature: Nature = Nature.STATEMENT
    nature_basis: Basis = Basis.INFERENCE
    governing: Literal["en", "ja", "both", "not_established"] = "not_established"
    meeting: MeetingId | None = None
    cycle: CycleId | None = None
    texts: tuple[OfficialText, ...] = ()
    differences: tuple[Difference, ...] = ()


class Bracket(Frozen, frozen=True, kw_only=True):
    """What a side proposes where the text has `[number]`; None: nothing in that language yet."""

    number: str
    side: SideId
    en: str | None = None
    ja: str | None = None


class Agreed(Frozen, frozen=True, kw_only=True):
    """A side agrees to a clause's words in one language, as they stood on a day."""

    side: SideId
    language: Lang
    on: date


class Clause(Row, frozen=True, kw_only=True, tag="clause"):
    """One clause, in both languages under one number.

    While it is drafted a language may be missing; then it is None, never "".
    `is_paraphrase` says that the words are ours about the official ones.
    """

    statement: StatementId
    number: str
    en: Wording | None = None
    ja: Wording | None = None
    is_paraphrase: bool = False
    brackets: tuple[Bracket, ...] = ()
    agreed: tuple[Agreed, ...] = ()


class Decision(Row, frozen=True, kw_only=True, tag="decision"):
    """What was decided, and which decision it replaces."""

    text: Text
    decided_on: date
    meeting: MeetingId | None = None
    supersedes: DecisionId | None = None


class InstrumentDate(Frozen, frozen=True, kw_only=True):
    """A day in an instrument's life, as one source tells it.

    Two sources that tell different days give two of these. `said_by` is who
    named the day; `jurisdiction` the side in whose law it counts (None: in all).
    `seen_in_force` says that a source shows it in force on that day, whenever
    that began. `certainty` is `expected` or `conditional` where the source says
    no more than that; `condition` tells on what.
    """

    what: Literal[
        "announced",
        "agreed",
        "signed",
        "adopted",
        "made",
        "published",
        "in_force",
        "seen_in_force",
        "amended",
        "ends",
    ]
    when: When
    basis: Basis
    sources: tuple[SourceId, ...]
    said_by: tuple[OrganisationId, ...] = ()
    jurisdiction: SideId | None = None
    certainty: Literal["stated", "expected", "conditional"] = "stated"
    condition: Text | None = None


class Instrument(Row, frozen=True, kw_only=True, tag="instrument"):
    """A treaty, memorandum, statement, law or scheme, with all the days that sources give.

    `nature_basis` says how its nature is known: by inference, unless a text says so.
    """

    title: Text
    nature: Nature
    nature_basis: Basis = Basis.INFERENCE
    content: Text
    dates: tuple[InstrumentDate, ...]
    parties: tuple[OrganisationId, ...] = ()
    between: Text | None = None  # parties in words, where they are no organisations of the record
    jurisdiction: SideId | None = None
    within: InstrumentId | None = None  # the instrument of which it is a part, or which it amends
    gives_effect_to: InstrumentId | None = None
    supersedes: InstrumentId | None = None
    about: tuple[RowId, ...] = ()


class Endorsement(Row, frozen=True, kw_only=True, tag="endorsement"):
    """What both sides endorsed in a forum, and what of ours it bears on."""

    forum: ForumId
    text: Text
    when: When
    about: tuple[RowId, ...] = ()


class Clearance(Frozen, frozen=True, kw_only=True):
    """Whether an organisation has cleared a joint position."""

    organisation: OrganisationId
    state: Literal["pending", "cleared", "withheld"]
    on: date | None = None


class Position(Row, frozen=True, kw_only=True, tag="position"):
    """What both sides will say together in a forum, and who has cleared it."""

    forum: ForumId
    text: Text
    clearance: tuple[Clearance, ...]
    about: tuple[RowId, ...] = ()


class ProgrammeDate(Frozen, frozen=True, kw_only=True):
    """A day in a programme's life."""

    what: Literal[
        "pledged", "announced", "opens", "closes", "notice_due", "interviews", "starts", "met"
    ]
    when: When


class Project(Frozen, frozen=True, kw_only=True):
    """A project that a programme pays for; `partners` as the source names them."""

    title: Text
    partners: tuple[Text, ...] = ()


class Programme(Row, frozen=True, kw_only=True, tag="programme"):
    """Joint research: who pays, how much in which currency, for what, when.

    `n_projects` is the number that the source gives; `at_most_projects` the
    most that it allows.
    """

    title: Text
    funders: tuple[OrganisationId, ...]
    dates: tuple[ProgrammeDate, ...] = ()
    money: tuple[Money, ...] = ()
    n_projects: Annotated[int, Meta(ge=0)] | None = None
    at_most_projects: Annotated[int, Meta(ge=1)] | None = None
    lasts_years: Annotated[int, Meta(ge=1)] | None = None
    projects: tuple[Project, ...] = ()
    terms: Text | None = None
    about: tuple[RowId, ...] = ()


class Finding(Row, frozen=True, kw_only=True, tag="finding"):
    """A dated fact that is none of the other kinds."""

    text: Text
    when: When | None = None
    about: tuple[RowId, ...] = ()


class Gap(Row, frozen=True, kw_only=True, tag="gap"):
    """What we do not know, in words; `last_found` is the newest day that we do know of."""

    text: Text
    last_found: date | None = None
    ask_at: Text | None = None  # where it could be closed
    about: tuple[RowId, ...] = ()
