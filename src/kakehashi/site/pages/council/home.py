"""The record's home: what is next, due, overdue, without evidence, and not known."""

from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kakehashi.accord.may import Person, Role
from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Cycle, Matter, Meeting
from kakehashi.accord.record_cycle import Step, cycle_steps
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_row import When
from kakehashi.accord.record_texts import Gap
from kakehashi.accord.record_views import Overdue, gaps, overdue, silent, views_of, without_day
from kakehashi.accord.status import INDEPENDENT, Level
from kakehashi.site.pages.council.downloads import links_of_all
from kakehashi.site.pages.council.instruments import entries_of
from kakehashi.site.pages.council.keys import told
from kakehashi.site.pages.council.levels import columns_of
from kakehashi.site.pages.council.reader import reader_of, record_of, today
from kakehashi.site.pages.council.told import Said, Teller
from kakehashi.site.pages.render import render
from kakehashi.site.views.council import proposals_for
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang, Text

MOST_LINES = 10  # of each list; the whole stands on a page of its own


class Council(msgspec.Struct, frozen=True):
    """The Council's next meeting where one is known, else the last one and the gap that says so."""

    ahead: Meeting | None
    last_on: date | None
    gap: Gap | None
    steps: tuple[tuple[date, Step], ...] = ()


def council_of(record: Record, on: date) -> Council:
    """Return what the record knows of the Council's next meeting, seen from the day `on`.

    The steps are those of every cycle not over, each with its Council's day: the one
    taken last in each, and those to come, the next first.
    """
    met = [row for row in record.every(Meeting) if row.cycle is not None and row.when.on]
    ahead = sorted((row for row in met if row.when.on and row.when.on >= on), key=_day)
    last = max((row.when.on for row in met if row.when.on and row.when.on < on), default=None)
    forums = {row.forum for row in met}
    gap = next((row for row in gaps(record) if forums & set(row.about)), None)
    if gap and gap.last_found and last and gap.last_found < last:
        gap = None  # written before the last Council, it no longer tells of the next
    days = {_day(row) for row in met}
    days |= {row.council_on for row in record.every(Cycle) if row.council_on}
    steps = sorted(
        ((day, step) for day in days for step in _present(cycle_steps(day), on)),
        key=lambda one: (one[1].on, one[0]),
    )[:MOST_LINES]
    return Council(ahead[0] if ahead else None, last, None if ahead else gap, tuple(steps))


def _day(meeting: Meeting) -> date:
    return meeting.when.on or date.max


def _present(steps: tuple[Step, ...], on: date) -> tuple[Step, ...]:
    """Return the step that came last before `on` and those to come; none of a cycle over."""
    if steps[-1].on < on:
        return ()
    n_past = sum(step.on < on for step in steps)
    return steps[max(n_past - 1, 0) :]


class Coming(msgspec.Struct, frozen=True):
    """Something dated that lies ahead: a row, or its milestone with words of its own."""

    when: When
    row: str
    milestone: Text | None = None


class Summary(msgspec.Struct, frozen=True):
    """What the home counts and lists, worked out once for a record and a day."""

    council: Council
    ahead: tuple[Coming, ...]
    n_ahead: int
    overdue: tuple[Overdue, ...]
    n_overdue: int
    bare: tuple[str, ...]
    n_bare: int
    n_commitments: int
    n_without_day: int
    n_silent: int


def coming(record: Record, on: date) -> list[Coming]:
    """Return what lies ahead of `on`, the next first: also milestones and matters not yet done."""
    found = [Coming(one.when, one.row) for one in entries_of(record, on) if one.is_ahead]
    for row in record.every(Commitment):
        steps = [step for step in row.milestones if step.done_on is None]
        found += [Coming(step.due, row.id, step.text) for step in steps if _is_ahead(step.due, on)]
    for matter in record.every(Matter):
        if matter.done_on is None and matter.due is not None and _is_ahead(matter.due, on):
            found.append(Coming(matter.due, matter.id))
    return sorted(found, key=lambda one: (one.when.on or date.max, one.row))


def _is_ahead(when: When, on: date) -> bool:
    return when.last is not None and when.last >= on


@lru_cache(maxsize=16)
def summary_of(record: Record, on: date) -> Summary:
    """Return the counts over all of `record`, and the first lines of each list."""
    commitments = record.every(Commitment)
    bare = [
        row
        for row in commitments
        if all(one.level is Level.NO_EVIDENCE for one in columns_of(record, row.id, on).values())
    ]
    ahead, late = coming(record, on), overdue(record, on)
    return Summary(
        council=council_of(record, on),
        ahead=tuple(ahead[:MOST_LINES]),
        n_ahead=len(ahead),
        overdue=late[:MOST_LINES],
        n_overdue=len(late),
        bare=tuple(row.id for row in bare[:MOST_LINES]),
        n_bare=len(bare),
        n_commitments=len(commitments),
        n_without_day=len(without_day(record)),
        n_silent=len(silent(record)),
    )


@require_safe
def home(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the home of the record for whoever reads."""
    record, on = record_of(request), today()
    teller, person = Teller(record, lang), reader_of(request)
    found = summary_of(record, on)
    council = found.council
    known_gaps = gaps(record)
    return render(
        request,
        lang,
        "council/home.html",
        council=council,
        steps=[(step, step.on < on, day) for day, step in council.steps],
        n_running=len({day for day, _ in council.steps}),
        next_title=teller.title(council.ahead) if council.ahead else None,
        next_path=teller.path(council.ahead.id) if council.ahead else None,
        gap_path=teller.path(council.gap.id) if council.gap else None,
        due=[(teller.when(one.when), _titled(teller, one.row, one.milestone))
             for one in found.ahead],
        overdue=[(one, _titled(teller, one.row, None if one.milestone is None else one.title))
                 for one in found.overdue],
        bare=[teller.lead(name) for name in found.bare],
        more={"due": found.n_ahead - len(found.ahead),
              "overdue": found.n_overdue - len(found.overdue),
              "bare": found.n_bare - len(found.bare),
              "gaps": max(len(known_gaps) - MOST_LINES, 0)},
        found=found,
        gaps=[(teller.title(row), teller.path(row.id), row) for row in known_gaps[:MOST_LINES]],
        n_gaps=len(known_gaps),
        checked_on=record.checked_on,
        downloads=links_of_all(record, lang),
        waiting=None if person is None else _waiting(record, lang, person),
        may_write=person is not None and Role.WRITE in person.roles,
    )  # fmt: skip


def _waiting(record: Record, lang: Lang, person: Person) -> dict[str, Any]:
    """Return what is before both sides: whose key is missing, and who of the reader's own side.

    Of the other side nothing is told but whether its key has turned.
    """
    codes = [view for view in views_of(record) if view != INDEPENDENT]
    before, teller = proposals_for(person), Teller(record, lang)
    lines = [
        {
            **told(record, lang, one),
            "sides": say("council_page.comma", lang).join(
                teller.side(code) for code in codes if code not in one.turned
            ),
        }
        for one in sorted(before, key=lambda one: not one.is_waiting)[:MOST_LINES]
    ]
    return {"lines": lines, "n": len(before), "n_mine": sum(one.is_waiting for one in before)}


def _titled(teller: Teller, name: str, milestone: Text | None = None) -> Said:
    """Return the words of a row, or those of one of its milestones, leading to the row."""
    lead = teller.lead(name)
    if milestone is None or lead.path is None:
        return lead
    said = say("promise.due_milestone", teller.lang, title=teller.text(milestone).text)
    return Said(said, teller.lang, lead.path)
