"""Refusals of days that cannot follow each other, in one row or between two."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from kakehashi.accord.faults import a_fault
from kakehashi.accord.record_checks import Placed, Rows
from kakehashi.accord.record_council import Cycle, Minutes, Paper
from kakehashi.accord.record_parties import Holder
from kakehashi.accord.record_parts import parts
from kakehashi.accord.record_promises import Evidence, Priority, StatusReport
from kakehashi.accord.record_row import When
from kakehashi.accord.record_texts import Decision, Instrument, Nature
from kakehashi.terms.errors import Fault
from kakehashi.terms.period import day_words
from kakehashi.terms.plain import Path
from kakehashi.terms.text import LANGS, Text

_AGREED_FIRST = frozenset({Nature.TREATY, Nature.ARRANGEMENT, Nature.NON_BINDING})


_DAYS = {
    "on": Text(en="the first day", ja="最初の日"),
    "until": Text(en="the last day", ja="最後の日"),
    "starts": Text(en="the start", ja="開始日"),
    "ends": Text(en="the end", ja="終了日"),
    "council_on": Text(en="the day of the Council", ja="カウンシル会合の日"),
    "proposed_on": Text(en="the day of the proposal", ja="提案日"),
    "scoped_on": Text(en="the day on which it was scoped", ja="具体化の日"),
    "adopted_on": Text(en="the day of adoption", ja="採択日"),
    "closed_on": Text(en="the day of closing", ja="終了日"),
    "seen_on": Text(en="the day seen in the post", ja="在任を確認した日"),
    "supersedes": Text(en="the decision that it supersedes", ja="置き換える対象の決定日"),
    "decided_on": Text(en="the day of the decision", ja="決定日"),
    "evidence": Text(en="the day of the evidence", ja="証拠の日付"),
    "reported_on": Text(en="the day of the report", ja="報告日"),
    "in_force": Text(en="its day of force", ja="効力発生日"),
    "signed": Text(en="the day of signature", ja="署名日"),
    "before": Text(en="the day of the version before", ja="前の版の日付"),
    "after": Text(en="the day of the version after", ja="後の版の日付"),
    "meeting": Text(en="the day of the meeting", ja="会合の日"),
    "circulated_on": Text(en="the day of circulation", ja="回付日"),
}
"""What the days are called to whoever has to mend them."""


def check_order(placed: Iterable[Placed], known: Rows) -> Iterator[Fault]:
    """Yield a fault for every two days of a row, or of two rows, that stand the wrong way round."""
    for one in placed:
        for path, value, _ in parts(one.row):
            if isinstance(value, When):
                yield from _ordered(one, path, on=value.on, until=value.until)
            elif hasattr(value, "starts") and hasattr(value, "ends"):
                yield from _ordered(one, path, starts=_first(value.starts), ends=_last(value.ends))
        check = _CHECKS.get(type(one.row))
        if check is not None:
            yield from check(one, one.row, known)


def _first(value: Any) -> date | None:
    return value.on if isinstance(value, When) else value


def _last(value: Any) -> date | None:
    return value.last if isinstance(value, When) else value


def _ordered(one: Placed, path: Path, **days: date | None) -> Iterator[Fault]:
    known = [(name, day) for name, day in days.items() if day is not None]
    for (first, before), (then, after) in pairwise(known):
        if before > after:
            words = {
                f"{name}_{lang}": _DAYS[key].into(lang)
                for name, key in (("first", first), ("then", then))
                for lang in LANGS
            }
            days_words = {
                f"{name}_{lang}": day_words(day).into(lang)
                for name, day in (("before", before), ("after", after))
                for lang in LANGS
            }
            yield a_fault("order", one.where(path), **words, **days_words)


def _cycle(one: Placed, row: Cycle, _: Rows) -> Iterator[Fault]:
    yield from _ordered(one, (), starts=row.starts, council_on=row.council_on, ends=row.ends)


def _priority(one: Placed, row: Priority, _: Rows) -> Iterator[Fault]:
    names = ("proposed_on", "scoped_on", "adopted_on", "closed_on")
    yield from _ordered(one, (), **{name: getattr(row, name) for name in names})


def _holder(one: Placed, row: Holder, _: Rows) -> Iterator[Fault]:
    starts, ends = _first(row.starts), _last(row.ends)
    for place, day in enumerate(row.seen_on):
        yield from _ordered(one, ("seen_on", place), starts=starts, seen_on=day, ends=ends)


def _decision(one: Placed, row: Decision, known: Rows) -> Iterator[Fault]:
    before = known.get(row.supersedes or "")
    if isinstance(before, Decision):
        days = {"supersedes": before.decided_on, "decided_on": row.decided_on}
        yield from _ordered(one, ("supersedes",), **days)


def _report(one: Placed, row: StatusReport, known: Rows) -> Iterator[Fault]:
    for place, name in enumerate(row.evidence):
        evidence = known.get(name)
        if isinstance(evidence, Evidence):
            days = {"evidence": evidence.when.on, "reported_on": row.reported_on}
            yield from _ordered(one, ("evidence", place), **days)


def _instrument(one: Placed, row: Instrument, _: Rows) -> Iterator[Fault]:
    """Check that none ends before it begins, nor a text between states begins before it is signed.

    A law may reach back, so its days of making and force are left alone.
    """
    days = {
        what: [_first(day.when) for day in row.dates if day.what == what and day.when.on]
        for what in ("signed", "in_force", "ends")
    }
    signed, begins, ends = ([day for day in each if day] for each in days.values())
    if ends and begins:
        yield from _ordered(one, ("dates",), in_force=min(begins), ends=max(ends))
    if signed and begins and row.nature in _AGREED_FIRST:
        yield from _ordered(one, ("dates",), signed=min(signed), in_force=max(begins))


def _paper(one: Placed, row: Paper, _: Rows) -> Iterator[Fault]:
    for before, after in pairwise(row.versions):
        if before.number < after.number:
            yield from _ordered(one, ("versions",), before=before.on, after=after.on)


def _minutes(one: Placed, row: Minutes, known: Rows) -> Iterator[Fault]:
    meeting = known.get(row.meeting)
    held = getattr(getattr(meeting, "when", None), "on", None)
    yield from _ordered(one, (), meeting=held, circulated_on=row.circulated_on)


_CHECKS: dict[type, Callable[[Placed, Any, Rows], Iterator[Fault]]] = {
    Cycle: _cycle,
    Priority: _priority,
    Holder: _holder,
    Decision: _decision,
    StatusReport: _report,
    Instrument: _instrument,
    Paper: _paper,
    Minutes: _minutes,
}
