"""A bar on the terminal while scenarios run, where it takes longer than a moment."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

SECONDS_BEFORE = 1.0  # what is over sooner needs no bar


@contextmanager
def progress_of(
    n: int | None, lang: Lang, what: str = "scenarios"
) -> Iterator[Callable[[int], None] | None]:
    """Give a function that counts what is done, None where no person looks on.

    Parameters
    ----------
    n
        How many there are; None where that is not known.
    lang
        Of the words.
    what
        Which words: `supply.running_<what>`.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(say(f"supply.running_{what}", lang), total=n)
    begun, lock = time.monotonic(), Lock()

    def advance(done: int) -> None:
        bar.advance(task, done)
        with lock:  # several threads run scenarios
            if not bar.live.is_started and time.monotonic() - begun > SECONDS_BEFORE:
                bar.start()

    try:
        yield advance
    finally:
        bar.stop()
