import csv
import json
from io import BytesIO, StringIO

import docx
import icalendar
import pytest
from pypdf import PdfReader

from kakehashi.papers.pdf import FONTS

COMMANDS = ("agenda", "minutes", "statement", "commitments", "brief")
ROW = {
    "kind": "gap", "id": "gap:mine", "basis": "memory", "sources": ["u"],
    "text": {"en": "mine alone", "ja": "当方のみ"},
}  # fmt: skip


@pytest.fixture
def a_file(tmp_path):
    def made(*rows, name="mine.json"):
        path = tmp_path / name
        source = {"id": "u", "title": "A text", "kind": "unread", "read": "not read"}
        whole = {"format": "kakehashi-record/1", "checked_on": "2026-11-22"}
        path.write_text(json.dumps({**whole, "sources": [source], "rows": rows}), encoding="utf-8")
        return path

    return made


@pytest.fixture(scope="module")
def has_fonts():
    from kakehashi.cli.places import fonts_folder

    if not all((fonts_folder() / name).is_file() for name in FONTS):
        pytest.skip("the fonts are not built: make assets")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lang", ["en", "ja", "both"])
def test_each_paper_of_the_shipped_record_is_told_as_text(call, command, lang):
    told = call("council", command, "--lang", lang)
    assert (told.code, told.err) == (0, "")
    has_japanese = any("\u3040" <= sign <= "\u30ff" for sign in told.out)
    assert has_japanese == (lang != "en")
    assert ("Drawn from public rows alone." in told.out) == (lang != "ja")


@pytest.mark.parametrize("command", COMMANDS)
def test_each_paper_is_told_as_json_with_both_languages(call, command):
    told = call("council", command, "--format", "json")
    value = json.loads(told.out)
    assert value["paper"] == command
    assert '"ja":' in told.out


@pytest.mark.parametrize("command", COMMANDS)
def test_each_paper_becomes_a_docx_and_a_pdf_in_both_languages(call, command, tmp_path, has_fonts):
    for suffix in ("docx", "pdf"):
        told = call("council", command, "--format", suffix, "-o", tmp_path / f"p.{suffix}")
        assert told.code == 0
        assert told.out == ""
    document = docx.Document(str(tmp_path / "p.docx"))
    words = "".join(node.text or "" for node in document.element.body.iter())
    assert "2025" in words
    assert "年" in words
    assert PdfReader(tmp_path / "p.pdf").metadata.title == document.core_properties.title


def test_the_brief_of_the_shipped_record_has_at_most_two_pages_a_language(
    call, tmp_path, has_fonts
):
    for lang, most in (("en", 2), ("ja", 2), ("both", 4)):
        call("council", "brief", "--lang", lang, "--format", "pdf", "-o", tmp_path / "b.pdf")
        assert 1 <= len(PdfReader(tmp_path / "b.pdf").pages) <= most


def test_the_brief_counts_from_the_last_council_unless_another_day_is_given(call):
    assert json.loads(call("council", "brief", "--format", "json").out)["since"] == "2025-01-22"
    told = call(
        "council", "brief", "--format", "json", "--since", "2024-01-01", "--as-of", "2024-06-01"
    )
    value = json.loads(told.out)
    assert (value["since"], value["on"]) == ("2024-01-01", "2024-06-01")


def test_today_is_london_s(call):
    assert json.loads(call("council", "brief", "--format", "json").out)["on"] == "2026-11-22"


def test_commitments_as_csv_calendar_and_feed(call):
    table = call("council", "commitments", "--format", "csv", "--lang", "ja")
    rows = list(csv.reader(StringIO(table.out.removeprefix("\ufeff"), newline="")))
    assert table.out.startswith("\ufeff")
    assert len(rows) == 1 + 13
    days = call("council", "commitments", "--format", "ics")
    calendar = icalendar.Calendar.from_ical(days.out)
    events = {str(event["UID"]) for event in calendar.walk("VEVENT")}
    assert len(events) == len(calendar.walk("VEVENT")) >= 18
    assert not any("cycle:" in name for name in events), "no steps of a year that is over"
    feed = call("council", "commitments", "--format", "atom")
    assert feed.out.count("<entry>") > 40


def test_an_agenda_as_calendar_holds_its_meeting_alone(call):
    told = call("council", "agenda", "--format", "ics", "--meeting", "meeting:council-2024")
    (event,) = icalendar.Calendar.from_ical(told.out).walk("VEVENT")
    assert str(event["UID"]) == "meeting:council-2024@kakehashi"


def test_a_record_of_ones_own_stands_instead_or_beside(call, a_file):
    instead = call("council", "commitments", "--record", a_file(ROW), "--format", "json")
    assert [gap["id"] for gap in json.loads(instead.out)["gaps"]] == ["gap:mine"]
    beside = call("council", "commitments", "--with", a_file(ROW), "--format", "json")
    assert len(json.loads(beside.out)["gaps"]) == 19
    assert "NOT PUBLIC" in call("council", "commitments", "--with", a_file(ROW)).out


def test_a_broken_record_is_told_with_all_its_faults(call, a_file):
    told = call("council", "brief", "--record", a_file({**ROW, "basis": "x"}, {"kind": "y"}))
    assert told.code == 65
    assert "2 faults" in told.err or told.err.count("mine.json") == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("agenda", "--meeting", "meeting:none"), 65, "meeting:council-2025"),
        (("statement", "--statement", "x"), 65, "statement:council-2025"),
        (("brief", "--since", "2026-12-01"), 64, "lies after"),
        (("brief", "--as-of", "2020-01-01"), 65, "no Council before"),
        (("brief", "--lang", "fr"), 64, "fr"),
        (("brief", "--format", "html"), 64, "table, json, docx, pdf, csv"),
        (("brief", "--record", "nowhere.json"), 65, "nowhere.json"),
    ],
)
def test_what_cannot_be_answered_is_told_in_the_house_s_form(call, words, code, said):
    told = call("council", *words)
    assert told.code == code
    assert said in told.err
    assert told.out == ""
    if "fr" not in words:
        assert "faults" in json.loads(
            call("council", *words, "--format=json").err or '{"faults":1}'
        )


def test_an_empty_record_has_no_meeting_to_make_an_agenda_of(call, a_file):
    told = call("council", "agenda", "--record", a_file(ROW))
    assert told.code == 65
    assert "nothing to make this paper of" in told.err


def test_the_same_call_gives_the_same_bytes(call, tmp_path, has_fonts):
    for suffix in ("docx", "pdf"):
        both = []
        for n in (1, 2):
            path = tmp_path / f"{n}.{suffix}"
            call("council", "statement", "--format", suffix, "-o", path)
            both.append(path.read_bytes())
        assert both[0] == both[1]
        assert BytesIO(both[0]).read(4) in (b"PK\x03\x04", b"%PDF")
