"""Files of the record: everything wrong is told at once, and then nothing is read."""

import msgspec
import pytest
from record_builders import (
    WORDS,
    a_commitment,
    a_file,
    a_pillar,
    a_row,
    an_action,
    codes,
    faults_of,
    read,
)

from kakehashi.accord.read import read_record
from kakehashi.accord.record_promises import Commitment, Pillar
from kakehashi.terms.errors import SourceError


def test_rows_that_fit_are_read_in_the_order_of_the_files():
    record = read(a_pillar("two"), a_pillar("one"), an_action())
    assert list(record.rows) == ["pillar:two", "pillar:one", "action:one"]
    assert [row.id for row in record.every(Pillar)] == ["pillar:two", "pillar:one"]
    assert str(record.checked_on) == "2026-11-22"


def test_a_row_is_closed_unless_its_file_or_itself_opens_it():
    closed = read(a_pillar()).row(Pillar, "pillar:one")
    content = a_file(a_pillar(), a_pillar("two", visibility="joint"), visibility="public")
    opened = read_record({"a.json": content})
    assert closed.visibility == "organisation"
    assert [row.visibility for row in opened.every(Pillar)] == ["public", "joint"]


YAML = """\
format: kakehashi-record/1
checked_on: 2026-11-22
sources:
- {id: read, title: T, kind: primary, read: whole}
rows:
- kind: pillar
  id: pillar:one
  basis: primary
  sources: [read, gone]
  name: {en: A}
  place: first
- kind: action
  id: action:one
  basis: primary
  sources: [read]
  pillar: pillar:two
  title: {en: no, ja: いいえ}
  colour: red
- kind: pillar
  id: pillar:three
  basis: primary
  sources: [read, gone]
  name: {en: A, ja: "  "}
  place: 3
- kind: agreement
"""


def test_all_faults_of_a_file_come_at_once_each_with_its_line():
    found = {(fault.where, fault.code) for fault in faults_of(YAML.encode())}
    assert found == {
        ("a.yaml:10", "missing_language"),
        ("a.yaml:11", "wrong_value"),
        ("a.yaml:18", "unknown_field"),
        ("a.yaml:22", "dangling_source"),
        ("a.yaml:23", "missing_language"),
        ("a.yaml:25", "unknown_kind"),
    }


def test_yaml_and_json_of_one_shape_give_the_same_rows():
    text = YAML.split("- kind: action", maxsplit=1)[0]
    text = (
        text.replace(", gone", "").replace("{en: A}", "{en: no, ja: いいえ}").replace("first", "1")
    )
    source = {"id": "read", "title": "T", "kind": "primary", "read": "whole"}
    row = a_pillar(basis="primary", sources=["read"], name={"en": "no", "ja": "いいえ"})
    by_yaml = read_record({"a.yaml": text.encode()})
    by_json = read_record({"a.json": a_file(row, sources=[source])})
    assert by_yaml.rows == by_json.rows


def test_every_fault_says_in_both_languages_what_was_expected_and_how_to_mend_it():
    for fault in faults_of(YAML.encode()):
        for text in (fault.what, fault.expected, fault.mend):
            assert text.en.strip()
            assert text.ja.strip()
            assert "{" not in text.en + text.ja


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([a_pillar(), a_pillar()], "duplicate_id"),
        ([a_pillar(id="org:one")], "wrong_prefix"),
        ([an_action()], "dangling"),
        ([a_pillar(sources=[])], "no_source"),
        ([a_pillar(visibility="named")], "inconsistent"),
        ([a_pillar(), a_pillar("two", named=["org:x"])], "dangling inconsistent"),
        ([a_pillar(basis="primary")], "weak_basis"),
        ([a_pillar(basis="primary", sources=["press"])], "weak_basis"),
        ([a_pillar(basis="secondary")], "weak_basis"),
        ([a_pillar(name={"en": "x", "ja": ""})], "missing_language"),
        ([a_pillar(name={"en": "x"})], "missing_language"),
        ([a_pillar(name={"en": "x\u202ey", "ja": "x"})], "unfit_text"),
        ([a_pillar(name={"en": "x" * 20_001, "ja": "x"})], "too_long"),
        ([a_pillar(note={"en": "x\x00", "ja": "x"})], "unfit_text"),
        ([a_row("finding", "x", text=WORDS, when={"precision": "month"})], "no_day"),
        (
            [a_row("finding", "x", text=WORDS, when={"on": "2025-02-02", "until": "2025-02-01"})],
            "order",
        ),
        ([a_row("organisation", "x", name=WORDS, short="X", part_of="org:x")], "circle"),
        (
            [
                a_row("decision", "a", text=WORDS, decided_on="2025-01-01"),
                a_row(
                    "decision",
                    "b",
                    text=WORDS,
                    decided_on="2024-01-01",
                    supersedes="decision:a",
                ),
            ],
            "order",
        ),
        ([a_row("cycle", "x", name=WORDS, starts="2025-01-01", council_on="2024-12-31")], "order"),
        ([a_row("priority", "x", title=WORDS, stage="closed")], "empty"),
        ([a_row("evidence", "x", of=[], title=WORDS, when={"on": "2025-01-01"})], "empty"),
        (
            [
                a_row(
                    "evidence",
                    "x",
                    of=["evidence:x"],
                    title=WORDS,
                    when={"on": "2025-01-01"},
                    url="javascript:alert(1)",
                )
            ],
            "not_an_address",
        ),
        (
            [a_row("side", "x", code="x", name=WORDS, language="en", calendar="X/Y", endorsers=[])],
            "unknown_zone",
        ),
    ],
)
def test_what_cannot_stand_is_refused(rows, code):
    assert sorted(codes(*rows)) == code.split()


def test_a_fault_in_one_row_makes_no_second_fault_where_another_refers_to_it():
    assert codes(a_pillar(place=0), an_action()) == ["wrong_value"]


def test_rows_are_added_onto_a_record_and_take_none_of_its_ids():
    record = read(a_pillar())
    both = read_record({"b.json": a_file(an_action(), sources=[])}, onto=_with(record, "unread"))
    assert list(both.rows) == ["pillar:one", "action:one"]
    assert list(record.rows) == ["pillar:one"]
    assert [f.code for f in faults_of(a_file(a_pillar()), onto=record)] == ["duplicate_id"]


def _with(record, source):
    assert source in record.sources
    return record


def test_a_row_that_may_be_replaced_is_and_only_once():
    record = read(a_pillar())
    newer = read_record(
        {"b.json": a_file(a_pillar(place=2))}, onto=record, may_replace={"pillar:one"}
    )
    assert newer.row(Pillar, "pillar:one").place == 2
    twice = a_file(a_pillar(), a_pillar())
    found = faults_of(twice, onto=record, may_replace={"pillar:one"})
    assert [fault.code for fault in found] == ["duplicate_id"]


def test_a_row_comes_back_the_same_from_json():
    row = read(a_pillar(), an_action(), a_commitment(due={"on": "2026-01-01"})).row(
        Commitment, "commitment:one"
    )
    assert msgspec.json.decode(msgspec.json.encode(row), type=Commitment) == row


def test_the_error_says_whose_fault_it_is():
    with pytest.raises(SourceError):
        read_record({"a.json": b"[]"}, error=SourceError)


def test_a_long_chain_of_decisions_is_read_without_recursion():
    rows = [
        a_row(
            "decision",
            str(n),
            text=WORDS,
            decided_on="2025-01-01",
            supersedes=f"decision:{n - 1}" if n else None,
        )
        for n in range(3_000)
    ]
    assert len(read(*rows).rows) == 3_000
    rows[0]["supersedes"] = "decision:2999"
    assert codes(*rows) == ["circle"]
