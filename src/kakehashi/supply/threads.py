"""Scenarios over threads: each takes the next few, so that none waits for a long one."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.kernels.arrays import Room, Rows, a_room

N_THREADS = 2
CHUNK = 32  # scenarios between two looks at the progress

Progress = Callable[[int], None]


def run_in_threads(
    rows: Rows,
    n_scenarios: int,
    run_some: Callable[[Room, NDArray[np.int64]], None],
    progress: Progress | None,
) -> None:
    """Call `run_some` until every scenario was run; with each its thread's own work arrays."""
    chunk = max(1, min(CHUNK, n_scenarios // (4 * N_THREADS)))
    chunks: Iterator[NDArray[np.int64]] = iter(
        np.arange(at, min(at + chunk, n_scenarios)) for at in range(0, n_scenarios, chunk)
    )
    lock = Lock()

    def work() -> None:
        room = a_room(rows)
        while True:
            with lock:
                scenarios = next(chunks, None)
            if scenarios is None:
                return
            run_some(room, scenarios)
            if progress is not None:
                progress(len(scenarios))

    with ThreadPoolExecutor(N_THREADS) as pool:
        for done in [pool.submit(work) for _ in range(min(N_THREADS, n_scenarios))]:
            done.result()
