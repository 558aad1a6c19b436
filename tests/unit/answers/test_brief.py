from datetime import date
from importlib import resources
from io import BytesIO
from pathlib import Path

import pytest
from council_builders import (
    AT,
    ON,
    a_big_record,
    a_commitment,
    a_meeting,
    a_record,
    a_report,
    a_row,
    both,
    lines_of,
    some_evidence,
    text_of,
)
from pypdf import PdfReader

from kakehashi.accord.status import Level
from kakehashi.answers.brief import brief, last_council
from kakehashi.answers.brief_paper import brief_paper
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.papers.council import paper_pdf
from kakehashi.papers.pdf import FONTS

SINCE = date(2025, 1, 22)


def told_of(*rows, since=SINCE, on=ON):
    return brief(a_record(*rows), since, on)


def promise(told, name="commitment:one"):
    return next(one for one in told.promises if one.id == name)


def kinds(one):
    return [change.kind for change in one.changes]


def test_a_commitment_of_the_first_day_is_new_and_one_of_the_day_before_is_not():
    told = told_of(a_commitment("one"), a_commitment("old", cycle="cycle:2024"))
    assert kinds(promise(told)) == ["new"]
    assert kinds(promise(told, "commitment:old")) == []
    assert kinds(promise(told_of(a_commitment(), since=date(2025, 1, 23)))) == []


def test_a_commitment_of_a_later_council_is_not_told():
    assert told_of(a_commitment(), since=date(2024, 1, 1), on=date(2025, 1, 21)).promises == ()


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-01-21", []), ("2025-01-22", ["evidence"]), ("2026-11-22", ["evidence"]),
     ("2026-11-23", [])],
)  # fmt: skip
def test_evidence_counts_from_the_first_day_through_the_last(day, expected):
    told = told_of(
        a_commitment(cycle="cycle:2024"), some_evidence(when={"on": day}),
    )  # fmt: skip
    assert kinds(promise(told)) == expected


def test_three_columns_stay_three_and_are_never_averaged():
    told = told_of(
        a_commitment(), some_evidence(),
        a_report("uk", view="uk", level="done"), a_report("jp", view="jp", level="stalled"),
        on=date(2025, 4, 1),
    )  # fmt: skip
    columns = promise(told).columns
    assert columns["uk"].now.level is Level.DONE
    assert columns["jp"].now.level is Level.STALLED
    assert columns["independent"].now.level is Level.NO_EVIDENCE
    assert columns["uk"].is_changed
    assert not columns["independent"].is_changed


def test_a_level_that_runs_out_between_the_days_is_a_change():
    rows = (a_commitment(), some_evidence(), a_report())
    told = told_of(*rows)
    assert kinds(promise(told)) == ["new", "evidence", "reported", "decayed"]
    ran_out = promise(told).changes[-1]
    assert ran_out.when.on == date(2025, 8, 29)  # 180 days after 2025-03-01, and the day after
    assert promise(told).columns["uk"].now.was is Level.ON_TRACK
    assert "decayed" not in kinds(promise(told_of(*rows, on=date(2025, 8, 28))))


def test_without_evidence_are_those_of_which_nothing_dated_shows_anything():
    told = told_of(a_commitment(), a_commitment("two"), some_evidence())
    assert told.without_evidence == ("commitment:two",)
    assert told_of(a_commitment(), some_evidence(), on=date(2025, 2, 1)).without_evidence == (
        "commitment:one",
    )


def test_what_was_carried_on_is_a_change_of_the_earlier_one_and_not_silent():
    link = a_row("lineage", "one", before="commitment:old", after="commitment:one", how="carried",
                 cycle="cycle:2025")  # fmt: skip
    told = told_of(a_commitment("old", cycle="cycle:2024"), a_commitment(), link)
    assert kinds(promise(told, "commitment:old")) == ["carried"]
    assert told.silent == ()
    dropped = told_of(a_commitment("old", cycle="cycle:2024"), a_commitment())
    assert [one.commitment for one in dropped.silent] == ["commitment:old"]


def test_what_bears_on_no_action_is_told_besides():
    told = told_of(
        a_meeting(), a_row("decision", "one", text=both("to act"), decided_on="2025-02-02")
    )
    assert [change.kind for change in told.elsewhere] == ["met", "decision"]


def test_a_change_of_two_actions_is_counted_once():
    about = ["action:one", "commitment:one"]
    found = a_row("finding", "one", text=both("x"), when={"on": "2025-05-05"}, about=about)
    told = told_of(a_commitment(), found)
    assert told.n_of("finding") == 1
    assert told.n_of("new") == 1


def test_days_out_of_order_are_refused():
    with pytest.raises(ValueError, match="since"):
        told_of(since=ON, on=SINCE)


def test_the_last_time_is_the_newest_council_before_the_day():
    record = shipped_record()
    assert last_council(record, date(2026, 11, 22)) == date(2025, 1, 22)
    assert last_council(record, date(2025, 1, 22)) == date(2024, 1, 16)
    assert last_council(record, date(2022, 12, 7)) is None


def test_the_shipped_record_is_told_with_its_gaps_and_without_made_up_status():
    record = shipped_record()
    told = brief(record, SINCE, ON)
    assert told.n_of("new") == 3
    assert {row.late_days for row in told.overdue} == {966}
    assert len(told.gaps) == 18
    assert {c.now.level for one in told.promises for c in one.columns.values()} == {
        Level.NO_EVIDENCE
    }
    paper = text_of(brief_paper(record, told, "en", AT))
    assert "Nobody has published a status that was read" in paper
    assert "Next meeting: none known; last found 2025-01-22" in paper
    assert "Later texts were read in part only" in paper


def test_both_languages_stand_in_parts_of_their_own():
    record = shipped_record()
    paper = brief_paper(record, brief(record, SINCE, ON), "both", AT)
    assert [part.lang for part in paper.parts] == ["en", "ja"]
    for part in paper.parts:
        inner = [line for line in lines_of(paper) if line.lang == part.lang]
        assert len(inner) > 50
    assert {
        line.lang for line in lines_of(brief_paper(record, brief(record, SINCE, ON), "ja", AT))
    } == {"ja"}


def test_what_is_left_out_for_length_is_counted_and_never_dropped_without_a_word():
    record = a_big_record(60, 4, 2)
    told = brief(record, SINCE, ON)
    paper = brief_paper(record, told, "en", AT)
    table = next(block for block in paper.parts[0].blocks if type(block).__name__ == "Table")
    shown = sum(len(row) > 1 for row in table.rows)
    expected = 60 * 4  # a row a commitment; the actions themselves have no change
    assert f"Lines left out for length: {expected - shown}." in text_of(paper)
    assert 0 < shown < expected
    assert "And " in text_of(paper)


def test_everything_is_told_where_there_is_room():
    record = a_big_record(2, 2, 1)
    paper = text_of(brief_paper(record, brief(record, SINCE, ON), "en", AT))
    assert "left out" not in paper
    assert paper.count("Evidence ran out") == 4


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(
    ("n_actions", "n_commitments", "n_words"), [(60, 4, 1), (60, 4, 5), (3, 40, 3), (10, 4, 20)]
)
def test_a_brief_keeps_to_two_pages_whatever_has_changed(lang, n_actions, n_commitments, n_words):
    fonts = Path(str(resources.files("kakehashi.reference").joinpath("fonts")))
    if not all((fonts / name).is_file() for name in FONTS):
        pytest.skip("the fonts are not built: make assets")
    record = a_big_record(n_actions, n_commitments, n_words)
    paper = brief_paper(record, brief(record, SINCE, ON), lang, AT)
    assert len(PdfReader(BytesIO(paper_pdf(paper, fonts))).pages) == 2
