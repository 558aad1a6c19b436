"""Facts as stated into facts as settled: known, or unknown with the reason."""

from collections.abc import Iterable
from datetime import date, timedelta
from difflib import get_close_matches

import msgspec

from kakehashi.rules.expression import AS_OF
from kakehashi.terms.errors import InputError
from kakehashi.terms.fact import Fact, Members, Origin, Value
from kakehashi.terms.faults import Words, fault
from kakehashi.terms.text import Text
from kakehashi.terms.verdict import Why
from kakehashi.terms.vocabulary import FactType, Vocabulary

_UNKNOWN = Words(
    Text(en="no fact is called “{name}”", ja="「{name}」というファクトはありません"),
    Text(en="mend the name{close}", ja="名前を直してください{close}"),
    Text(en="a name of the facts vocabulary", ja="ファクト語彙集にある名前"),
)


class Settled(msgspec.Struct, frozen=True):
    """What is known on one day, and why the rest is not.

    `values` holds the known facts, open questions that have been answered, and
    `as_of`; `unknown` every other name of the vocabulary. `origins` are those of
    the facts that count, or, for an expired or disputed fact, of all statements.
    """

    values: dict[str, Value]
    unknown: dict[str, Why]
    origins: dict[str, tuple[Origin, ...]]


def settle(facts: Iterable[Fact], vocabulary: Vocabulary, as_of: date) -> Settled:
    """Return what `facts` establish on the day `as_of`.

    Parameters
    ----------
    facts
        Statements, in any order; several may be of one fact.
    vocabulary
        The names, and how long an answer holds.
    as_of
        The day. Evidence speaks up to and including `valid_until`, and an
        answer up to and including `holds_days` after the day it was stated.

    Raises
    ------
    InputError
        For facts that the vocabulary does not have; all of them at once.

    Notes
    -----
    Statements that agree are one fact with several origins; those that differ
    are a conflict, and the fact is unknown. Of a list, statements that are not
    complete add up; they are in conflict with one declared complete that lacks
    a member of theirs.
    """
    types = {fact.id: fact for fact in vocabulary.facts}
    stated: dict[str, list[Fact]] = {}
    for fact in facts:
        stated.setdefault(fact.id, []).append(fact)
    _check_names(stated, types)
    values: dict[str, Value] = {AS_OF: as_of}
    unknown = dict.fromkeys(types, Why.ABSENT)
    origins: dict[str, tuple[Origin, ...]] = {}
    for question in vocabulary.open_questions:
        if question.answer is None:
            unknown[question.id] = Why.NOT_ESTABLISHED
        else:
            values[question.id] = question.answer
    for name, listed in stated.items():
        alive = [fact for fact in listed if _speaks(fact, types[name], as_of)]
        agreed = _agreed([fact.value for fact in alive])
        if agreed is not None:
            values[name] = agreed
            del unknown[name]
        else:
            unknown[name] = Why.CONFLICT if alive else Why.EXPIRED
        origins[name] = tuple(dict.fromkeys(fact.origin for fact in alive or listed))
    return Settled(values, unknown, origins)


def _check_names(stated: dict[str, list[Fact]], types: dict[str, FactType]) -> None:
    faults = []
    for name, listed in stated.items():
        if name not in types:
            near = get_close_matches(name, types, n=1, cutoff=0.6)
            origin = listed[0].origin
            close = f": {near[0]}" if near else ""
            where = f"{origin.file}: {origin.place}"
            faults.append(fault("unknown_fact", where, _UNKNOWN, name=name, close=close))
    if faults:
        raise InputError(faults)


def _speaks(fact: Fact, kind: FactType, as_of: date) -> bool:
    if fact.valid_until is not None and fact.valid_until < as_of:
        return False
    if kind.holds_days is None or fact.stated_on is None:
        return True
    return as_of <= fact.stated_on + timedelta(days=kind.holds_days)


def _agreed(values: list[Value]) -> Value | None:
    """Return the one value that all of `values` state; None where there is none."""
    if not values:
        return None
    lists = [value for value in values if isinstance(value, Members)]
    if not lists:
        return values[0] if all(value == values[0] for value in values) else None
    whole = Members(
        frozenset().union(*(one.has for one in lists)), any(one.is_complete for one in lists)
    )
    agree = all(one.has == whole.has for one in lists if one.is_complete)
    return whole if agree else None
