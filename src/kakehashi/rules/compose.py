"""The trees of a rulebook on one day: definitions put in, what is not in force left out."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from kakehashi.rules.expression import (
    And,
    Node,
    Not,
    Or,
    Ref,
    Truth,
    all_of,
    any_of,
)
from kakehashi.rules.rulebook import Clause, Recognition, Rule, Rulebook, Rulebooks, Status, Way
from kakehashi.terms.period import Period

OWN = "own"


class ReadyClause(msgspec.Struct, frozen=True):
    """A scope clause, or an exception (then `tree` is its NOT), in force."""

    clause: Clause
    tree: Node


class Ground(msgspec.Struct, frozen=True):
    """One thing by which a rule can be met: its own words, a way, or a recognition."""

    id: str
    part: Rule | Way | Recognition
    tree: Node


class ReadyRule(msgspec.Struct, frozen=True):
    """A rule in force: `applies` and `test` whole, and the grounds that `test` joins.

    `deemed` is the scope and any ground but the rule's own words: where it holds,
    the law takes the rule as met, whatever the rule's own condition.
    """

    rule: Rule
    applies: Node
    test: Node
    deemed: Node
    grounds: tuple[Ground, ...]

    @property
    def trees(self) -> tuple[Node, ...]:
        """Return applies and test, and deemed where anything but own words can meet the rule."""
        plain = (self.applies, self.test)
        return plain if isinstance(self.deemed, Truth) else (*plain, self.deemed)


class ReadyBook(msgspec.Struct, frozen=True):
    """A rulebook on a day; `is_in_force` false leaves all else empty. `scope` joins `clauses`."""

    book: Rulebook
    is_in_force: bool
    version: str | None = None
    scope: Node = Truth(is_true=True)
    clauses: tuple[ReadyClause, ...] = ()
    rules: tuple[ReadyRule, ...] = ()


def compose(rulebooks: Rulebooks, book: Rulebook, on: date) -> ReadyBook:
    """Return the trees of `book` that are in force on the day `on`.

    Notes
    -----
    Between two days on which anything starts or ends, the trees are the same,
    so they are made once for each such span and kept with `rulebooks`. Rules
    share the nodes of scope and definitions.
    """
    days = rulebooks.ready.get("days")
    if days is None:
        days = rulebooks.ready["days"] = sorted(boundaries(rulebooks))
    span = bisect_right(days, on)
    ready = rulebooks.ready.get((book.id, span))
    if ready is None:
        composer = _Composer(rulebooks, on, span)
        ready = rulebooks.ready[book.id, span] = composer.book(book)
    found: ReadyBook = ready
    return found


def boundaries(rulebooks: Rulebooks) -> set[date]:
    """Return every day on which something starts or ceases to be in force."""
    periods: list[Period] = [found.period for found in rulebooks.recognitions]
    starts: set[date] = set()
    for book in rulebooks.books:
        starts.update(version.starts for version in book.versions)
        periods += [book.period, *(part.period for part in (*book.scope, *book.exceptions))]
        for rule in book.rules:
            periods += [rule.period, *(way.period for way in rule.ways)]
    return starts | {
        day for period in periods for day in (period.starts, period.ends) if day is not None
    }


def resolve(tree: Node, definitions: Mapping[str, Node], made: dict[str, Node]) -> Node:
    """Return `tree` with every `Ref` replaced by its definition's tree.

    `made` keeps the definitions resolved so far: all uses share one tree. The
    definitions are not circular; `checks.py` has seen to it.
    """
    if isinstance(tree, Ref):
        name = tree.definition
        if name not in made:
            made[name] = resolve(definitions[name], definitions, made)
        return made[name]
    if isinstance(tree, Not):
        inner = resolve(tree.of, definitions, made)
        return tree if inner is tree.of else Not(inner)
    if isinstance(tree, And | Or):
        parts = tuple(resolve(part, definitions, made) for part in tree.of)
        if all(new is old for new, old in zip(parts, tree.of, strict=True)):
            return tree
        return And(parts) if isinstance(tree, And) else Or(parts)
    return tree


class _Composer:
    """Composes on one day, sharing what rules have in common."""

    def __init__(self, rulebooks: Rulebooks, on: date, span: int) -> None:
        self.rulebooks, self.on = rulebooks, on
        self.needs: dict[str, Node] = rulebooks.ready.setdefault(("needs", span), {})
        self.made: dict[str, Node] = rulebooks.ready.setdefault("definitions", {})
        self.texts: dict[str, Node] = rulebooks.ready.setdefault("texts", {})

    def tree(self, text: str) -> Node:
        """Return the whole tree of an expression's text."""
        if text not in self.texts:
            parsed = self.rulebooks.trees[text]
            self.texts[text] = resolve(parsed, self.rulebooks.definitions, self.made)
        return self.texts[text]

    def book(self, book: Rulebook) -> ReadyBook:
        """Return `book` with all that is in force."""
        if not book.period.holds(self.on):
            return ReadyBook(book, is_in_force=False)
        begun = [version for version in book.versions if version.starts <= self.on]
        clauses = self._clauses(book)
        scope = all_of(tuple(clause.tree for clause in clauses))
        return ReadyBook(
            book=book,
            is_in_force=True,
            version=max(begun, key=lambda version: version.starts).id if begun else None,
            scope=scope,
            clauses=clauses,
            rules=tuple(
                self._rule(book, rule, scope)
                for rule in self._in_force(book.rules)
                if rule.status is not Status.INFORMATION
            ),
        )

    def _in_force(self, rules: Iterable[Rule]) -> list[Rule]:
        return [rule for rule in rules if rule.period.holds(self.on)]

    def _clauses(self, book: Rulebook) -> tuple[ReadyClause, ...]:
        scope = [ReadyClause(one, self.tree(one.when)) for one in book.scope]
        exceptions = [ReadyClause(one, Not(self.tree(one.when))) for one in book.exceptions]
        return tuple(one for one in (*scope, *exceptions) if one.clause.period.holds(self.on))

    def _rule(self, book: Rulebook, rule: Rule, scope: Node) -> ReadyRule:
        grounds = [*self._own_grounds(rule)]
        grounds += [
            Ground(found.id, found, self._recognition(found))
            for found in self.rulebooks.recognitions
            if found.given_by == book.id and rule.id in found.rules and found.period.holds(self.on)
        ]
        others = tuple(ground.tree for ground in grounds if ground.id != OWN)
        applies = scope if rule.applies is None else _join(scope, self.tree(rule.applies))
        return ReadyRule(
            rule=rule,
            applies=applies,
            test=any_of(tuple(ground.tree for ground in grounds)),
            deemed=_join(scope, any_of(others)) if others else Truth(is_true=False),
            grounds=tuple(grounds),
        )

    def _own_grounds(self, rule: Rule) -> list[Ground]:
        own = [Ground(OWN, rule, self.tree(rule.test))] if rule.test is not None else []
        ways = [
            Ground(way.id, way, self.tree(way.when))
            for way in rule.ways
            if way.period.holds(self.on)
        ]
        return [*own, *ways]

    def _recognition(self, found: Recognition) -> Node:
        if found.id not in self.needs:
            needed = tuple(self._needed(name) for name in found.needs_rules)
            self.needs[found.id] = all_of((self.tree(found.when), *needed))
        return self.needs[found.id]

    def _needed(self, name: str) -> Node:
        """Return: the rule `book:rule` is satisfied by its own words or ways, or does not apply."""
        book_id, _, rule_id = name.partition(":")
        book = self.rulebooks.book(book_id)
        rules = [rule for rule in self._in_force(book.rules) if rule.id == rule_id]
        if not rules or not book.period.holds(self.on):
            return Truth(is_true=False)
        rule = rules[0]
        scope = all_of(tuple(clause.tree for clause in self._clauses(book)))
        satisfied = any_of(tuple(ground.tree for ground in self._own_grounds(rule)))
        if rule.applies is not None:
            satisfied = Or((Not(self.tree(rule.applies)), satisfied))
        return _join(scope, satisfied)


def _join(scope: Node, more: Node) -> Node:
    if isinstance(scope, Truth) and scope.is_true:
        return more
    return And((scope, more))
