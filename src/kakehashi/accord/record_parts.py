"""Every part of a row with its path, so that each is checked where it stands."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from kakehashi.terms.plain import Path

_type_info = cache(inspect.type_info)


class Part(NamedTuple):
    """A struct or text within a row; `refers` is "row" or "source" where the text is an id."""

    path: Path
    value: Any
    refers: str | None = None


def parts(row: msgspec.Struct) -> Iterator[Part]:
    """Yield `row` and every struct and text within it, outermost first."""
    yield from _parts(_type_info(type(row)), row, ())


def _parts(kind: Any, value: Any, path: Path, refers: str | None = None) -> Iterator[Part]:
    if isinstance(kind, inspect.Metadata):
        refers, kind = (kind.extra or {}).get("refers"), kind.type
    if value is None:
        return
    if isinstance(kind, inspect.UnionType):
        for one in kind.types:
            if not isinstance(one, inspect.NoneType):
                yield from _parts(one, value, path, refers)
    elif isinstance(kind, inspect.VarTupleType):
        for place, one in enumerate(value):
            yield from _parts(kind.item_type, one, (*path, place))
    elif isinstance(kind, inspect.StructType):
        yield Part(path, value)
        for field in kind.fields:
            yield from _parts(field.type, getattr(value, field.name), (*path, field.encode_name))
    elif isinstance(kind, inspect.StrType):
        yield Part(path, value, refers)
