"""What changed between two days, action by action: the Council's brief as frozen values."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

import msgspec

from kakehashi.accord.record import AnyRow, Record
from kakehashi.accord.record_council import Cycle, Meeting
from kakehashi.accord.record_promises import Action, Commitment, Evidence, Lineage, StatusReport
from kakehashi.accord.record_row import When
from kakehashi.accord.record_texts import (
    Decision,
    Endorsement,
    Finding,
    Gap,
    Instrument,
    Programme,
)
from kakehashi.accord.record_views import (
    Overdue,
    Silent,
    gaps,
    overdue,
    silent,
    title_of,
)
from kakehashi.accord.status import Standing
from kakehashi.answers.closed_record import closed
from kakehashi.answers.standing import Stands, stands
from kakehashi.terms.basis import Basis
from kakehashi.terms.text import Text

ChangeKind = Literal[
    "new", "carried", "merged", "split", "dropped", "evidence", "reported", "decayed",
    "milestone", "fell_due", "instrument", "programme", "finding", "decision", "met", "endorsed",
]  # fmt: skip


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Something dated between the two days. `row` tells it, `about` is what it bears on.

    `what` says more where the kind has several: what happened to an instrument.
    """

    kind: ChangeKind
    row: str
    about: str
    when: When
    title: Text
    basis: Basis
    what: str | None = None


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One view of one commitment, at the first day and at the last."""

    before: Standing
    now: Standing

    @property
    def is_changed(self) -> bool:
        """Whether the level is another one."""
        return self.before.level is not self.now.level


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """A commitment in the brief: three columns, never averaged, and what changed.

    `last_evidence` is the newest day on which evidence shows; `is_carried_on`
    says that a later commitment took its place.
    """

    id: str
    text: Text
    basis: Basis
    columns: dict[str, Column]
    changes: tuple[Change, ...]
    last_evidence: date | None
    has_due_day: bool
    is_carried_on: bool


class ActionBrief(msgspec.Struct, frozen=True, kw_only=True):
    """A Joint Action: its own changes, then its commitments'."""

    id: str
    title: Text
    basis: Basis
    changes: tuple[Change, ...]
    commitments: tuple[Promise, ...]

    @property
    def n_changes(self) -> int:
        """How many changes there are, of the action and of its commitments."""
        return len(self.changes) + sum(len(one.changes) for one in self.commitments)


class Brief(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: what changed from `since` through `on`, what is open, what is not known.

    `without_evidence` are commitments of which nothing dated shows anything, at
    any time up to `on`; `elsewhere` are changes that bear on no Joint Action.
    """

    since: date
    on: date
    checked_on: date | None
    actions: tuple[ActionBrief, ...]
    elsewhere: tuple[Change, ...]
    overdue: tuple[Overdue, ...]
    without_evidence: tuple[str, ...]
    silent: tuple[Silent, ...]
    gaps: tuple[Gap, ...]

    @property
    def promises(self) -> tuple[Promise, ...]:
        """Every commitment once, in the order of the actions."""
        found = {one.id: one for action in self.actions for one in action.commitments}
        return tuple(found.values())

    def n_of(self, *kinds: ChangeKind) -> int:
        """Return how many changes of `kinds` there are, each counted once."""
        every = [*self.elsewhere]
        for action in self.actions:
            every += action.changes
            every += [change for one in action.commitments for change in one.changes]
        return len({(one.row, one.when.on, one.what) for one in every if one.kind in kinds})


def last_council(record: Record, on: date) -> date | None:
    """Return the day of the newest Council before `on`: the last time; None before the first."""
    days = [row.council_on for row in record.every(Cycle) if row.council_on]
    return max((day for day in days if day < on), default=None)


def brief(record: Record, since: date, on: date) -> Brief:
    """Return what changed from `since` through `on`, both included, per Joint Action.

    Parameters
    ----------
    record
        The rows that the reader may see; what is not in it is not told.
    since, on
        The first and the last day.

    Raises
    ------
    ValueError
        Where `since` lies after `on`.

    Notes
    -----
    A commitment is new on the day of its cycle's Council. What is known only by
    month or year counts where its first possible day lies between the two. A
    level runs out as `level_on` says; the day on which it did is a change.
    """
    if since > on:
        raise ValueError("since lies after on")
    known = _up_to(closed(record), on)
    changes: dict[str, list[Change]] = {}
    elsewhere: list[Change] = []
    for change, about in _dated(known, since, on):
        for name in about:
            changes.setdefault(name, []).append(msgspec.structs.replace(change, about=name))
        if not about:
            elsewhere.append(change)
    # how it stood when the first day began: a report of that day is already a change
    days = stands(known, since - timedelta(days=1)), stands(known, on)
    promises = {
        row.id: _promise(row, changes.get(row.id, []), since, days)
        for row in known.every(Commitment)
    }
    actions = tuple(
        ActionBrief(
            id=row.id,
            title=row.title,
            basis=row.basis,
            changes=tuple(sorted(changes.get(row.id, []), key=_by_day)),
            commitments=tuple(promises[one.id] for one in days[1].by_action.get(row.id, [])),
        )
        for row in known.every(Action)
    )
    return Brief(
        since=since,
        on=on,
        checked_on=record.checked_on,
        actions=actions,
        elsewhere=tuple(sorted(elsewhere, key=_by_day)),
        overdue=overdue(known, on),
        without_evidence=tuple(one.id for one in promises.values() if one.last_evidence is None),
        silent=silent(known),
        gaps=gaps(known),
    )


def _up_to(record: Record, on: date) -> Record:
    """Return the record without later Councils and what belongs to their cycles."""
    later = {row.id for row in record.every(Cycle) if row.council_on and row.council_on > on}

    def is_there(row: AnyRow) -> bool:
        if isinstance(row, Cycle):
            return row.id not in later
        return getattr(row, "cycle", None) not in later

    rows = {name: row for name, row in record.rows.items() if is_there(row)}
    return closed(Record(rows=rows, sources=record.sources, checked_on=record.checked_on))


def _promise(
    row: Commitment, changes: list[Change], since: date, days: tuple[Stands, Stands]
) -> Promise:
    before, now = days[0].of(row.id), days[1].of(row.id)
    on = days[1].on
    found = [*changes]
    for view, standing in now.items():
        if standing.decayed_on and since <= standing.decayed_on <= on and standing.was:
            found.append(
                Change(
                    kind="decayed",
                    row=row.id,
                    about=row.id,
                    when=When(on=standing.decayed_on),
                    title=row.text,
                    basis=row.basis,
                    what=view,
                )
            )
    newest = days[1].evidence.get(row.id)
    return Promise(
        id=row.id,
        text=row.text,
        basis=row.basis,
        columns={view: Column(before=before[view], now=now[view]) for view in now},
        changes=tuple(sorted(found, key=_by_day)),
        last_evidence=newest.when.on if newest else None,
        has_due_day=row.due is not None and row.due.on is not None,
        is_carried_on=row.id in days[1].carried_on,
    )


def _by_day(change: Change) -> tuple[date, str, str]:
    return change.when.on or date.max, change.row, change.what or ""


def _dated(record: Record, since: date, on: date) -> Iterator[tuple[Change, tuple[str, ...]]]:
    """Yield each change between the days, and the actions and commitments it bears on."""
    on_list = {row.id for row in (*record.every(Action), *record.every(Commitment))}
    councils = {row.id: row.council_on for row in record.every(Cycle)}
    for row in record.rows.values():
        for kind, when, about, what in _events(row, councils):
            if when.on is None or not since <= when.on <= on:
                continue
            change = Change(
                kind=kind,
                row=row.id,
                about="",
                when=when,
                title=title_of(row) or Text(en=row.id, ja=row.id),
                basis=row.basis,
                what=what,
            )
            yield change, tuple(name for name in about if name in on_list)


_Event = tuple[ChangeKind, When, tuple[str, ...], str | None]


def _events(row: AnyRow, councils: dict[str, date | None]) -> Iterator[_Event]:
    """Yield what is dated in `row`: kind, day, what it bears on, and what exactly."""
    if isinstance(row, Commitment | Evidence | StatusReport | Lineage):
        yield from _of_promises(row, councils)
    elif isinstance(row, Instrument):
        for day in row.dates:
            if day.what != "seen_in_force":
                yield "instrument", day.when, row.about, f"{day.what} {day.certainty}"
    elif isinstance(row, Programme):
        for step in row.dates:
            yield "programme", step.when, row.about, step.what
    elif isinstance(row, Finding) and row.when is not None:
        yield "finding", row.when, row.about, None
    elif isinstance(row, Decision):
        yield "decision", When(on=row.decided_on), (), None
    elif isinstance(row, Meeting):
        yield "met", row.when, (), None
    elif isinstance(row, Endorsement):
        yield "endorsed", row.when, row.about, None


def _of_promises(
    row: Commitment | Evidence | StatusReport | Lineage, councils: dict[str, date | None]
) -> Iterator[_Event]:
    if isinstance(row, Commitment):
        yield "new", When(on=councils.get(row.cycle or "")), (row.id,), None
        yield "fell_due", When(on=row.due.last if row.due else None), (row.id,), None
        for place, step in enumerate(row.milestones):
            yield "milestone", When(on=step.done_on), (row.id,), str(place)
    elif isinstance(row, Evidence):
        yield "evidence", row.when, row.of, None
    elif isinstance(row, StatusReport):
        yield "reported", When(on=row.reported_on), (row.of,), f"{row.view} {row.level}"
    else:
        yield row.how, When(on=councils.get(row.cycle)), (row.before,), row.after
