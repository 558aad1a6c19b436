"""What of a record falls on a day: for calendars, feeds and tables."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Cycle, Matter, Meeting
from kakehashi.accord.record_council import Paper as PaperRow
from kakehashi.accord.record_cycle import cycle_steps
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_row import When
from kakehashi.accord.record_views import overdue, timeline
from kakehashi.answers.brief import Brief, Change
from kakehashi.answers.brief_paper import change_words
from kakehashi.answers.closed_record import closed
from kakehashi.answers.commitments_paper import owners
from kakehashi.answers.council_words import (
    alike,
    both,
    called,
    joined,
    langs_of,
    level_words,
    owners_of,
    qualified,
    time_words,
    view_words,
    when_words,
)
from kakehashi.answers.standing import stands
from kakehashi.papers.atom import Feed, FeedEntry
from kakehashi.papers.calendar import Happening
from kakehashi.papers.council.paper import PaperLang
from kakehashi.terms.text import Lang, Text

ALARM_DAYS = (30, 7)
STEP_ALARM_DAYS = (7,)


def told(text: Text, lang: PaperLang) -> str:
    """Return `text` in one string: in one language, or English and Japanese with a stroke."""
    return " / ".join(dict.fromkeys(text.into(one) for one in langs_of(lang)))


def happenings(record: Record, on: date, lang: PaperLang) -> tuple[Happening, ...]:
    """Return meetings, what is due, steps of Council's years not over, and ends of embargoes.

    An id is made of the row and what about it, never of words or days: a day
    that moves moves the entry. What lies before `on` has no alarm.
    """
    record = closed(record)
    found = [
        *_meetings(record, lang),
        *_due(record, lang),
        *_steps(record, on, lang),
        *_embargoes(record, lang),
    ]
    return tuple(
        one if _day(one.starts) >= on else msgspec.structs.replace(one, alarm_days=())
        for one in found
    )


def _day(starts: date) -> date:
    return starts.date() if isinstance(starts, datetime) else starts


def _meetings(record: Record, lang: PaperLang) -> Iterator[Happening]:
    for row in record.every(Meeting):
        if row.when.on is None or row.when.precision != "day":
            continue
        form = both(f"council_form.{row.form}")
        yield Happening(
            uid=f"{row.id}@kakehashi",
            starts=row.when.on,
            ends=row.when.until,
            summary=told(row.name, lang),
            description=told(row.note or both("council_calendar.form", form=form), lang),
            place=told(row.place, lang) if row.place else "",
            alarm_days=ALARM_DAYS,
            categories=("meeting",),
        )


def _due(record: Record, lang: PaperLang) -> Iterator[Happening]:
    for row in record.every(Commitment):
        yield from _due_day(f"{row.id}/due", row.due, ("council_calendar.due", row.text), lang)
        for place, step in enumerate(row.milestones):
            if step.done_on is None:
                name = f"{row.id}/milestone-{place + 1}"
                yield from _due_day(name, step.due, ("council_calendar.milestone", step.text), lang)
    for matter in record.every(Matter):
        if matter.done_on is None:
            words = ("council_calendar.matter", matter.text)
            yield from _due_day(f"{matter.id}/due", matter.due, words, lang)


def _due_day(
    name: str, when: When | None, words: tuple[str, Text], lang: PaperLang
) -> Iterator[Happening]:
    if when is None or when.last is None:
        return
    key, title = words
    is_known = when.precision == "day"
    bounds = both("council_calendar.bounds", words=when_words(when))
    yield Happening(
        uid=f"{name}@kakehashi",
        starts=when.last,
        summary=told(both(key, title=title), lang),
        description="" if is_known else told(bounds, lang),
        alarm_days=ALARM_DAYS,
        categories=("due",),
    )


def _steps(record: Record, on: date, lang: PaperLang) -> Iterator[Happening]:
    for cycle in record.every(Cycle):
        steps = () if cycle.council_on is None else cycle_steps(cycle.council_on)
        if not steps or steps[-1].on < on:
            continue
        for step in steps:
            if step.id != "council":
                yield Happening(
                    uid=f"{cycle.id}/{step.id}@kakehashi",
                    starts=step.on,
                    summary=told(both("council_calendar.step", title=step.name), lang),
                    description=told(both("council_calendar.ours"), lang),
                    alarm_days=STEP_ALARM_DAYS,
                    categories=("step",),
                )


def _embargoes(record: Record, lang: PaperLang) -> Iterator[Happening]:
    for paper in record.every(PaperRow):
        if paper.embargo_until is not None:
            yield Happening(
                uid=f"{paper.id}/embargo@kakehashi",
                starts=paper.embargo_until,
                summary=told(both("council_calendar.embargo", title=paper.title), lang),
                description=told(time_words(paper.embargo_until), lang),
                alarm_days=(1,),
                categories=("embargo",),
            )


def happened(
    record: Record, on: date, lang: PaperLang, made_at: datetime, site: str | None = None
) -> Feed:
    """Return what happened up to `on` as a feed; what lies ahead comes when it has happened.

    Parameters
    ----------
    site
        The address of the public site with a stroke at its end, for links; None for none.
    """
    record = closed(record)
    first: Lang = langs_of(lang)[0]
    entries = {}
    for one in timeline(record, on):
        if one.when.last is None or one.when.last > on:
            continue
        what = both(f"council_day.{one.what}")
        if one.certainty != "stated":
            sure = both(f"council_day.{one.certainty}")
            what = both("council.qualified", text=what, basis=sure)
        known = {"what": what, "title": one.title, "on": when_words(one.when)}
        summary = qualified(both("council_feed.summary", **known), one.basis)
        name = f"{one.row}/{one.what}/{one.when.on}"
        entries[name] = FeedEntry(
            name=name,
            title=told(both("council_feed.entry", what=what, title=one.title), lang),
            on=one.when.last,
            summary=told(summary, lang),
        )
    return Feed(
        name=f"record/{lang}",
        title=told(both("council_feed.title"), lang),
        lang=first,
        updated_at=made_at,
        entries=tuple(entries.values()),
        here=f"{site}{first}/feed.atom" if site else None,
        page=f"{site}{first}/" if site else None,
    )


Rows = list[list[str]]
_COLUMNS = (
    "council_commitments.id", "council_commitments.cycle", "council_brief.joint_action",
    "council_commitments.commitment", "council_commitments.owners", "council_commitments.due",
    "council_commitments.due_last", "council_commitments.overdue_days",
)  # fmt: skip
_LAST_COLUMNS = ("council_commitments.evidence", "council_commitments.basis", "council.sources")


def commitments_rows(record: Record, on: date, lang: PaperLang) -> tuple[list[str], Rows]:
    """Return the header and one row a commitment, all cells words; days as 2025-01-22."""
    record = closed(record)
    late = {one.row: one.late_days for one in overdue(record, on) if one.milestone is None}
    now = stands(record, on)
    rows = []
    for row in record.every(Commitment):
        levels = now.of(row.id)
        owned, _ = owners_of(record, row)
        evidence = now.evidence.get(row.id)
        last = row.due.last if row.due else None
        cells = [
            alike(row.id),
            called(record, row.cycle) if row.cycle else alike(""),
            joined((called(record, name) for name in row.actions), "council.semicolon"),
            row.text,
            owners(record, owned) if owned else both("council.nobody"),
            when_words(row.due),
            alike(str(last or "")),
            alike(str(late.get(row.id, ""))),
            *map(level_words, levels.values()),
            alike(str(evidence.when.on)) if evidence else alike(""),
            both(f"basis.{row.basis}"),
            alike("; ".join(row.sources)),
        ]
        rows.append([told(cell, lang) for cell in cells])
    head = [
        *map(both, _COLUMNS),
        *(view_words(record, view) for view in now.views),
        *map(both, _LAST_COLUMNS),
    ]
    return [told(words, lang) for words in head], rows


def brief_rows(record: Record, brief: Brief, lang: PaperLang) -> tuple[list[str], Rows]:
    """Return the header and one row a change: Joint Action, commitment, change."""
    record = closed(record)
    keys = ("council_brief.joint_action", "council_commitments.commitment",
            "council.day", "council_brief.changed")  # fmt: skip
    rows = []
    lines: Iterable[tuple[Text, Text, tuple[Change, ...]]]
    lines = [
        *((action.title, alike(""), action.changes) for action in brief.actions),
        *(
            (action.title, one.text, one.changes)
            for action in brief.actions
            for one in action.commitments
        ),
        (alike(""), alike(""), brief.elsewhere),
    ]
    for action, commitment, changes in lines:
        for change in changes:
            words = change_words(record, [change])
            cells = (action, commitment, alike(str(change.when.on)), *words)
            rows.append([told(cell, lang) for cell in cells])
    return [told(both(key), lang) for key in keys], rows
