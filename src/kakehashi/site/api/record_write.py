"""The API's way into the record: rows whole or not at all, publication, status, marks."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from kakehashi.accord.may import Person
from kakehashi.site.acts.attach_evidence import attach_evidence
from kakehashi.site.acts.publish import publish
from kakehashi.site.acts.refusal import refused
from kakehashi.site.acts.report_status import report_status
from kakehashi.site.acts.set_endorsers import set_endorsers
from kakehashi.site.acts.write_row import mark_row
from kakehashi.site.acts.write_rows import write_rows
from kakehashi.site.api import asked, shapes
from kakehashi.site.api.addresses import router
from kakehashi.site.api.asked import Fields, RowId
from kakehashi.site.api.replies import a_fault, reply
from kakehashi.site.views.record import rows_for
from kakehashi.terms.errors import InputError
from kakehashi.terms.steady import steers

MOST_HANDLING = 200  # characters
_GIVEN = ("record", "about", "page", "per_page", "n", "most", "query", "acts", "proposals")
_REPORT = ("level", "reported_on", "evidence", "text", "note", "visibility", "named", "basis",
           "sources", "view", "by")  # fmt: skip


@router.post("/rows", summary="Write rows, all or none", **shapes.takes(shapes.ROWS, "rows"))
@asked.writer
def write(request: HttpRequest, person: Person) -> HttpResponse:
    """Write the rows of a file of the record in one transaction, or tell all that is wrong.

    The body is such a file, or what `GET /rows` gave: then each digest in `about` is that
    of the words that were read, and a row that has changed since is refused. Rows of one's
    own organisation alone; what stands in the same words stays as it is.
    """
    body = asked.body_of(request)
    if "format" not in body:
        fields = Fields(body, *_GIVEN)
        file, about = fields.take("record", dict), fields.take("about", dict, {})
        read = {name: one.get("digest") for name, one in about.items() if isinstance(one, dict)}
        fields.check()
    else:
        file, read = body, {}
    content = json.dumps(file, ensure_ascii=False).encode()
    written = write_rows(person, content, read=read, **asked.signed(person))
    return reply({"rows": written})


@router.post(
    "/rows/{ref}/publish", summary="Show a row to everyone", **shapes.takes("digest", "is_new")
)
@asked.writer
def publish_row(request: HttpRequest, person: Person, ref: RowId) -> HttpResponse:
    """Publish a row in the words of `digest`; other words by then are refused."""
    fields = Fields(asked.body_of(request), "digest")
    digest = fields.take("digest", str)
    fields.check()
    return reply(
        {"is_new": publish(person, ref, digest, **asked.signed(person)), **_now(person, ref)}
    )


@router.post("/rows/{ref}/status", summary="Report a status", **shapes.takes(shapes.REPORT, "ref"))
@asked.writer
def report(request: HttpRequest, person: Person, ref: RowId) -> HttpResponse:
    """Report where a thing stands in the view of one's own side; without evidence it decays."""
    body = asked.body_of(request)
    fields = Fields(body, *_REPORT)
    fields.refs("evidence")
    fields.check()
    _seen(person, ref)
    name = report_status(person, ref, body, **asked.signed(person))
    return reply(_now(person, name), 201)


@router.post(
    "/rows/{ref}/evidence", summary="Attach evidence", **shapes.takes(shapes.EVIDENCE, "ref")
)
@asked.writer
def attach(request: HttpRequest, person: Person, ref: RowId) -> HttpResponse:
    """Attach something dated that bears on the row, with the text that shows it."""
    fields = Fields(asked.body_of(request), "evidence", "source")
    evidence, source = fields.take("evidence", dict), fields.take("source", dict)
    fields.check()
    _seen(person, ref)
    name = attach_evidence(person, [ref], evidence, source, **asked.signed(person))
    return reply(_now(person, name), 201)


@router.post(
    "/rows/{ref}/mark", summary="Mark a row for one's own side", **shapes.takes(shapes.MARK, "ref")
)
@asked.writer
def mark(request: HttpRequest, person: Person, ref: RowId) -> HttpResponse:
    """Give a row one's own side's handling marking and retention date; the other sees neither."""
    fields = Fields(asked.body_of(request), "handling", "retain_until", "ground")
    handling, until = fields.take("handling", str, ""), fields.day("retain_until")
    marks = {"handling": handling, "ground": fields.take("ground", str, ""), "retain_until": until}
    fields.check()
    if len(handling) > MOST_HANDLING or steers(handling):
        raise InputError(a_fault("wrong_field", "body handling", section="record_api",
                                 kind=f"text, {MOST_HANDLING}"))  # fmt: skip
    mark_row(person, ref, **marks, **asked.signed(person))
    return reply(_now(person, ref))


@router.post(
    "/endorsers", summary="Set whose endorsement turns one's key",
    **shapes.takes(shapes.ENDORSERS, "is_new"),
)  # fmt: skip
@asked.writer
def endorsers(request: HttpRequest, person: Person) -> HttpResponse:
    """Set the organisations of one's own side whose endorsement turns its key from now on."""
    fields = Fields(asked.body_of(request), "endorsers")
    names = fields.refs("endorsers")
    fields.check()
    return reply({"is_new": set_endorsers(person, names, **asked.signed(person))})


def _seen(person: Person, ref: str) -> None:
    if not rows_for(person, refs=[ref]):
        raise refused("no_such_row", ref)


def _now(person: Person, ref: str) -> dict[str, Any]:
    """Return the row's id, and the digest and version that it has now."""
    found = rows_for(person, refs=[ref])
    if not found:
        return {"ref": ref}
    return {"ref": ref, "digest": found[0].digest, "version": found[0].version}
