"""Data flows by the API: the same JSON as `kakehashi transfers … --format json` gives."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import may_send
from kakehashi.answers.portfolio_asked import Question, counts_of, table_hops
from kakehashi.answers.portfolio_counts import By, counts_as_json
from kakehashi.answers.send_diff import diff_as_json, send_diff
from kakehashi.answers.send_json import send_as_json
from kakehashi.answers.transfer_json import paper_as_json
from kakehashi.answers.transfer_papers import transfer_papers
from kakehashi.answers.watch import watch, watch_as_json
from kakehashi.site.api import shapes
from kakehashi.site.api.asked import DayQuery, day_of
from kakehashi.site.api.replies import a_fault, reply
from kakehashi.site.views.made_papers import in_turn
from kakehashi.terms.errors import InputError, UsageError
from kakehashi.terms.steady import steady
from kakehashi.transfers import Flow, read_flow

router = Router(tags=["transfers"])
FLOW = "flow.yaml"


@router.post(
    "/decide",
    summary="May this data go? Each hop of a flow under UK and Japanese law",
    openapi_extra=shapes.DECIDE,
    operation_id="decide_flow",
)
def decide(request: HttpRequest) -> HttpResponse:
    """Return the answer for a flow, on the day asked for or now."""
    flow, told = _flow(request)
    day = day_of(told.get("as_of"), "as_of")
    return reply(send_as_json(may_send(shipped_rulebooks(), flow, as_of=day or timezone.now())))


@router.post(
    "/papers",
    summary="The papers about a flow, every field with where it came from",
    openapi_extra=shapes.PAPERS,
    operation_id="flow_papers",
)
def papers(request: HttpRequest) -> HttpResponse:
    """Return all papers about a flow, in both languages, blanks as blanks."""
    flow, told = _flow(request)
    day = day_of(told.get("as_of"), "as_of")
    rulebooks = shipped_rulebooks()
    answer = may_send(rulebooks, flow, as_of=day or timezone.now())
    return reply([paper_as_json(paper) for paper in transfer_papers(rulebooks, answer)])


@router.post(
    "/diff",
    summary="What changes in a flow between two days",
    openapi_extra=shapes.DIFF,
    operation_id="flow_diff",
)
def diff(request: HttpRequest) -> HttpResponse:
    """Return each hop whose verdicts differ between the days `before` and `after`."""
    flow, told = _flow(request, "before", "after")
    before, after = _days(told)
    return reply(diff_as_json(send_diff(shipped_rulebooks(), flow, before, after)))


@router.post(
    "/portfolio",
    summary="Counts over a table of flows, small counts withheld",
    openapi_extra=shapes.PORTFOLIO,
    operation_id="count_portfolio",
)
def portfolio(request: HttpRequest) -> HttpResponse:
    """Return counts of a table of flows, on one day or two, fit to leave the desk."""
    upload = request.FILES.get("file")
    if upload is None:
        raise InputError(a_fault("no_files", "file", mend="no_files_expected"))
    told = request.POST
    by = next((one for one in get_args(By) if one == told.get("by", "outcome")), None)
    if by is None:
        raise InputError(a_fault("no_by", "by"))
    has_days = any(told.get(one) for one in ("before", "after"))
    before, after = _days(told) if has_days else (None, None)
    as_of = day_of(told.get("as_of"), "as_of") or timezone.now().date()
    asked = Question(by=by, as_of=as_of, before=before, after=after)
    rulebooks = shipped_rulebooks()
    with in_turn():
        hops = table_hops(rulebooks, steady(upload.name or "flows.csv"), upload.read())
        return reply(counts_as_json(counts_of(rulebooks, hops, asked)))


@router.get(
    "/watch",
    summary="What to watch in the rulebooks for data flows",
    openapi_extra=shapes.WATCH,
    operation_id="watch_flows",
)
def watched(request: HttpRequest, as_of: DayQuery = None) -> HttpResponse:  # noqa: ARG001
    """Return rules that do not rest on the official text, and reviews that are overdue."""
    day = day_of(as_of, "as_of") or timezone.now().date()
    return reply(watch_as_json(watch(shipped_rulebooks(), as_of=day)))


def _days(told: Mapping[str, Any]) -> tuple[date, date]:
    """Return the two days to compare. Raises InputError where one is missing or none."""
    found = [day_of(told.get(one), one) for one in ("before", "after")]
    missing = [
        a_fault("no_day_given", name)
        for name, day in zip(("before", "after"), found, strict=True)
        if day is None
    ]
    before, after = found
    if before is None or after is None:
        raise InputError(missing)
    return before, after


def _flow(request: HttpRequest, *fields: str) -> tuple[Flow, Mapping[str, Any]]:
    """Return the flow and what else was told. Raises UsageError, InputError."""
    if request.content_type == "multipart/form-data":
        upload = request.FILES.get("file")
        if upload is None:
            raise InputError(a_fault("no_files", "file", mend="no_files_expected"))
        name, content = steady(upload.name or FLOW), upload.read()
        told: Mapping[str, Any] = request.POST
    elif request.content_type == "application/json":
        name, told = FLOW, _body(request, {"flow", *(fields or ("as_of",))})
        # JSON is YAML: the flow is read as the file that it could have been
        content = json.dumps(told["flow"], ensure_ascii=True, indent=1).encode()
    else:
        raise UsageError(a_fault("wrong_type", "Content-Type", mend="wrong_type_expected"))
    vocabulary = shipped_rulebooks().vocabulary
    return read_flow({name: content}, vocabulary=vocabulary, read_at=timezone.now()), told


def _body(request: HttpRequest, fields: set[str]) -> Mapping[str, Any]:
    try:
        body = msgspec.json.decode(request.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("flow"), dict) or set(body) - fields:
        raise InputError(a_fault("no_flow_in_body", "body"))
    return body
