"""What is asked of a supply network, shipped or sent: what the command line gives as JSON.

Nothing that is sent is kept. What takes long is given up, and few are worked on at
once: larger ones are for the command line.
"""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kakehashi.answers.faults import a_fault
from kakehashi.site.api import supply_shapes
from kakehashi.site.api.asked import plain_of
from kakehashi.site.api.replies import reply
from kakehashi.site.api.supply import router
from kakehashi.site.views.made_papers import in_turn
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


def _door(question: str) -> Callable[[HttpRequest], HttpResponse]:
    def ask(request: HttpRequest) -> HttpResponse:
        from kakehashi.answers.supply_asked import answered

        plain = plain_of(request)
        with in_turn():
            found = answered(question, plain, a_limit())
        response = reply(found.value)
        codes = dict.fromkeys(one.code for one in found.warnings)
        if codes:
            response.headers[supply_shapes.WARNINGS] = ", ".join(codes)
        return response

    ask.__doc__ = f"Return what `kakehashi supply {question} --format json` gives."
    return ask


for _question in supply_shapes.SUMMARIES:
    router.post(
        f"/{_question}",
        summary=supply_shapes.SUMMARIES[_question],
        operation_id=f"supply_{_question}",
        openapi_extra=supply_shapes.asks(_question),
    )(_door(_question))
