"""Where a thing stands in the three views, as words and a sign; never by colour alone."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import msgspec

from kakehashi.accord.record import Record
from kakehashi.accord.record_parties import Side
from kakehashi.accord.record_views import views_of
from kakehashi.accord.status import Level, Standing
from kakehashi.answers.standing import Stands, stands
from kakehashi.site.pages.council.told import word
from kakehashi.site.pages.templatetags.council import day_text
from kakehashi.terms.phrases import phrases, say
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
def stands_on(record: Record, on: date) -> Stands:
    """Return where everything stands on `on`; worked out once for a record and a day."""
    return stands(record, on)


def columns_of(record: Record, name: str, on: date) -> dict[str, Standing]:
    """Return where the thing `name` stands on `on` in each view."""
    return stands_on(record, on).of(name)


def marked(record: Record, standings: Mapping[str, Standing], lang: Lang) -> tuple[Column, ...]:
    """Return the three columns in words."""
    return tuple(
        Column(view_title(record, view, lang), mark_of(standing, lang))
        for view, standing in standings.items()
    )


def headings(record: Record, lang: Lang) -> tuple[str, ...]:
    """Return the headings of the three columns."""
    return tuple(view_title(record, view, lang) for view in views_of(record))


def view_title(record: Record, view: str, lang: Lang) -> str:
    """Return the heading of a column; that of another pair has the name of its side."""
    if f"council_page.view_{view}" in phrases():
        return say(f"council_page.view_{view}", lang)
    names = [side.name.into(lang) for side in record.every(Side) if side.code == view]
    return say("promise.view_of", lang, side=names[0] if names else view)


def mark_of(standing: Standing, lang: Lang) -> Mark:
    """Return a level as sign and words."""
    was = None
    if standing.was is not None and standing.decayed_on is not None:
        ended = day_text(standing.decayed_on, lang)
        was = say("council_page.was", lang, level=word(standing.was, lang), day=ended)
    return Mark(standing.level, SIGNS[standing.level], word(standing.level, lang), was)
