"""Product files and label records as a tree whose every value knows its place."""

from typing import Any

import msgspec

from kakehashi.evidence.checks import CAPS_BY_HAND
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.plain import Path, Plain, dotted, read_plain


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One value and its place.

    `line` is 0 in JSON, where none is known; `path` is such as `answers.role`.
    """

    value: "bool | int | str | list[Node] | dict[str, Node] | None"
    path: str
    line: int = 0

    def where(self, file: str) -> str:
        """Return the place for a fault: `product.yaml:12 answers.role`."""
        return " ".join(filter(None, (f"{file}:{self.line}" if self.line else file, self.path)))

    @property
    def place(self) -> str:
        """The place within the file, for an origin: `line 12, answers.role`."""
        return ", ".join(filter(None, (f"line {self.line}" if self.line else "", self.path)))

    @property
    def text(self) -> str:
        """A single value as it was written; empty for a list or mapping."""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if self.value is None:
            return "null"
        return str(self.value) if isinstance(self.value, int | str) else ""

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
    """Return the one document in `data`: JSON where it begins with a brace, else YAML.

    Of a name given twice the first counts: a dossier goes on with what can be read.

    Raises
    ------
    InputError
        Where `read_plain` refuses the file, or it is above 1 MiB or 20,000 values.
    """
    plain = read_plain(name, data, caps=CAPS_BY_HAND, json_caps=CAPS_BY_HAND)
    if not isinstance(plain, Plain):
        raise InputError(plain)
    return Tree(_grown(plain, plain.value, ()), plain.faults)


def _grown(plain: Plain, raw: Any, path: Path) -> Node:
    value = raw
    if isinstance(raw, dict):
        value = {key: _grown(plain, one, (*path, key)) for key, one in raw.items()}
    elif isinstance(raw, list):
        value = [_grown(plain, one, (*path, place)) for place, one in enumerate(raw)]
    return Node(value=value, path=dotted(path), line=(plain.lines or {}).get(path, 0))
