"""The real history stands on the pages in both languages, each day with its sources."""

import html
import re
from datetime import date

import pytest

from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_texts import Instrument
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.terms.period import day_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

LANGS = ("en", "ja")
COUNCILS = {
    "council-2022": date(2022, 12, 7),
    "council-2024": date(2024, 1, 16),
    "council-2025": date(2025, 1, 22),
}
TAG = re.compile("<[^>]+>")


def read(visitor, lang, path):
    response = visitor.get(f"/{lang}/council/{path}")
    assert response.status_code == 200, path
    return html.unescape(response.content.decode())


def rows_of(page):
    """Return each row of the page's tables: the ids to which it links, and its words."""
    found = {}
    for row in page.split("<tr ")[1:]:
        ids = re.findall(r'/council/row/([a-z]+)/([a-z0-9.-]+)/"', row)
        if ids:
            found[":".join(ids[0])] = row
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_launch_and_councils_are_told_with_their_day_and_sources(visitor, lang):
    record = shipped_record()
    lines = rows_of(read(visitor, lang, "meetings/"))
    for name, day in COUNCILS.items():
        row = record.row(Meeting, f"meeting:{name}")
        assert row.when.on == day
        line = lines[row.id]
        assert day_words(day).into(lang) in TAG.sub("", line)
        assert row.name.into(lang) in line
        addresses = []
        for source in row.sources:
            assert f"/{lang}/council/sources/{source}/" in line
            told = record.sources[source]
            page = read(visitor, lang, f"sources/{source}/")
            assert told.title in page
            addresses += [told.url] if told.url and f'href="{told.url}"' in page else []
        assert addresses, name


@pytest.mark.parametrize("lang", LANGS)
def test_every_instrument_stands_on_the_timeline_with_the_sources_of_each_day(visitor, lang):
    record = shipped_record()
    lines = rows_of(read(visitor, lang, "timeline/"))
    instruments = record.every(Instrument)
    assert lines.keys() == {row.id for row in instruments}
    years = set()
    for row in instruments:
        words = TAG.sub("", lines[row.id])
        assert row.title.into(lang) in words, row.id
        for one in row.dates:
            if one.when.on and one.when.precision == "day":
                assert day_words(one.when.on).into(lang) in words, row.id
                years.add(one.when.on.year)
            assert one.sources
            for source in one.sources:
                assert f"/{lang}/council/sources/{source}/" in lines[row.id], row.id
    assert years >= set(range(2020, 2027))


@pytest.mark.parametrize("lang", LANGS)
def test_everything_dated_names_its_sources(visitor, lang):
    page = read(visitor, lang, "timeline/")
    entries = (
        page.partition('<ol class="k-chronology">')[2].partition("</ol>")[0].split("<li><span")
    )
    assert len(entries) > 20
    assert all(f"/{lang}/council/sources/" in entry for entry in entries[1:])
