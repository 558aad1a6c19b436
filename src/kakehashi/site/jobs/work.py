"""Ask for a piece of work, stop it, take up what was left, remove what is old."""

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django_tasks_db.models import DBTaskResult

from kakehashi.accord.may import Person
from kakehashi.site.acts.refusal import a_refusal, refused
from kakehashi.site.jobs.kinds import kinds
from kakehashi.site.jobs.piece import HANDED_IN, Kind
from kakehashi.site.jobs.run_work import fault_values, run_work
from kakehashi.site.records.ids import new_id
from kakehashi.site.records.models import Work
from kakehashi.site.views.work import LIVE, folder_of

MOST_LIVE = 3  # pieces of one person that wait or run
MOST_LIVE_OF_ALL = 60
SILENT_SECONDS = 30  # after which whoever ran a piece is taken for dead
LOST_SECONDS = 60  # after which a piece that waits and stands in no queue is queued again
MOST_DEATHS = 2  # of workers at one piece; after one more it has failed
ORPHAN_SECONDS = 3_600


def start_work(
    kind: str,
    asked: Mapping[str, Any],
    person: Person,
    *,
    now: datetime,
    handed_in: bytes | None = None,
) -> UUID:
    """Return the id of the piece of work that is now asked for.

    The same asked again while it waits or runs is the same piece; `handed_in` makes it another.

    Raises
    ------
    ActRefusedError
        `not_allowed`; `too_much_work` where too many pieces wait or run already.
    """
    if not kinds()[kind].may(person):
        raise refused("not_allowed", kind)
    live = Work.objects.filter(state__in=LIVE)
    mine = live.filter(asked_by_id=UUID(person.id))
    if handed_in is None:
        for one in mine.filter(kind=kind, is_stop_asked=False):
            if one.asked == dict(asked):
                return one.id
    if mine.count() >= MOST_LIVE or live.count() >= MOST_LIVE_OF_ALL:
        raise refused("too_much_work", kind, n=MOST_LIVE)
    piece = Work(
        id=new_id(),
        kind=kind,
        asked_by_id=UUID(person.id),
        side=person.side,
        organisation=person.organisation,
        has_second_factor=person.has_second_factor,
        asked=dict(asked),
        asked_at=now,
    )
    folder = folder_of(piece.id)
    folder.mkdir(parents=True, mode=0o700)
    if handed_in is not None:
        (folder / HANDED_IN).write_bytes(handed_in)
    with transaction.atomic():
        piece.save(force_insert=True)
        run_work.enqueue(str(piece.id))
    return piece.id


def cancel(work: UUID, person: Person, *, now: datetime) -> bool:
    """Return whether `person`'s piece `work` was waiting or running; it is asked to stop.

    What waits is cancelled at once; what runs, at its next step, unless it has done its work.
    """
    own = Work.objects.filter(id=work, asked_by_id=UUID(person.id))
    if own.filter(state="waiting").update(state="cancelled", ended_at=now):
        (folder_of(work) / HANDED_IN).unlink(missing_ok=True)
        return True
    return bool(own.filter(state="running").update(is_stop_asked=True))


def take_up(*, now: datetime) -> int:
    """Return how many pieces were queued again, or given up, since nobody is at them.

    A piece whose worker has been silent for `SILENT_SECONDS` is begun again where its
    kind is repeatable and it has not outlived three workers; else it has failed.
    """
    n_found = 0
    silent = now - timedelta(seconds=SILENT_SECONDS)
    for piece in Work.objects.filter(state="running", seen_at__lt=silent):
        n_found += _begin_again_or_fail(piece, now)
    lost = Work.objects.filter(
        state="waiting", asked_at__lt=now - timedelta(seconds=LOST_SECONDS)
    ).values_list("id", flat=True)
    queued = None
    for work in lost:
        if queued is None:
            queued = _queued()
        if str(work) not in queued:
            run_work.enqueue(str(work))
            n_found += 1
    return n_found


def _begin_again_or_fail(piece: Work, now: datetime) -> bool:
    kind = kinds().get(piece.kind)
    same = Work.objects.filter(id=piece.id, state="running", attempt=piece.attempt)
    again = kind is not None and kind.is_repeatable and piece.n_deaths < MOST_DEATHS
    with transaction.atomic():
        if piece.is_stop_asked:
            return bool(same.update(state="cancelled", ended_at=now))
        if not again:
            faults = fault_values((a_refusal("worker_died", piece.kind),))
            return bool(same.update(state="failed", faults=faults, ended_at=now))
        taken = same.update(state="waiting", worker="", n_deaths=F("n_deaths") + 1)
        if taken:
            run_work.enqueue(str(piece.id))
        return bool(taken)


def _queued() -> set[str]:
    """Return the pieces that stand in the queue."""
    ready = DBTaskResult.objects.ready().values_list("args_kwargs", flat=True)
    return {str(one["args"][0]) for one in ready if one.get("args")}


def remove_old(*, now: datetime) -> int:
    """Return how many pieces were removed with their results, `WORK_DAYS` after they ended.

    Folders that no piece owns go too, and what the queue keeps of tasks that are over.
    """
    before = now - timedelta(days=settings.WORK_DAYS)
    old = list(Work.objects.filter(ended_at__lt=before).values_list("id", flat=True))
    for start in range(0, len(old), 500):
        Work.objects.filter(id__in=old[start : start + 500]).delete()
    DBTaskResult.objects.filter(Q(enqueued_at__lt=before) & ~Q(status="READY")).delete()
    kept = {str(work) for work in Work.objects.values_list("id", flat=True)}
    for folder in _folders():
        age = now.timestamp() - folder.stat().st_mtime
        if folder.name not in kept and (age > ORPHAN_SECONDS or UUID(folder.name) in old):
            shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _folders() -> list[Path]:
    """Return the folders of pieces: each is named with an id."""
    found = []
    for path in settings.HOME.joinpath("work").glob("*-*-*-*-*"):
        try:
            UUID(path.name)
        except ValueError:
            continue
        if path.is_dir() and not path.is_symlink():
            found.append(path)
    return found


def kinds_for(person: Person) -> tuple[Kind, ...]:
    """Return the kinds of work that `person` may ask for."""
    return tuple(kind for kind in kinds().values() if kind.may(person))
