"""What would have to change for rules to be met: the smallest sets of truthful changes.

A change gives a fact one of the values that its `may_become` lists: a contract is
signed, people are told, a list gains a member. A circumstance never changes, and a rule
that applies is met, never argued away: no proposal evades a rule by describing the
subject as something else. What nobody has stated yet may be supposed where it bears on
meeting a rule, and is told apart: it has to be so, and to be stated.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec

from kakehashi.rules.compose import Ground, ReadyBook, ReadyRule, compose
from kakehashi.rules.expression import (
    And,
    Compare,
    Constant,
    Contains,
    In,
    Node,
    Not,
    Or,
    Truth,
    facts_of_leaf,
    leaf_value,
)
from kakehashi.rules.rulebook import Rulebooks
from kakehashi.rules.settle import settle
from kakehashi.terms.fact import Fact, Members, Value
from kakehashi.terms.verdict import Force
from kakehashi.terms.vocabulary import FactKind, FactType

MOST_CHANGES = 8  # facts of one proposal
MOST_STEPS = 20_000  # of one search; beyond them nothing is proposed
MOST_MENDS = 5
Key = tuple[str, str]  # a fact, and the member that is meant where it is a list
Given = dict[Key, Any]


class Change(msgspec.Struct, frozen=True):
    """One thing to bring about (`is_made`) or, else, to be stated where it is so.

    `value` is that of the fact; for a list, whether `member` stands in it.
    """

    fact: str
    value: bool | int | date | str
    member: str | None = None
    is_made: bool = True


class GroundFound(msgspec.Struct, frozen=True):
    """A ground of a rule that applies or may apply.

    `lawful` is whether it holds, None where that is unknown. `remains` are the fewest
    changes by which it would hold and every other rule of its rulebook that applies be
    met; None where no truthful change leads there.
    """

    rulebook: str
    rule: str
    id: str
    lawful: bool | None
    remains: tuple[Change, ...] | None


class Goal(NamedTuple):
    """A tree, and the value that it has to have; `may_be_open`: unknown will do too."""

    tree: Node
    want: bool
    may_be_open: bool = False


def mends(
    rulebooks: Rulebooks, facts: Iterable[Fact], *, as_of: date, subject: str = "product"
) -> tuple[tuple[Change, ...], ...]:
    """Return the smallest sets of changes by which every law that applies would be met.

    Rules of which it is not known whether they apply are left to `ask_next`; no set
    breaks one that would. All sets have the same number of changes, at most five sets
    are given; none where all is met already, or no truthful change leads there.

    Parameters
    ----------
    rulebooks, facts, subject
        As for `assess`.
    as_of
        The day.

    Notes
    -----
    Depth first within a number of changes that grows by one, over the closed
    expressions of the rules: a goal opens into the parts of its tree, a leaf into the
    values that its facts may take. What a later change undoes is opened again, so that a
    set contradicts no rule. The cost grows with the number of ways to meet a rule, not
    with the number of facts.
    """
    seeker = _Seeker(rulebooks, facts, as_of)
    law = [
        rule
        for book in rulebooks.books
        if book.subject == subject and book.force is Force.LAW
        for rule in compose(rulebooks, book, as_of).rules
    ]
    return seeker.smallest(seeker.goals_of(law), law)


def grounds(
    rulebooks: Rulebooks, facts: Iterable[Fact], *, as_of: date, subject: str = "product"
) -> tuple[GroundFound, ...]:
    """Return every ground of every rule that can be met in several ways, least work first.

    Rules that do not apply are left out. Of equal work, in the order of the rulebooks.
    """
    seeker = _Seeker(rulebooks, facts, as_of)
    found: list[GroundFound] = []
    for book in rulebooks.books:
        if book.subject == subject:
            found += seeker.grounds_of(compose(rulebooks, book, as_of))
    return tuple(sorted(found, key=_work))


def _work(ground: GroundFound) -> tuple[bool, bool, int]:
    n_left = len(ground.remains) if ground.remains is not None else MOST_CHANGES + 1
    return ground.remains is None, ground.lawful is not True, n_left


class _OutOfStepsError(Exception):
    pass


class _Seeker:
    """Looks for changes to one subject's facts on one day."""

    def __init__(self, rulebooks: Rulebooks, facts: Iterable[Fact], on: date) -> None:
        self.types = {fact.id: fact for fact in rulebooks.vocabulary.facts}
        self.ranks = {name: place for place, name in enumerate(self.types)}
        self.values: dict[str, Value] = settle(facts, rulebooks.vocabulary, on).values
        self.goals: list[Goal] = []
        self.kept: list[ReadyRule] = []
        self.found: dict[tuple[tuple[Key, Any], ...], None] = {}
        self.most = self.steps = 0

    def grounds_of(self, ready: ReadyBook) -> Iterator[GroundFound]:
        """Yield the grounds of each rule of a rulebook that has ways and may apply."""
        for rule in ready.rules:
            if len(rule.grounds) > 1 and self._value(rule.applies, {}) is not False:
                rest = [one for one in ready.rules if one is not rule]
                for ground in rule.grounds:
                    if not isinstance(ground.tree, Truth):
                        yield self._ground(ready, rule, ground, rest)

    def _ground(
        self, ready: ReadyBook, rule: ReadyRule, ground: Ground, rest: list[ReadyRule]
    ) -> GroundFound:
        own = Goal(ground.tree, want=True)
        remains = None
        if self._can(own, {}):
            goals = [own, *self.goals_of(rest)]
            found = self.smallest(goals, rest)
            is_there = self._holds(goals, {})
            remains = found[0] if found else () if is_there else None
        lawful = self._value(ground.tree, {})
        return GroundFound(ready.book.id, rule.rule.id, ground.id, lawful, remains)

    def goals_of(self, rules: Iterable[ReadyRule]) -> list[Goal]:
        """Return the tests of the rules that are known to apply."""
        return [
            Goal(rule.test, want=True) for rule in rules if self._value(rule.applies, {}) is True
        ]

    def smallest(self, goals: list[Goal], rules: list[ReadyRule]) -> tuple[tuple[Change, ...], ...]:
        """Return the smallest sets of changes that reach all of `goals` and break no rule."""
        self.goals, self.found, self.steps = goals, {}, 0
        self.kept = [rule for rule in rules if not self._is_broken(rule, {})]
        if self._holds(goals, {}) or not all(self._can(goal, {}) for goal in goals):
            return ()
        for self.most in range(1, MOST_CHANGES + 1):
            with suppress(_OutOfStepsError):
                self._reach(tuple(goals), {})
            if self.found or self.steps > MOST_STEPS:
                break
        sets = [self._changes(one) for one in self.found]
        sets.sort(key=lambda one: (sum(not c.is_made for c in one), self._order(one)))
        return tuple(sets[:MOST_MENDS])

    def _order(self, changes: tuple[Change, ...]) -> list[tuple[int, int]]:
        return [(self.ranks[c.fact], self._place(c)) for c in changes]

    def _place(self, change: Change) -> int:
        ids = [member.id for member in self.types[change.fact].members]
        wanted = change.member or change.value
        return ids.index(wanted) if isinstance(wanted, str) and wanted in ids else 0

    def _changes(self, given: tuple[tuple[Key, Any], ...]) -> tuple[Change, ...]:
        listed = [
            Change(
                fact=name,
                value=value,
                member=member or None,
                is_made=_may(self.types[name], member, value),
            )
            for (name, member), value in given
        ]
        return tuple(sorted(listed, key=lambda c: (self.ranks[c.fact], self._place(c))))

    # ------------------------------------------------------------ values

    def _leaf(self, leaf: Node, given: Mapping[Key, Any]) -> bool | None:
        if isinstance(leaf, Contains):
            key = (leaf.fact, leaf.member)
            return given[key] if key in given else leaf_value(leaf, self.values)
        names = facts_of_leaf(leaf)
        if not any((name, "") in given for name in names):
            return leaf_value(leaf, self.values)
        values = {name: self.values[name] for name in names if name in self.values}
        values |= {name: given[name, ""] for name in names if (name, "") in given}
        return leaf_value(leaf, values)

    def _value(self, node: Node, given: Mapping[Key, Any]) -> bool | None:
        if isinstance(node, Not):
            inner = self._value(node.of, given)
            return None if inner is None else not inner
        if not isinstance(node, And | Or):
            return self._leaf(node, given)
        absorbing = isinstance(node, Or)
        value: bool | None = not absorbing
        for part in node.of:
            found = self._value(part, given)
            if found is absorbing:
                return absorbing
            if found is None:
                value = None
        return value

    def _holds(self, goals: Iterable[Goal], given: Mapping[Key, Any]) -> bool:
        return all(self._is_reached(goal, given) for goal in goals)

    def _is_reached(self, goal: Goal, given: Mapping[Key, Any]) -> bool:
        value = self._value(goal.tree, given)
        return goal.may_be_open if value is None else value is goal.want

    def _can(self, goal: Goal, given: Given) -> bool:
        """Return whether the goal could be reached, each leaf looked at by itself."""
        node, want, may_be_open = goal
        if isinstance(node, Not):
            return self._can(Goal(node.of, not want, may_be_open), given)
        if isinstance(node, And | Or):
            each = (self._can(Goal(part, want, may_be_open), given) for part in node.of)
            return all(each) if isinstance(node, And) is want else any(each)
        return self._is_reached(goal, given) or any(True for _ in self._options(goal, given))

    def _is_broken(self, rule: ReadyRule, given: Mapping[Key, Any]) -> bool:
        applies, test = self._value(rule.applies, given), self._value(rule.test, given)
        return applies is True and test is False

    # ------------------------------------------------------------ search

    def _reach(self, goals: tuple[Goal, ...], given: Given) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise _OutOfStepsError
        left = [goal for goal in goals if not self._is_reached(goal, given)]
        if not left:  # a later change may have undone an earlier goal
            left = [goal for goal in self.goals if not self._is_reached(goal, given)]
        if left:
            if len(given) < self.most:
                self._open(left[0], tuple(left[1:]), given)
            return
        broken = next((rule for rule in self.kept if self._is_broken(rule, given)), None)
        if broken is None:
            self.found[tuple(sorted(given.items(), key=lambda one: one[0]))] = None
        elif len(given) < self.most:
            for tree, want in ((broken.test, True), (broken.applies, False)):
                self._reach((Goal(tree, want, may_be_open=True),), given)

    def _open(self, goal: Goal, rest: tuple[Goal, ...], given: Given) -> None:
        node, want, may_be_open = goal
        if isinstance(node, Not):
            self._reach((Goal(node.of, not want, may_be_open), *rest), given)
        elif isinstance(node, And | Or):
            parts = tuple(Goal(part, want, may_be_open) for part in node.of)
            if isinstance(node, And) is want:
                self._reach((*parts, *rest), given)
                return
            for part in parts:
                if self._can(part, given):
                    self._reach((part, *rest), given)
        else:
            for choice in self._options(goal, given):
                self._reach(rest, {**given, **choice})

    def _options(self, goal: Goal, given: Given) -> Iterator[Given]:
        """Yield the values for one free fact of a leaf by which it has the value wanted."""
        leaf, want = goal.tree, goal.want
        member = leaf.member if isinstance(leaf, Contains) else ""
        for name in facts_of_leaf(leaf):
            key = (name, member)
            if name in self.types and key not in given:
                for value in self._candidates(leaf, name, member):
                    choice = {key: value}
                    if self._leaf(leaf, {**given, **choice}) is want:
                        yield choice

    def _candidates(self, leaf: Node, name: str, member: str) -> Iterable[Any]:
        """Return the values that a fact may take: any where unknown, else those it may become."""
        fact = self.types[name]
        if name not in self.values and not fact.askable:
            return ()  # nobody can state it: it is found, never supposed
        if member:
            held = self.values.get(name)
            is_open = not isinstance(held, Members) or not held.is_complete
            is_there = isinstance(held, Members) and member in held.has
            if is_there:
                return ()
            return (True, False) if is_open else (True,) * (member in fact.may_become)
        if fact.kind is FactKind.BOOLEAN:
            every: tuple[Any, ...] = (True, False)
        elif fact.kind is FactKind.CHOICE:
            every = tuple(one.id for one in fact.members)
        else:
            every = tuple(_near(leaf))
        if name not in self.values:
            return every
        return tuple(v for v in every if v != self.values[name] and _may(fact, "", v))


def _may(fact: FactType, member: str, value: Any) -> bool:
    """Return whether `value` is one that can truthfully be brought about."""
    if member:
        return value is True and member in fact.may_become
    word = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    return word in fact.may_become


def _near(leaf: Node) -> Iterator[Any]:
    """Yield the constants of a leaf, with those just below and above."""
    written: list[Any] = []
    if isinstance(leaf, In):
        written = list(leaf.among)
    elif isinstance(leaf, Compare):
        written = [s.value for s in (leaf.left, leaf.right) if isinstance(s, Constant)]
    for value in written:
        step = timedelta(days=1) if isinstance(value, date) else 1
        yield from (value - step, value, value + step)
