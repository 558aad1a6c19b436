"""A paper about a flow as frozen values: fields, each with where its value came from.

A field that the facts cannot fill has no values: it stays a visible blank, which says
at which path of the flow file it can be filled. Nothing is invented.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from kakehashi.terms.basis import Basis, Source
from kakehashi.terms.fact import Fact, Value
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Text
from kakehashi.terms.verdict import Outcome, Why
from kakehashi.terms.vocabulary import FactType
from kakehashi.transfers.flow import Flow, Hop

PaperName = Literal["record", "assessment", "notice", "sheet", "log", "idta", "addendum"]
PAPERS: tuple[PaperName, ...] = (
    "record", "assessment", "notice", "sheet", "log", "idta", "addendum",
)  # fmt: skip
# `relies_on` of a hop, and how the ids of its grounds begin
RELIES_ON = {
    "adequacy": "UKT-A-",
    "idta": "UKT-S-IDTA",
    "addendum": "UKT-S-ADDENDUM",
    "bcr": "UKT-S-BCR",
    "code": "UKT-S-CODE",
    "certification": "UKT-S-CERT",
    "public_instrument": "UKT-S-PUBLIC",
    "explicit_consent": "UKT-D-CONSENT",
    "contract_with_person": "UKT-D-CONTRACT",
    "public_interest": "UKT-D-PUBLIC",
    "legal_claims": "UKT-D-CLAIMS",
    "vital_interests": "UKT-D-VITAL",
    "public_register": "UKT-D-REGISTER",
    "compelling_interests": "UKT-D-ONEOFF",
}


class Came(Frozen, frozen=True):
    """Where a value came from: a field of the flow file, a fact, or a rule's verdict.

    `name` is the field's path, the fact's id, or "rulebook:ground"; `place` where it
    stands, with its line. `basis` is that of the ground, None for the file's own words.
    """

    kind: Literal["field", "fact", "rule"]
    name: str
    place: str = ""
    basis: Basis | None = None


class Need(Frozen, frozen=True):
    """What asks for a field: an article or form, and how well that is known."""

    id: str
    text: Text
    basis: Basis
    sources: tuple[str, ...] = ()


class Field(Frozen, frozen=True):
    """One field of a paper; without values it is a blank.

    `number` is that of the field in the form that it follows, where there is one.
    `fill_at` is the path of the flow file at which it can be filled, None where that
    is not the place for it. `note` says more of the value, or of the blank.
    """

    id: str
    label: Text
    values: tuple[Text, ...] = ()
    came: tuple[Came, ...] = ()
    needs: tuple[Need, ...] = ()
    number: str | None = None
    fill_at: str | None = None
    note: Text | None = None

    @property
    def is_blank(self) -> bool:
        """Whether the facts leave the field empty."""
        return not self.values


class Section(Frozen, frozen=True):
    """Fields under one heading; `hop` is the hop that they are about."""

    id: str
    title: Text
    fields: tuple[Field, ...]
    hop: str | None = None


class NotDue(Frozen, frozen=True):
    """A hop that the paper is not made for, and why."""

    hop: str
    reason: Text
    came: tuple[Came, ...] = ()


class TransferPaper(Frozen, frozen=True):
    """A paper about one flow on one day, in both languages.

    `sources` are those of its needs, as the rulebooks at hand name them.
    """

    name: PaperName
    title: Text
    lead: Text
    flow: str
    flow_name: Text
    as_of: date
    made_up: bool
    sections: tuple[Section, ...] = ()
    not_due: tuple[NotDue, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of all sections, in their order."""
        return tuple(field for section in self.sections for field in section.fields)

    @property
    def n_blanks(self) -> int:
        """How many fields are blank."""
        return sum(field.is_blank for field in self.fields)


class GroundTold(Frozen, frozen=True):
    """A ground of a rule as the rulebook words it; `lawful` None where that is unknown."""

    rulebook: str
    rule: str
    id: str
    article: Text
    text: Text
    basis: Basis
    lawful: bool | None


class HopTold(Frozen, frozen=True):
    """One hop as decided: what is known of it, and its verdicts.

    `values` are the settled facts, `unknown` why the others are not known, `facts` the
    statements behind them. `outcomes` has the outcome of each rule by its id.
    """

    hop: Hop
    bears_uk_mark: bool | None
    outcomes: Mapping[str, Outcome]
    grounds: tuple[GroundTold, ...]
    values: Mapping[str, Value]
    unknown: Mapping[str, Why]
    facts: tuple[Fact, ...]

    def applies(self, rule: str) -> bool:
        """Return whether `rule` applies to the hop, or may."""
        return self.outcomes.get(rule, Outcome.NOT_APPLICABLE) is not Outcome.NOT_APPLICABLE

    def held(self, rule: str) -> tuple[GroundTold, ...]:
        """Return the grounds of `rule` that hold."""
        return tuple(one for one in self.grounds if one.rule == rule and one.lawful)

    def relied_on(self) -> tuple[GroundTold, ...]:
        """Return the grounds of UK law that hold, those alone that the sender relies on."""
        start = RELIES_ON.get(self.hop.relies_on or "", "")
        return tuple(one for one in self.held("UKT-1") if one.id.startswith(start))


class Told(Frozen, frozen=True):
    """All that papers are written from: the flow, and each hop as decided on `as_of`."""

    flow: Flow
    types: Mapping[str, FactType]
    as_of: date
    hops: tuple[HopTold, ...]


def both(key: str, **values: object) -> Text:
    """Return a phrase in both languages; a `Text` fills in as fits each.

    >>> both("country.jp").ja
    '日本'
    """
    en = {name: one.en if isinstance(one, Text) else one for name, one in values.items()}
    ja = {name: one.ja if isinstance(one, Text) else one for name, one in values.items()}
    return Text(en=say(key, "en", **en), ja=say(key, "ja", **ja))
