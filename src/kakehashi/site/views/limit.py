"""How long a question about a network may take while somebody waits for it."""

import time
from collections.abc import Callable

from kakehashi.answers.faults import a_fault
from kakehashi.terms.errors import InputError

SECONDS = 5.0  # after which a question is given up


def a_limit() -> Callable[[int], None]:
    """Return a progress that raises InputError `SECONDS` after it was first called.

    Not after the question came: whoever asks first may have to wait for the kernels to
    be compiled, and that is no part of the question.
    """
    first: list[float] = []

    def look(_: int) -> None:
        now = time.monotonic()
        first.append(now)
        if now - first[0] >= SECONDS:
            raise InputError(a_fault("too_long_to_run", "request", seconds=f"{SECONDS:g}"))

    return look
