"""The shipped record: what it holds, on what it rests, and what it must never claim."""

import re
from datetime import date
from pathlib import Path

import msgspec
import pytest

from kakehashi import reference
from kakehashi.accord.canonical import canonical
from kakehashi.accord.read import read_record
from kakehashi.accord.record import Record, body_of, row_json, row_of
from kakehashi.accord.record_parties import Holder, Organisation, Side
from kakehashi.accord.record_parts import parts
from kakehashi.accord.record_promises import Action, Commitment, StatusReport
from kakehashi.accord.record_texts import Clause, Programme, Statement
from kakehashi.accord.record_views import gaps, keys_needed, matrix, overdue
from kakehashi.accord.status import Level
from kakehashi.answers.standing import stands
from kakehashi.terms.basis import Basis, SourceKind
from kakehashi.terms.errors import SourceError
from kakehashi.terms.text import Standing, Text

TODAY = date(2026, 11, 22)
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
THE_SAME = {"G7", "G20", "gov.uk", "legislation.gov.uk"}


def shipped():
    return {name: reference.read(name) for name in reference.names("record")}


@pytest.fixture(scope="module")
def record():
    return read_record(shipped(), error=SourceError)


def every_part(record):
    return [
        (row.id, part.value, part.refers) for row in record.rows.values() for part in parts(row)
    ]


def test_every_row_and_part_has_a_source_and_a_basis(record):
    based = [(name, one) for name, one, _ in every_part(record) if hasattr(one, "basis")]
    assert len(based) > 300
    assert [name for name, one in based if not one.sources] == []


def test_what_is_called_primary_was_read_in_an_official_text(record):
    for name, one, _ in every_part(record):
        if getattr(one, "basis", None) is Basis.PRIMARY:
            kinds = {record.sources[source].kind for source in one.sources}
            assert SourceKind.PRIMARY in kinds, name


def test_what_rests_on_memory_alone_is_called_memory(record):
    for name, one, _ in every_part(record):
        if hasattr(one, "basis"):
            kinds = {record.sources[source].kind for source in one.sources}
            assert (kinds == {SourceKind.UNREAD}) == (one.basis is Basis.MEMORY), name


def test_every_source_is_used_and_says_how_much_was_read_and_when(record):
    used = {value for _, value, refers in every_part(record) if refers == "source"}
    # the addresses for everyone stand on a page
    page = Path(reference.__file__).parents[1] / "site/pages/transfers/for_everyone.py"
    used |= set(re.findall(r'"([a-z0-9-]+)"', page.read_text(encoding="utf-8")))
    assert set(record.sources) - used == set()
    days = re.compile(r"2026-11-2[23]")
    assert [one.id for one in record.sources.values() if not days.search(one.read)] == []


def test_every_text_is_in_both_languages_and_called_ours(record):
    texts = [(name, one) for name, one, _ in every_part(record) if isinstance(one, Text)]
    assert len(texts) > 350
    for name, text in texts:
        assert (
            JAPANESE.search(text.ja)
            or text.ja in THE_SAME
            or text.ja.replace("、", ", ") == text.en
        ), (name, text)
        # 政務級 is the word that the English page of nobody uses: it is quoted
        assert not JAPANESE.search(text.en.replace("政務級", "")), (name, text.en)
        assert (text.en_is, text.ja_is, text.reviewed) == (Standing.OURS, Standing.OURS, ())


def test_every_row_is_public_and_comes_back_the_same_from_json(record):
    assert {row.visibility.value for row in record.rows.values()} == {"public"}
    for row in record.rows.values():
        assert msgspec.json.decode(row_json(row), type=type(row)) == row
        assert row_of(body_of(row)) == row
        assert canonical(body_of(row)) == canonical(msgspec.json.decode(row_json(row)))


def test_the_whole_record_comes_back_the_same_from_one_json_file(record):
    whole = {
        "format": "kakehashi-record/1",
        "checked_on": record.checked_on,
        "sources": list(record.sources.values()),
        "rows": list(record.rows.values()),
    }
    again = read_record({"all.json": msgspec.json.encode(whole)})
    assert isinstance(again, Record)
    assert (again.rows, again.sources) == (record.rows, record.sources)


def test_there_are_13_lines_and_11_of_them_were_seen(record):
    lines = matrix(record).lines
    assert len(lines) == len(record.every(Action)) == 13
    unseen = {line.action.id for line in lines if not line.is_seen}
    assert unseen == {"action:standards", "action:digital-identity"}
    assert all(record.rows[name].basis is Basis.MEMORY for name in unseen)


def test_the_lines_are_never_called_the_14_joint_actions(record):
    for name, text, _ in every_part(record):
        if isinstance(text, Text):
            assert not re.search(r"14 joint actions|fourteen joint", text.en, re.IGNORECASE), name
            assert not re.search(r"14 ?(件|項目|本)?のジョイント", text.ja), name
    assert [action.number for action in record.every(Action)] == [None] * 13
    gap = record.rows["gap:fourteen-areas"].text.en
    assert "our 13 lines, 11 of them seen in sources, are not those 14" in gap


def test_the_years_in_which_each_line_was_seen(record):
    years = {row.id: [seen.year for seen in row.seen_in] for row in record.every(Action)}
    assert years == {
        "action:telecoms-diversification": [2022, 2024, 2025],
        "action:future-telecoms": [2025],
        "action:semiconductors": [2023, 2024, 2025],
        "action:ai": [2024, 2025],
        "action:cyber-resilience": [2022, 2025],
        "action:dfft": [2022, 2025],
        "action:data-protection": [2022, 2025],
        "action:data-innovation": [2022],
        "action:online-safety": [2022],
        "action:digital-markets": [2022],
        "action:standards": [],
        "action:digital-government": [2022, 2024, 2025],
        "action:digital-identity": [],
    }


INFERRED_OWNERS = {
    ("action:future-telecoms", "UKRI"),
    ("action:future-telecoms", "NICT"),
    ("action:ai", "METI"),
    ("action:data-innovation", "DSIT"),
    ("action:data-innovation", "DA"),
    ("action:data-innovation", "METI"),
    ("action:online-safety", "DSIT"),
    ("action:online-safety", "Ofcom"),
    ("action:online-safety", "MIC"),
    ("action:digital-markets", "DSIT"),
    ("action:digital-markets", "CMA"),
    ("action:digital-markets", "METI"),
    ("action:digital-markets", "JFTC"),
}


def test_owners_that_nobody_names_are_called_inferred_or_memory(record):
    by_basis = {}
    for action in record.every(Action):
        for owner in action.owners:
            short = record.row(Organisation, owner.organisation).short
            by_basis.setdefault(owner.basis, set()).add((action.id, short))
    assert by_basis[Basis.INFERENCE] == INFERRED_OWNERS
    assert by_basis[Basis.MEMORY] == {
        ("action:standards", "DSIT"),
        ("action:standards", "MIC"),
        ("action:standards", "METI"),
        ("action:digital-identity", "DSIT"),
        ("action:digital-identity", "DA"),
        ("action:digital-government", "CDDO"),
        ("action:digital-government", "CO"),
    }


def test_every_line_has_an_owner_on_each_side(record):
    for action in record.every(Action):
        sides = {record.row(Organisation, one.organisation).side for one in action.owners}
        assert sides == {"side:uk", "side:jp"}, action.id


def a_council(record, name):
    meeting = record.rows[name]
    people = [
        record.row(Holder, one.holder).person.written("en")[0]
        for one in meeting.participants
        if one.holder
    ]
    return str(meeting.when.on), meeting.form, people


def test_the_three_councils_and_who_was_there(record):
    assert a_council(record, "meeting:council-2022") == (
        "2022-12-07",
        "hybrid",
        ["Tsuge Yoshifumi", "Ogushi Masaki", "Hirai Hirohide", "Paul Scully"],
    )
    assert a_council(record, "meeting:council-2024") == (
        "2024-01-16",
        "online",
        ["Tsuchida Shin", "Watanabe Koichi", "Kozuki Ryosuke", "Saqib Bhatti"],
    )
    assert a_council(record, "meeting:council-2025") == (
        "2025-01-22",
        "online",
        ["Kishi Nobuchiyo", "Adachi Masashi", "Koga Yuichiro", "Margaret Jones"],
    )
    council = [row for row in record.rows.values() if getattr(row, "cycle", None)]
    assert {row.cycle for row in council} == {"cycle:2022", "cycle:2024", "cycle:2025"}


def test_both_ways_of_numbering_a_council_are_kept(record):
    for name, number in (("meeting:council-2024", 2), ("meeting:council-2025", 3)):
        numbers = {one.organisation: one.number for one in record.rows[name].numbered}
        assert numbers == {"org:digital-agency": number, "org:meti": None, "org:mic": None}


def test_no_characters_or_readings_of_names_were_made_up(record):
    for holder in record.every(Holder):
        assert holder.person.family.isascii()
        parts_of_it = (
            holder.person.family_ja,
            holder.person.given_ja,
            holder.person.family_kana,
            holder.person.given_kana,
        )
        assert parts_of_it == (None,) * 4


def test_no_status_was_made_up(record):
    assert record.every(StatusReport) == ()
    for commitment in record.every(Commitment):
        levels = {one.level for one in stands(record, TODAY).of(commitment.id).values()}
        assert levels == {Level.NO_EVIDENCE}


def test_what_was_due_and_was_not_seen_done_is_overdue(record):
    assert [one.row for one in overdue(record, TODAY)] == ["commitment:2024-semiconductor-workshop"]


def test_japans_key_needs_three_endorsements(record):
    assert {side.code: side.calendar for side in record.every(Side)} == {
        "uk": "Europe/London",
        "jp": "Asia/Tokyo",
    }
    assert keys_needed(record) == {
        "uk": {"org:dsit"},
        "jp": {"org:mic", "org:meti", "org:digital-agency"},
    }


def test_the_clauses_are_ours_about_theirs_and_are_aligned_under_one_number(record):
    clauses = record.every(Clause)
    assert len(clauses) == 7
    for clause in clauses:
        assert clause.is_paraphrase
        assert clause.en.standing is clause.ja.standing is Standing.OURS
    assert all(row.governing == "not_established" for row in record.every(Statement))


def test_money_stands_in_the_currency_in_which_it_was_stated(record):
    money = {
        row.id: [(one.amount, one.currency, one.says, one.per) for one in row.money]
        for row in record.every(Programme)
        if row.money
    }
    assert money == {
        "programme:semiconductors-pledge-2023": [(2_000_000, "GBP", "exactly", "programme")],
        "programme:semiconductors-call-2024": [(3_990_000, "GBP", "exactly", "programme")],
        "programme:human-centred-ai": [
            (1_500_000, "GBP", "up_to", "project"),
            (280_000_000, "JPY", "up_to", "project"),
        ],
        "programme:ukri-announcement-2024": [(13_000_000, "GBP", "more_than", "programme")],
        "programme:quantum": [(1_500_000, "GBP", "for_example", "project")],
        "programme:connectivity-2026": [(6_000_000, "GBP", "exactly", "programme")],
    }


def test_the_gaps_are_shown_as_gaps(record):
    listed = {gap.id: gap for gap in gaps(record)}
    assert len(listed) == 18
    meeting = listed["gap:next-meeting"]
    assert meeting.text.en.startswith("Next meeting: none known; last found 2025-01-22.")
    assert meeting.last_found == date(2025, 1, 22)
    assert "no proof that there was none" in meeting.text.en


@pytest.mark.parametrize("name", ["gap:adequacy-widening", "instrument:adequacy-statement"])
def test_the_widening_of_adequacy_is_never_said_to_be_in_force(record, name):
    row = record.rows[name]
    words = " ".join(text.en for text in (getattr(row, "text", None), row.note) if text)
    assert "not established" in words
