"""An expression's text into an own tree, with its names and kinds checked.

sqlglot parses the text that `scan.py` let through; every node type it gave, and
every argument of every node, must be one that is expected here. Nothing is
executed, and no sqlglot object leaves this module.
"""

from collections.abc import Callable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

import msgspec

from kakehashi.rules import words as say
from kakehashi.rules.expression import (
    And,
    Compare,
    Constant,
    Contains,
    FactName,
    Holds,
    In,
    Node,
    Not,
    Operand,
    Operator,
    Or,
    Ref,
    Truth,
    children,
)
from kakehashi.rules.scan import scan
from kakehashi.terms.errors import Fault
from kakehashi.terms.faults import Words, fault
from kakehashi.terms.text import Text
from kakehashi.terms.vocabulary import FactKind

MOST_DEPTH = 15
MOST_NODES = 200
MOST_AMONG = 64  # members of one IN
MOST_INTEGER = 2**53

_OPERATORS: dict[str, Operator] = {
    "EQ": "=", "NEQ": "<>", "LT": "<", "LTE": "<=", "GT": ">", "GTE": ">=",
}  # fmt: skip
_MIRRORED: dict[str, Operator] = {"=": "=", "<>": "<>"}
_ARGUMENTS = {
    **{name: {"this", "expression"} for name in (*_OPERATORS, "And", "Or")},
    "Not": {"this"},
    "Paren": {"this"},
    "Neg": {"this"},
    "Column": {"this"},
    "Identifier": {"this"},
    "Boolean": {"this"},
    "Literal": {"this", "is_string"},
    "Between": {"this", "low", "high"},
    "In": {"this", "expressions", "field"},
}
_KINDS = {
    FactKind.BOOLEAN: Text(en="true or false", ja="真偽"),
    FactKind.CHOICE: Text(en="one choice", ja="選択肢"),
    FactKind.LIST: Text(en="a list", ja="リスト"),
    FactKind.INTEGER: Text(en="a whole number", ja="整数"),
    FactKind.DATE: Text(en="a date", ja="日付"),
    FactKind.TEXT: Text(en="free text", ja="自由記述"),
}


class Named(msgspec.Struct, frozen=True):
    """What a name in an expression may stand for: its kind, and the members it has."""

    kind: FactKind
    members: tuple[str, ...] = ()
    is_definition: bool = False


class Refused(Exception):  # noqa: N818  it never leaves this module
    """Carries the fault of one part of an expression up to `parse`."""

    def __init__(self, found: Fault) -> None:
        self.fault = found
        super().__init__(found.code)


def parse(text: str, where: str, names: Mapping[str, Named]) -> Node | tuple[Fault, ...]:
    """Return the tree of an expression, or every fault found in it.

    Parameters
    ----------
    text
        The expression, in the closed subset of SQL.
    where
        File and line, told in the faults.
    names
        The facts, open questions and definitions that it may name.

    Notes
    -----
    At most 2,000 characters, 15 levels, 200 nodes and 64 members of one IN. The
    tree keeps `Ref` for definitions. `x BETWEEN a AND b` becomes `x >= a AND x <= b`,
    which has the same value in three-valued logic.

    Examples
    --------
    >>> parse("NOT is_toy", "r.yaml:2", {"is_toy": Named(FactKind.BOOLEAN)})
    Not(of=Holds(fact='is_toy'))
    """
    words, faults = scan(text, where)
    if faults:
        return faults
    from sqlglot import errors, parse_one

    plain = " ".join(word.text for word in words)
    try:
        parsed = parse_one(plain, dialect="postgres")
    except (errors.SqlglotError, RecursionError, ValueError):
        return (fault("syntax", where, say.SYNTAX, near=plain[:60]),)
    reader = _Reader(where, names)
    tree = reader.condition(parsed)
    if reader.faults or tree is None:
        return tuple(reader.faults)
    return _within_caps(tree, where) or tree


def _within_caps(tree: Node, where: str) -> tuple[Fault, ...]:
    levels, n_nodes, level = 0, 0, [tree]
    while level:
        levels += 1
        n_nodes += len(level)
        level = [child for node in level for child in children(node)]
    faults = []
    if levels > MOST_DEPTH:
        faults.append(fault("too_deep", where, say.DEEP, n=levels, most=MOST_DEPTH))
    if n_nodes > MOST_NODES:
        faults.append(fault("too_many", where, say.MANY_NODES, n=n_nodes, most=MOST_NODES))
    return tuple(faults)


class _Reader:
    """Turns sqlglot's nodes into own ones, gathering the faults of all parts."""

    def __init__(self, where: str, names: Mapping[str, Named]) -> None:
        self.where, self.names = where, names
        self.faults: list[Fault] = []

    def condition(self, node: Any) -> Node | None:
        """Return the tree below `node`, which must be true or false; None at a fault."""
        try:
            return self._condition(node)
        except Refused as refused:
            self.faults.append(refused.fault)
            return None
        except RecursionError:
            self.faults.append(fault("too_deep", self.where, say.DEEP, n="?", most=MOST_DEPTH))
            return None

    def _refuse(self, code: str, words: Words, **values: object) -> Refused:
        return Refused(fault(code, self.where, words, **values))

    def _args(self, node: Any) -> dict[str, Any]:
        """Return the arguments that `node` has, where its type and all of them are expected."""
        name = type(node).__name__
        given = {key: value for key, value in node.args.items() if value not in (None, False, [])}
        if name == "Literal":
            given["is_string"] = bool(node.args.get("is_string"))
        if name == "Boolean":
            given["this"] = bool(node.args.get("this"))
        allowed = _ARGUMENTS.get(name)
        if allowed is None or not set(given) <= allowed or node.comments:
            near = f"{name}: {', '.join(sorted(set(given) - (allowed or set())))}".rstrip(": ")
            raise self._refuse("not_of_the_language", say.FOREIGN, near=near)
        return given

    def _condition(self, node: Any) -> Node:
        name, args = type(node).__name__, self._args(node)
        if name in ("And", "Or"):
            return self._chain(node, And if name == "And" else Or)
        if name == "Not":
            return Not(self._condition(args["this"]))
        if name == "Paren":
            return self._condition(args["this"])
        if name == "Boolean":
            return Truth(args["this"])
        if name == "Column":
            return self._bare(self._name(node))
        if name == "In":
            return self._in(args)
        if name == "Between":
            low = self._comparison(">=", args["this"], args["low"])
            return And((low, self._comparison("<=", args["this"], args["high"])))
        if name in _OPERATORS:
            return self._comparison(_OPERATORS[name], args["this"], args["expression"])
        raise self._refuse("no_condition", say.NO_CONDITION, near=str(args.get("this", name))[:40])

    def _chain(self, node: Any, kind: Callable[[tuple[Node, ...]], Node]) -> Node:
        """Return one flat And or Or; sqlglot nests a chain to the left, so this loops."""
        sql_kind, parts, stack = type(node), [], [node]
        while stack:
            found = stack.pop()
            while type(found).__name__ == "Paren":
                found = self._args(found)["this"]
            if type(found) is sql_kind:
                args = self._args(found)
                stack += [args["expression"], args["this"]]
            else:
                parts.append(self.condition(found))
        kept = tuple(part for part in parts if part is not None)
        return kind(kept) if len(kept) > 1 else kept[0] if kept else Truth(is_true=False)

    def _name(self, column: Any) -> str:
        """Return the fact name of a column node."""
        identifier = self._args(column)["this"]
        name = self._args(identifier)["this"]
        if not isinstance(name, str) or type(identifier).__name__ != "Identifier":
            raise self._refuse("not_of_the_language", say.FOREIGN, near=str(name)[:40])
        if name not in self.names:
            close = get_close_matches(name, self.names, n=1, cutoff=0.6)
            if close:
                raise self._refuse("unknown_name", say.UNKNOWN_CLOSE, name=name, close=close[0])
            raise self._refuse("unknown_name", say.UNKNOWN, name=name)
        return name

    def _bare(self, name: str) -> Node:
        named = self.names[name]
        if named.is_definition:
            return Ref(name)
        if named.kind is FactKind.BOOLEAN:
            return Holds(name)
        raise self._refuse("kind", say.NOT_BOOLEAN, name=name, kind=_KINDS[named.kind].en,
                           kind_ja=_KINDS[named.kind].ja)  # fmt: skip

    def _in(self, args: dict[str, Any]) -> Node:
        if "field" in args:
            member, (name, _) = self._operand(args["this"]), self._side(args["field"])
            named = self.names.get(name or "")
            if not isinstance(member, str) or named is None or named.kind is not FactKind.LIST:
                raise self._refuse("in_list", say.IN_LIST)
            if member not in named.members:
                raise self._not_a_member(member, str(name), named)
            return Contains(member, str(name))
        name, _ = self._side(args["this"])
        if name is None or self.names[name].is_definition:
            raise self._refuse("in_list", say.IN_LIST)
        listed = args.get("expressions", [])
        if not 0 < len(listed) <= MOST_AMONG:
            raise self._refuse("in_size", say.IN_SIZE, most=MOST_AMONG)
        if self.names[name].kind not in (FactKind.CHOICE, FactKind.INTEGER, FactKind.DATE):
            raise self._refuse("in_list", say.IN_LIST)
        among = tuple(self._fitting(self._operand(one), name) for one in listed)
        if len(set(among)) < len(among):
            raise self._refuse("in_twice", say.IN_TWICE, name=name)
        return In(name, among)

    def _operand(self, node: Any) -> Any:
        """Return a written value: bool, int or str."""
        name, args = type(node).__name__, self._args(node)
        if name == "Paren":
            return self._operand(args["this"])
        if name == "Boolean":
            return args["this"]
        if name == "Literal" and args["is_string"]:
            return str(args["this"])
        if name in ("Literal", "Neg"):
            inner = self._args(args["this"])["this"] if name == "Neg" else args["this"]
            if isinstance(inner, str) and inner.isascii() and inner.isdigit():
                number = int(inner) if len(inner) < 17 else MOST_INTEGER  # noqa: PLR2004
                if number < MOST_INTEGER:
                    return -number if name == "Neg" else number
            raise self._refuse("not_whole", say.NUMBER, near=str(inner)[:40])
        raise self._refuse("no_value", say.NO_VALUE, near=name)

    def _side(self, node: Any) -> tuple[str | None, Any]:
        """Return the name of a fact, or None and the value written."""
        while type(node).__name__ == "Paren":
            node = self._args(node)["this"]
        if type(node).__name__ == "Column":
            return self._name(node), None
        return None, self._operand(node)

    def _comparison(self, operator: Operator, left: Any, right: Any) -> Node:
        (left_name, left_value), (right_name, right_value) = self._side(left), self._side(right)
        if left_name is None and right_name is None:
            raise self._refuse("no_fact", say.NO_FACT)
        first = left_name or right_name or ""
        kind = self.names[first].kind
        if kind in (FactKind.LIST, FactKind.TEXT):
            raise self._refuse("kind", say.NOT_COMPARABLE, name=first, kind=_KINDS[kind].en,
                               kind_ja=_KINDS[kind].ja)  # fmt: skip
        if operator not in _MIRRORED and kind not in (FactKind.INTEGER, FactKind.DATE):
            raise self._refuse("order", say.NO_ORDER, name=first, kind=_KINDS[kind].en,
                               kind_ja=_KINDS[kind].ja)  # fmt: skip
        if left_name is not None and right_name is not None:
            return self._two_facts(operator, left_name, right_name)
        value = self._fitting(right_value if left_name else left_value, first)
        if isinstance(value, bool):
            held = self._bare(first)
            return held if value is (operator == "=") else Not(held)
        sides: tuple[Operand, Operand] = (FactName(first), Constant(value))
        return Compare(operator, *(sides if left_name else sides[::-1]))

    def _two_facts(self, operator: Operator, left: str, right: str) -> Node:
        one, other = self.names[left], self.names[right]
        if one.is_definition or other.is_definition or left == right:
            raise self._refuse("two_facts", say.TWO_FACTS, name=left, other=right)
        if one.kind is not other.kind or one.members != other.members:
            raise self._refuse("two_facts", say.TWO_FACTS, name=left, other=right)
        return Compare(operator, FactName(left), FactName(right))

    def _not_a_member(self, value: object, name: str, named: Named) -> Refused:
        close = get_close_matches(str(value), named.members, n=1, cutoff=0.6)
        listed = close[0] if close else ", ".join(named.members)
        return self._refuse("member", say.MEMBER, name=name, value=str(value)[:40], members=listed)

    def _fitting(self, value: Any, name: str) -> Any:
        """Return `value` as the kind of fact `name` holds it, or refuse it."""
        named = self.names[name]
        if named.kind is FactKind.CHOICE:
            if isinstance(value, str) and value in named.members:
                return value
            raise self._not_a_member(value, name, named)
        if (
            named.kind is FactKind.DATE
            and isinstance(value, str)
            and len(value) == len("2026-01-01")
        ):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        if named.kind is FactKind.BOOLEAN and isinstance(value, bool):
            return value
        is_number = isinstance(value, int) and not isinstance(value, bool)
        if named.kind is FactKind.INTEGER and is_number:
            return value
        raise self._refuse("kind", say.WRONG_VALUE, name=name, value=repr(value)[:40],
                           kind=_KINDS[named.kind].en, kind_ja=_KINDS[named.kind].ja)  # fmt: skip
