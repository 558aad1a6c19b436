from datetime import date

import msgspec
import pytest
from council_builders import (
    AT,
    ON,
    a_clause,
    a_commitment,
    a_meeting,
    a_record,
    a_report,
    a_row,
    a_statement,
    both,
    lines_of,
    some_evidence,
    text_of,
)

from kakehashi.accord.record import body_of
from kakehashi.answers import council_json
from kakehashi.answers.commitments_paper import commitments_paper
from kakehashi.answers.council_dates import commitments_rows, happened, happenings
from kakehashi.answers.council_papers import agenda_paper, minutes_paper, statement_paper
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.papers.council.paper import Clauses, Table

MEETING = "meeting:one"


def clauses_of(paper):
    return next(block for block in paper.parts[0].blocks if isinstance(block, Clauses)).clauses


def tables_of(paper):
    return [block for block in paper.parts[0].blocks if isinstance(block, Table)]


def test_both_languages_of_a_clause_stand_under_one_number():
    record = a_record(a_statement(), a_clause("1"), a_clause("2"))
    paper = statement_paper(record, "statement:one", ON, "both", AT)
    assert [
        (c.number, [(line.lang, line.text) for line in c.columns]) for c in clauses_of(paper)
    ] == [
        ("1", [("en", "clause 1"), ("ja", "第 1 項")]),
        ("2", [("en", "clause 2"), ("ja", "第 2 項")]),
    ]


def test_a_missing_language_is_named_and_in_a_paper_of_one_shown_in_the_other():
    record = a_record(a_statement(), a_clause("1", en=None))
    (clause,) = clauses_of(statement_paper(record, "statement:one", ON, "both", AT))
    assert [line.text for line in clause.columns] == ["[no English text yet]", "第 1 項"]
    (clause,) = clauses_of(statement_paper(record, "statement:one", ON, "en", AT))
    (line,) = clause.columns
    assert line.text == "第 1 項 (in Japanese only)"
    assert [run.lang for run in line.runs] == ["ja", "en"]


def test_brackets_agreement_binding_words_and_what_was_drawn_stand_beneath():
    clause = a_clause(
        "1",
        en={"text": "Both shall [1]"},
        brackets=[{"number": "1", "side": "side:uk", "en": "act"}],
        agreed=[{"side": "side:jp", "language": "ja", "on": "2025-01-20"}],
    )
    record = a_record(a_statement(), clause, a_commitment(drawn_from="clause:1"))
    (found,) = clauses_of(statement_paper(record, "statement:one", ON, "both", AT))
    notes = [" | ".join(line.text for line in note) for note in found.notes]
    assert notes == [
        "[1] UK proposes: act | ［1］英国の案：未提示",
        "Agreed: Japan, Japanese, 20 January 2025 | 同意：日本、日本語、2025年1月20日",
        (
            "Sounds binding in a text that does not bind: shall | "
            "拘束力のない文書としては拘束的に読める語：shall"
        ),
        (
            "Commitment drawn from this clause: promise one | "
            "この項から起こしたコミットメント：「promise one」"
        ),
    ]


def test_a_treaty_may_use_the_words_of_one():
    clause = a_clause("1", en={"text": "Both shall act"})
    record = a_record(a_statement(nature="treaty"), clause)
    assert "Sounds binding" not in text_of(statement_paper(record, "statement:one", ON, "en", AT))


def test_our_words_are_said_to_be_ours():
    paper = text_of(statement_paper(shipped_record(), "statement:council-2025", ON, "en", AT))
    assert "They are no official text" in paper
    assert "Points 4 onward of the Joint Statement of January 2025 were not seen." in paper


def test_a_meeting_without_agenda_or_minutes_says_so():
    record = a_record(a_meeting())
    assert "No point of this agenda" in text_of(agenda_paper(record, MEETING, ON, "en", AT))
    assert "この会合の議事録は記録にない。" in text_of(minutes_paper(record, MEETING, ON, "ja", AT))


def test_an_agenda_tells_each_point_its_papers_and_the_time_planned():
    record = a_record(
        a_meeting(),
        a_row("paper", "one", title=both("A paper"), embargo_until="2026-01-01T09:00:00Z",
              versions=[{"number": 2, "language": "en", "standing": "ours", "on": "2025-01-02"}]),
        a_row("agenda", "one", meeting=MEETING, number="1", title=both("Chips"), purpose="decide",
              lead="org:mic", papers=["paper:one"], planned_minutes=20),
        a_row("agenda", "two", meeting=MEETING, number="2", title=both("AI"), purpose="note",
              planned_minutes=25),
    )  # fmt: skip
    paper = agenda_paper(record, MEETING, ON, "en", AT)
    (table,) = tables_of(paper)
    assert [cell[0].text for cell in table.rows[0]] == [
        "1", "Chips", "to decide", "MIC",
        ("A paper (version 2, 2 January 2025); embargo until 09:00 on 1 January 2026 in London; "
        "18:00 on 1 January 2026 in Tokyo"), "20",
    ]  # fmt: skip
    assert "Planned in all: 45 minutes." in text_of(paper)


def test_minutes_stand_by_paragraph_with_the_actions_out_of_them():
    record = a_record(
        a_meeting(),
        a_row("minutes", "one", meeting=MEETING, state="circulated", circulated_on="2025-02-01",
              agreed_by=["side:uk"], paragraphs=[{"number": "3", "text": both("It was said")}]),
        a_row("matter", "one", minutes="minutes:one", paragraph="3", text=both("Write"),
              owners=[{"organisation": "org:dsit", "basis": "primary", "sources": ["s"]}],
              due={"on": "2025-03-01"}),
    )  # fmt: skip
    paper = minutes_paper(record, MEETING, ON, "both", AT)
    assert [clause.number for clause in clauses_of(paper)] == ["3"]
    (table,) = tables_of(paper)
    assert [cell[0].text for cell in table.rows[0]] == [
        "3", "Write", "DSIT", "none named", "1 March 2025", "not done",
    ]  # fmt: skip
    assert "Matters arising" in text_of(agenda_paper(record, MEETING, ON, "en", AT))


def test_a_name_without_japanese_characters_is_marked_as_latin_on_a_japanese_paper():
    record = shipped_record()
    paper = agenda_paper(record, "meeting:council-2025", ON, "ja", AT)
    names = [line for line in lines_of(paper) if line.text == "Kishi Nobuchiyo"]
    assert [(line.lang, line.runs[0].lang) for line in names] == [("ja", "en")]


def test_a_commitment_of_two_actions_is_told_once_and_named_again():
    record = a_record(
        a_row("action", "two", pillar="pillar:one", title=both("two")),
        a_commitment(actions=["action:one", "action:two"]),
    )
    paper = text_of(commitments_paper(record, ON, "en", AT))
    assert paper.count("promise one") == 2
    assert paper.count("stands above, under another Joint Action") == 1


def test_what_is_not_from_an_official_text_is_qualified():
    record = a_record(a_commitment(basis="inference"))
    assert "promise one (our inference)" in text_of(commitments_paper(record, ON, "en", AT))
    assert "（当方の推論）" in text_of(commitments_paper(record, ON, "ja", AT))


def test_every_gap_of_the_shipped_record_stands_in_the_report():
    paper = text_of(commitments_paper(shipped_record(), ON, "both", AT))
    for gap in [row for row in shipped_record().rows.values() if type(row).__name__ == "Gap"]:
        assert gap.text.en in paper
        assert gap.text.ja in paper


def test_the_foot_says_whether_all_of_it_is_public():
    assert commitments_paper(a_record(), ON, "en", AT).foot[0].text.startswith("Drawn from public")
    closed = commitments_paper(a_record(visibility="side"), ON, "en", AT)
    assert closed.foot[0].text.startswith("NOT PUBLIC")


def test_the_table_of_commitments_has_a_row_each_and_levels_in_words():
    record = a_record(a_commitment(due={"on": "2026-11-20"}), some_evidence(), a_report())
    head, rows = commitments_rows(record, date(2026, 11, 22), "en")
    (row,) = [dict(zip(head, cells, strict=True)) for cells in rows]
    assert row["Days overdue"] == "2"
    assert row["UK view"].startswith("No evidence (was “On track” until evidence ran out, 29 Aug")
    assert row["Newest evidence"] == "2025-03-01"


def test_days_have_ids_that_stay_and_alarms_only_ahead():
    record = a_record(
        a_meeting("ahead", when={"on": "2027-01-20"}), a_meeting(),
        a_commitment(due={"on": "2026-10-01", "until": "2026-12-31", "precision": "quarter"}),
    )  # fmt: skip
    found = {one.uid: one for one in happenings(record, ON, "ja")}
    assert found["meeting:ahead@kakehashi"].alarm_days == (30, 7)
    assert found["meeting:one@kakehashi"].alarm_days == ()
    due = found["commitment:one/due@kakehashi"]
    assert due.starts == date(2026, 12, 31)
    assert "2026年10月1日から2026年12月31日までの間" in due.description
    assert not any(uid.startswith("cycle:2025/") for uid in found), "that year is over"
    running = {one.uid: one for one in happenings(record, date(2025, 4, 22), "ja")}
    assert running["cycle:2025/review@kakehashi"].starts == date(2024, 1, 22)
    assert set(found) == {one.uid for one in happenings(record, ON, "both")}


def test_a_feed_tells_what_has_happened_alone():
    feed = happened(shipped_record(), ON, "en", AT)
    assert all(entry.on <= ON for entry in feed.entries)
    assert len({entry.name for entry in feed.entries}) == len(feed.entries) > 40
    conditional = [e for e in feed.entries if "on a condition" in e.title]
    assert conditional


def test_json_holds_the_rows_as_the_record_has_them():
    record = a_record(a_statement(), a_clause("1"), a_commitment(drawn_from="clause:1"))
    value = council_json.statement_json(record, "statement:one")
    assert value["clauses"] == [body_of(record.rows["clause:1"])]
    assert value["commitments"] == [body_of(record.rows["commitment:one"])]
    msgspec.json.encode(value)


@pytest.mark.parametrize("make", [agenda_paper, minutes_paper, statement_paper])
def test_a_row_that_is_not_there_is_a_key_error(make):
    with pytest.raises(KeyError):
        make(a_record(), "nothing:here", ON, "en", AT)
