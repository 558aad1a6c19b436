"""YAML and JSON into plain values that remember where they stood; nothing can expand or run.

Stricter than YAML, since the files decide answers about law: no anchors, aliases,
tags, merge keys or second documents; no name twice. Only `true`, `false`, null and
whole numbers are anything but text, so that `no` stays a word, 1.10 a version and a
day text, for whoever knows that a day is due.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from kakehashi.terms.errors import Fault
from kakehashi.terms.faults import a_fault, printable, shown

MOST_LEVELS = 20  # the deepest shipped file has 7
Path = tuple[str | int, ...]

_BOM = b"\xef\xbb\xbf"
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,15}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_NAME = re.compile(r"[A-Za-z0-9_:-]{1,80}")
_HALF = re.compile("[\ud800-\udfff]")


class Caps(msgspec.Struct, frozen=True):
    """How large a file may be; of `n_values`, the names of fields count too."""

    n_bytes: int
    n_values: int


CAPS = Caps(n_bytes=2_000_000, n_values=100_000)  # ten times the largest shipped file and more


class Plain(msgspec.Struct, frozen=True):
    """A file's values; `lines` gives the line of each path, None for JSON.

    `faults` are those that did not stop the reading: names given twice, of which
    the first counts. Whoever takes the values tells them.
    """

    name: str
    value: Any
    lines: dict[Path, int] | None = None
    faults: tuple[Fault, ...] = ()

    def where(self, path: Path) -> str:
        """Return `file:line` of `path` or of the nearest value around it; in JSON file and path.

        >>> Plain("r.yaml", {}, {(): 1, ("rules",): 4}).where(("rules", 0))
        'r.yaml:4'
        >>> Plain("r.json", {}).where(("rules", 0, "id"))
        'r.json rules[0].id'
        """
        if self.lines is None:
            return f"{self.name} {dotted(path)}".rstrip()
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines.get(path, 1)}"


def dotted(path: Path) -> str:
    r"""Return `path` as people write it; a name that is no plain word is quoted and escaped.

    >>> dotted(("rules", 0, "id")), dotted(("a", "b\x1b"))
    ('rules[0].id', "a.'b\\x1b'")
    """
    steps = ""
    for step in path:
        if isinstance(step, int):
            steps += f"[{step}]"
        else:
            steps += f".{step if _NAME.fullmatch(step) else shown(step)}"
    return steps.removeprefix(".")


def read_plain(
    name: str, content: bytes, *, caps: Caps = CAPS, json_caps: Caps | None = None
) -> Plain | tuple[Fault, ...]:
    r"""Return the values of the one document in `content`, or the faults that keep it unread.

    Parameters
    ----------
    name
        Names the file in faults.
    content
        UTF-8, with or without a byte-order mark.
    caps
        Of YAML.
    json_caps
        Of JSON: given, what begins with a brace or bracket is read as JSON, and its
        places are paths. None: all is read as YAML, places are lines.

    Returns
    -------
    Plain, or tuple of Fault
        Faults where the file is beyond the caps or 20 levels, not UTF-8, broken,
        empty, of two documents, or holds an anchor, alias, tag, merge key, a name
        that is no text, or half of a surrogate pair.

    Examples
    --------
    >>> read_plain("a.yaml", b"rules:\n  - id: R1\n").lines[("rules", 0, "id")]
    2
    >>> [fault.code for fault in read_plain("a.yaml", b"a: &x 1\n")]
    ['alias']
    """
    start = content.removeprefix(_BOM).lstrip()[:1]
    as_json = json_caps if start in (b"{", b"[") else None
    text = text_of(name, content, (as_json or caps).n_bytes)
    if isinstance(text, Fault):
        return (text,)
    reader = _Json(name, as_json.n_values) if as_json else _Yaml(name, caps.n_values)
    try:
        return reader.document(text)
    except _Broken as broken:
        return (*reader.faults, broken.fault)


def text_of(name: str, content: bytes, most_bytes: int) -> str | Fault:
    """Return `content` as text without byte-order mark, or why it is none."""
    if len(content) > most_bytes:
        return a_fault("too_big", name, n_bytes=len(content), most=most_bytes)
    try:
        return content.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        return a_fault("not_utf8", name, kind=f"byte {error.start}")


class _Broken(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, code: str, where: str, **values: object) -> None:
        self.fault = a_fault(code, where, **values)
        super().__init__(code)


class _Reader:
    """The caps that both readers keep, which bound the recursion of both."""

    def __init__(self, name: str, most_values: int) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self._most_values = most_values
        self._n_values = 0

    def document(self, text: str) -> Plain:
        """Return the one document in `text`; raises _Broken where there is none."""
        raise NotImplementedError

    def _at(self, place: Any) -> str:
        raise NotImplementedError

    def _check(self, place: Any, n_levels: int, text: str = "") -> None:
        self._n_values += 1
        if self._n_values > self._most_values:
            raise _Broken("too_many_nodes", self._at(place), most=self._most_values)
        if n_levels >= MOST_LEVELS:
            raise _Broken("too_deep", self._at(place), most=MOST_LEVELS)
        if not text.isascii() and _HALF.search(text):
            raise _Broken("unfit_text", self._at(place))

    def _twice(self, place: Any, key: str) -> None:
        self.faults.append(a_fault("duplicate_key", self._at(place), shown=shown(key)))


class _Yaml(_Reader):
    """Builds plain values from the events of a YAML parser; a place is an event."""

    def document(self, text: str) -> Plain:
        """Return the values of `text` with their lines."""
        import yaml

        self._lines: dict[Path, int] = {}
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            value = self._document(yaml.parse(text, Loader=loader))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            why = getattr(error, "problem", None) or getattr(error, "reason", None) or "?"
            where = f"{self.name}:{mark.line + 1}" if mark else self.name
            raise _Broken("broken_yaml", where, why=printable(why)) from None
        return Plain(self.name, value, self._lines, tuple(self.faults))

    def _at(self, place: Any) -> str:
        return f"{self.name}:{place.start_mark.line + 1}"

    def _document(self, events: Iterator[Any]) -> Any:
        value = None
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent" and self._lines:
                raise _Broken("documents", self._at(event))
            if kind in ("ScalarEvent", "SequenceStartEvent", "MappingStartEvent", "AliasEvent"):
                value = self._value(event, events, ())
        if not self._lines:
            raise _Broken("empty_file", self.name)
        return value

    def _kind(self, event: Any, n_levels: int) -> str:
        """Return what stands for a value or name, if it may stand anywhere."""
        kind = type(event).__name__
        if kind == "AliasEvent" or event.anchor is not None:
            raise _Broken("alias", self._at(event))
        if event.tag is not None:
            raise _Broken("tag", self._at(event), shown=shown(event.tag))
        self._check(event, n_levels, event.value if kind == "ScalarEvent" else "")
        return kind

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        kind = self._kind(event, len(path))
        is_block = kind == "ScalarEvent" and event.style in ("|", ">")
        self._lines[path] = event.start_mark.line + (2 if is_block else 1)
        if kind == "ScalarEvent":
            return event.value if event.style else _scalar(event.value)
        if kind == "MappingStartEvent":
            return self._mapping(events, path)
        listed: list[Any] = []
        while type(then := next(events)).__name__ != "SequenceEndEvent":
            listed.append(self._value(then, events, (*path, len(listed))))
        return listed

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while type(key := next(events)).__name__ != "MappingEndEvent":
            if self._kind(key, len(path)) != "ScalarEvent":
                raise _Broken("key", self._at(key))
            if key.value == "<<":
                raise _Broken("alias", self._at(key))
            if key.value in found:
                self._twice(key, key.value)
                # read and left aside, under a path that is nobody's
                self._value(next(events), events, (*path, -1))
            else:
                found[key.value] = self._value(next(events), events, (*path, key.value))
        return found


def _scalar(text: str) -> bool | int | str | None:
    if text in _WORDS:
        return _WORDS[text]
    return _whole(text)


def _whole(text: str) -> int | str:
    return int(text) if _WHOLE.fullmatch(text) else text


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with all its names, the ones given twice included."""


class _Json(_Reader):
    """Goes through what a JSON parser gave, under the caps of YAML; a place is a path."""

    def document(self, text: str) -> Plain:
        """Return the values of `text`, without lines."""
        try:
            raw = json.loads(
                text,
                object_pairs_hook=_Pairs,
                parse_int=_whole,
                parse_float=str,
                parse_constant=str,
            )
        except json.JSONDecodeError as error:
            raise _Broken("broken_json", f"{self.name}:{error.lineno}", why=error.msg) from None
        except RecursionError:
            raise _Broken("too_deep", self.name, most=MOST_LEVELS) from None
        value = self._value(raw, ())
        return Plain(self.name, value, None, tuple(self.faults))

    def _at(self, place: Any) -> str:
        return f"{self.name} {dotted(place)}".rstrip()

    def _value(self, raw: Any, path: Path) -> Any:
        self._check(path, len(path), raw if isinstance(raw, str) else "")
        if isinstance(raw, _Pairs):
            found: dict[str, Any] = {}
            for key, value in raw:
                self._check(path, len(path), key)
                if key in found:
                    self._twice((*path, key), key)
                else:
                    found[key] = self._value(value, (*path, key))
            return found
        if isinstance(raw, list):
            return [self._value(one, (*path, place)) for place, one in enumerate(raw)]
        return raw
