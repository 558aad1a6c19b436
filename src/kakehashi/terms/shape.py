"""Which fields of a file are wrong: all of them, where msgspec stops at the first."""

import types
from collections.abc import Iterator
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin

import msgspec

from kakehashi.terms.errors import Fault
from kakehashi.terms.faults import a_fault, printable, shown
from kakehashi.terms.plain import Path, Plain


def shape_faults(
    plain: Plain, kind: type[msgspec.Struct], value: Any, path: Path = ()
) -> list[Fault]:
    """Return every fault of `value`, at `path` of the file, against the struct `kind`.

    Unknown fields, missing fields and languages, and values of a wrong type, each at its place.
    """
    return list(_faults(plain, kind, value, path))


def missing_language(where: str, lang: str) -> Fault:
    """Return the fault that says in which language words are missing."""
    english, japanese = {"en": ("English", "英語"), "ja": ("Japanese", "日本語")}[lang]
    return a_fault("missing_language", where, language_en=english, language_ja=japanese)


@cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


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
    names = ", ".join(fields)
    for name in value:
        if name not in fields and name != tag_field:
            where = plain.where((*path, name))
            yield a_fault("unknown_field", where, shown=shown(name), names=names)
    for name, field in fields.items():
        if name in value:
            yield from _faults(plain, field.type, value[name], (*path, name))
        elif field.required and name in ("en", "ja"):
            yield missing_language(plain.where(path), name)
        elif field.required:
            yield a_fault("missing_field", plain.where(path), field=name, names=names)


def _value_faults(plain: Plain, hint: Any, value: Any, path: Path) -> Iterator[Fault]:
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        field = next((one for one in reversed(path) if isinstance(one, str)), plain.name)
        why = printable(str(error).removesuffix(" - at `$`"))
        # the value alone needs no translation
        if why.startswith(("Invalid enum value", "Invalid RFC3339")):
            why = shown(value)
        where = plain.where(path)
        yield a_fault("wrong_value", where, field=printable(field), why=why, kind=_expected(hint))


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
