"""What is left of a rule's trees once the known facts are put in, ready for search."""

from collections.abc import Mapping
from datetime import date
from itertools import product
from typing import Any, NamedTuple

from kakehashi.rules.expression import (
    COMPARISONS,
    And,
    Compare,
    Constant,
    Contains,
    Holds,
    In,
    Memo,
    Node,
    Not,
    Operand,
    Or,
    evaluate,
)
from kakehashi.terms.fact import Value

Key = tuple[str, str]  # a fact, and the member asked about where it is a list
Choice = tuple[tuple[Key, Any], ...]  # values given to some keys
_MOST_INTEGER = 2**53


class Part(NamedTuple):
    """A node of the residue: AND or OR of parts, or a leaf; a NOT is pushed into `wants`.

    `same` is the value that all `parts` must have for the node to have it: True
    for AND, False for OR; None marks a leaf, and then `leaf` is given.
    """

    same: bool | None
    parts: tuple[tuple["Part", bool], ...]  # each with whether it counts as it is, or negated
    leaf: "Leaf | None"


class Leaf(NamedTuple):
    """An unknown leaf: its keys, and how their values give its own."""

    keys: tuple[Key, ...]
    test: Any  # (operator, left, right), where a side is a Key or a plain value

    def value(self, given: Mapping[Key, Any]) -> bool | None:
        """Return the leaf's value, or None while a key has none."""
        operator, left, right = self.test
        if operator == "is":
            found: bool | None = given.get(left)
            return found
        one = given.get(left) if left in self.keys else left
        other = given.get(right) if right in self.keys else right
        if one is None or other is None:
            return None
        return one in other if operator == "in" else COMPARISONS[operator](one, other)


class Residue:
    """The unknown parts of trees, with the facts that may be asked and their values.

    `candidates` gives, for a key, values enough to try every way in which it
    can bear on the leaves: the members of a choice; whole numbers and days at,
    just below and just above each written one, with room between facts that are
    compared with each other. Of values that no leaf tells apart one is kept.
    `members` lists the values of facts that have few: true and false, or the
    members of a choice; it is empty for whole numbers and days.
    """

    def __init__(self, values: Mapping[str, Value], members: Mapping[str, tuple[Any, ...]]) -> None:
        self.values, self.members = values, members
        self.memo: Memo = {}
        self.made: dict[int, Part] = {}
        self.leaves: dict[Leaf, Part] = {}
        self.by_key: dict[Key, list[Leaf]] = {}
        self.tried: dict[Key, tuple[int, tuple[Any, ...]]] = {}
        self.below: dict[int, frozenset[str]] = {}

    def of(self, node: Node) -> tuple[bool | Part, bool]:
        """Return what is left of `node`: a value, or a part; and whether it is as it is.

        False as the second means that the part is negated.
        """
        found = evaluate(node, self.values, self.memo)
        if found is not None:
            return found, True
        if isinstance(node, Not):
            inner, is_plain = self.of(node.of)
            return inner, not is_plain
        if id(node) not in self.made:
            self.made[id(node)] = (
                self._branch(node) if isinstance(node, And | Or) else self._leaf(node)
            )
        return self.made[id(node)], True

    def _branch(self, node: And | Or) -> Part:
        left = [self.of(part) for part in node.of]
        parts = tuple((part, is_plain) for part, is_plain in left if isinstance(part, Part))
        if len(parts) == 1 and parts[0][1]:
            return parts[0][0]
        return Part(isinstance(node, And), parts, None)

    def _leaf(self, node: Node) -> Part:
        leaf = self._plain_leaf(node)
        if leaf not in self.leaves:
            self.leaves[leaf] = Part(None, (), leaf)
            for key in leaf.keys:
                self.by_key.setdefault(key, []).append(leaf)
        return self.leaves[leaf]

    def _plain_leaf(self, node: Node) -> Leaf:
        if isinstance(node, Holds):
            return Leaf(((node.fact, ""),), ("is", (node.fact, ""), None))
        if isinstance(node, Contains):
            key = (node.fact, node.member)
            return Leaf((key,), ("is", key, None))
        if isinstance(node, In):
            key = (node.fact, "")
            return Leaf((key,), ("in", key, tuple(map(_plain, node.among))))
        if isinstance(node, Compare):
            left, right = self._side(node.left), self._side(node.right)
            keys = tuple(side for side in (left, right) if isinstance(side, tuple))
            return Leaf(keys, (node.operator, left, right))
        raise TypeError(f"{type(node).__name__} is no unknown leaf")

    def _side(self, operand: Operand) -> Any:
        if isinstance(operand, Constant):
            return _plain(operand.value)
        known = self.values.get(operand.id)
        return (operand.id, "") if known is None else _plain(known)

    def candidates(self, key: Key) -> tuple[Any, ...]:
        """Return the values to try for `key`, for all leaves seen so far."""
        n_leaves, values = self.tried.get(key, (0, ()))
        if n_leaves < len(self.leaves):
            group, written = _group(key, self.by_key)
            found = self._values(key, len(group), written)
            if len(group) == 1:
                found = _told_apart(key, found, self.by_key[key])
            values = tuple(found)
            self.tried[key] = len(self.leaves), values
        return values

    def _values(self, key: Key, n_compared: int, written: list[Any]) -> list[Any]:
        listed = self.members.get(key[0], (True, False))
        if listed:
            return list(listed)
        steps = range(-n_compared, n_compared + 1)
        near = {value + step for value in (written or [n_compared]) for step in steps}
        return sorted(value for value in near if abs(value) < _MOST_INTEGER)

    def facts(self, part: Part) -> frozenset[str]:
        """Return the facts below `part`."""
        found = self.below.get(id(part))
        if found is None:
            if part.leaf is not None:
                found = frozenset(fact for fact, _ in part.leaf.keys)
            else:
                found = frozenset().union(*(self.facts(one) for one, _ in part.parts))
            self.below[id(part)] = found
        return found

    def ways(self, leaf: Leaf, given: Mapping[Key, Any], *, want: bool) -> list[Choice]:
        """Return the choices of values for the leaf's keys still free that give it `want`."""
        free = [key for key in leaf.keys if key not in given]
        found = []
        for values in product(*map(self.candidates, free)):
            choice = tuple(zip(free, values, strict=True))
            if leaf.value({**given, **dict(choice)}) is want:
                found.append(choice)
        return found


def _plain(value: Any) -> Any:
    return value.toordinal() if isinstance(value, date) else value


def _told_apart(key: Key, values: list[Any], leaves: list[Leaf]) -> list[Any]:
    """Return the first of each set of values that all leaves value alike."""
    kept: dict[tuple[bool | None, ...], Any] = {}
    for value in values:
        kept.setdefault(tuple(leaf.value({key: value}) for leaf in leaves), value)
    return list(kept.values())


def _group(key: Key, by_key: Mapping[Key, list[Leaf]]) -> tuple[set[Key], list[Any]]:
    """Return `key` with the keys it is compared with, however far, and values written there."""
    group, stack = {key}, [key]
    written: list[Any] = []
    while stack:
        for leaf in by_key[stack.pop()]:
            operator, left, right = leaf.test
            if operator == "in":
                written += right
            elif operator != "is":
                written += [side for side in (left, right) if side not in leaf.keys]
            new = [other for other in leaf.keys if other not in group]
            group.update(new)
            stack += new
    return group, written
