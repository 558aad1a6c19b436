"""The path of a verdict: which facts decided it."""

from collections.abc import Mapping

from kakehashi.rules.expression import (
    And,
    Compare,
    Memo,
    Node,
    Not,
    Or,
    evaluate,
    facts_of_leaf,
)
from kakehashi.rules.settle import Settled
from kakehashi.terms.fact import Value
from kakehashi.terms.verdict import Decisive, Why


def deciding_leaves(node: Node, values: Mapping[str, Value], memo: Memo) -> tuple[Node, ...]:
    """Return the leaves that gave `node` its value, in the order written.

    At AND and OR only the parts that share the node's value are followed. Keeping
    only the facts of these leaves forces the same value.

    Examples
    --------
    >>> from kakehashi.rules.expression import Holds
    >>> both = And((Holds("a"), Holds("b")))
    >>> deciding_leaves(both, {"a": True, "b": False}, {})
    (Holds(fact='b'),)
    """
    leaves: dict[int, Node] = {}
    seen: set[int] = set()
    stack = [node]
    while stack:
        found = stack.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        if isinstance(found, And | Or):
            value = evaluate(found, values, memo)
            parts = [part for part in found.of if evaluate(part, values, memo) is value]
            stack += reversed(parts)
        elif isinstance(found, Not):
            stack.append(found.of)
        else:
            leaves[id(found)] = found
    return tuple(leaves.values())


def deciding_facts(node: Node, values: Mapping[str, Value], memo: Memo) -> tuple[str, ...]:
    """Return the facts of the deciding leaves; of an unknown node, only the unknown ones."""
    names: dict[str, None] = {}
    is_unknown = evaluate(node, values, memo) is None
    for leaf in deciding_leaves(node, values, memo):
        for name in facts_of_leaf(leaf):
            if not (is_unknown and isinstance(leaf, Compare) and name in values):
                names[name] = None
    return tuple(names)


def as_decisive(
    names: tuple[str, ...], settled: Settled, *, is_missing: bool
) -> tuple[Decisive, ...]:
    """Return the facts `names` with value or reason, and their origins.

    A list fact that decides by a member it does not mention keeps the value it
    has and the reason `absent`: it was not declared complete.
    """
    return tuple(
        Decisive(
            fact=name,
            value=settled.values.get(name),
            why=settled.unknown.get(name, Why.ABSENT) if is_missing else None,
            origins=settled.origins.get(name, ()),
        )
        for name in names
    )
