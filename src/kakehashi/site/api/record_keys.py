"""The API's two keys: bring words before both sides, agree, withhold, withdraw."""

from django.http import HttpRequest, HttpResponse

from kakehashi.accord.may import Person
from kakehashi.site.acts.agree import agree
from kakehashi.site.acts.propose import propose
from kakehashi.site.acts.withdraw import withdraw
from kakehashi.site.acts.withhold import withhold
from kakehashi.site.api import asked, shapes
from kakehashi.site.api.addresses import router
from kakehashi.site.api.asked import Fields, RowId
from kakehashi.site.api.replies import a_fault, reply
from kakehashi.site.views.council import proposal_for
from kakehashi.terms.errors import InputError


@router.post("/proposals", summary="Propose words", **shapes.takes(shapes.PROPOSAL, "ref"))
@asked.writer
def bring(request: HttpRequest, person: Person) -> HttpResponse:
    """Bring words before both sides; one's own organisation endorses them by that.

    The same words again give the proposal that is open.
    """
    fields = Fields(asked.body_of(request), "row", "sources", "effective_on", "supersedes")
    row, sources = fields.take("row", dict), fields.take("sources", list, [])
    day, replaced = fields.day("effective_on"), fields.ref("supersedes")
    fields.check()
    named = Fields(row, *row)
    named.ref("id")
    if named.faults or not row.get("id") or not all(isinstance(one, dict) for one in sources):
        raise InputError(a_fault("no_row", "body row.id", section="record_api"))
    ref = propose(
        person, row, sources, effective_on=day, supersedes=replaced or None, **asked.signed(person)
    )
    return reply(proposal_for(person, ref), 201)


@router.post("/proposals/{ref}/agree", summary="Endorse words", **shapes.takes("digest", "ref"))
@asked.writer
def endorse(request: HttpRequest, person: Person, ref: RowId) -> HttpResponse:
    """Endorse the words of `digest` for one's own organisation; the last one turns the key."""
    fields = Fields(asked.body_of(request), "digest")
    digest = fields.take("digest", str)
    fields.check()
    agree(person, ref, digest, **asked.signed(person))
    return reply(proposal_for(person, ref))


@router.post(
    "/proposals/{ref}/withhold", summary="Take an endorsement back", **shapes.takes("", "ref")
)
@asked.writer
def take_back(request: HttpRequest, person: Person, ref: RowId) -> HttpResponse:
    """Take back one's own organisation's endorsement while its side's key has not turned."""
    Fields(asked.body_of(request)).check()
    withhold(person, ref, **asked.signed(person))
    return reply(proposal_for(person, ref))


@router.post("/proposals/{ref}/withdraw", summary="Withdraw a proposal", **shapes.takes("", "ref"))
@asked.writer
def draw_back(request: HttpRequest, person: Person, ref: RowId) -> HttpResponse:
    """Withdraw a proposal of one's own side while it is open."""
    Fields(asked.body_of(request)).check()
    withdraw(person, ref, **asked.signed(person))
    return reply(proposal_for(person, ref))
