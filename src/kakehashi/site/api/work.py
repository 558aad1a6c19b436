"""The API's view of long work: how far a piece of one's own is."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from kakehashi.site.api import asked, shapes
from kakehashi.site.api.replies import lang_of, reply
from kakehashi.site.views.work import one_work
from kakehashi.terms.errors import KakehashiError
from kakehashi.terms.errors import as_json as error_as_json
from kakehashi.terms.phrases import say

router = Router(tags=["work"])


@router.get(
    "/{uuid:work}",
    summary="One piece of long work",
    **shapes.gives("id", "kind", "state", "done", "total", "said", "faults"),
)
def piece(request: HttpRequest, work: UUID) -> HttpResponse:
    """Return how far the piece is and what it gave; only its asker is told of it."""
    person = asked.reader_of(request)
    found = one_work(person, work) if person else None
    if found is None:
        raise Http404
    lang = lang_of(request)
    return reply(
        {
            "id": found.id,
            "kind": found.kind,
            "state": found.state,
            "done": found.done,
            "total": found.total,
            "said": say(found.said, lang, **found.values) if found.said else None,
            "result": f"/{lang}/work/{found.id}/result/" if found.file else None,
            "faults": error_as_json(KakehashiError(found.faults), lang)["faults"],
            "asked_at": found.asked_at,
            "ended_at": found.ended_at,
        }
    )
