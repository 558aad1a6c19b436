"""The worker: takes pieces of work from the queue in the database, one at a time."""

import fcntl
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from kakehashi.site.jobs.run_work import is_leaving, running
from kakehashi.site.jobs.work import remove_old, take_up
from kakehashi.site.records.ids import new_id

logger = logging.getLogger("kakehashi.work")

LOCK = "worker.lock"  # below KAKEHASHI_HOME/work: every worker holds it, shared
LOOK_SECONDS = 1.0  # between two looks at an empty queue
BEAT_SECONDS = 5.0  # between two signs of life of whoever runs a piece
REMOVE_SECONDS = 3_600.0
REST_SECONDS = 2.0  # after the database did not answer


class Worker(QueueWorker):
    """The queue's own worker, which ends without leaving a piece half taken."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """Let the piece that runs come to its next step, then end; a second signal ends at once.

        The queue's own worker ends in the middle of taking a task; that task would be lost.
        """
        if not self.running:
            self.reset_signals()
            sys.exit(1)
        self.running = False
        is_leaving.set()


def work_on(*, is_beside: bool) -> None:
    """Work until a signal says to end; where `is_beside`, also once the parent is gone.

    A database that does not answer is asked again: the worker outlives its restart.
    """
    worker = Worker(
        queue_names=["default"], interval=LOOK_SECONDS, batch=False, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id=str(new_id()), excluded_queue_names=[],
    )  # fmt: skip
    worker.configure_signals()
    with _held(lock_file(settings.HOME)):
        threading.Thread(target=_show_life, daemon=True).start()
        if is_beside:
            threading.Thread(target=_end_with_parent, daemon=True).start()
        while worker.running:
            try:
                worker.run()
            except (DatabaseError, InterfaceError) as error:
                logger.warning("the database did not answer: %s", type(error).__name__)
                connections.close_all()
                time.sleep(REST_SECONDS)


def lock_file(home: Path) -> Path:
    """Return the file that every worker of the installation at `home` holds."""
    return home / "work" / LOCK


def is_there(home: Path) -> bool:
    """Return whether a worker of the installation at `home` runs on this machine."""
    try:
        opened = os.open(lock_file(home), os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(opened)
    return False


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold the lock, shared; the system takes it back however this process ends."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(opened, fcntl.LOCK_SH)
        yield
    finally:
        os.close(opened)


def _show_life() -> None:
    """Tell that the running piece is alive, take up what dead workers left, remove what is old."""
    removed_at = float("-inf")
    while not is_leaving.is_set() or running:
        try:
            close_old_connections()
            for at in tuple(running):
                at.set()
            take_up(now=timezone.now())
            if time.monotonic() - removed_at > REMOVE_SECONDS:
                remove_old(now=timezone.now())
                removed_at = time.monotonic()
        except (DatabaseError, InterfaceError, OSError) as error:
            logger.warning("no sign of life: %s", type(error).__name__)
            connections.close_all()
        time.sleep(BEAT_SECONDS)


def _end_with_parent() -> None:
    """End when the pipe from the parent closes: it does however the parent ends."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
