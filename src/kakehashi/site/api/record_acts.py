"""The API's acts of the two chains, and proposals before both sides."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query

from kakehashi.accord.keys import State
from kakehashi.site.acts.refusal import refused
from kakehashi.site.api import asked, shapes
from kakehashi.site.api.addresses import router
from kakehashi.site.api.asked import InList, RefQuery, RowId, WordQuery
from kakehashi.site.api.replies import reply
from kakehashi.site.views.council import proposal_for, proposals_for
from kakehashi.site.views.listing import acts_page_for


@router.get("/acts", summary="Acts of the chains", **shapes.gives("acts", page=True))
def acts(
    request: HttpRequest,
    at: Query[InList],
    side: WordQuery = None,
    verb: WordQuery = None,
    thing: RefQuery = None,
) -> HttpResponse:
    """Return a page of the acts that the reader may see, newest first.

    `number` and `digest` are an act's place in its side's chain. What others do for
    themselves alone is not listed; its number is missing.
    """
    wanted = {"side": side, "verb": verb, "thing": thing}
    found = acts_page_for(asked.reader_of(request), wanted, part=at.part)
    return reply({**at.told(found.n), "acts": found.acts})


@router.get("/proposals", summary="Proposals before both sides", **shapes.gives("proposals", "n"))
def proposals(
    request: HttpRequest,
    state: Literal["proposed", "agreed", "effective", "withdrawn", "superseded", "any"] = (
        "proposed"
    ),
    thing: RefQuery = None,
    waiting: Literal["mine", "any"] = "any",
) -> HttpResponse:
    """Return the proposals that the reader sees, oldest first; the public sees none.

    `turned` names the sides whose key has turned, `missing` those of the reader's own side
    that have not endorsed. What is missing on the other side is told to nobody here.
    `waiting` is `mine` for those that wait for the reader's organisation.
    """
    asked.record_of(request)  # what falls due today has taken effect
    wanted = None if state == "any" else State(state)
    found = proposals_for(asked.reader_of(request), state=wanted, thing=thing)
    kept = [one for one in found if one.is_waiting or waiting == "any"]
    return reply({"n": len(kept), "proposals": kept})


@router.get(
    "/proposals/{ref}", summary="One proposal", **shapes.gives("ref", "digest", "text", "turned")
)
def proposal(request: HttpRequest, ref: RowId) -> HttpResponse:
    """Return a proposal: `text` is what its `digest` covers, and what one agrees to."""
    asked.record_of(request)
    found = proposal_for(asked.reader_of(request), ref)
    if found is None:
        raise refused("no_such_row", ref)
    return reply(found)
