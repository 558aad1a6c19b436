"""The closed language of rules: an own small frozen tree, and its three-valued value.

A tree is made of `And`, `Or`, `Not` over the leaves `Truth`, `Holds`, `Compare`,
`In` and `Contains`; `Ref` stands for a named definition until `compose.py` puts
its tree there. BETWEEN is read as two comparisons and NOT IN as `Not(In)`, so
there are no other nodes. Values follow Kleene: True, False, and None for unknown.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Literal

import msgspec

from kakehashi.terms.fact import Members, Value

AS_OF = "as_of"  # the built-in date fact: the day that the question is about

Operator = Literal["=", "<>", "<", "<=", ">", ">="]
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": eq,
    "<>": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}


class FactName(msgspec.Struct, frozen=True):
    """A fact as one side of a comparison."""

    id: str


class Constant(msgspec.Struct, frozen=True):
    """A value written in the expression, as one side of a comparison."""

    value: bool | int | date | str


Operand = FactName | Constant


class Truth(msgspec.Struct, frozen=True):
    """TRUE or FALSE, written out."""

    is_true: bool


class Holds(msgspec.Struct, frozen=True):
    """A boolean fact, or an open question, standing by itself."""

    fact: str


class Compare(msgspec.Struct, frozen=True):
    """Two operands of one kind, at least one of them a fact."""

    operator: Operator
    left: Operand
    right: Operand


class In(msgspec.Struct, frozen=True):
    """A fact whose value is one of those written."""

    fact: str
    among: tuple[int | date | str, ...]


class Contains(msgspec.Struct, frozen=True):
    """A list fact that has a member. Unknown if absent from a list not declared complete."""

    member: str
    fact: str


class Ref(msgspec.Struct, frozen=True):
    """A definition used by its name; no composed tree holds one."""

    definition: str


class Not(msgspec.Struct, frozen=True):
    """The opposite of `of`."""

    of: "Node"


class And(msgspec.Struct, frozen=True):
    """True where all of `of` are; two or more, none of them an `And` of the same text."""

    of: tuple["Node", ...]


class Or(msgspec.Struct, frozen=True):
    """True where any of `of` is; two or more, none of them an `Or` of the same text."""

    of: tuple["Node", ...]


Node = Truth | Holds | Compare | In | Contains | Ref | Not | And | Or
Memo = dict[int, bool | None]


def evaluate(node: Node, values: Mapping[str, Value], memo: Memo) -> bool | None:
    """Return the Kleene value of `node`: True, False, or None for unknown.

    Parameters
    ----------
    node
        A composed tree; it holds no `Ref`.
    values
        The known facts. What is not in it is unknown.
    memo
        Values found so far, by the identity of nodes: shared parts are valued
        once. Give a new dict for other `values`.

    Examples
    --------
    >>> both = And((Holds("a"), Holds("b")))
    >>> evaluate(both, {"a": False}, {})
    False
    >>> evaluate(both, {"a": True}, {}) is None
    True
    """
    key = id(node)
    if key in memo:
        return memo[key]
    if isinstance(node, And | Or):
        absorbing = isinstance(node, Or)
        value: bool | None = not absorbing
        for child in node.of:
            found = evaluate(child, values, memo)
            if found is absorbing:
                value = absorbing
                break
            if found is None:
                value = None
    elif isinstance(node, Not):
        inner = evaluate(node.of, values, memo)
        value = None if inner is None else not inner
    else:
        value = leaf_value(node, values)
    memo[key] = value
    return value


def leaf_value(leaf: Node, values: Mapping[str, Value]) -> bool | None:
    """Return the value of a leaf; None where one of its facts is unknown."""
    if isinstance(leaf, Holds):
        held = values.get(leaf.fact)
        return None if held is None else held is True
    if isinstance(leaf, Compare):
        left, right = _value(leaf.left, values), _value(leaf.right, values)
        if left is None or right is None:
            return None
        return COMPARISONS[leaf.operator](left, right)
    if isinstance(leaf, In):
        one = values.get(leaf.fact)
        return None if one is None else one in leaf.among
    if isinstance(leaf, Contains):
        listed = values.get(leaf.fact)
        if not isinstance(listed, Members):
            return None
        return leaf.member in listed.has or (False if listed.is_complete else None)
    if isinstance(leaf, Truth):
        return leaf.is_true
    raise TypeError(f"{type(leaf).__name__} is no leaf of a composed tree")


def _value(operand: Operand, values: Mapping[str, Value]) -> Value | None:
    return operand.value if isinstance(operand, Constant) else values.get(operand.id)


def facts_of_leaf(leaf: Node) -> tuple[str, ...]:
    """Return the facts that a leaf names, in the order written."""
    if isinstance(leaf, Holds | In | Contains):
        return (leaf.fact,)
    if isinstance(leaf, Compare):
        return tuple(side.id for side in (leaf.left, leaf.right) if isinstance(side, FactName))
    return ()


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of `node`; none for a leaf or a `Ref`."""
    if isinstance(node, And | Or):
        return node.of
    return (node.of,) if isinstance(node, Not) else ()


def walk(*roots: Node) -> Iterator[Node]:
    """Yield every node below `roots`, each object once, parts after their whole."""
    seen: set[int] = set()
    stack = list(reversed(roots))
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        stack.extend(reversed(children(node)))


def facts_in(*roots: Node) -> tuple[str, ...]:
    """Return the facts named below `roots`, each once, in the order written."""
    return tuple(dict.fromkeys(fact for node in walk(*roots) for fact in facts_of_leaf(node)))


def all_of(parts: tuple[Node, ...]) -> Node:
    """Return one node that is true where all of `parts` are; true for none."""
    return parts[0] if len(parts) == 1 else And(parts) if parts else Truth(is_true=True)


def any_of(parts: tuple[Node, ...]) -> Node:
    """Return one node that is true where any of `parts` is; false for none."""
    return parts[0] if len(parts) == 1 else Or(parts) if parts else Truth(is_true=False)
