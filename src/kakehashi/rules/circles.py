"""Definitions that name each other: circles refused, and how large they grow put in."""

from collections.abc import Iterable, Mapping
from typing import Any

from kakehashi.rules import refusals as say
from kakehashi.rules.expression import Node, Ref, children, facts_of_leaf, walk
from kakehashi.rules.rulebook import Rulebooks
from kakehashi.terms.errors import Fault
from kakehashi.terms.faults import fault
from kakehashi.terms.plain import Plain

MOST_NODES = 5_000  # of one expression, definitions put in
MOST_LEVELS = 60


def facts_below(tree: Node, definitions: Mapping[str, Node]) -> tuple[str, ...]:
    """Return the facts that `tree` names, by itself or through definitions."""
    facts: dict[str, None] = {}
    seen: set[str] = set()
    stack = [tree]
    while stack:
        for node in walk(stack.pop()):
            facts.update(dict.fromkeys(facts_of_leaf(node)))
            if isinstance(node, Ref) and node.definition not in seen:
                seen.add(node.definition)
                if node.definition in definitions:
                    stack.append(definitions[node.definition])
    return tuple(facts)


def check_definitions(rulebooks: Rulebooks, files: Iterable[tuple[Plain, Any]]) -> list[Fault]:
    """Return the faults of definitions: circles, and sizes beyond the caps."""
    where = {
        definition.id: plain.where(("definitions", n))
        for plain, whole in files
        for n, definition in enumerate(getattr(whole, "definitions", ()))
    }
    uses = {
        name: sorted({node.definition for node in walk(tree) if isinstance(node, Ref)})
        for name, tree in rulebooks.definitions.items()
    }
    faults = []
    order, circles = _in_order(uses)
    for circle in circles:
        names = " → ".join((*circle, circle[0]))
        faults.append(fault("circle", where.get(circle[0], circle[0]), say.CIRCLE, name=names))
    if faults:
        return faults
    sizes: dict[str, tuple[int, int]] = {}
    for name in order:
        if name in rulebooks.definitions:
            sizes[name] = _size(rulebooks.definitions[name], sizes)
            faults += _too_large(name, where.get(name, name), *sizes[name])
    if not faults:
        for text, tree in rulebooks.trees.items():
            faults += _too_large(text[:40], "definitions", *_size(tree, sizes))
    return faults


def _too_large(name: str, where: str, n_nodes: int, n_levels: int) -> list[Fault]:
    if n_nodes > MOST_NODES:
        return [fault("too_many", where, say.LARGE, name=name, n=n_nodes, most=MOST_NODES)]
    if n_levels > MOST_LEVELS:
        return [fault("too_deep", where, say.TALL, name=name, n=n_levels, most=MOST_LEVELS)]
    return []


def _size(tree: Node, sizes: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Return nodes and levels of `tree` with its definitions put in."""
    if isinstance(tree, Ref):
        return sizes.get(tree.definition, (1, 1))
    parts = [_size(part, sizes) for part in children(tree)]
    return 1 + sum(n for n, _ in parts), 1 + max((levels for _, levels in parts), default=0)


def _in_order(uses: Mapping[str, list[str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the names, each after those it uses, and the circles found on the way."""
    order: list[str] = []
    done: set[str] = set()
    circles: list[tuple[str, ...]] = []
    for start in uses:
        path: list[str] = []
        stack = [(start, iter(uses.get(start, ())))] if start not in done else []
        path += [start] if stack else []
        while stack:
            name, rest = stack[-1]
            then = next(rest, None)
            if then is None:
                stack.pop()
                path.pop()
                done.add(name)
                order.append(name)
            elif then in path:
                circles.append(tuple(path[path.index(then) :]))
            elif then not in done:
                path.append(then)
                stack.append((then, iter(uses.get(then, ()))))
    return order, circles
