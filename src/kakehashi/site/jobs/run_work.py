"""Do a piece of work in the worker: progress, stopping, and what became of it."""

import logging
import threading
import time
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import F
from django.utils import timezone
from django_tasks import TaskContext, task

from kakehashi.accord.may import Person, Role
from kakehashi.site.acts.refusal import a_refusal
from kakehashi.site.jobs.kinds import kinds
from kakehashi.site.jobs.piece import HANDED_IN, Kind, LeftError, Outcome, Piece, StoppedError
from kakehashi.site.records.models import Person as PersonRow
from kakehashi.site.records.models import Work
from kakehashi.site.views.work import folder_of
from kakehashi.terms.errors import Fault, KakehashiError

logger = logging.getLogger("kakehashi.work")

TELL_SECONDS = 0.5  # between two writings of progress
is_leaving = threading.Event()  # this worker is to end: repeatable pieces are left to another


@dataclass(frozen=True)
class At:
    """The attempt at a piece that is running."""

    work: UUID
    attempt: int

    def set(self, **changes: Any) -> bool:
        """Return whether the attempt still stands; `changes` are written if it does."""
        same = Work.objects.filter(id=self.work, attempt=self.attempt, state="running")
        return bool(same.update(seen_at=timezone.now(), **changes))


running: list[At] = []  # what this process is at: one piece, or none


@dataclass
class Teller:
    """Writes progress, at most every `TELL_SECONDS`, and raises where the piece is to stop."""

    at: At
    is_repeatable: bool
    told_at: float = field(default=float("-inf"))

    def __call__(self, done: int, total: int, words: str = "") -> None:
        """Tell that `done` of `total` steps are done."""
        if is_leaving.is_set() and self.is_repeatable:
            raise LeftError
        moment = time.monotonic()
        if moment - self.told_at < TELL_SECONDS:
            return
        self.told_at = moment
        stands = Work.objects.filter(id=self.at.work, is_stop_asked=False).filter(
            attempt=self.at.attempt, state="running"
        )
        found = stands.update(done=done, total=total, words=words, seen_at=timezone.now())
        if not found:
            raise StoppedError


@task(takes_context=True)
def run_work(context: TaskContext, work: str) -> None:
    """Do the piece `work`, if it still waits. It never raises: what went wrong is in its row."""
    piece = _taken(UUID(work), context.task_result.worker_ids[-1])
    if piece is None:
        return
    at = At(piece.id, piece.attempt)
    running.append(at)
    try:
        _run(piece, at)
    finally:
        running.remove(at)


def _taken(work: UUID, worker: str) -> Work | None:
    """Return the piece, now this worker's; None where it does not wait any more."""
    now = timezone.now()
    taken = Work.objects.filter(id=work, state="waiting").update(
        state="running", worker=worker, attempt=F("attempt") + 1, started_at=now, seen_at=now,
        done=0, total=0, words="",
    )  # fmt: skip
    return Work.objects.filter(id=work).first() if taken else None


def _run(row: Work, at: At) -> None:
    kind = kinds().get(row.kind)
    person = _asker(row)
    if kind is None or person is None or not kind.may(person):
        _end(at, "failed", faults=fault_values((a_refusal("not_allowed", row.kind),)))
        return
    try:
        outcome = _outcome(row, at, kind, person)
    except StoppedError:
        _end(at, "cancelled")
    except LeftError:
        if at.set(state="waiting", worker=""):
            run_work.enqueue(str(row.id))
    except KakehashiError as error:
        _end(at, "failed", faults=fault_values(error.faults))
    except Exception as error:  # noqa: BLE001  a door: whatever it is, the asker is told
        logger.error("work %s (%s) failed: %s", row.id, row.kind, _where(error))  # noqa: TRY400
        _end(at, "failed", faults=fault_values((a_refusal("work_failed", row.kind),)))
    else:
        _end(at, "done", result=msgspec.to_builtins(outcome))


def _outcome(row: Work, at: At, kind: Kind, person: Person) -> Outcome:
    folder = folder_of(row.id)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return kind.run(
        Piece(
            person=person,
            asked=row.asked,
            folder=folder,
            now=timezone.now().replace(microsecond=0),
            told=Teller(at, kind.is_repeatable),
        )
    )


def _end(at: At, state: str, **what: Any) -> None:
    if at.set(state=state, ended_at=timezone.now(), **what):
        (folder_of(at.work) / HANDED_IN).unlink(missing_ok=True)


def _asker(row: Work) -> Person | None:
    """Return the asker as they are now; None where they are gone, or act for others by now."""
    found = PersonRow.objects.filter(id=row.asked_by_id, is_active=True).first()
    if found is None or (found.side, found.organisation) != (row.side, row.organisation):
        return None
    return Person(
        id=str(found.pk),
        side=found.side,
        organisation=found.organisation,
        roles=frozenset(Role(role) for role in found.roles if role in set(Role)),
        has_second_factor=row.has_second_factor,
    )


def fault_values(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Return faults as plain values, in both languages."""
    return [msgspec.to_builtins(fault) for fault in faults]


def _where(error: Exception) -> str:
    """Return the kind of an error and the line that it came from: never its words."""
    frames = traceback.extract_tb(error.__traceback__)
    last = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "–"
    return f"{type(error).__name__} at {last}"
