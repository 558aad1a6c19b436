"""The record's home: what is next, due, overdue, without evidence, and not known."""

from datetime import date
from functools import lru_cache

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_cycle import Step, cycle_steps
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_texts import Gap
from kakehashi.accord.record_views import Entry, Overdue, gaps, overdue, silent, without_day
from kakehashi.accord.status import Level
from kakehashi.site.pages.council.downloads import links_of_all
from kakehashi.site.pages.council.instruments import entries_of
from kakehashi.site.pages.council.levels import columns_of
from kakehashi.site.pages.council.reader import reader_of, record_of, today
from kakehashi.site.pages.council.told import Said, Teller
from kakehashi.site.pages.render import render
from kakehashi.site.views.council import proposals_for
from kakehashi.terms.text import Lang

MOST_LINES = 10  # of each list; the whole stands on a page of its own


class Council(msgspec.Struct, frozen=True):
    """The Council's next meeting where one is known, else the last one and the gap that says so."""

    ahead: Meeting | None
    last_on: date | None
    gap: Gap | None
    steps: tuple[Step, ...] = ()


def council_of(record: Record, on: date) -> Council:
    """Return what the record knows of the Council's next meeting, seen from the day `on`."""
    met = [row for row in record.every(Meeting) if row.cycle is not None and row.when.on]
    ahead = sorted((row for row in met if row.when.on and row.when.on >= on), key=_day)
    last = max((row.when.on for row in met if row.when.on and row.when.on < on), default=None)
    forums = {row.forum for row in met}
    gap = next((row for row in gaps(record) if forums & set(row.about)), None)
    if not ahead:
        return Council(None, last, gap)
    return Council(ahead[0], last, None, cycle_steps(_day(ahead[0])))


def _day(meeting: Meeting) -> date:
    return meeting.when.on or date.max


class Summary(msgspec.Struct, frozen=True):
    """What the home counts and lists, worked out once for a record and a day."""

    council: Council
    ahead: tuple[Entry, ...]
    overdue: tuple[Overdue, ...]
    n_bare: int
    n_commitments: int
    n_without_day: int
    n_silent: int


@lru_cache(maxsize=16)
def summary_of(record: Record, on: date) -> Summary:
    """Return the counts over all of `record`, and the first lines of each list."""
    commitments = record.every(Commitment)
    bare = [
        row
        for row in commitments
        if all(one.level is Level.NO_EVIDENCE for one in columns_of(record, row.id, on).values())
    ]
    return Summary(
        council=council_of(record, on),
        ahead=tuple(entry for entry in entries_of(record, on) if entry.is_ahead)[:MOST_LINES],
        overdue=overdue(record, on)[:MOST_LINES],
        n_bare=len(bare),
        n_commitments=len(commitments),
        n_without_day=len(without_day(record)),
        n_silent=len(silent(record)),
    )


@require_safe
def home(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the home of the record for whoever reads."""
    record, on = record_of(request), today()
    teller = Teller(record, lang)
    found = summary_of(record, on)
    council = found.council
    known_gaps = gaps(record)
    return render(
        request,
        lang,
        "council/home.html",
        council=council,
        next_title=teller.title(council.ahead) if council.ahead else None,
        next_path=teller.path(council.ahead.id) if council.ahead else None,
        gap_path=teller.path(council.gap.id) if council.gap else None,
        due=[(teller.when(one.when), _titled(teller, one.row)) for one in found.ahead],
        overdue=[(one, _titled(teller, one.row)) for one in found.overdue],
        n_bare=found.n_bare,
        n_commitments=found.n_commitments,
        n_without_day=found.n_without_day,
        n_silent=found.n_silent,
        gaps=[(teller.title(row), teller.path(row.id), row) for row in known_gaps[:MOST_LINES]],
        n_gaps=len(known_gaps),
        checked_on=record.checked_on,
        downloads=links_of_all(record, lang),
        n_waiting=_n_waiting(request),
    )


def _n_waiting(request: HttpRequest) -> int | None:
    """Return how many proposals wait for the reader's organisation; None for the public."""
    person = reader_of(request)
    if person is None:
        return None
    return sum(one.is_waiting for one in proposals_for(person))


def _titled(teller: Teller, name: str) -> Said:
    return teller.lead(name)
