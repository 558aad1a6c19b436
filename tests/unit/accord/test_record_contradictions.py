"""Rows that contradict themselves or each other are refused."""

import pytest
from record_builders import (
    SOURCES,
    WORDS,
    a_file,
    a_pillar,
    a_row,
    codes,
    faults_of,
    read,
)

from kakehashi.accord.read import read_record
from kakehashi.accord.record_texts import Instrument
from kakehashi.terms.errors import InputError

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


A_POST = [
    a_row("organisation", "x", name=WORDS, short="X"),
    a_row("post", "x", organisation="org:x", name=WORDS, rank="official"),
]


def told(what, on):
    return {"what": what, "when": {"on": on}, "basis": "memory", "sources": ["unread"]}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (
            [
                *A_POST,
                a_row(
                    "holder",
                    "x",
                    person={"family": "X"},
                    post="post:x",
                    starts={"on": "2025-01-01"},
                    seen_on=["2024-12-31"],
                ),
            ],
            "order",
        ),
        (
            [
                a_row(
                    "priority",
                    "x",
                    title=WORDS,
                    stage="scoped",
                    proposed_on="2025-02-01",
                    scoped_on="2025-01-01",
                )
            ],
            "order",
        ),
        (
            [
                a_row(
                    "instrument",
                    "x",
                    title=WORDS,
                    nature="treaty",
                    content=WORDS,
                    dates=[told("in_force", "2020-01-01"), told("signed", "2020-01-02")],
                )
            ],
            "order",
        ),
        (
            [
                a_row(
                    "instrument",
                    "x",
                    title=WORDS,
                    nature="domestic_law",
                    content=WORDS,
                    dates=[told("in_force", "2020-01-02"), told("ends", "2020-01-01")],
                )
            ],
            "order",
        ),
        (
            [
                a_row(
                    "paper",
                    "x",
                    title=WORDS,
                    versions=[
                        {"number": n, "language": "en", "standing": "official", "on": on}
                        for n, on in ((1, "2025-01-02"), (2, "2025-01-01"))
                    ],
                )
            ],
            "order",
        ),
        (
            [
                a_pillar(),
                a_row("evidence", "x", of=["pillar:one"], title=WORDS, when={"on": "2025-01-02"}),
                a_row(
                    "report",
                    "x",
                    of="pillar:one",
                    view="uk",
                    level="done",
                    reported_on="2025-01-01",
                    evidence=["evidence:x"],
                ),
            ],
            "order",
        ),
        (
            [
                a_pillar(),
                a_row("cycle", "x", name=WORDS),
                a_row(
                    "lineage",
                    "x",
                    before="pillar:one",
                    after=None,
                    how="carried",
                    cycle="cycle:x",
                ),
            ],
            "inconsistent",
        ),
        (
            [
                *A_POST,
                a_row(
                    "side",
                    "x",
                    code="x",
                    name=WORDS,
                    language="en",
                    calendar="Asia/Tokyo",
                    endorsers=["org:x"],
                ),
            ],
            "inconsistent",
        ),
        (
            [
                a_row(
                    "meeting",
                    "x",
                    name=WORDS,
                    when={"on": "2025-01-01"},
                    form="online",
                    participants=[{"how": "online"}],
                )
            ],
            "empty",
        ),
        ([a_row("paper", "x", title=WORDS, embargo_until="2025-01-01T00:00:00")], "wrong_value"),
    ],
)
def test_what_contradicts_itself_is_refused(rows, code):
    assert codes(*rows) == [code]


def test_a_law_may_reach_back_behind_its_making():
    dates = [told("in_force", "2020-01-01"), told("made", "2020-06-01")]
    law = a_row("instrument", "x", title=WORDS, nature="domestic_law", content=WORDS, dates=dates)
    assert read(law).every(Instrument)[0].dates[0].what == "in_force"


def test_a_source_has_one_description_and_a_web_address():
    other = [{**SOURCES[0], "title": "Another"}]
    with pytest.raises(InputError) as refused:
        read_record({"a.json": a_file(), "b.json": a_file(sources=other)})
    assert [fault.code for fault in refused.value.faults] == ["source_twice"]
    told_twice = read_record({"a.json": a_file(), "b.json": a_file()})
    assert len(told_twice.sources) == len(SOURCES)
    bad = [{**SOURCES[0], "url": "javascript:alert(1)"}]
    assert [f.code for f in faults_of(a_file(sources=bad))] == ["not_an_address"]
