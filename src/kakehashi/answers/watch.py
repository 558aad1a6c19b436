"""What a desk should watch: rules on weak ground, reviews overdue, sources that changed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from kakehashi.rules import Rulebooks, compare_rulebooks
from kakehashi.rules.compare import Change, Kind
from kakehashi.rules.rulebook import Rulebook
from kakehashi.terms.basis import Basis, Source


class WeakRule(msgspec.Struct, frozen=True):
    """A part of a rulebook in force that does not rest on the official text itself."""

    part: str  # "book:rule", "book:rule/way" or "book:clause"
    basis: Basis
    sources: tuple[str, ...]


class Overdue(msgspec.Struct, frozen=True):
    """A rulebook whose day of review has passed."""

    rulebook: str
    review_on: date
    checked_on: date


class SourceChanged(msgspec.Struct, frozen=True):
    """A source that is told otherwise than before, and the parts in force that rest on it."""

    source: str
    kind: Kind
    rests: tuple[str, ...]


class Watch(msgspec.Struct, frozen=True):
    """All that a desk should look at. `sources` and `rules` are empty without an earlier set."""

    as_of: date
    weak: tuple[WeakRule, ...]
    overdue: tuple[Overdue, ...]
    sources: tuple[SourceChanged, ...]
    rules: tuple[Change, ...]


def watch(
    rulebooks: Rulebooks, *, as_of: date, subject: str = "hop", earlier: Rulebooks | None = None
) -> Watch:
    """Return what should be watched in the rulebooks for one kind of subject.

    Parameters
    ----------
    rulebooks
        The rulebooks at hand.
    as_of
        The day: what is not in force on it is left out, and reviews due before it
        are overdue.
    subject
        The kind of subject that the rulebooks are for.
    earlier
        The rulebooks as they were: what differs is told, source by source and rule by
        rule. A source has changed where any of its fields has: title, kind, what
        was read of it, or address.
    """
    books = [book for book in rulebooks.books if book.subject == subject]
    parts = {
        f"{book.id}:{name}": (basis, sources)
        for book in books
        if book.period.holds(as_of)
        for name, basis, sources in _parts(book, as_of)
    }
    weak = tuple(
        WeakRule(part, basis, sources)
        for part, (basis, sources) in parts.items()
        if basis is not Basis.PRIMARY
    )
    overdue = tuple(
        Overdue(book.id, book.review_on, book.checked_on)
        for book in books
        if book.review_on < as_of
    )
    if earlier is None:
        return Watch(as_of, weak, overdue, (), ())
    rests: dict[str, list[str]] = {}
    for part, (_, sources) in parts.items():
        for source in sources:
            rests.setdefault(source, []).append(part)
    names = {book.id for book in books} | {b.id for b in earlier.books if b.subject == subject}
    changes = compare_rulebooks(earlier, rulebooks, before_on=as_of, after_on=as_of)
    return Watch(
        as_of,
        weak,
        overdue,
        tuple(
            SourceChanged(name, kind, tuple(rests.get(name, ())))
            for name, kind in _changed(_sources(earlier, subject), _sources(rulebooks, subject))
        ),
        tuple(one for one in changes if one.part.partition(":")[0] in names),
    )


def _parts(book: Rulebook, on: date) -> Iterator[tuple[str, Basis, tuple[str, ...]]]:
    for clause in (*book.scope, *book.exceptions):
        if clause.period.holds(on):
            yield clause.id, clause.basis, clause.sources
    for rule in book.rules:
        if rule.period.holds(on):
            yield rule.id, rule.basis, rule.sources
            for way in rule.ways:
                if way.period.holds(on):
                    yield f"{rule.id}/{way.id}", way.basis, way.sources


def _sources(rulebooks: Rulebooks, subject: str) -> dict[str, Source]:
    return {
        source.id: source
        for book in rulebooks.books
        if book.subject == subject
        for source in book.sources
    }


def _changed(old: dict[str, Source], new: dict[str, Source]) -> Iterator[tuple[str, Kind]]:
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            yield name, Kind.ADDED
        elif name not in new:
            yield name, Kind.REMOVED
        elif old[name] != new[name]:
            yield name, Kind.CHANGED


def watch_as_json(found: Watch) -> dict[str, Any]:
    """Return what should be watched as plain JSON values."""
    return dict(msgspec.to_builtins(found))
