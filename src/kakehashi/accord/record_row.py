"""What every row of the record has, and the small values that rows are made of."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kakehashi.accord.may import Visibility
from kakehashi.terms.basis import Basis
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.text import Lang, Standing, Text

MOST_ID = 120  # characters


def _row(prefix: str) -> Meta:
    """Return the constraint on an id that refers to a row of the kind with `prefix`."""
    pattern = rf"^{prefix}:[a-z0-9][a-z0-9.-]*\Z"
    return Meta(pattern=pattern, max_length=MOST_ID, extra={"refers": "row"})


SourceId = Annotated[
    str,
    Meta(pattern=r"^[a-z0-9][a-z0-9.-]*\Z", max_length=MOST_ID, extra={"refers": "source"}),
]
OwnId = Annotated[str, Meta(pattern=r"^[a-z]+:[a-z0-9][a-z0-9.-]*\Z", max_length=MOST_ID)]
RowId = Annotated[str, _row("[a-z]+")]
SideId = Annotated[str, _row("side")]
OrganisationId = Annotated[str, _row("org")]
PostId = Annotated[str, _row("post")]
HolderId = Annotated[str, _row("holder")]
PillarId = Annotated[str, _row("pillar")]
ActionId = Annotated[str, _row("action")]
WorkstreamId = Annotated[str, _row("workstream")]
CommitmentId = Annotated[str, _row("commitment")]
EvidenceId = Annotated[str, _row("evidence")]
CycleId = Annotated[str, _row("cycle")]
MeetingId = Annotated[str, _row("meeting")]
PaperId = Annotated[str, _row("paper")]
MinutesId = Annotated[str, _row("minutes")]
StatementId = Annotated[str, _row("statement")]
ClauseId = Annotated[str, _row("clause")]
DecisionId = Annotated[str, _row("decision")]
InstrumentId = Annotated[str, _row("instrument")]
ForumId = Annotated[str, _row("forum")]
CaseId = Annotated[str, _row("case")]
RequestId = Annotated[str, _row("request")]


class Row(Frozen, frozen=True, kw_only=True, tag_field="kind", tag="row"):
    """One row of the record; each kind of row is a struct of its own.

    `basis` and `sources` speak for all of the row, except where a part of it
    has its own. Visibility is closed by default: a file opens its rows with
    its own `visibility` (the shipped files say `public`). `named` are the
    organisations that see a row of visibility `named`, besides its own.
    """

    id: OwnId
    basis: Basis
    sources: tuple[SourceId, ...]
    visibility: Visibility = Visibility.ORGANISATION
    named: tuple[OrganisationId, ...] = ()
    note: Text | None = None


class When(Frozen, frozen=True, kw_only=True):
    """A day, a span of days, or the bounds within which a day lies that nobody has told.

    With precision `day` it was on `on`, or lasted from `on` through `until`.
    With `month`, `quarter`, `season` or `year` the day lies from `on` through `until`, both
    included, and is not known better. With `words` there are words alone.
    """

    on: date | None = None
    until: date | None = None
    precision: Literal["day", "month", "quarter", "season", "year", "words"] = "day"
    words: Text | None = None

    @property
    def last(self) -> date | None:
        """The last day on which it can have been."""
        return self.until or self.on


class Ownership(Frozen, frozen=True, kw_only=True):
    """Who owns a thing, for their side, and how we know.

    `post` is set where a post, not the whole organisation, is named.
    """

    organisation: OrganisationId
    basis: Basis
    sources: tuple[SourceId, ...]
    post: PostId | None = None
    note: Text | None = None


class PersonName(Frozen, frozen=True, kw_only=True):
    """A person's name in parts, as the source gives them; never split from one string.

    `order` is the order in Latin script. What no source gives stays None: no
    characters and no reading are ever made up.
    """

    family: str
    given: str | None = None
    order: Literal["family_first", "given_first"] = "family_first"
    family_ja: str | None = None
    given_ja: str | None = None
    family_kana: str | None = None
    given_kana: str | None = None

    def written(self, lang: Lang) -> tuple[str, Lang]:
        """Return the name for a text in `lang`, and the language it is really in.

        A Japanese text gets the Latin name, marked "en", where no source gives
        the Japanese one.

        >>> PersonName(family="Tsuge", given="Yoshifumi").written("ja")
        ('Tsuge Yoshifumi', 'en')
        """
        if lang == "ja" and self.family_ja is not None:
            return self.family_ja + (self.given_ja or ""), "ja"
        parts = [self.family, self.given or ""]
        if self.order == "given_first":
            parts.reverse()
        return " ".join(filter(None, parts)), "en"


class Measure(Frozen, frozen=True, kw_only=True):
    """A figure of an indicator: `value` is a decimal number, written as text."""

    value: Annotated[str, Meta(pattern=r"^-?[0-9]{1,18}(\.[0-9]{1,9})?\Z")]
    basis: Basis
    sources: tuple[SourceId, ...]
    on: date | None = None


class Indicator(Frozen, frozen=True, kw_only=True):
    """What is measured, in which unit, from where to where, and how far it has come."""

    name: Text
    unit: Text
    baseline: Measure | None = None
    target: Measure | None = None
    actual: Measure | None = None


class Milestone(Frozen, frozen=True, kw_only=True):
    """A step towards a commitment. Done only with a day; believed only with evidence."""

    text: Text
    due: When
    done_on: date | None = None
    evidence: tuple[EvidenceId, ...] = ()


class Money(Frozen, frozen=True, kw_only=True):
    """An amount as the source states it, in its own currency; never converted or added.

    `amount` is in whole units of the currency (pounds, yen). `per` says what
    one such amount pays for.
    """

    amount: Annotated[int, Meta(ge=0)]
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")]
    says: Literal["exactly", "up_to", "more_than", "for_example"] = "exactly"
    per: Literal["programme", "project"] = "programme"
    payer: OrganisationId | None = None
    terms: Text | None = None


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A clause's words in one language, and what they are."""

    text: str
    standing: Standing = Standing.OURS
    is_reviewed: bool = False
