"""The API's answer about a flow: the same JSON as `kakehashi transfers decide --format json`."""

import json
from datetime import date

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import may_send
from kakehashi.answers.send_json import send_as_json
from kakehashi.site.api import shapes
from kakehashi.site.api.asked import day_of
from kakehashi.site.api.replies import a_fault, reply
from kakehashi.terms.errors import InputError, UsageError
from kakehashi.terms.steady import steady
from kakehashi.transfers import read_flow

router = Router(tags=["transfers"])


@router.post(
    "/decide",
    summary="May this data go? Each hop of a flow under UK and Japanese law",
    openapi_extra=shapes.DECIDE,
    operation_id="decide_flow",
)
def decide(request: HttpRequest) -> HttpResponse:
    """Return the answer for a flow, on the day asked for or now."""
    name, content, day = _asked(request)
    now = timezone.now()
    rulebooks = shipped_rulebooks()
    flow = read_flow({name: content}, vocabulary=rulebooks.vocabulary, read_at=now)
    return reply(send_as_json(may_send(rulebooks, flow, as_of=day or now)))


def _asked(request: HttpRequest) -> tuple[str, bytes, date | None]:
    """Return the flow's name and bytes, and the day. Raises UsageError, InputError."""
    if request.content_type == "multipart/form-data":
        upload = request.FILES.get("file")
        if upload is None:
            raise InputError(a_fault("no_files", "file", mend="no_files_expected"))
        name = steady(upload.name or "flow.yaml")
        return name, upload.read(), day_of(request.POST.get("as_of"), "as_of")
    if request.content_type != "application/json":
        raise UsageError(a_fault("wrong_type", "Content-Type", mend="wrong_type_expected"))
    try:
        body = msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        body = None
    is_whole = isinstance(body, dict) and isinstance(body.get("flow"), dict)
    if not is_whole or set(body) - {"flow", "as_of"}:
        raise InputError(a_fault("no_flow_in_body", "body"))
    # JSON is YAML: the flow is read as the file that it could have been
    text = json.dumps(body["flow"], ensure_ascii=True, indent=1)
    return "flow.yaml", text.encode(), day_of(body.get("as_of"), "as_of")
