"""Bytes of YAML or JSON into plain values that know where they stood.

Reads less than YAML: no anchors, tags or second documents; only true, false,
null and whole numbers are anything but text, so that `no` stays a word.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from kakehashi.accord.record_faults import a_fault, shown
from kakehashi.terms.errors import Fault

MOST_BYTES_YAML = 2_000_000
MOST_BYTES_JSON = 20_000_000  # 10,000 commitments with room
MOST_LEVELS = 20
Path = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


class Plain(msgspec.Struct, frozen=True):
    """A file's values; `lines` gives the line of each path, None for JSON."""

    name: str
    value: Any
    lines: dict[Path, int] | None = None

    def where(self, path: Path) -> str:
        """Return `file:line`, or the file and the path to the field.

        >>> Plain("r.yaml", {}, {(): 1, ("rows",): 4}).where(("rows", 0))
        'r.yaml:4'
        >>> Plain("r.json", {}).where(("rows", 0, "id"))
        'r.json rows[0].id'
        """
        if self.lines is None:
            steps = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)
            return f"{self.name} {shown(steps.lstrip('.'))}".rstrip()
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines.get(path, 1)}"


def read_plain(name: str, content: bytes) -> Plain | tuple[Fault, ...]:
    """Return the plain values of a file, or the faults that keep it from being read.

    What begins with a brace or bracket is JSON, anything else YAML.
    """
    is_json = content.lstrip()[:1] in (b"{", b"[")
    most = MOST_BYTES_JSON if is_json else MOST_BYTES_YAML
    if len(content) > most:
        return (a_fault("too_large", name, n=len(content), most=most),)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return (a_fault("unreadable", name, said=f"byte {error.start}: {error.reason}"),)
    return _read_json(name, text) if is_json else _read_yaml(name, text)


class _Broken(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, found: Fault) -> None:
        self.fault = found
        super().__init__(found.code)


def _read_json(name: str, text: str) -> Plain | tuple[Fault, ...]:
    twice: list[Fault] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                twice.append(a_fault("key_twice", name, name=shown(key)))
            found[key] = value
        return found

    def whole(digits: str) -> int | str:
        return int(digits) if _INTEGER.match(digits) else digits

    try:
        value = json.loads(
            text, object_pairs_hook=once, parse_int=whole, parse_float=str, parse_constant=str
        )
        _check_depth(name, value)
    except json.JSONDecodeError as error:
        return (a_fault("unreadable", f"{name}:{error.lineno}", said=error.msg),)
    except RecursionError:
        return (a_fault("too_deep", name, most=MOST_LEVELS),)
    except _Broken as broken:
        return (broken.fault,)
    return tuple(twice) or Plain(name, value)


def _check_depth(name: str, value: Any) -> None:
    level = [value]
    for _ in range(MOST_LEVELS):
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict | list):
                below += one.values() if isinstance(one, dict) else one
        level = below
    if level:
        raise _Broken(a_fault("too_deep", name, most=MOST_LEVELS))


def _read_yaml(name: str, text: str) -> Plain | tuple[Fault, ...]:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(name)
    try:
        value = builder.document(yaml.parse(text, Loader=loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or "?"
        return (*builder.faults, a_fault("unreadable", where, said=shown(said)))
    except _Broken as broken:
        return (*builder.faults, broken.fault)
    return tuple(builder.faults) or Plain(name, value, builder.lines)


class _Builder:
    """Builds values from YAML's events; its recursion is bounded by `MOST_LEVELS`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []

    def _at(self, event: Any) -> str:
        return f"{self.name}:{event.start_mark.line + 1}"

    def document(self, events: Iterator[Any]) -> Any:
        """Return the value of the one document; None where there is none."""
        value, n_documents = None, 0
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                n_documents += 1
                if n_documents > 1:
                    raise _Broken(a_fault("not_plain", self._at(event)))
            elif kind not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                value = self._value(event, events, ())
        return value

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        kind = type(event).__name__
        if kind == "AliasEvent" or event.anchor is not None or event.tag not in (None, "!"):
            raise _Broken(a_fault("not_plain", self._at(event)))
        if len(path) > MOST_LEVELS:
            raise _Broken(a_fault("too_deep", self._at(event), most=MOST_LEVELS))
        self.lines[path] = event.start_mark.line + 1
        if kind == "ScalarEvent":
            return _scalar(event)
        if kind == "SequenceStartEvent":
            listed: list[Any] = []
            while type(then := next(events)).__name__ != "SequenceEndEvent":
                listed.append(self._value(then, events, (*path, len(listed))))
            return listed
        found: dict[str, Any] = {}
        while type(key := next(events)).__name__ != "MappingEndEvent":
            if type(key).__name__ != "ScalarEvent" or key.anchor is not None:
                raise _Broken(a_fault("not_plain", self._at(key)))
            if key.value in found:
                self.faults.append(a_fault("key_twice", self._at(key), name=shown(key.value)))
            found[key.value] = self._value(next(events), events, (*path, key.value))
        return found


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.match(text) else text
