from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
import pytest

from kakehashi.terms.frozen import Frozen
from kakehashi.terms.plain import read_plain
from kakehashi.terms.shape import shape_faults
from kakehashi.terms.text import Text


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(Frozen, frozen=True, kw_only=True, tag_field="kind", tag="part"):
    name: Text
    n: Annotated[int, msgspec.Meta(ge=1)] = 1


class Whole(Frozen, frozen=True):
    id: str
    day: date | None = None
    colour: Colour = Colour.RED
    way: Literal["one", "two"] = "one"
    code: Annotated[str, msgspec.Meta(pattern=r"[A-Z]+\Z")] = "A"
    parts: tuple[Part, ...] = ()


def found(text):
    plain = read_plain("w.yaml", text.encode())
    return [
        (one.code, one.where, one.expected.en) for one in shape_faults(plain, Whole, plain.value)
    ]


def test_what_is_right_has_no_faults():
    assert not found(
        "id: x\nday: 2026-01-02\ncolour: blue\nparts: [{kind: part, name: {en: a, ja: b}}]\n"
    )
    assert not found("id: x\nday: null\n")


def test_every_fault_is_told_at_its_line():
    text = "colour: green\nparts:\n  - name: {en: a}\n    n: 0\n    x: 1\nidd: y\n"
    assert found(text) == [
        ("unknown_field", "w.yaml:6", "fields: id, day, colour, way, code, parts"),
        ("missing_field", "w.yaml:1", "fields: id, day, colour, way, code, parts"),
        ("wrong_value", "w.yaml:1", "red | blue"),
        ("unknown_field", "w.yaml:5", "fields: name, n"),
        ("missing_language", "w.yaml:3", "the same words in English and Japanese"),
        ("wrong_value", "w.yaml:4", "int"),
    ]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("day: soon", "YYYY-MM-DD"),
        ("day: 20260102", "YYYY-MM-DD"),
        ("way: three", "one | two"),
        ("code: a", "[A-Z]+"),
        ("parts: 3", "tuple"),
        ("id: [a]", "str"),
        ("id: true", "str"),
    ],
)
def test_a_wrong_value_is_told_with_what_it_may_be(field, expected):
    text = field if field.startswith("id") else f"id: x\n{field}"
    assert [(code, said) for code, _, said in found(text)] == [("wrong_value", expected)]


def test_a_hostile_name_is_told_escaped_and_short():
    plain = read_plain("w.yaml", b'id: x\n"\\e[2J' + b"y" * 500 + b'": 1\n')
    (fault,) = shape_faults(plain, Whole, plain.value)
    assert "\x1b" not in fault.what.en
    assert len(fault.what.en) < 200
