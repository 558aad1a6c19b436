"""Rulebooks and recognitions, as frozen values.

These structs are the file formats: a YAML file in `reference/rulebooks/` or in a
user's `--rulebooks` folder has exactly these fields, and a field that is not
listed here is refused. Expressions are texts in the closed subset of SQL that
`expression.py` describes; `read.py` parses them and gives `Rulebooks`. One field may
be shorter in a file: an `article` that is a plain string is the same in both languages.
"""

from datetime import date
from enum import StrEnum
from typing import Any, Literal

import msgspec

from kakehashi.rules.expression import AS_OF, Node
from kakehashi.terms.basis import Basis, Source
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.period import Period
from kakehashi.terms.text import Text
from kakehashi.terms.verdict import Force
from kakehashi.terms.vocabulary import FactKind, FactType, OpenQuestion, Vocabulary


class Status(StrEnum):
    """What a rule asks for."""

    MANDATORY = "mandatory"
    CONDITIONAL = "conditional"
    RECOMMENDED = "recommended"
    INFORMATION = "information"  # stated to the reader, never decided


class Definition(Frozen, frozen=True):
    """A named expression, written once and used by name in the same set of files."""

    id: str  # used in expressions like a boolean fact
    when: str
    text: Text


class Clause(Frozen, frozen=True):
    """A sentence of a rulebook's scope, or an exception from it."""

    id: str
    article: Text
    text: Text
    when: str
    basis: Basis
    sources: tuple[str, ...]
    period: Period = Period()
    note: Text | None = None


class Way(Frozen, frozen=True):
    """Another way in which the same law takes a rule as met (deemed compliance)."""

    id: str
    article: Text
    text: Text
    when: str
    basis: Basis
    sources: tuple[str, ...]
    period: Period = Period()
    note: Text | None = None


class Rule(Frozen, frozen=True):
    """One requirement. Versions share an `id` and have periods that do not overlap.

    `applies` (absent: wherever the rulebook's scope holds) and `test` are
    expressions; a rule of status `information` has no test. `is_wording_checked`
    false shows "wording not checked" with the address `see`.
    """

    id: str
    article: Text
    title: Text
    text: Text
    status: Status
    basis: Basis
    sources: tuple[str, ...]
    applies: str | None = None
    test: str | None = None
    ways: tuple[Way, ...] = ()
    period: Period = Period()
    is_wording_checked: bool = True
    see: str | None = None
    note: Text | None = None


class Version(Frozen, frozen=True):
    """A text of the rulebook and the day from which it speaks."""

    id: str
    title: Text
    starts: date
    basis: Basis
    sources: tuple[str, ...]


class Rulebook(Frozen, frozen=True):
    """One law, label, code, standard or buyer's condition, with all its versions."""

    format: Literal["kakehashi-rulebook/1"]
    id: str
    title: Text
    force: Force
    subject: str
    country: Literal["uk", "jp", "int"]
    calendar: str  # IANA zone in which the rulebook counts days
    regulator: Text
    checked_on: date  # beyond this day results warn
    review_on: date
    period: Period
    versions: tuple[Version, ...]
    sources: tuple[Source, ...]
    definitions: tuple[Definition, ...] = ()
    scope: tuple[Clause, ...] = ()
    exceptions: tuple[Clause, ...] = ()
    rules: tuple[Rule, ...] = ()


class Recognition(Frozen, frozen=True):
    """An effect that one country's rules give to something of the other's. One way.

    `relation` (do the two say alike?) and `effect` (does a text treat one as the
    other?) are separate statements. `needs_rules` lists rules, as
    "rulebook:rule", which must be met by their own words or ways, no recognition counted,
    besides `when`.
    """

    id: str
    given_by: str  # the rulebook whose rules are taken as met
    rules: tuple[str, ...]  # ids in that rulebook
    of: str  # what is recognised: a label or a rulebook id
    article: Text
    text: Text
    relation: Literal["equal", "subset", "superset", "intersects", "none"]
    effect: Text
    when: str
    basis: Basis
    sources: tuple[str, ...]
    period: Period
    needs_rules: tuple[str, ...] = ()
    note: Text | None = None


class Recognitions(Frozen, frozen=True):
    """`recognitions.yaml`: the dated one-way recognitions, apart from any rulebook."""

    format: Literal["kakehashi-recognitions/1"]
    id: str
    sources: tuple[Source, ...]
    definitions: tuple[Definition, ...] = ()
    recognitions: tuple[Recognition, ...] = ()


class NotCovered(Frozen, frozen=True):
    """A field of law that the shipped rulebooks say nothing about."""

    id: str
    country: Literal["uk", "jp", "int"]
    text: Text
    basis: Basis


class Coverage(Frozen, frozen=True):
    """`coverage.yaml`: what an answer does not cover, per kind of subject."""

    format: Literal["kakehashi-coverage/1"]
    subject: str
    not_covered: tuple[NotCovered, ...]


class Rulebooks(msgspec.Struct, frozen=True, eq=False):
    """All rulebooks at hand, checked, with every expression parsed.

    `trees` gives the tree of an expression by its text: equal texts share one
    tree, which holds `Ref` where a definition is named; `definitions` gives those.
    `ready` keeps what `compose.py` made of them, per rulebook and span of days.
    """

    vocabulary: Vocabulary
    books: tuple[Rulebook, ...]
    recognitions: tuple[Recognition, ...]
    coverage: tuple[Coverage, ...]
    sources: dict[str, Source]
    trees: dict[str, Node]
    definitions: dict[str, Node]
    replaced: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    ready: dict[Any, Any] = msgspec.field(default_factory=dict)

    def fact(self, name: str) -> FactType | OpenQuestion:
        """Return the vocabulary's entry for `name`, or that of the built-in `as_of`.

        Raises KeyError for a name that is in neither.
        """
        entries = self.ready.get("facts")
        if entries is None:
            listed: tuple[FactType | OpenQuestion, ...] = (
                AS_OF_FACT,
                *self.vocabulary.facts,
                *self.vocabulary.open_questions,
            )
            entries = self.ready["facts"] = {entry.id: entry for entry in listed}
        found: FactType | OpenQuestion = entries[name]
        return found

    def source(self, name: str) -> Source:
        """Return the source `name`. Raises KeyError where no file has it."""
        return self.sources[name]

    def book(self, name: str) -> Rulebook:
        """Return the rulebook `name`. Raises KeyError where it is not at hand."""
        for book in self.books:
            if book.id == name:
                return book
        raise KeyError(name)


AS_OF_FACT = FactType(
    id=AS_OF,
    kind=FactKind.DATE,
    subject="any",
    question=Text(en="The day that the question is about", ja="判定の基準日"),
    help=Text(
        en="Set by whoever asks; each rulebook counts it in its own country's calendar.",
        ja="質問する人が指定します。規則集ごとに、その国の暦日で数えます。",
    ),
    askable=False,
)
