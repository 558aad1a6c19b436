"""A data flow as frozen values: the fields of `flow.yaml`, and what was read of them.

Personal data has no field here: a flow names categories, never a person.
"""

from datetime import date
from typing import Any, Literal

import msgspec

from kakehashi.terms.fact import Fact, Origin
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.text import Text

Kind = Literal[
    "company", "university", "public_body", "press", "religious_body", "political_body",
    "individuals",
]  # fmt: skip
HopKind = Literal["disclosure", "remote_access", "cloud_storage", "direct_collection"]
Law = Literal["uk_gdpr", "appi"]
Form = Literal["identifiable", "pseudonymised", "anonymised", "personally_related"]
PaperKind = Literal[
    "idta", "addendum", "bcr", "code", "certification", "public_instrument",
    "contract", "group_rules", "cbpr",
]  # fmt: skip
UK_SAFEGUARDS = frozenset({"idta", "addendum", "bcr", "code", "certification", "public_instrument"})
EQUIVALENT_MEANS = frozenset({"contract", "group_rules", "cbpr"})


Details = dict[str, Text]
"""Words for the papers that no rule asks for, by their names in `details.py`."""


class Listed(Frozen, frozen=True):
    """A list, and whether it was declared complete; in a file also a plain list."""

    has: tuple[str, ...] = ()
    complete: bool = False


class Laws(Frozen, frozen=True):
    """The laws that a party is said to be under."""

    has: tuple[Law, ...] = ()
    complete: bool = False


class Party(Frozen, frozen=True):
    """Who sends or receives. Parties with the same `entity` are one legal person.

    `targets` are the countries to whose people it offers goods or services, or whom
    it monitors there.
    """

    id: str
    name: Text
    country: str
    kind: Kind
    entity: str | None = None
    under: Laws = Laws()
    targets: Listed = Listed()
    details: Details = msgspec.field(default_factory=dict)


class Hop(Frozen, frozen=True):
    """One step of the data from a party to another, from the day `starts` on.

    `after` are the hops by which the sender came to hold the data; None: every hop
    above it in the file that ends at the sender. `region` is the country in which a
    cloud holds the data. `relies_on` says on which ground the sender rests the hop,
    where several hold: "adequacy", or the kind of a paper or derogation.
    """

    id: str
    sender: str = msgspec.field(name="from")
    receiver: str = msgspec.field(name="to")
    kind: HopKind
    starts: date
    until: date | None = None
    after: tuple[str, ...] | None = None
    receiver_roles: Listed = Listed()
    region: str | None = None
    relies_on: str | None = None
    data: Listed | None = None
    form: Form | None = None
    papers_complete: bool | None = None  # None: as the flow says
    answers: dict[str, Any] = msgspec.field(default_factory=dict)
    details: Details = msgspec.field(default_factory=dict)


class Paper(Frozen, frozen=True):
    """A safeguard or certificate in hand: in force from `starts` up to and including `until`."""

    id: str
    kind: PaperKind
    hops: tuple[str, ...]
    starts: date
    until: date | None = None
    title: Text | None = None

    def is_in_force(self, on: date) -> bool:
        """Return whether the paper is in force on the day `on`."""
        return self.starts <= on and (self.until is None or on <= self.until)


class FlowFile(Frozen, frozen=True):
    """`flow.yaml`: exactly these fields. `sector` is a word by which a portfolio counts."""

    format: Literal["kakehashi-flow/1"]
    id: str
    name: Text
    parties: tuple[Party, ...]
    origin: str
    hops: tuple[Hop, ...]
    made_up: bool = False
    sector: str | None = None
    purposes: tuple[Text, ...] = ()
    people: tuple[Text, ...] = ()
    data: Listed = Listed()
    form: Form | None = None
    papers: tuple[Paper, ...] = ()
    papers_complete: bool = False
    answers_stated_on: date | None = None
    answers: dict[str, Any] = msgspec.field(default_factory=dict)
    details: Details = msgspec.field(default_factory=dict)


class Flow(msgspec.Struct, frozen=True):
    """A flow that was read and has no fault.

    `order` are the ids of the hops, each after those before it. `before` gives the
    predecessors of each hop. `stated` are the facts answered for each hop, `places`
    the origin of every field by its path.
    """

    told: FlowFile
    order: tuple[str, ...]
    before: dict[str, tuple[str, ...]]
    stated: dict[str, tuple[Fact, ...]]
    places: dict[str, Origin]

    def hop(self, name: str) -> Hop:
        """Return the hop `name`. Raises KeyError where there is none."""
        for hop in self.told.hops:
            if hop.id == name:
                return hop
        raise KeyError(name)

    def party(self, name: str) -> Party:
        """Return the party `name`. Raises KeyError where there is none."""
        for party in self.told.parties:
            if party.id == name:
                return party
        raise KeyError(name)

    def papers_of(self, hop: str, on: date) -> tuple[Paper, ...]:
        """Return the papers that cover `hop` and are in force on the day `on`."""
        return tuple(
            paper for paper in self.told.papers if hop in paper.hops and paper.is_in_force(on)
        )
