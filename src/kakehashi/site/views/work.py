"""Pieces of work as their asker sees them: nobody sees another's."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.db.models import QuerySet

from kakehashi.accord.may import Person
from kakehashi.site.records.models import Work
from kakehashi.terms.errors import Fault

LIVE = ("waiting", "running")
MOST_SHOWN = 50


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of work: what was asked, how far it is, what it gave.

    `file` is its result where that is still there, `has_file` whether it had one at all;
    `leaves_at` is when the piece goes.
    """

    id: UUID
    kind: str
    asked: dict[str, Any]
    state: str
    is_stop_asked: bool
    done: int
    total: int
    words: str
    said: str
    values: dict[str, str | int]
    has_file: bool
    file: Path | None
    content_type: str
    faults: tuple[Fault, ...]
    asked_at: datetime
    ended_at: datetime | None
    leaves_at: datetime | None

    @property
    def is_live(self) -> bool:
        """Whether it waits or runs."""
        return self.state in LIVE


def folder_of(work: UUID) -> Path:
    """Return the folder of a piece's files, below KAKEHASHI_HOME."""
    home: Path = settings.HOME
    return home / "work" / str(work)


def work_of(person: Person) -> tuple[Seen, ...]:
    """Return the newest pieces that `person` asked for, newest first."""
    return tuple(map(_seen, _own(person).order_by("-asked_at", "-id")[:MOST_SHOWN]))


def one_work(person: Person, work: UUID) -> Seen | None:
    """Return the piece `work`; None where `person` has asked for no such piece."""
    found = _own(person).filter(id=work).first()
    return None if found is None else _seen(found)


def _own(person: Person) -> QuerySet[Work]:
    """Return the pieces of `person` in the organisation for which they act now."""
    return Work.objects.filter(
        asked_by_id=UUID(person.id), side=person.side, organisation=person.organisation
    )


def _seen(row: Work) -> Seen:
    result = row.result or {}
    file = folder_of(row.id) / result["file"] if result.get("file") else None
    kept = timedelta(days=settings.WORK_DAYS)
    return Seen(
        id=row.id,
        kind=row.kind,
        asked=row.asked,
        state=row.state,
        is_stop_asked=row.is_stop_asked,
        done=row.done,
        total=row.total,
        words=row.words,
        said=result.get("said", ""),
        values=result.get("values", {}),
        has_file=bool(file),
        file=file if file is not None and file.is_file() else None,
        content_type=result.get("content_type", ""),
        faults=tuple(msgspec.convert(one, Fault) for one in row.faults),
        asked_at=row.asked_at,
        ended_at=row.ended_at,
        leaves_at=row.ended_at + kept if row.ended_at else None,
    )
