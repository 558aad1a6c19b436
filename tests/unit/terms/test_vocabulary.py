from datetime import date, datetime

import pytest

from kakehashi.terms.errors import Fault
from kakehashi.terms.fact import Members
from kakehashi.terms.text import Text
from kakehashi.terms.vocabulary import MOST_TEXT, FactKind, FactType, Member, read_value

SAME = Text(en="a word", ja="言葉")


def a_fact(kind, *members):
    return FactType(
        id="a_fact",
        kind=kind,
        subject="product",
        question=SAME,
        help=SAME,
        members=tuple(Member(id=name, text=SAME) for name in members),
    )


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (FactKind.BOOLEAN, True, True),
        (FactKind.BOOLEAN, False, False),
        (FactKind.INTEGER, 0, 0),
        (FactKind.INTEGER, 2**53 - 1, 2**53 - 1),
        (FactKind.DATE, "2026-11-22", date(2026, 11, 22)),
        (FactKind.DATE, date(2026, 11, 22), date(2026, 11, 22)),
        (FactKind.TEXT, "髙﨑 𠮷", "髙﨑 𠮷"),
        (FactKind.CHOICE, "maker", "maker"),
        (FactKind.LIST, ["maker"], Members(has=frozenset({"maker"}))),
        (FactKind.LIST, [], Members()),
        (
            FactKind.LIST,
            {"has": ["maker", "importer"], "complete": True},
            Members(has=frozenset({"maker", "importer"}), is_complete=True),
        ),
        (FactKind.LIST, {"complete": True}, Members(is_complete=True)),
    ],
)
def test_a_value_of_its_type_is_read(kind, raw, value):
    read = read_value(a_fact(kind, "maker", "importer"), raw, "answers.a_fact")
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (FactKind.DATE, "2026-W22-7"),
        (FactKind.BOOLEAN, "yes"),
        (FactKind.BOOLEAN, 1),
        (FactKind.BOOLEAN, None),
        (FactKind.INTEGER, True),
        (FactKind.INTEGER, 1.0),
        (FactKind.INTEGER, "1"),
        (FactKind.INTEGER, 2**53),
        (FactKind.INTEGER, -(2**53)),
        (FactKind.DATE, "2026"),
        (FactKind.DATE, "20261122"),
        (FactKind.DATE, "2026-02-30"),
        (FactKind.DATE, datetime(2026, 11, 22, 9)),  # noqa: DTZ001  what YAML gives for a time
        (FactKind.TEXT, 5),
        (FactKind.TEXT, "x" * (MOST_TEXT + 1)),
        (FactKind.CHOICE, "vendor"),
        (FactKind.CHOICE, ["maker"]),
        (FactKind.LIST, "maker"),
        (FactKind.LIST, ["vendor"]),
        (FactKind.LIST, [1]),
        (FactKind.LIST, {"has": ["maker"], "complete": "yes"}),
        (FactKind.LIST, {"has": ["maker"], "all": True}),
    ],
)
def test_nothing_is_guessed(kind, raw):
    refused = read_value(a_fact(kind, "maker", "importer"), raw, "answers.a_fact")
    assert isinstance(refused, Fault)
    assert refused.where == "answers.a_fact"
    assert refused.code == "not_a_value"


def test_the_fault_of_a_choice_lists_what_could_be_said():
    refused = read_value(a_fact(FactKind.CHOICE, "maker", "importer"), "vendor", "answers.role")
    assert "maker, importer" in refused.expected.en
    assert "maker, importer" in refused.expected.ja
