"""Rulebooks and recognitions, as frozen values.

These structs are the file formats: a YAML file in `reference/rulebooks/` or in a
user's `--rulebooks` folder has exactly these fields, and a field that is not
listed here is refused. Expressions are texts in the closed subset of SQL that
`expression.py` describes; `read.py` parses them and gives `Rulebooks`.
"""

from datetime import date
from enum import StrEnum
from typing import Literal

from kakehashi.terms.basis import Basis, Source
from kakehashi.terms.period import Period
from kakehashi.terms.text import Text
from kakehashi.terms.verdict import Force
from kakehashi.terms.vocabulary import Frozen


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
    article: str
    text: Text
    when: str
    basis: Basis
    sources: tuple[str, ...]
    period: Period = Period()
    note: Text | None = None


class Way(Frozen, frozen=True):
    """Another way in which the same law takes a rule as met (deemed compliance)."""

    id: str
    article: str
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
    article: str
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
    article: str
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
