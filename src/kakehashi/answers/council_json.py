"""The Council's papers as plain JSON values: rows as the record has them, both languages."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import AgendaPoint, Matter, Meeting, Minutes
from kakehashi.accord.record_promises import Commitment, Lineage
from kakehashi.accord.record_row import Row
from kakehashi.accord.record_texts import Gap, Statement
from kakehashi.accord.record_views import clauses_of, overdue, silent
from kakehashi.answers.brief import Brief
from kakehashi.answers.closed_record import closed
from kakehashi.answers.standing import stands

Json = dict[str, Any]


def _rows(rows: Iterable[Row]) -> list[Any]:
    return [msgspec.to_builtins(row) for row in rows]


def agenda_json(record: Record, meeting: str, on: date) -> Json:
    """Return the meeting, its points, and what is open from before."""
    record = closed(record)
    points = [row for row in record.every(AgendaPoint) if row.meeting == meeting]
    return {
        "paper": "agenda",
        "on": on.isoformat(),
        "meeting": msgspec.to_builtins(record.row(Meeting, meeting)),
        "points": _rows(points),
        "papers": _rows(record.rows[name] for row in points for name in row.papers),
        "open": {
            "matters": _rows(
                row for row in record.every(Matter) if not row.done_on or row.done_on > on
            ),
            "overdue": msgspec.to_builtins(overdue(record, on)),
            "dropped_in_silence": msgspec.to_builtins(silent(record)),
        },
        "gaps": _rows(row for row in record.every(Gap) if meeting in row.about),
    }


def minutes_json(record: Record, meeting: str) -> Json:
    """Return the meeting, its minutes, and the matters that arose from them."""
    record = closed(record)
    minutes = [row for row in record.every(Minutes) if row.meeting == meeting]
    ids = {row.id for row in minutes}
    return {
        "paper": "minutes",
        "meeting": msgspec.to_builtins(record.row(Meeting, meeting)),
        "minutes": _rows(minutes),
        "matters": _rows(row for row in record.every(Matter) if row.minutes in ids),
    }


def statement_json(record: Record, statement: str) -> Json:
    """Return the statement, its clauses, the commitments drawn from them, and its gaps."""
    record = closed(record)
    clauses = clauses_of(record, statement)
    ids = {row.id for row in clauses}
    return {
        "paper": "statement",
        "statement": msgspec.to_builtins(record.row(Statement, statement)),
        "clauses": _rows(clauses),
        "commitments": _rows(row for row in record.every(Commitment) if row.drawn_from in ids),
        "gaps": _rows(row for row in record.every(Gap) if statement in row.about),
    }


def commitments_json(record: Record, on: date) -> Json:
    """Return every commitment with its three standings and its newest evidence."""
    record = closed(record)
    now = stands(record, on)
    return {
        "paper": "commitments",
        "on": on.isoformat(),
        "checked_on": record.checked_on.isoformat() if record.checked_on else None,
        "commitments": [
            {
                "row": msgspec.to_builtins(row),
                "standings": msgspec.to_builtins(now.of(row.id)),
                "newest_evidence": now.evidence[row.id].id if row.id in now.evidence else None,
            }
            for row in record.every(Commitment)
        ],
        "overdue": msgspec.to_builtins(overdue(record, on)),
        "lineage": _rows(record.every(Lineage)),
        "dropped_in_silence": msgspec.to_builtins(silent(record)),
        "gaps": _rows(record.every(Gap)),
    }


def brief_json(told: Brief) -> Json:
    """Return the brief, every field written."""
    value: Json = msgspec.to_builtins(told)
    return {"paper": "brief", **value}
