"""Bytes and values that mean harm, or mean nothing: told as faults, never more.

What is hostile in YAML and JSON as such stands in tests/unit/terms/test_plain.py.
"""

import copy

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_builders import (
    WORDS,
    a_commitment,
    a_file,
    a_pillar,
    a_row,
    an_action,
    faults_of,
)

from kakehashi.accord.read import MOST_FAULTS, read_record
from kakehashi.terms.errors import InputError
from kakehashi.terms.plain import MOST_LEVELS

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


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"- 1",
        b"rows: 3\nsources: yes\n",
        b"a: &x [1]\nb: *x\n",
        b"!!python/object/apply:os.system ['x']",
        b'{"rows": [], "rows": []}',
        b'{"rows": [' + b"9" * 10_000 + b"]}",
        b'{"format": "kakehashi-record/1", "checked_on": "2026-11-22", "rows": [null, 1, {}]}',
        b'{"rows": [{"kind": "pillar", "id": {"a": 1}, "name": [], "sources": {}}]}',
        b'{"rows": [{"kind": "pillar", "id": "\\ud800"}]}',
        b'{"sources": [{"id": []}], "rows": [{"kind": ["pillar"]}]}',
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
