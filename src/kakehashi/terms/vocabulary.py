"""The facts vocabulary: every name that a fact may have, and how its value is read."""

from datetime import date
from enum import StrEnum
from typing import Any, Literal

from kakehashi.terms.basis import Source
from kakehashi.terms.errors import Fault
from kakehashi.terms.fact import Members, Value
from kakehashi.terms.faults import shown
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.period import read_day
from kakehashi.terms.text import Text


class FactKind(StrEnum):
    """The type of a fact's value."""

    BOOLEAN = "boolean"
    CHOICE = "choice"  # one of `members`
    LIST = "list"  # any of `members`, perhaps declared complete
    INTEGER = "integer"
    DATE = "date"
    TEXT = "text"  # free text: shown, never used in an expression


class Member(Frozen, frozen=True):
    """One value that a choice or list fact can take."""

    id: str
    text: Text


class FactType(Frozen, frozen=True):
    """One name of the vocabulary: what is asked, and what can show it.

    `holds_days` is how long an answer counts after the day it was stated; None
    is without end. `askable` false marks facts that only evidence can give.
    `may_become` are the values ("true", or members) that the one concerned can
    truthfully bring about; empty for a circumstance, which no proposal changes.
    """

    id: str
    kind: FactKind
    subject: str
    question: Text
    help: Text
    evidence: tuple[Text, ...] = ()
    members: tuple[Member, ...] = ()
    unit: str | None = None
    holds_days: int | None = None
    askable: bool = True
    group: str = "product"
    may_become: tuple[str, ...] = ()


class OpenQuestion(Frozen, frozen=True):
    """A question of law that no text we have read settles.

    It stands in expressions like a boolean fact and is unknown with the reason
    `not_established`, until `answer` is set with the text that settles it.
    """

    id: str  # starts with open_
    subject: str
    text: Text
    noted_on: date
    sources: tuple[str, ...] = ()
    answer: bool | None = None


class Vocabulary(Frozen, frozen=True):
    """`facts.yaml`: every fact that a rule may name, and the open questions."""

    format: Literal["kakehashi-facts/1"]
    sources: tuple[Source, ...] = ()
    facts: tuple[FactType, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()


def read_value(fact: FactType, raw: Any, where: str) -> Value | Fault:
    """Return `raw` as a value of `fact`, or the fault that says why it is none.

    `raw` is what YAML, JSON or a form gave. A list is written as its members
    (then not complete), or as `{has: [...], complete: true}`. Nothing is
    guessed: "yes" is no boolean, 1 is no boolean, "2026" is no date.
    """
    members = {member.id for member in fact.members}
    if fact.kind is FactKind.BOOLEAN and isinstance(raw, bool):
        return raw
    if fact.kind is FactKind.INTEGER and type(raw) is int and abs(raw) < 2**53:
        return raw
    if fact.kind is FactKind.DATE:
        day = raw if type(raw) is date else read_day(raw)
        if day is not None:
            return day
    if fact.kind is FactKind.TEXT and isinstance(raw, str) and len(raw) <= MOST_TEXT:
        return raw
    if fact.kind is FactKind.CHOICE and isinstance(raw, str) and raw in members:
        return raw
    if fact.kind is FactKind.LIST:
        listed = _members(raw)
        if listed is not None and listed.has <= members:
            return listed
    return _not_a_value(fact, raw, where)


MOST_TEXT = 2_000  # characters of one free-text answer


def _members(raw: Any) -> Members | None:
    complete: Any = False
    if isinstance(raw, dict) and set(raw) <= {"has", "complete"}:
        raw, complete = raw.get("has", []), raw.get("complete", False)
    if not isinstance(raw, list) or not isinstance(complete, bool):
        return None
    if not all(isinstance(member, str) for member in raw):
        return None
    return Members(has=frozenset(raw), is_complete=complete)


def _not_a_value(fact: FactType, raw: Any, where: str) -> Fault:
    words = {
        FactKind.BOOLEAN: Text(en="true or false", ja="true または false"),
        FactKind.INTEGER: Text(en="a whole number", ja="整数"),
        FactKind.DATE: Text(en="a day as YYYY-MM-DD", ja="YYYY-MM-DD 形式の日付"),
        FactKind.TEXT: Text(
            en=f"text of at most {MOST_TEXT} characters", ja=f"{MOST_TEXT} 文字以内の文字列"
        ),
    }
    ids = ", ".join(member.id for member in fact.members)
    expected = words.get(fact.kind) or (
        Text(en=f"one of: {ids}", ja=f"次のいずれか: {ids}")
        if fact.kind is FactKind.CHOICE
        else Text(
            en=f"a list of any of: {ids}; or {{has: [...], complete: true}}",
            ja=f"次からなるリスト: {ids}。または {{has: [...], complete: true}}",
        )
    )
    return Fault(
        code="not_a_value",
        what=Text(
            en=f"{shown(raw)} is not a value of “{fact.id}”",
            ja=f"{shown(raw)} は「{fact.id}」の値ではありません",
        ),
        where=where,
        expected=expected,
        mend=Text(
            en="write a value of that form, or leave the line out if you do not know",
            ja="その形式で書いてください。分からない場合は行を削除してください",
        ),
    )
