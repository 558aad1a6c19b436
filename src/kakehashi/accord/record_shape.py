"""Which fields of a row are wrong, all of them; and every part of a row with its path."""

import types
from collections.abc import Iterator
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import inspect

from kakehashi.accord.record_faults import a_fault, shown
from kakehashi.accord.record_plain import Path, Plain
from kakehashi.terms.errors import Fault

_type_info = cache(inspect.type_info)


@cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def shape_faults(plain: Plain, kind: type[msgspec.Struct], value: Any, path: Path) -> list[Fault]:
    """Return every fault of `value`, at `path` of the file, against the struct `kind`."""
    return list(_faults(plain, kind, value, path))


def _faults(plain: Plain, hint: Any, value: Any, path: Path) -> Iterator[Fault]:
    options = [hint]
    if get_origin(hint) in (Union, types.UnionType):
        if value is None and type(None) in get_args(hint):
            return
        options = [one for one in get_args(hint) if one is not type(None)]
    inner = options[0]
    if len(options) == 1 and isinstance(value, dict) and _is_struct(inner):
        yield from _struct_faults(plain, inner, value, path)
    elif len(options) == 1 and isinstance(value, list) and get_origin(inner) is tuple:
        for place, one in enumerate(value):
            yield from _faults(plain, get_args(inner)[0], one, (*path, place))
    else:
        yield from _value_faults(plain, hint, value, path)


def _is_struct(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct)


def _struct_faults(plain: Plain, kind: Any, value: dict[str, Any], path: Path) -> Iterator[Fault]:
    fields = _fields(kind)
    tag_field = kind.__struct_config__.tag_field
    listed = ", ".join(fields)
    for name in value:
        if name not in fields and name != tag_field:
            where = plain.where((*path, name))
            yield a_fault("unknown_field", where, name=shown(name), listed=listed)
    for name, field in fields.items():
        if name in value:
            yield from _faults(plain, field.type, value[name], (*path, name))
        elif field.required and name in ("en", "ja"):
            yield missing_language(plain.where(path), name)
        elif field.required:
            yield a_fault("missing_field", plain.where(path), name=name, listed=listed)


def missing_language(where: str, lang: str) -> Fault:
    """Return the fault that says in which language words are missing."""
    english, japanese = {"en": ("English", "英語"), "ja": ("Japanese", "日本語")}[lang]
    return a_fault("missing_language", where, language=english, language_ja=japanese)


def _value_faults(plain: Plain, hint: Any, value: Any, path: Path) -> Iterator[Fault]:
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        name = shown(next((one for one in reversed(path) if isinstance(one, str)), "file"))
        said = shown(str(error).removesuffix(" - at `$`"))
        where = plain.where(path)
        yield a_fault("wrong_value", where, name=name, said=said, kind=_expected(hint))


def _expected(hint: Any) -> str:
    """Return what a value may be, in words that need no translation."""
    for one in get_args(hint) or (hint,):
        if isinstance(one, type) and issubclass(one, Enum):
            return " | ".join(str(member.value) for member in one)
        if isinstance(one, str):
            return " | ".join(map(str, get_args(hint)))
        if one is date:
            return "YYYY-MM-DD"
        if isinstance(one, msgspec.Meta) and one.pattern is not None:
            return one.pattern.removesuffix(r"\Z")
        if get_origin(one) is not None:
            return _expected(one)
    return str(getattr(getattr(hint, "__origin__", hint), "__name__", hint))


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
