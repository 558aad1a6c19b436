import csv
from datetime import UTC, date, datetime
from io import StringIO
from xml.etree import ElementTree as ET

import icalendar
import pytest

from kakehashi.papers.atom import Feed, FeedEntry, feed_atom, stable_id
from kakehashi.papers.calendar import Happening, calendar_ics
from kakehashi.papers.tables import table_csv

AT = datetime(2026, 11, 22, 18, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def events(*happenings, **changes):
    content = calendar_ics(happenings, AT, "名前", **changes)
    return content, icalendar.Calendar.from_ical(content).walk("VEVENT")


def test_a_day_is_an_all_day_entry_through_its_last_day():
    one = Happening(uid="a@x", starts=date(2025, 6, 23), ends=date(2025, 6, 24), summary="会合",
                    alarm_days=(30, 7))  # fmt: skip
    content, (event,) = events(one)
    assert (event["UID"], event["SUMMARY"]) == ("a@x", "会合")
    assert event["DTSTART"].dt == date(2025, 6, 23)
    assert event["DTEND"].dt == date(2025, 6, 25)  # exclusive, RFC 5545
    assert event["DTSTAMP"].dt == AT
    assert [alarm["TRIGGER"].dt.days for alarm in event.walk("VALARM")] == [-30, -7]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


def test_a_time_is_told_in_utc_whatever_zone_it_came_in():
    tokyo = datetime.fromisoformat("2026-01-01T18:00:00+09:00")
    content, (event,) = events(Happening(uid="a@x", starts=tokyo, summary="s"))
    assert b"DTSTART:20260101T090000Z" in content
    assert event["DTSTART"].dt == tokyo


def test_the_order_given_does_not_alter_the_file():
    two = [Happening(uid=f"{n}@x", starts=date(2025, 1, n), summary="s") for n in (2, 1)]
    assert events(*two)[0] == events(*reversed(two))[0]


def test_words_cannot_break_out_of_their_line():
    content, (event,) = events(
        Happening(uid="a@x", starts=date(2025, 1, 1), summary="a\r\nEND:VEVENT")
    )
    assert content.count(b"END:VEVENT") == 2  # one of them within the words
    assert b"\r\nEND:VEVENT" in content
    assert "END:VEVENT" in event["SUMMARY"]


def test_an_empty_calendar_is_one():
    assert events()[0].startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [("=1+1", "'=1+1"), ("+SUM(A1)", "'+SUM(A1)"), ("-2+3", "'-2+3"), ("@x", "'@x"),
     ("\t=1", "'\t=1"), (" =1", "' =1"), ("＝1", "'＝1"), ("-2.5", "-2.5"), ("+44", "+44"),
     ("－3", "'－3"), ("words", "words"), ("2025-01-22", "2025-01-22")],
)  # fmt: skip
def test_no_cell_is_taken_for_a_formula(cell, expected):
    content = table_csv(["head"], [[cell]])
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
    assert read == [["head"], [expected]]


def test_quotes_commas_and_lines_stay_in_their_cell():
    cells = ['say "x", y', "two\nlines", "日本語"]
    content = table_csv(["a", "b", "c"], [cells])
    assert list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))[1] == cells


def a_feed(*entries):
    return Feed(name="record/en", title="T & <t>", lang="en", updated_at=AT, entries=entries)


def test_a_feed_has_stable_ids_and_the_newest_first():
    old = FeedEntry(name="a", title="old <b>", on=date(2024, 1, 1))
    new = FeedEntry(name="b", title="新しい\x00", on=date(2025, 1, 1), link="https://example.org/b")
    content = feed_atom(a_feed(old, new))
    assert content == feed_atom(a_feed(new, old))
    root = ET.fromstring(content)  # noqa: S314  our own bytes
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["新しい[U+0000]", "old <b>"]
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [stable_id("b"), stable_id("a")]
    assert entries[0].findtext(f"{ATOM}updated") == "2025-01-01T00:00:00Z"
    assert root.findtext(f"{ATOM}updated") == "2026-11-22T18:00:00Z"


def test_an_id_hangs_on_the_name_alone():
    assert stable_id("a") != stable_id("b")
    assert stable_id("a")[:9] == "urn:uuid:"
