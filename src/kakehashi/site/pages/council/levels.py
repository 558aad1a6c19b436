"""Where a thing stands in the three views, as words and a sign; never by colour alone."""

from datetime import date
from functools import lru_cache

import msgspec

from kakehashi.accord.record import Record
from kakehashi.accord.record_promises import Evidence, StatusReport
from kakehashi.accord.status import Level, Report, Standing, View, level_on
from kakehashi.site.pages.council.told import word
from kakehashi.site.pages.templatetags.council import day_text
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

SIGNS: dict[Level, str] = {
    Level.DONE: "✓",
    Level.ON_TRACK: "▶",
    Level.AT_RISK: "!",
    Level.STALLED: "■",
    Level.NO_EVIDENCE: "–",
}


class Mark(msgspec.Struct, frozen=True):
    """A level as a page shows it: sign, words, and what it was before it decayed."""

    code: str
    symbol: str
    words: str
    was: str | None = None


class Column(msgspec.Struct, frozen=True):
    """One of the three views, with its heading."""

    title: str
    mark: Mark


@lru_cache(maxsize=16)
def _reports(record: Record) -> dict[str, list[Report]]:
    days = {row.id: row.when.on for row in record.every(Evidence)}
    found: dict[str, list[Report]] = {}
    for row in record.every(StatusReport):
        seen = tuple(on for each in row.evidence if (on := days.get(each)))
        report = Report(row.view, row.level, row.reported_on, seen)
        found.setdefault(row.of, []).append(report)
    return found


def columns_of(record: Record, name: str, on: date) -> dict[View, Standing]:
    """Return where the thing `name` stands on `on` in each view; one pass over a record."""
    reports = _reports(record).get(name, [])
    return {view: level_on(reports, view, on) for view in View}


def marked(standings: dict[View, Standing], lang: Lang) -> tuple[Column, ...]:
    """Return the three columns in words."""
    return tuple(
        Column(say(f"council_page.view_{view}", lang), _mark(standing, lang))
        for view, standing in standings.items()
    )


def headings(lang: Lang) -> tuple[str, ...]:
    """Return the headings of the three columns."""
    return tuple(say(f"council_page.view_{view}", lang) for view in View)


def _mark(standing: Standing, lang: Lang) -> Mark:
    was = None
    if standing.was is not None and standing.decayed_on is not None:
        ended = day_text(standing.decayed_on, lang)
        was = say("council_page.was", lang, level=word(standing.was, lang), day=ended)
    return Mark(standing.level, SIGNS[standing.level], word(standing.level, lang), was)
