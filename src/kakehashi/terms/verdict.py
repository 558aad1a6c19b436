"""What was decided of one rule, and on what."""

from enum import StrEnum

import msgspec

from kakehashi.terms.basis import Basis
from kakehashi.terms.fact import Origin, Value


class Outcome(StrEnum):
    """The four outcomes; there is no fifth."""

    MET = "met"
    NOT_MET = "not_met"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


class Why(StrEnum):
    """Why a fact is unknown."""

    ABSENT = "absent"  # nobody has stated it
    EXPIRED = "expired"  # the evidence has run out
    CONFLICT = "conflict"  # two pieces of evidence disagree
    NOT_ESTABLISHED = "not_established"  # no text settles it: nobody can state it


class Force(StrEnum):
    """What a rulebook can do to the one who does not meet it."""

    LAW = "law"
    VOLUNTARY_LABEL = "voluntary_label"
    CODE_OF_PRACTICE = "code_of_practice"
    BUYERS_CONDITION = "buyers_condition"
    STANDARD = "standard"  # see docs/decisions: a standard is none of the four


class Decisive(msgspec.Struct, frozen=True):
    """A fact that decided a verdict: its value, or why it has none."""

    fact: str
    value: Value | None
    why: Why | None = None
    origins: tuple[Origin, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """One rule decided for one subject on one day.

    `ground` is the id of the way or recognition by which a met rule is met,
    "own" where its own words are met, None where it is not met. `clauses` are the ids of the scope
    clauses or exceptions that put a rule out of application. `ask` are the
    fewest facts that could settle a missing verdict; empty when no answer can.
    """

    rule: str
    outcome: Outcome
    basis: Basis
    decisive: tuple[Decisive, ...] = ()
    ask: tuple[str, ...] = ()
    why: tuple[Why, ...] = ()
    ground: str | None = None
    clauses: tuple[str, ...] = ()
