"""Which facts to ask for next: the fewest that could settle what is open."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from kakehashi.rules.compose import ReadyBook, ReadyRule, compose
from kakehashi.rules.days import day_in
from kakehashi.rules.expression import Memo, Node
from kakehashi.rules.outcome import outcome_of_rule
from kakehashi.rules.residue import Choice, Key, Part, Residue
from kakehashi.rules.rulebook import Recognition, Rulebooks
from kakehashi.rules.settle import Settled, settle
from kakehashi.terms.fact import Fact
from kakehashi.terms.verdict import Force, Outcome
from kakehashi.terms.vocabulary import FactKind

MOST_STEPS = 5_000  # of one search; beyond them a set that settles, perhaps not the fewest


class Ask(msgspec.Struct, frozen=True):
    """A fact to ask for, and the open rules ("rulebook:rule") it could help to settle."""

    fact: str
    settles: tuple[str, ...]


def ask_next(
    rulebooks: Rulebooks,
    facts: Iterable[Fact],
    *,
    as_of: date | datetime,
    subject: str = "product",
    skip: frozenset[str] = frozenset(),
) -> tuple[Ask, ...]:
    """Return the questions that would settle open rules, best first.

    Parameters
    ----------
    rulebooks, facts, as_of, subject
        As for `assess`.
    skip
        Facts not to ask for: the person has said "don't know".

    Notes
    -----
    For each rule whose verdict is missing, the fewest facts that a person can
    be asked for (`askable`) and that could settle it. Where a recognition could
    meet several rules at once with fewer facts than they need one by one, its
    facts are asked for in their place: those of a label before those of the
    product. Facts that bear on law come first, then on labels, last on standards
    alone (the order of `Force`); within each, in the order of the vocabulary, so
    that questions of one topic follow each other.
    """
    listed = tuple(facts)
    allowed = {
        fact.id: place
        for place, fact in enumerate(rulebooks.vocabulary.facts)
        if fact.askable and fact.id not in skip
    }
    settles: dict[str, list[str]] = {}
    forces: dict[str, int] = {}
    for book in rulebooks.books:
        if book.subject != subject:
            continue
        on = day_in(book, as_of)
        settled = settle(listed, rulebooks.vocabulary, on)
        memo: Memo = {}
        asker = Asker(rulebooks, settled, allowed)
        ready = compose(rulebooks, book, on)
        missing = [
            rule
            for rule in ready.rules
            if outcome_of_rule(rule, settled.values, memo) is Outcome.MISSING
        ]
        force = _FORCES.index(book.force)
        for rule, names in asker.together(ready, missing):
            for name in names:
                settles.setdefault(name, []).append(f"{book.id}:{rule.rule.id}")
                forces[name] = min(force, forces.get(name, force))
    ranked = sorted(settles, key=lambda name: (forces[name], allowed[name]))
    return tuple(Ask(name, tuple(settles[name])) for name in ranked)


_FORCES = tuple(Force)


class Asker:
    """Finds what to ask for in open rules, given what is known; rules share their parts.

    Parameters
    ----------
    rulebooks, settled
        The rulebooks, and what is known.
    allowed
        Facts that may be asked, with their rank; of equally small sets the one
        whose ranks are lowest is taken. None allows every fact of the
        vocabulary, also those that only evidence can show.
    """

    def __init__(
        self, rulebooks: Rulebooks, settled: Settled, allowed: Mapping[str, int] | None = None
    ) -> None:
        self.ranks = _ranks(rulebooks) if allowed is None else allowed
        self.residue = Residue(settled.values, _members(rulebooks))
        self.search = _Search(self.residue, self.ranks)

    def fewest(self, rule: ReadyRule) -> tuple[str, ...]:
        """Return the fewest unknown facts that, with some values, would settle an open rule.

        In order of rank; empty where no values could settle the rule, since it
        waits for a text of law or for facts that may not be asked.

        Notes
        -----
        Settled means met, not met or not applicable. Iterative deepening over the
        number of facts; a goal "this node true" opens all parts of an AND, or each
        part of an OR in turn. A branch is left when the facts that it must still
        have do not fit. Values of one fact used in several places are tried
        together, so that they agree. A list may be stated again, complete.
        """
        return self._to_reach(
            ((rule.applies, False),),
            ((rule.deemed, True),),
            ((rule.applies, True), (rule.test, True)),
            ((rule.applies, True), (rule.test, False)),
        )

    def together(
        self, ready: ReadyBook, missing: Iterable[ReadyRule]
    ) -> list[tuple[ReadyRule, tuple[str, ...]]]:
        """Return what to ask for in each open rule of a rulebook, given that the others are open.

        The fewest facts of each; but where all that a recognition needs are fewer
        facts than those of the rules which it would meet, these are given the
        recognition's. Of several such recognitions the one that meets most rules.
        """
        asked = {id(rule): (rule, self.fewest(rule)) for rule in missing}
        met_by: dict[str, tuple[Node, list[ReadyRule]]] = {}
        for rule, _ in asked.values():
            for ground in rule.grounds:
                if isinstance(ground.part, Recognition):
                    met_by.setdefault(ground.id, (ground.tree, []))[1].append(rule)
        found: tuple[tuple[str, ...], list[ReadyRule]] = ((), [])
        for tree, rules in met_by.values():
            apart = {name for rule in rules for name in asked[id(rule)][1]}
            if len(rules) > len(found[1]) and len(apart) > 1:
                end = ((ready.scope, True), (tree, True))
                names = self._to_reach(end, fewer_than=len(apart))
                if 0 < len(names) < len(apart):
                    found = names, rules
        names, rules = found
        asked.update((id(rule), (rule, names)) for rule in rules)
        return list(asked.values())

    def _to_reach(
        self, *ends: tuple[tuple[Node, bool], ...], fewer_than: int | None = None
    ) -> tuple[str, ...]:
        """Return the fewest facts by which all trees of any one of `ends` could have the values.

        Empty where as many as `fewer_than` are needed.
        """
        left = [[(self.residue.of(tree), want) for tree, want in end] for end in ends]
        goals = [
            tuple((part, want is plain) for (part, plain), want in end if isinstance(part, Part))
            for end in left
            if all(isinstance(part, Part) or (part is plain) is want for (part, plain), want in end)
        ]
        return self.search.fewest(goals, fewer_than)


def _ranks(rulebooks: Rulebooks) -> dict[str, int]:
    ranks: dict[str, int] | None = rulebooks.ready.get("ranks")
    if ranks is None:
        ranks = {fact.id: place for place, fact in enumerate(rulebooks.vocabulary.facts)}
        rulebooks.ready["ranks"] = ranks
    return ranks


def _members(rulebooks: Rulebooks) -> dict[str, tuple[str | bool, ...]]:
    """Return the values that a fact can have, where they are few."""
    members: dict[str, tuple[str | bool, ...]] | None = rulebooks.ready.get("members")
    if members is None:
        members = {
            fact.id: (True, False)
            if fact.kind in (FactKind.BOOLEAN, FactKind.LIST)
            else tuple(member.id for member in fact.members)
            for fact in rulebooks.vocabulary.facts
        }
        rulebooks.ready["members"] = members
    return members


Goal = tuple[Part, bool]


class _Chain(NamedTuple):
    """Goals still to reach, as a linked list: branches share their tails."""

    goal: Goal
    rest: "_Chain | None"


class _OutOfStepsError(Exception):
    pass


class _Search:
    """Depth-first search for the smallest set of facts that reaches a goal."""

    def __init__(self, residue: Residue, ranks: Mapping[str, int]) -> None:
        self.residue, self.ranks = residue, ranks
        self.musts: dict[tuple[int, bool], frozenset[str] | None] = {}
        self.tried: dict[tuple[tuple[tuple[int, bool], ...], int], tuple[str, ...] | None] = {}
        self.best: tuple[str, ...] | None = None
        self.any_will_do = False
        self.steps = 0
        self.most = 0

    def fewest(
        self, goals: list[tuple[Goal, ...]], fewer_than: int | None = None
    ) -> tuple[str, ...]:
        """Return the smallest set that reaches all of any one of `goals`."""
        open_goals = [(goal, must) for goal in goals if (must := self._must_all(goal)) is not None]
        there = [self.residue.facts(part) for goal in goals for part, _ in goal]
        n_facts = len(frozenset().union(*there) & self.ranks.keys())
        if fewer_than is not None:
            n_facts = min(n_facts, fewer_than - 1)
        least = min((len(must) for _, must in open_goals), default=n_facts + 1)
        self.steps, self.any_will_do = 0, False
        try:
            for most in range(least, n_facts + 1):
                tried = [self._within(goal, most) for goal, must in open_goals if len(must) <= most]
                found = [one for one in tried if one is not None]
                if found:
                    return min(found, key=self._order)
        except (_OutOfStepsError, RecursionError):
            return self._some(open_goals, n_facts)
        return ()

    def _within(self, goal: tuple[Goal, ...], most: int) -> tuple[str, ...] | None:
        """Return the set of at most `most` facts that is lowest in rank; rules share goals."""
        key = tuple((id(part), want) for part, want in goal), most
        if key in self.tried:
            return self.tried[key]
        (part, want), *more = goal or ((None, False),)
        if part is not None and part.leaf is None and want is not part.same and not more:
            # any one of the parts will do, and other rules have parts in common
            each = [self._within(((one, want is plain),), most) for one, plain in part.parts]
            found = min((one for one in each if one is not None), key=self._order, default=None)
        else:
            self.most, self.best = most, None
            self._reach(_chained(goal), {}, frozenset())
            found = self.best
        self.tried[key] = found
        return found

    def _some(
        self, goals: list[tuple[tuple[Goal, ...], frozenset[str]]], n_facts: int
    ) -> tuple[str, ...]:
        """Return the first set found, not the smallest; empty where steps run out again."""
        self.any_will_do, self.most, self.best = True, n_facts, None
        for goal, _ in goals:
            self.steps = 0
            with suppress(_OutOfStepsError, RecursionError):
                self._reach(_chained(goal), {}, frozenset())
            found: tuple[str, ...] | None = self.best
            if found is not None:
                return found
        return ()

    def _must_all(self, goals: Iterable[Goal]) -> frozenset[str] | None:
        musts = [self._must(*goal) for goal in goals]
        if any(must is None for must in musts):
            return None
        return frozenset().union(*(must for must in musts if must is not None))

    def _must(self, part: Part, want: bool) -> frozenset[str] | None:  # noqa: FBT001  a goal
        """Return facts without which the goal cannot be reached; None where it cannot at all."""
        key = (id(part), want)
        if key not in self.musts:
            if part.leaf is not None:
                names = frozenset(fact for fact, _ in part.leaf.keys)
                self.musts[key] = names if names <= self.ranks.keys() else None
            elif want is part.same:
                self.musts[key] = self._must_all((one, want is plain) for one, plain in part.parts)
            else:
                some = [self._must(one, want is plain) for one, plain in part.parts]
                there = [must for must in some if must is not None]
                self.musts[key] = frozenset.intersection(*there) if there else None
        return self.musts[key]

    def _value(self, part: Part, given: Mapping[Key, object]) -> bool | None:
        if part.leaf is not None:
            return part.leaf.value(given)
        result = part.same
        for one, plain in part.parts:
            found = self._value(one, given)
            if found is None:
                result = None
            elif (found is plain) is not part.same:
                return not part.same
        return result

    def _reach(self, chain: _Chain | None, given: dict[Key, object], facts: frozenset[str]) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise _OutOfStepsError
        if self.any_will_do and self.best is not None:
            return
        while chain is not None and self._value(chain.goal[0], given) is chain.goal[1]:
            chain = chain.rest
        if chain is None:
            found = tuple(sorted(facts, key=self.ranks.__getitem__))
            if self.best is None or self._order(found) < self._order(self.best):
                self.best = found
            return
        (part, want), rest = chain
        must = self._must(part, want)
        is_open = self._value(part, given) is None
        if is_open and must is not None and len(facts | must) <= self.most:
            self._open(part, want, rest, given, facts)

    def _order(self, found: tuple[str, ...]) -> list[int]:
        return [self.ranks[name] for name in found]

    def _open(
        self,
        part: Part,
        want: bool,  # noqa: FBT001  a goal
        rest: _Chain | None,
        given: dict[Key, object],
        facts: frozenset[str],
    ) -> None:
        if part.leaf is not None:
            for choice in self.residue.ways(part.leaf, given, want=want):
                self._reach(rest, {**given, **dict(choice)}, facts | _facts_of(choice))
        elif want is part.same:
            goals = tuple((one, want is plain) for one, plain in part.parts)
            self._reach(_chained(goals, rest), given, facts)
        else:
            for one, plain in part.parts:
                self._reach(_Chain((one, want is plain), rest), given, facts)


def _chained(goals: tuple[Goal, ...], rest: _Chain | None = None) -> _Chain | None:
    for goal in reversed(goals):
        rest = _Chain(goal, rest)
    return rest


def _facts_of(choice: Choice) -> frozenset[str]:
    return frozenset(fact for (fact, _), _ in choice)
