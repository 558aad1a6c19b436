"""YAML and JSON that people write, as a tree that knows its lines.

Stricter than a YAML loader, since the files decide answers about law: no
anchors, aliases or tags; no name twice; only `true` and `false` are boolean
("yes", "on" stay text); a number with a point stays text (1.10 is a version,
not 1.1); a day stays text, for whoever knows that a day is due.
"""

import re
from typing import Any

import msgspec

from kakehashi.evidence.checks import MOST_DEPTH, MOST_NODES, check_by_hand
from kakehashi.evidence.faults import a_fault, shown
from kakehashi.terms.errors import Fault, InputError

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,15})", re.ASCII)
_NAME = re.compile(r"[a-z0-9_]{1,80}", re.ASCII)
_NULL = ("", "~", "null")


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One value, its place, and its text as it was written.

    `line` is 0 in JSON, where none is known; `path` is such as `answers.role`.
    """

    value: "bool | int | str | list[Node] | dict[str, Node] | None"
    path: str
    line: int = 0
    text: str = ""

    def where(self, file: str) -> str:
        """Return the place for a fault: `product.yaml:12 answers.role`."""
        return " ".join(filter(None, (f"{file}:{self.line}" if self.line else file, self.path)))

    @property
    def place(self) -> str:
        """The place within the file, for an origin: `line 12, answers.role`."""
        return ", ".join(filter(None, (f"line {self.line}" if self.line else "", self.path)))

    def plain(self) -> Any:
        """Return the value as bool, int, str, None, list and dict."""
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        return self.value


class Tree(msgspec.Struct, frozen=True):
    """A document and the faults that did not stop its reading: names given twice."""

    root: Node
    faults: tuple[Fault, ...] = ()


def read_tree(name: str, data: bytes) -> Tree:
    """Return the one document in `data`: JSON where it begins with `{`, else YAML.

    Raises
    ------
    InputError
        Where the file is above 1 MiB, not UTF-8, not one document, nested above
        20 levels, of more than 20,000 values, or uses anchors, aliases or tags.
    """
    fault = check_by_hand(name, data)
    if fault:
        raise InputError(fault)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(a_fault("not_utf8", name, kind=f"byte {error.start}")) from None
    return _read_json(name, text) if text.lstrip().startswith("{") else _read_yaml(name, text)


class _Open:
    """A list or mapping that is still being read."""

    def __init__(self, kind: type, path: str, line: int) -> None:
        self.kind, self.path, self.line = kind, path, line
        self.members: list[Node] = []
        self.fields: dict[str, Node] = {}
        self.key: str | None = None

    def next_path(self) -> str:
        """Return the path of the value that comes next."""
        return _below(self.path, len(self.members) if self.kind is list else self.key)

    def closed(self) -> Node:
        """Return the whole list or mapping."""
        return Node(
            value=self.members if self.kind is list else self.fields,
            path=self.path,
            line=self.line,
        )


def _below(path: str, key: int | str | None) -> str:
    if isinstance(key, int):
        return f"{path}[{key}]"
    name = key or "?"
    name = name if _NAME.fullmatch(name) else shown(name)
    return f"{path}.{name}" if path else name


def _read_yaml(name: str, text: str) -> Tree:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        where = f"{name}:{mark.line + 1}" if mark else name
        raise InputError(a_fault("broken_yaml", where, why=why)) from None
    if builder.root is None:
        raise InputError(a_fault("empty_file", name))
    return Tree(builder.root, tuple(builder.faults))


class _Builder:
    """Puts the events of a YAML parser together; no recursion, so no depth can break it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self._open: list[_Open] = []
        self._n_nodes = 0

    def take(self, event: Any) -> None:
        """Take the next event; raises InputError for what is refused."""
        kind = type(event).__name__
        line = event.start_mark.line + 1 if event.start_mark else 0
        if kind in {"SequenceEndEvent", "MappingEndEvent"}:
            self._place(self._open.pop().closed(), is_key=False)
        elif kind in {"ScalarEvent", "SequenceStartEvent", "MappingStartEvent", "AliasEvent"}:
            self._check(event, kind, f"{self.name}:{line}")
            if kind == "ScalarEvent":
                self._scalar(event, line)
            else:
                opened = list if kind == "SequenceStartEvent" else dict
                if self._awaits_key():
                    raise InputError(
                        a_fault("broken_yaml", f"{self.name}:{line}", why="a name must be text")
                    )
                path = self._open[-1].next_path() if self._open else ""
                self._open.append(_Open(opened, path, line))
        elif kind == "DocumentStartEvent" and self.root is not None:
            where = f"{self.name}:{line}"
            raise InputError(a_fault("broken_yaml", where, why="a second document begins"))

    def _check(self, event: Any, kind: str, where: str) -> None:
        if kind == "AliasEvent" or event.anchor:
            raise InputError(a_fault("alias", where))
        if event.tag:
            raise InputError(a_fault("tag", where, shown=shown(event.tag)))
        self._n_nodes += 1
        if self._n_nodes > MOST_NODES:
            raise InputError(a_fault("too_many_nodes", where, most=MOST_NODES))
        if len(self._open) >= MOST_DEPTH:
            raise InputError(a_fault("too_deep", where, most=MOST_DEPTH))

    def _awaits_key(self) -> bool:
        return bool(self._open) and self._open[-1].kind is dict and self._open[-1].key is None

    def _scalar(self, event: Any, line: int) -> None:
        is_plain = not event.style and event.implicit[0]  # "" in the C parser, None in Python's
        path = "" if not self._open or self._awaits_key() else self._open[-1].next_path()
        node = Node(
            value=_plain_scalar(event.value) if is_plain else event.value,
            path=path,
            line=line,
            text=event.value,
        )
        self._place(node, is_key=self._awaits_key())

    def _place(self, node: Node, *, is_key: bool) -> None:
        if not self._open:
            self.root = node
            return
        within = self._open[-1]
        if is_key:
            within.key = node.text
        elif within.kind is list:
            within.members.append(node)
        else:
            key, within.key = within.key or "", None
            if key in within.fields:
                self.faults.append(
                    a_fault("duplicate_key", node.where(self.name), shown=shown(key))
                )
            else:
                within.fields[key] = node


def _plain_scalar(text: str) -> bool | int | str | None:
    if text in _NULL:
        return None
    if text in {"true", "false"}:
        return text == "true"
    return int(text) if _WHOLE.fullmatch(text) else text


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with all its names, the ones given twice included."""


def _read_json(name: str, text: str) -> Tree:
    import json

    try:
        raw = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=lambda digits: int(digits) if _WHOLE.fullmatch(digits) else digits,
            parse_float=str,
            parse_constant=str,
        )
    except json.JSONDecodeError as error:
        where = f"{name}:{error.lineno}"
        raise InputError(a_fault("broken_json", where, why=error.msg)) from None
    except RecursionError:
        raise InputError(a_fault("too_deep", name, most=MOST_DEPTH)) from None
    grower = _Grower(name)
    return Tree(grower.grow(raw, "", 0), tuple(grower.faults))


class _Grower:
    """Turns what a JSON parser gave into nodes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self._n_nodes = 0

    def grow(self, raw: Any, path: str, depth: int) -> Node:
        """Return `raw` as a node; recursion is bounded by the cap on depth."""
        where = " ".join(filter(None, (self.name, path)))
        self._n_nodes += 1
        if self._n_nodes > MOST_NODES:
            raise InputError(a_fault("too_many_nodes", where, most=MOST_NODES))
        if depth > MOST_DEPTH:
            raise InputError(a_fault("too_deep", where, most=MOST_DEPTH))
        if isinstance(raw, _Pairs):
            fields: dict[str, Node] = {}
            for key, value in raw:
                self._check_text(key, where)
                if key in fields:
                    again = f"{self.name} {_below(path, key)}"
                    self.faults.append(a_fault("duplicate_key", again, shown=shown(key)))
                else:
                    fields[key] = self.grow(value, _below(path, key), depth + 1)
            return Node(value=fields, path=path)
        if isinstance(raw, list):
            members = [self.grow(raw[i], _below(path, i), depth + 1) for i in range(len(raw))]
            return Node(value=members, path=path)
        if isinstance(raw, str):
            self._check_text(raw, where)
        return Node(value=raw, path=path, text="" if raw is None else str(raw))

    def _check_text(self, text: str, where: str) -> None:
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            why = "half of a surrogate pair"
            raise InputError(a_fault("broken_json", where, why=why)) from None
