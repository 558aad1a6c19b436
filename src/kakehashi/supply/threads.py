"""Scenarios over threads: each takes the next few, so that none waits for a long one."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from itertools import islice
from threading import Event, Lock
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.kernels.arrays import Lanes, Room, Rows, a_room, lanes_of

N_THREADS = 2
CHUNK = 32  # scenarios between two looks at the progress
LOOK_EVERY = 0.2  # seconds between two looks for an interruption

Progress = Callable[[int], None]
_Task = TypeVar("_Task")
_Done = TypeVar("_Done")


def run_in_threads(
    rows: Rows,
    n_scenarios: int,
    run_some: Callable[[Room, Lanes, NDArray[np.int64]], int],
    give_up: Callable[[], None],
    progress: Progress | None,
) -> None:
    """Call `run_some` until every scenario was finished, in each thread with its own work arrays.

    It takes the scenarios given, returns how many were finished since, and finishes all
    that it took when it is given none. `give_up` lets those at work end at their next sweep:
    one scenario may sweep for minutes, so `progress` is called with 0 meanwhile, and what
    it raises ends all.
    """
    chunk = max(1, min(CHUNK, n_scenarios // (4 * N_THREADS)))
    chunks: Iterator[NDArray[np.int64]] = iter(
        np.arange(at, min(at + chunk, n_scenarios)) for at in range(0, n_scenarios, chunk)
    )
    lock, is_over, is_begun = Lock(), Event(), Event()
    none = np.arange(0)

    def look() -> None:
        if progress is not None and is_begun.is_set():
            progress(0)

    def work() -> None:
        room, lanes = a_room(rows), lanes_of(rows)
        scenarios = none
        run_some(room, lanes, none)  # compiled now if it was not: no part of the question
        is_begun.set()
        while not is_over.is_set():
            with lock:
                scenarios = next(chunks, none)
            n_done = run_some(room, lanes, scenarios)
            if progress is not None and n_done:
                progress(n_done)
            if len(scenarios) == 0:
                return

    _run(work, min(N_THREADS, n_scenarios), is_over, look, give_up)


def each_in_threads(
    tasks: Iterable[_Task],
    run_one: Callable[[_Task], _Done],
    keep: Callable[[_Done], None],
    n_threads: int = N_THREADS,
) -> None:
    """Call `run_one` with each task and `keep` with what it gave, one at a time, in any order.

    After an error, or an interruption, no further task begins.
    """
    lock, is_over, waiting = Lock(), Event(), iter(tasks)

    def work() -> None:
        while not is_over.is_set():
            with lock:
                some = list(islice(waiting, 1))
            if not some:
                return
            done = run_one(some[0])
            with lock:
                if not is_over.is_set():
                    keep(done)

    _run(work, n_threads, is_over)


def _run(
    work: Callable[[], None],
    n_threads: int,
    is_over: Event,
    look: Callable[[], None] = lambda: None,
    give_up: Callable[[], None] = lambda: None,
) -> None:
    """Run `work` in each thread; after an error or an interruption tell the others to end."""
    with ThreadPoolExecutor(max(1, n_threads)) as pool:
        running = [pool.submit(work) for _ in range(n_threads)]
        try:
            # a signal may reach any thread, and is answered only when the first one wakes
            while wait(running, LOOK_EVERY, FIRST_EXCEPTION).not_done:
                if any(one.done() and one.exception() for one in running):
                    break
                look()
        finally:
            is_over.set()
            give_up()
        for one in running:
            one.result()
