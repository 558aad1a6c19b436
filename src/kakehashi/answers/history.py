"""What became of one promise: everything dated about it, and how each view of it moved."""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from kakehashi.accord.record import AnyRow, Record
from kakehashi.accord.record_council import Cycle
from kakehashi.accord.record_promises import Commitment, Evidence, Lineage, StatusReport
from kakehashi.accord.record_row import When
from kakehashi.accord.record_views import Entry, reports_of, title_of, views_of
from kakehashi.accord.status import HOLDS_DAYS, Level, Standing, level_on
from kakehashi.terms.text import Text


class Turn(msgspec.Struct, frozen=True):
    """A day on which a view of the thing changed; `levels` are all views on that day."""

    on: date
    levels: dict[str, Standing]
    changed: tuple[str, ...]


class History(msgspec.Struct, frozen=True):
    """What became of the thing `name`: `events` and `turns`, both oldest first."""

    name: str
    events: tuple[Entry, ...]
    turns: tuple[Turn, ...]


def history(record: Record, name: str, on: date) -> History:
    """Return what became of the commitment or Joint Action `name`, seen from `on`.

    Parameters
    ----------
    on
        Reports after it are not counted. What is due after it is told as ahead.

    Returns
    -------
    History
        `turns` hold the days up to `on` on which a report changed a view, or the
        evidence behind one ran out: the same as `standing.stands` says of each day.

    Raises
    ------
    KeyError
        Where the record has no such row.

    Notes
    -----
    Cost: linear in the record, and in the reports on the thing squared.
    """
    events = sorted(_events(record, record.rows[name], on), key=_by_day)
    return History(name, tuple(events), tuple(_turns(record, name, on)))


def _by_day(entry: Entry) -> tuple[date, str]:
    return entry.when.on or date.max, entry.row


def _turns(record: Record, name: str, on: date) -> Iterator[Turn]:
    reports = reports_of(record).get(name, [])
    runs_out = timedelta(days=HOLDS_DAYS + 1)
    days = {each.reported_on for each in reports}
    days |= {max(each.evidence_on) + runs_out for each in reports if each.evidence_on}
    views = views_of(record)
    before = dict.fromkeys(views, Standing(Level.NO_EVIDENCE))
    for day in sorted(day for day in days if day <= on):
        levels = {view: level_on(reports, view, day) for view in views}
        changed = tuple(view for view in views if levels[view] != before[view])
        if changed:
            yield Turn(day, levels, changed)
        before = levels


def _events(record: Record, row: AnyRow, on: date) -> Iterator[Entry]:
    councils = {cycle.id: cycle.council_on for cycle in record.every(Cycle)}
    if isinstance(row, Commitment):
        yield from _own_days(row, councils, on)
    for piece in record.every(Evidence):
        if row.id in piece.of:
            yield _entry(piece, piece.when, "evidence", on)
    for report in record.every(StatusReport):
        if report.of == row.id:
            yield _entry(report, When(on=report.reported_on), "reported", on, report.text)
    for link in record.every(Lineage):
        if row.id in (link.before, link.after):
            yield _entry(link, When(on=councils.get(link.cycle)), link.how, on)


def _own_days(row: Commitment, councils: dict[str, date | None], on: date) -> Iterator[Entry]:
    """Yield the days that a commitment names itself."""
    if row.cycle is not None and councils.get(row.cycle):
        yield _entry(row, When(on=councils[row.cycle]), "promised", on)
    if row.due is not None:
        yield _entry(row, row.due, "due", on)
    for step in row.milestones:
        yield _entry(row, step.due, "milestone", on, step.text)
        if step.done_on is not None:
            yield _entry(row, When(on=step.done_on), "milestone_done", on, step.text)


def _entry(row: AnyRow, when: When, what: str, on: date, title: Text | None = None) -> Entry:
    return Entry(
        when=when,
        row=row.id,
        what=what,
        title=title or title_of(row) or Text(en=row.id, ja=row.id),
        basis=row.basis,
        sources=row.sources,
        is_ahead=when.on is not None and when.on > on,
    )
