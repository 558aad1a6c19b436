"""Files of the record: everything wrong is told at once, and then nothing is read."""

import copy
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.accord.read import MOST_FAULTS, read_record
from kakehashi.accord.record import KINDS, PREFIX
from kakehashi.accord.record_plain import MOST_LEVELS
from kakehashi.accord.record_promises import Commitment, Pillar
from kakehashi.terms.errors import InputError, SourceError

SOURCES = [
    {"id": "read", "title": "A page", "kind": "primary", "read": "whole"},
    {"id": "press", "title": "A report", "kind": "secondary", "read": "whole"},
    {"id": "unread", "title": "A text", "kind": "unread", "read": "not read"},
]
WORDS = {"en": "words", "ja": "文言"}


def a_row(kind, name, /, **fields):
    return {
        "kind": kind,
        "id": f"{PREFIX[KINDS[kind]]}:{name}",
        "basis": "memory",
        "sources": ["unread"],
        **fields,
    }


def a_pillar(name="one", /, **fields):
    return a_row("pillar", name, **{"name": WORDS, "place": 1, **fields})


def an_action(name="one", /, **fields):
    return a_row("action", name, **{"pillar": "pillar:one", "title": WORDS, **fields})


def a_commitment(name="one", /, **fields):
    return a_row("commitment", name, **{"text": WORDS, "actions": ["action:one"], **fields})


def a_file(*rows, sources=SOURCES, **head):
    whole = {"format": "kakehashi-record/1", "checked_on": "2026-11-22", **head}
    return json.dumps({**whole, "sources": sources, "rows": rows}, ensure_ascii=False).encode()


def read(*rows, **kwargs):
    return read_record({"a.json": a_file(*rows)}, **kwargs)


def faults_of(content, name="a.yaml", **kwargs):
    with pytest.raises(InputError) as refused:
        read_record({name: content}, **kwargs)
    return refused.value.faults


def codes(*rows):
    return [fault.code for fault in faults_of(a_file(*rows), "a.json")]


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


A_STATEMENT = a_row("statement", "x", title=WORDS, issued={"on": "2025-01-01"})


def a_clause(name="a", /, **fields):
    return a_row("clause", name, **{"statement": "statement:x", "number": "1", **fields})


def test_a_clause_may_lack_one_language_while_it_is_drafted_never_both():
    read(A_STATEMENT, a_clause(en={"text": "The sides will meet."}))
    assert codes(A_STATEMENT, a_clause()) == ["empty"]
    assert codes(A_STATEMENT, a_clause(en={"text": " "})) == ["missing_language"]


def test_a_bracket_stands_in_the_text_and_a_number_only_once():
    side = a_row(
        "side", "uk", code="uk", name=WORDS, language="en", calendar="Europe/London", endorsers=[]
    )
    bracket = {"number": "1", "side": "side:uk", "en": "weekly"}
    text = {"text": "The sides will meet [1]."}
    read(side, A_STATEMENT, a_clause(en=text, brackets=[bracket]))
    assert codes(side, A_STATEMENT, a_clause(en={"text": "x"}, brackets=[bracket])) == ["dangling"]
    twice = (a_clause(en=text), a_clause("b", en=text))
    assert codes(A_STATEMENT, *twice) == ["duplicate_id"]


def test_a_matter_arises_from_a_paragraph_that_is_there():
    meeting = a_row("meeting", "x", name=WORDS, when={"on": "2025-01-22"}, form="online")
    minutes = a_row(
        "minutes",
        "x",
        meeting="meeting:x",
        state="draft",
        paragraphs=[{"number": "3", "text": WORDS}],
    )
    matter = a_row("matter", "x", minutes="minutes:x", paragraph="3", text=WORDS)
    read(meeting, minutes, matter)
    assert codes(meeting, minutes, {**matter, "paragraph": "4"}) == ["dangling"]


def test_minutes_are_agreed_only_when_every_side_has_agreed():
    sides = [
        a_row("side", one, code=one, name=WORDS, language="en", calendar="Asia/Tokyo", endorsers=[])
        for one in ("uk", "jp")
    ]
    meeting = a_row("meeting", "x", name=WORDS, when={"on": "2025-01-22"}, form="online")
    minutes = a_row("minutes", "x", meeting="meeting:x", state="agreed", agreed_by=["side:uk"])
    assert codes(*sides, meeting, minutes) == ["inconsistent"]
    read(*sides, meeting, {**minutes, "agreed_by": ["side:uk", "side:jp"]})


def test_minutes_are_not_circulated_before_the_meeting():
    meeting = a_row("meeting", "x", name=WORDS, when={"on": "2025-01-22"}, form="online")
    minutes = a_row(
        "minutes", "x", meeting="meeting:x", state="circulated", circulated_on="2025-01-21"
    )
    assert codes(meeting, minutes) == ["order"]


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


WHOLE = [
    a_pillar(),
    an_action(owners=[{"organisation": "org:x", "basis": "memory", "sources": ["unread"]}]),
    a_row("organisation", "x", name=WORDS, short="X"),
    a_commitment(
        due={"on": "2026-01-01"},
        milestones=[{"text": WORDS, "due": {"on": "2026-01-01"}}],
        indicators=[{"name": WORDS, "unit": WORDS}],
    ),
    a_row("instrument", "x", title=WORDS, nature="treaty", content=WORDS, dates=[]),
]
ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.sampled_from(["pillar:one", "org:x", "memory", "2026-01-01", "[1]", "unread"]),
    st.lists(st.text(), max_size=2),
    st.dictionaries(st.sampled_from(["en", "ja", "on", "id", "kind"]), st.text(), max_size=3),
)


@given(data=st.data())
def test_whatever_stands_in_a_field_is_read_or_told(data):
    rows = copy.deepcopy(WHOLE)
    place = rows
    while isinstance(place, dict | list) and place:
        within, step = (
            place,
            data.draw(
                st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place)))
            ),
        )
        place = place[step]
        if data.draw(st.booleans()):
            break
    within[step] = data.draw(ANYTHING)
    content = a_file(*rows).decode("utf-8", "surrogatepass").encode("utf-8", "replace")
    try:
        read_record({"a.json": content})
    except InputError as refused:
        msgspec.json.encode(refused.faults)


def test_the_error_says_whose_fault_it_is():
    with pytest.raises(SourceError):
        read_record({"a.json": b"[]"}, error=SourceError)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{",
        b"null",
        b"- 1",
        b"rows: 3\nsources: yes\n",
        b"a: &x [1]\nb: *x\n",
        b"!!python/object/apply:os.system ['x']",
        b"--- {}\n--- {}\n",
        b"a: 1\na: 2\n",
        b'{"rows": [], "rows": []}',
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b"- " * 5_000 + b"x",
        b'{"rows": [' + b"9" * 10_000 + b"]}",
        b'{"format": "kakehashi-record/1", "checked_on": "2026-11-22", "rows": [null, 1, {}]}',
        b'{"rows": [{"kind": "pillar", "id": {"a": 1}, "name": [], "sources": {}}]}',
        b'{"rows": [{"kind": "pillar", "id": "\\ud800"}]}',
        b'{"sources": [{"id": []}], "rows": [{"kind": ["pillar"]}]}',
        b"? [a, b]\n: c\n",
    ],
)
def test_hostile_bytes_are_told_as_faults(content):
    found = faults_of(content)
    assert found
    assert all(len(fault.what.en) < 400 for fault in found)
    # what is told can be sent
    msgspec.json.encode(found)


def test_a_half_surrogate_in_a_text_is_refused():
    content = a_file(a_pillar()).replace(b'"words"', b'"\\ud800"')
    assert "unfit_text" in [fault.code for fault in faults_of(content, "a.json")]


def test_a_file_that_is_nested_just_deep_enough_is_not_too_deep():
    deep = b"a: " + b"[" * (MOST_LEVELS - 1) + b"]" * (MOST_LEVELS - 1)
    assert "too_deep" not in [fault.code for fault in faults_of(deep)]
    assert [f.code for f in faults_of(b"a: " + b"[" * 40 + b"]" * 40)] == ["too_deep"]


def test_the_faults_of_one_input_have_an_end():
    rows = [a_pillar(str(n), place=0) for n in range(MOST_FAULTS + 50)]
    assert len(faults_of(a_file(*rows))) == MOST_FAULTS


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
