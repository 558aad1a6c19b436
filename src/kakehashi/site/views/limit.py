"""How long a question about a network may take while somebody waits for it."""

import time
from collections.abc import Callable

from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Text

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
            raise InputError(_too_long())

    return look


def _too_long() -> Fault:
    def both(key: str) -> Text:
        seconds = f"{SECONDS:g}"
        return Text(
            en=say(f"supply_limit.{key}", "en", seconds=seconds),
            ja=say(f"supply_limit.{key}", "ja", seconds=seconds),
        )

    return Fault(
        code="too_long_to_run",
        what=both("too_long"),
        where="request",
        expected=both("too_long_expected"),
        mend=both("too_long_mend"),
    )
