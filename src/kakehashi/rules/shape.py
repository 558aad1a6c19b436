"""Which fields of a file are wrong: all of them, where msgspec stops at the first."""

from typing import Any

import msgspec
from msgspec import inspect

from kakehashi.rules.faults import Words, fault
from kakehashi.rules.lines import Lined, Path
from kakehashi.terms.errors import Fault
from kakehashi.terms.text import Text

_FIELDS = Text(en="fields: {fields}", ja="項目: {fields}")
_UNKNOWN = Words(
    Text(en="there is no field “{name}” here", ja="ここに「{name}」という項目はありません"),
    Text(en="mend its spelling, or leave it out", ja="綴りを直すか、取り除いてください"),
    _FIELDS,
)
_ABSENT = Words(
    Text(en="the field “{name}” is missing", ja="項目「{name}」がありません"),
    Text(en="write it", ja="書き加えてください"),
    _FIELDS,
)
_VALUE = Words(
    Text(en="“{name}” has a wrong value: {said}", ja="「{name}」の値が正しくありません: {said}"),
    Text(en="write a value of that kind", ja="その種類の値を書いてください"),
    Text(en="{kind}", ja="{kind}"),
)


def shape_faults(lined: Lined, kind: type[Any]) -> list[Fault]:
    """Return every fault of a file's fields against the struct `kind`.

    Unknown fields, missing fields and values of a wrong type, each at its line.
    """
    return _faults(lined, lined.value, inspect.type_info(kind), ())


def _faults(lined: Lined, value: Any, kind: inspect.Type, path: Path) -> list[Fault]:
    if isinstance(kind, inspect.UnionType):
        kinds = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        if value is None and len(kinds) < len(kind.types):
            return []
        if len(kinds) == 1:
            return _faults(lined, value, kinds[0], path)
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        return _struct_faults(lined, value, kind, path)
    if isinstance(kind, inspect.VarTupleType) and isinstance(value, list):
        return [
            found
            for n, one in enumerate(value)
            for found in _faults(lined, one, kind.item_type, (*path, n))
        ]
    return _value_faults(lined, value, kind, path)


def _struct_faults(
    lined: Lined, value: dict[str, Any], kind: inspect.StructType, path: Path
) -> list[Fault]:
    fields = {field.encode_name: field for field in kind.fields}
    listed = ", ".join(fields)
    faults = [
        fault("unknown_field", lined.where((*path, name)), _UNKNOWN, name=name[:60], fields=listed)
        for name in value
        if name not in fields
    ]
    for name, field in fields.items():
        if name in value:
            faults += _faults(lined, value[name], field.type, (*path, name))
        elif field.required:
            where = lined.where(path)
            faults.append(fault("missing_field", where, _ABSENT, name=name, fields=listed))
    return faults


def _value_faults(lined: Lined, value: Any, kind: inspect.Type, path: Path) -> list[Fault]:
    python = _python_type(kind)
    try:
        msgspec.convert(value, python)
    except msgspec.ValidationError as wrong:
        name = ".".join(map(str, path)) or "file"
        said = str(wrong).removesuffix(" - at `$`")
        expected = _expected(kind)
        return [
            fault("wrong_value", lined.where(path), _VALUE, name=name, said=said, kind=expected)
        ]
    return []


def _python_type(kind: inspect.Type) -> Any:
    from datetime import date
    from typing import Literal

    if isinstance(kind, inspect.EnumType | inspect.StructType):
        return kind.cls
    if isinstance(kind, inspect.LiteralType):
        return Literal[tuple(kind.values)]
    simple: dict[type[inspect.Type], Any] = {
        inspect.BoolType: bool,
        inspect.IntType: int,
        inspect.StrType: str,
        inspect.DateType: date,
        inspect.VarTupleType: tuple[Any, ...],
    }
    return simple.get(type(kind), Any)


def _expected(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.EnumType):
        return ", ".join(str(one.value) for one in kind.cls)
    if isinstance(kind, inspect.LiteralType):
        return ", ".join(map(str, kind.values))
    if isinstance(kind, inspect.DateType):
        return "YYYY-MM-DD"
    return type(kind).__name__.removesuffix("Type").lower()
