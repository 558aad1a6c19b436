"""What differs between two days or two sets of rulebooks: in the texts, and in outcomes."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from kakehashi.rules.compose import resolve
from kakehashi.rules.rulebook import Clause, Recognition, Rule, Rulebook, Rulebooks, Way
from kakehashi.terms.verdict import Outcome

if TYPE_CHECKING:
    import polars as pl

Part = Clause | Rule | Way | Recognition
EXPRESSIONS = ("when", "applies", "test")


class Kind(StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Change(msgspec.Struct, frozen=True):
    """One part that differs: "book:part" or "book:rule/way", and which of its fields.

    A field of expressions counts as changed too where a definition that it uses
    has changed. `fields` is empty for parts added or removed.
    """

    part: str
    kind: Kind
    fields: tuple[str, ...] = ()


class Move(msgspec.Struct, frozen=True):
    """How many subjects went from one outcome of a rule, or rulebook, to another.

    None stands for a rule that is not in force on that day.
    """

    rule: str
    before: Outcome | None
    after: Outcome | None
    n_subjects: int


class Moves(msgspec.Struct, frozen=True):
    """All moves in a population of `n_subjects`; whoever stays is not listed."""

    n_subjects: int
    moves: tuple[Move, ...]


def compare_rulebooks(
    before: Rulebooks, after: Rulebooks, *, before_on: date, after_on: date
) -> tuple[Change, ...]:
    """Return which clauses, rules, ways and recognitions differ.

    Parameters
    ----------
    before, after
        Two sets of rulebooks; the same one twice compares two days.
    before_on, after_on
        The day for each: what is not in force on it is not there.

    Returns
    -------
    tuple of Change
        In the order of `after`, then what was removed in the order of `before`.

    Notes
    -----
    A period is no field: a rule that goes on unchanged under a later period is the
    same rule.
    """
    old, new = _parts(before, before_on), _parts(after, after_on)
    found = []
    for name, fields in new.items():
        if name not in old:
            found.append(Change(name, Kind.ADDED))
        elif fields != old[name]:
            differ = tuple(key for key in fields if fields[key] != old[name].get(key))
            found.append(Change(name, Kind.CHANGED, differ))
    found += [Change(name, Kind.REMOVED) for name in old if name not in new]
    return tuple(found)


def _parts(rulebooks: Rulebooks, on: date) -> dict[str, dict[str, Any]]:
    parts: dict[str, dict[str, Any]] = {}
    for book in rulebooks.books:
        if book.period.holds(on):
            for name, part in _of_book(book, on):
                parts[f"{book.id}:{name}"] = _fields(rulebooks, part)
    for found in rulebooks.recognitions:
        if found.period.holds(on):
            parts[f"{found.given_by}:{found.id}"] = _fields(rulebooks, found)
    return parts


def _of_book(book: Rulebook, on: date) -> Iterator[tuple[str, Part]]:
    for clause in (*book.scope, *book.exceptions):
        if clause.period.holds(on):
            yield clause.id, clause
    for rule in book.rules:
        if rule.period.holds(on):
            yield rule.id, rule
            yield from ((f"{rule.id}/{way.id}", way) for way in rule.ways if way.period.holds(on))


def _fields(rulebooks: Rulebooks, part: Part) -> dict[str, Any]:
    """Return the fields of a part; an expression with the whole tree that it stands for."""
    fields = {
        name: value
        for name, value in msgspec.structs.asdict(part).items()
        if name not in ("period", "ways")
    }
    for name in EXPRESSIONS:
        text = fields.get(name)
        if text is not None:
            fields[name] = resolve(rulebooks.trees[text], rulebooks.definitions, {})
    return fields


def compare_dates(
    rulebooks: Rulebooks,
    frame: "pl.DataFrame",
    before: date,
    after: date,
    *,
    subject: str = "product",
    later: Rulebooks | None = None,
) -> Moves:
    """Return how a population moves between outcomes from one day to another.

    Parameters
    ----------
    rulebooks, frame, subject
        As for `assess_population`.
    before, after
        The two days. The facts are the same on both.
    later
        The rulebooks for `after`, where they are others: two versions compared
        on one day, or on two.

    Returns
    -------
    Moves
        By rule ("book:rule") and rulebook, in the rulebooks' order; per rule by
        outcome before, then after.

    Raises
    ------
    InputError
        For columns that do not fit the vocabulary.
    """
    import polars as pl

    from kakehashi.rules.population import CODES, assess_population, outcomes_that_may_move

    if later is None:
        old, new = outcomes_that_may_move(rulebooks, frame, (before, after), subject)
    else:
        old = assess_population(rulebooks, frame, as_of=before, subject=subject)
        new = assess_population(later, frame, as_of=after, subject=subject)
    moves = []
    for name in dict.fromkeys((*new.columns, *old.columns)):
        none = pl.lit(None, dtype=pl.UInt8)
        pair = pl.select(
            before=old[name] if name in old.columns else none,
            after=new[name] if name in new.columns else none,
        )
        counted = (
            pair.filter(pl.col("before").ne_missing(pl.col("after")))
            .group_by("before", "after")
            .len()
            .sort("before", "after", nulls_last=True)
        )
        moves += [
            Move(
                rule=name,
                before=None if was is None else CODES[was],
                after=None if is_now is None else CODES[is_now],
                n_subjects=n_subjects,
            )
            for was, is_now, n_subjects in counted.iter_rows()
        ]
    return Moves(frame.height, tuple(moves))
