"""Workers as children of the server: started with it, started again, ended with it."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

WORK = "from kakehashi.site.serve import work; work(is_beside=True)"
AGAIN_SECONDS = 2.0  # before a worker that ended by itself is started again
END_SECONDS = 10.0  # that a worker has to come to its piece's next step


@contextmanager
def workers_beside(n: int) -> Iterator[None]:
    """Keep `n` workers running; at the end all of them have ended."""
    is_ending = threading.Event()
    keepers = [threading.Thread(target=_keep, args=(is_ending,), daemon=True) for _ in range(n)]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        is_ending.set()
        for keeper in keepers:
            keeper.join(2 * END_SECONDS)


def _keep(is_ending: threading.Event) -> None:
    """Run a worker, again and again, until the end.

    It is in a session of its own, so that Ctrl+C reaches the server alone, which then ends
    it; the pipe to it closes however the server ends, and it ends by that.
    """
    while not is_ending.is_set():
        worker = subprocess.Popen(  # noqa: S603  this Python, our own words
            [sys.executable, "-P", "-c", WORK], stdin=subprocess.PIPE, start_new_session=True
        )
        while worker.poll() is None and not is_ending.wait(0.2):
            pass
        _end(worker)
        if not is_ending.is_set():
            time.sleep(AGAIN_SECONDS)


def _end(worker: "subprocess.Popen[bytes]") -> None:
    if worker.poll() is None:
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
    if worker.stdin is not None:
        worker.stdin.close()
