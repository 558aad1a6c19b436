"""What pages ask of the record: timeline, matrix, what is overdue, what is not known."""

from collections.abc import Iterator
from datetime import date

import msgspec

from kakehashi.accord.lineage import Link, dropped_in_silence
from kakehashi.accord.record import AnyRow, Record
from kakehashi.accord.record_council import Cycle, Matter, Meeting
from kakehashi.accord.record_parties import Organisation, Side
from kakehashi.accord.record_promises import (
    Action,
    Commitment,
    Evidence,
    Lineage,
    Pillar,
    Seen,
    StatusReport,
)
from kakehashi.accord.record_row import When
from kakehashi.accord.record_texts import (
    Clause,
    Decision,
    Endorsement,
    Finding,
    Gap,
    Instrument,
    Programme,
    Statement,
)
from kakehashi.accord.status import INDEPENDENT, Level, Report, level_on
from kakehashi.terms.basis import Basis
from kakehashi.terms.text import Text


class Entry(msgspec.Struct, frozen=True):
    """One line of a timeline: what happened to which row, when, and how we know.

    `differs` says that another source gives another day for the same thing;
    `certainty` is "expected" or "conditional" where the source says no more.
    """

    when: When
    row: str
    what: str
    title: Text
    basis: Basis
    sources: tuple[str, ...]
    is_ahead: bool
    differs: bool = False
    certainty: str = "stated"


_ONCE = frozenset({"signed", "made", "in_force", "ends"})  # what happens to an instrument once


def title_of(row: AnyRow) -> Text | None:
    """Return the words by which `row` is called; None for rows that have none of their own."""
    for field in ("title", "name", "text"):
        words = getattr(row, field, None)
        if isinstance(words, Text):
            return words
    return None


def timeline(record: Record, on: date) -> tuple[Entry, ...]:
    """Return everything dated in `record`, oldest first; what lies after `on` is `is_ahead`.

    What is known by words alone comes last. Of conflicting dates each is a line.
    """
    entries = [entry for row in record.rows.values() for entry in _entries(row, on)]
    return tuple(sorted(entries, key=lambda entry: (entry.when.on or date.max, entry.row)))


def _entries(row: AnyRow, on: date) -> Iterator[Entry]:
    def entry(when: When, what: str) -> Entry:
        return Entry(
            when=when,
            row=row.id,
            what=what,
            title=title_of(row) or Text(en=row.id, ja=row.id),
            basis=row.basis,
            sources=row.sources,
            is_ahead=when.on is not None and when.on > on,
        )

    if isinstance(row, Instrument):
        for day in row.dates:
            others = {d.when.on for d in row.dates if d.what == day.what} - {day.when.on, None}
            yield msgspec.structs.replace(
                entry(day.when, day.what),
                basis=day.basis,
                sources=day.sources,
                differs=day.what in _ONCE and bool(others),
                certainty=day.certainty,
            )
    elif isinstance(row, Programme):
        yield from (entry(day.when, day.what) for day in row.dates)
    elif isinstance(row, Meeting):
        yield entry(row.when, "met")
    elif isinstance(row, Statement):
        yield entry(row.issued, "issued")
    elif isinstance(row, Decision):
        yield entry(When(on=row.decided_on), "decided")
    elif isinstance(row, Endorsement):
        yield entry(row.when, "endorsed")
    elif isinstance(row, Evidence):
        yield entry(row.when, "evidence")
    elif isinstance(row, Finding) and row.when is not None:
        yield entry(row.when, "found")
    elif isinstance(row, Commitment) and row.due is not None:
        yield entry(row.due, "due")


class Line(msgspec.Struct, frozen=True):
    """One Joint Action of the matrix: for each year, the evidence that speaks of it, or None."""

    action: Action
    cells: tuple[Seen | None, ...]

    @property
    def is_seen(self) -> bool:
        """Whether any source read speaks of it."""
        return any(self.cells)


class Block(msgspec.Struct, frozen=True):
    """A pillar and its lines; `n_seen` counts, for each year, those of which a source speaks."""

    pillar: Pillar
    lines: tuple[Line, ...]
    n_seen: tuple[int, ...]


class Matrix(msgspec.Struct, frozen=True):
    """Pillars by years, years ascending."""

    years: tuple[int, ...]
    blocks: tuple[Block, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, pillar by pillar."""
        return tuple(line for block in self.blocks for line in block.lines)


def matrix(record: Record) -> Matrix:
    """Return pillar by year: which Joint Actions were seen in sources in which year.

    An empty cell means that no source read speaks of it, not that nothing was done.
    """
    actions = record.every(Action)
    years = tuple(sorted({seen.year for action in actions for seen in action.seen_in}))
    blocks = []
    for pillar in sorted(record.every(Pillar), key=lambda pillar: pillar.place):
        lines = tuple(_line(each, years) for each in actions if each.pillar == pillar.id)
        n_seen = tuple(sum(line.cells[n] is not None for line in lines) for n in range(len(years)))
        blocks.append(Block(pillar, lines, n_seen))
    return Matrix(years, tuple(blocks))


def _line(action: Action, years: tuple[int, ...]) -> Line:
    by_year = {seen.year: seen for seen in action.seen_in}
    return Line(action, tuple(by_year.get(year) for year in years))


SHIPPED_PAIR = ("uk", "jp")  # whose views a record has that does not hold both its sides


def views_of(record: Record) -> tuple[str, ...]:
    """Return the columns in which a thing stands: each side's code, then "independent".

    >>> views_of(Record(rows={}, sources={}))
    ('uk', 'jp', 'independent')
    """
    codes = tuple(side.code for side in record.every(Side))
    return (*(codes if len(codes) > 1 else SHIPPED_PAIR), INDEPENDENT)


def reports_of(record: Record) -> dict[str, list[Report]]:
    """Return, for each thing that was reported on, its reports with the days of their evidence.

    In the order of their days; those of one side on one day in the order in which they were
    made, which their ids tell.
    """
    days = {row.id: row.when.on for row in record.every(Evidence)}
    reports: dict[str, list[Report]] = {}
    for row in sorted(record.every(StatusReport), key=lambda row: (row.reported_on, row.id)):
        seen = tuple(day for each in row.evidence if (day := days.get(each)))
        found = Report(
            view=row.view, level=row.level, reported_on=row.reported_on, evidence_on=seen
        )
        reports.setdefault(row.of, []).append(found)
    return reports


class Overdue(msgspec.Struct, frozen=True):
    """Something whose last day has passed: a commitment, one of its milestones, or a matter.

    `done_in` are the views that call it done: no single side can close it alone.
    """

    row: str
    title: Text
    due: date
    late_days: int
    milestone: int | None = None  # its place in the commitment, from 0
    done_in: tuple[str, ...] = ()


def overdue(record: Record, on: date) -> tuple[Overdue, ...]:
    """Return what was due before `on` and is not done, the latest first.

    A commitment is done when both sides' views say so, each with evidence; a
    milestone or a matter when it has the day on which it was done.
    """
    found = []
    reports, views = reports_of(record), views_of(record)
    sides = set(views) - {INDEPENDENT}
    for row in record.every(Commitment):
        ours = reports.get(row.id, [])
        done_in = tuple(view for view in views if level_on(ours, view, on).level is Level.DONE)
        if not sides <= set(done_in):
            found += _late(row.id, row.text, row.due, on, done_in=done_in)
        for place, step in enumerate(row.milestones):
            if step.done_on is None or step.done_on > on:
                found += _late(row.id, step.text, step.due, on, milestone=place)
    for matter in record.every(Matter):
        if matter.done_on is None or matter.done_on > on:
            found += _late(matter.id, matter.text, matter.due, on)
    return tuple(sorted(found, key=lambda one: (one.due, one.row)))


def _late(
    name: str,
    title: Text,
    due: When | None,
    on: date,
    *,
    milestone: int | None = None,
    done_in: tuple[str, ...] = (),
) -> list[Overdue]:
    last = due.last if due is not None else None
    if last is None or last >= on:
        return []
    return [Overdue(name, title, last, (on - last).days, milestone, done_in)]


def without_day(record: Record) -> tuple[Commitment, ...]:
    """Return the commitments whose text names no day, or no way to know that they are kept."""
    return tuple(row for row in record.every(Commitment) if row.due is None or row.known_by is None)


def gaps(record: Record) -> tuple[Gap, ...]:
    """Return what is not known, in the order of the files: each is shown as a gap."""
    return record.every(Gap)


class Silent(msgspec.Struct, frozen=True):
    """A commitment of which no later cycle's text says a word, as far as we have read.

    `is_read_in_part` says that a gap is recorded in a later cycle's statement:
    then silence is ours, perhaps, and not the text's. `evidence` are rows that
    bear on the commitment all the same.
    """

    cycle: str
    commitment: str
    is_read_in_part: bool
    evidence: tuple[str, ...]


def silent(record: Record) -> tuple[Silent, ...]:
    """Return the commitments dropped in silence, oldest cycle first; never one of the newest."""
    cycles = sorted(record.every(Cycle), key=lambda cycle: cycle.council_on or date.max)
    order = {cycle.id: place for place, cycle in enumerate(cycles)}
    by_cycle = {
        cycle.id: [row.id for row in record.every(Commitment) if row.cycle == cycle.id]
        for cycle in cycles
    }
    links = [Link(row.before, row.after, row.how) for row in record.every(Lineage)]
    open_statements = {name for gap in record.every(Gap) for name in gap.about}
    unread = [
        order[statement.cycle]
        for statement in record.every(Statement)
        if statement.cycle is not None and statement.id in open_statements
    ]
    evidence: dict[str, list[str]] = {}
    for row in record.every(Evidence):
        for name in row.of:
            evidence.setdefault(name, []).append(row.id)
    return tuple(
        Silent(
            cycle=cycle,
            commitment=name,
            is_read_in_part=any(place > order[cycle] for place in unread),
            evidence=tuple(evidence.get(name, ())),
        )
        for cycle, name in dropped_in_silence(by_cycle, links)
    )


def now_called(record: Record, name: str, on: date) -> tuple[str, ...]:
    """Return the organisations that stand for `name` on `on`, after every machinery change.

    A change whose day is not known counts as made: its organisation is named
    beside the old one, so that nobody is told a name that may be gone.
    """
    organisation = record.row(Organisation, name)
    names: list[str] = []
    stays = True
    for change in organisation.successors:
        first = change.when.on if change.when else None
        last = change.when.last if change.when else None
        if first is not None and on < first:
            continue
        stays = stays and (last is None or on < last)
        names += now_called(record, change.organisation, on)
    return (name, *names) if stays else tuple(names)


def clauses_of(record: Record, statement: str) -> tuple[Clause, ...]:
    """Return the clauses of `statement`, in the order of the files."""
    return tuple(row for row in record.every(Clause) if row.statement == statement)


def keys_needed(record: Record) -> dict[str, frozenset[str]]:
    """Return, for each side's code, the organisations whose endorsement turns its key."""
    return {side.code: frozenset(side.endorsers) for side in record.every(Side)}
