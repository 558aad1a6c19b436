"""What is asked of a supply network, shipped or sent: what the command line gives as JSON.

Nothing that is sent is kept. What takes long is given up, and few are worked on at
once: larger ones are for the command line.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kakehashi.site.api import supply_shapes
from kakehashi.site.api.asked import plain_of
from kakehashi.site.api.replies import reply
from kakehashi.site.api.supply import router
from kakehashi.site.views.limit import a_limit
from kakehashi.site.views.made_papers import in_turn


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
