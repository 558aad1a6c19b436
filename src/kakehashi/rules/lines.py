"""YAML into plain values that remember their lines; nothing in it can expand or run.

Reads less than YAML: no anchors, aliases, tags, merge keys or second documents;
plain scalars are true, false, null, whole numbers, days (YYYY-MM-DD) and otherwise
text, so that `no` stays a word and `2.1.1` a name. A key written twice is a fault.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from kakehashi.rules.faults import Words, fault
from kakehashi.terms.errors import Fault
from kakehashi.terms.text import Text

MOST_BYTES = 2_000_000
MOST_LEVELS = 30
Path = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}

_YAML = Text(
    en="plain YAML in UTF-8: keys, lists and values",
    ja="UTF-8 の平易な YAML（キー、リスト、値）",
)


def _words(en: str, ja: str, mend_en: str, mend_ja: str) -> Words:
    return Words(Text(en=en, ja=ja), Text(en=mend_en, ja=mend_ja), _YAML)


_SIZE = _words(
    "the file has {n} bytes; {most} are allowed",
    "ファイルが {n} バイトあります（上限は {most} バイト）",
    "split it into several files",
    "複数のファイルに分けてください",
)
_NOT_YAML = _words(
    "this is not YAML: {problem}",
    "YAML として読み取れません: {problem}",
    "look at indentation and quotation marks on this line and the one before",
    "この行と前の行の字下げと引用符を確かめてください",
)
_NOT_UTF8 = _words(
    "the file is not UTF-8",
    "ファイルが UTF-8 ではありません",
    "save it as UTF-8",
    "UTF-8 で保存し直してください",
)
_ANCHOR = _words(
    "an anchor, alias, tag or merge key stands here",
    "アンカー、エイリアス、タグまたはマージキーがあります",
    "write the values out",
    "値をそのまま書いてください",
)
_TWICE = _words(
    "the key “{key}” is written twice",
    "キー「{key}」が二度書かれています",
    "leave one of the two out",
    "一方を取り除いてください",
)
_KEY = _words(
    "a key is not a word",
    "キーが語ではありません",
    "write a plain word before the colon",
    "コロンの前に語を書いてください",
)
_DEEP = _words(
    "the file has more than {most} levels",
    "ファイルの階層が {most} を超えています",
    "write it flatter",
    "階層を浅くしてください",
)
_MANY = _words(
    "the file holds more than one document, or none",
    "ファイルに文書が複数あるか、一つもありません",
    "keep one document a file",
    "1 ファイルに 1 文書としてください",
)


class Lined(msgspec.Struct, frozen=True):
    """A file's values, and the line on which the value at each path starts."""

    name: str
    value: Any
    lines: dict[Path, int]

    def where(self, path: Path) -> str:
        """Return `file:line` of `path`, or of the nearest value around it.

        >>> Lined("r.yaml", {}, {(): 1, ("rules",): 4}).where(("rules", 0))
        'r.yaml:4'
        """
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines.get(path, 1)}"


class _Broken(Exception):  # noqa: N818  it never leaves this module
    def __init__(self, found: Fault) -> None:
        self.fault = found
        super().__init__(found.code)


def read_lines(name: str, content: bytes) -> Lined | tuple[Fault, ...]:
    r"""Return the plain values of a YAML file with their lines, or its faults.

    Examples
    --------
    >>> read_lines("a.yaml", b"rules:\n  - id: R1\n").lines[("rules", 0, "id")]
    2
    """
    import yaml

    if len(content) > MOST_BYTES:
        return (fault("too_large", name, _SIZE, n=len(content), most=MOST_BYTES),)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return (fault("not_utf8", name, _NOT_UTF8),)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(name)
    try:
        value = builder.document(yaml.parse(text, Loader=loader))
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f"{name}:{mark.line + 1}" if mark else name
        said = getattr(problem, "problem", None) or getattr(problem, "reason", "?")
        return (*builder.faults, fault("not_yaml", where, _NOT_YAML, problem=said))
    except _Broken as broken:
        return (*builder.faults, broken.fault)
    return tuple(builder.faults) or Lined(name, value, builder.lines)


class _Builder:
    """Builds plain values from YAML's events, keeping the line of each."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        self.faults: list[Fault] = []

    def _broken(self, code: str, event: Any, words: Words, **values: object) -> _Broken:
        return _Broken(fault(code, self._at(event), words, **values))

    def _at(self, event: Any) -> str:
        return f"{self.name}:{event.start_mark.line + 1}"

    def document(self, events: Iterator[Any]) -> Any:
        """Return the value of the one document."""
        value, n_documents = None, 0
        for event in events:
            kind = type(event).__name__
            if kind in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                continue
            n_documents += kind == "DocumentStartEvent"
            if n_documents > 1:
                raise self._broken("documents", event, _MANY)
            if kind != "DocumentStartEvent":
                value = self._value(event, events, ())
        if n_documents == 0:
            raise _Broken(fault("documents", self.name, _MANY))
        return value

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        kind = type(event).__name__
        if kind == "AliasEvent" or event.anchor is not None or event.tag not in (None, "!"):
            raise self._broken("anchor", event, _ANCHOR)
        if len(path) > MOST_LEVELS:
            raise self._broken("too_deep", event, _DEEP, most=MOST_LEVELS)
        is_block = kind == "ScalarEvent" and event.style in ("|", ">")
        self.lines[path] = event.start_mark.line + (2 if is_block else 1)
        if kind == "ScalarEvent":
            return self._scalar(event)
        if kind == "SequenceStartEvent":
            listed: list[Any] = []
            while type(then := next(events)).__name__ != "SequenceEndEvent":
                listed.append(self._value(then, events, (*path, len(listed))))
            return listed
        return self._mapping(events, path)

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while type(key := next(events)).__name__ != "MappingEndEvent":
            if type(key).__name__ != "ScalarEvent":
                raise self._broken("key", key, _KEY)
            if key.anchor is not None or key.tag is not None or key.value == "<<":
                raise self._broken("anchor", key, _ANCHOR)
            if key.value in found:
                self.faults.append(fault("key_twice", self._at(key), _TWICE, key=key.value[:40]))
            found[key.value] = self._value(next(events), events, (*path, key.value))
        return found

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if event.style:
            return text
        if text.lower() in _WORDS:
            return _WORDS[text.lower()]
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DAY.fullmatch(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                return text
        return text
