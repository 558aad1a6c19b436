"""The timeline: every instrument, in force or not on a chosen day, and everything dated."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kakehashi.accord.record import Record
from kakehashi.accord.record_force import GROUNDS, Ground, in_force_on
from kakehashi.accord.record_texts import Instrument, InstrumentDate
from kakehashi.accord.record_views import Entry
from kakehashi.accord.record_views import timeline as timeline_of
from kakehashi.answers.own_words import event_basis
from kakehashi.site.pages.council.levels import Mark
from kakehashi.site.pages.council.paging import paged
from kakehashi.site.pages.council.reader import record_of, today
from kakehashi.site.pages.council.told import Teller, word
from kakehashi.site.pages.forms import day_of
from kakehashi.site.pages.render import render
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

SIGNS = {"yes": "✓", "no": "✕", "not_established": "?", "not_applicable": "–"}


@lru_cache(maxsize=16)
def entries_of(record: Record, on: date) -> tuple[Entry, ...]:
    """Return everything dated in `record`, oldest first, seen from `on`; worked out once."""
    return timeline_of(record, on)


@require_safe
def timeline(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the instruments as on the day in the address, today where it names none."""
    record = record_of(request)
    teller = Teller(record, lang)
    asked = day_of(request.GET.dict(), "on")
    fault = asked if isinstance(asked, Fault) else None
    on = asked if isinstance(asked, date) else today()
    rows = sorted(record.every(Instrument), key=_first)
    page = paged(request, entries_of(record, on))
    entries = [
        {
            "when": teller.when(entry.when),
            "what": word(entry.what, lang),
            "title": teller.lead(entry.row),
            "is_ahead": entry.is_ahead,
            "differs": entry.differs,
            "certainty": None if entry.certainty == "stated" else word(entry.certainty, lang),
            "basis": event_basis(record, entry),
            "sources": teller.sources(entry.sources),
        }
        for entry in page.object_list
    ]
    return render(
        request,
        lang,
        "council/timeline.html",
        status=422 if fault else 200,
        on=on,
        typed=_typed(request, on),
        fault=fault,
        lines=[told(record, teller, row, on) for row in rows],
        entries=entries,
        page=page,
        keep=f"on-year={on.year}&on-month={on.month}&on-day={on.day}&",
    )


def _typed(request: HttpRequest, on: date) -> dict[str, object]:
    given = {part: request.GET.get(f"on-{part}", "") for part in ("year", "month", "day")}
    if any(given.values()):
        return dict(given)
    return {"year": on.year, "month": on.month, "day": on.day}


def _first(row: Instrument) -> str:
    return str(min((one.when.on for one in row.dates if one.when.on), default=""))


def told(record: Record, teller: Teller, row: Instrument, on: date) -> dict[str, Any]:
    """Return an instrument in words: its days, its nature, and whether it is in force on `on`."""
    found = in_force_on(row, on, checked_on=record.checked_on)
    lang = teller.lang
    code = "not_applicable" if found.ground is Ground.NO_FORCE else found.answer
    several: set[str] = {one.what for one in row.dates if len(_days(row, one.what)) > 1}
    return {
        "title": teller.lead(row.id),
        "nature": word(row.nature, lang),
        "nature_basis": row.nature_basis,
        "mark": Mark(code, SIGNS[code], say(f"council_page.in_force_{code}", lang)),
        "ground": GROUNDS[found.ground].into(lang),
        "is_beyond": found.is_beyond_checked,
        "dates": [_dated(teller, one, several) for one in row.dates],
    }


def _days(row: Instrument, what: str) -> set[object]:
    return {one.when.on for one in row.dates if one.what == what}


def _dated(teller: Teller, one: InstrumentDate, several: set[str]) -> dict[str, Any]:
    lang = teller.lang
    return {
        "what": word(one.what, lang),
        "when": teller.when(one.when),
        "certainty": None if one.certainty == "stated" else word(one.certainty, lang),
        "condition": teller.text(one.condition) if one.condition else None,
        "said_by": [teller.lead(name) for name in one.said_by],
        "jurisdiction": teller.lead(one.jurisdiction) if one.jurisdiction else None,
        "differs": one.what in several and one.what in ("in_force", "signed", "made", "ends"),
        "basis": one.basis,
        "sources": teller.sources(one.sources),
    }
