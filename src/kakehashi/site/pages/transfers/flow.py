"""A flow decided on a page: a file is given, and every page's form carries what it says.

Nothing is kept here. A page after the first is the answer to a POST; the field `state`
holds the flow as JSON and is read anew each time, with all its checks.
"""

import json
from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import MaySend, may_send
from kakehashi.answers.send_json import send_as_json
from kakehashi.site.pages import faults
from kakehashi.site.pages.forms import day_of
from kakehashi.site.pages.render import OTHER, render
from kakehashi.site.pages.transfers.flow_told import answer_mark, hops_told
from kakehashi.terms.errors import Fault, InputError, KakehashiError, http_status
from kakehashi.terms.phrases import phrases
from kakehashi.terms.plain import Plain, read_plain
from kakehashi.terms.steady import steady_json
from kakehashi.terms.text import Lang
from kakehashi.transfers import flow_template, read_flow
from kakehashi.transfers.read import CAPS

NAME = "flow.yaml"
FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def start(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the form for a flow file; POSTed, the result."""
    if request.method != "POST":
        return render(request, lang, "transfers/flow.html")
    upload = request.FILES.get("file")
    if upload is None:
        return render(request, lang, "transfers/flow.html", status=422, is_empty=True)
    return told(request, lang, lambda: (upload.read(), None))


@FORM
def result(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the answer for the flow that the form carries, on the day that it asks about."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("pages:data_flow", args=(lang,)))
    return told(request, lang, lambda: carried_in(request))


@FORM
def as_file(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the same answer as JSON: that of the command and of the API."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("pages:data_flow", args=(lang,)))
    try:
        content, day = carried_in(request)
        answer = decided(content, day)
    except KakehashiError as error:
        return faults.tell(request, lang, error)
    text = steady_json(json.dumps(send_as_json(answer), ensure_ascii=False, indent=2)) + "\n"
    return attached(text.encode(), "application/json", "kakehashi-flow.json")


@FORM
def flow_file(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the flow itself as a file, to be added to and given again; JSON is YAML."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("pages:data_flow", args=(lang,)))
    try:
        content, _ = carried_in(request)
        decided(content, None)
    except KakehashiError as error:
        return faults.tell(request, lang, error)
    text = json.dumps(json.loads(content), ensure_ascii=False, indent=2) + "\n"
    return attached(text.encode(), "application/yaml", NAME)


@require_safe
def template(request: HttpRequest, lang: Lang) -> HttpResponse:  # noqa: ARG001
    """Return the flow file from which to start, as a download."""
    vocabulary = shipped_rulebooks().vocabulary
    content = flow_template(vocabulary, lang, timezone.now().date())
    return attached(content, "application/yaml", NAME)


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to be kept by the reader, and by no cache."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def told(
    request: HttpRequest,
    lang: Lang,
    given: Callable[[], tuple[bytes, date | None]],
    *,
    walk: str = "",
) -> HttpResponse:
    """Return the result of what `given` returns; a day in the form comes first.

    `walk` are the answers to the questions that led here, from which a hop can be added.
    """
    try:
        content, day = given()
        typed = day_of(request.POST, "as_of")
        fault = typed if isinstance(typed, Fault) else None
        if isinstance(typed, date):
            day = typed
        answer = decided(content, day)
        response = _shown(request, lang, (content, day), answer, fault, walk)
    except InputError as error:
        response = render(
            request,
            lang,
            "transfers/flow.html",
            status=http_status(error),
            faults=error.faults,
            typed=request.POST,
            switch_path=None,
        )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def decided(content: bytes, day: date | None) -> MaySend:
    """Return the answer for a flow file, today where no day is given. Raises InputError."""
    now = timezone.now()
    rulebooks = shipped_rulebooks()
    flow = read_flow({NAME: content}, vocabulary=rulebooks.vocabulary, read_at=now)
    return may_send(rulebooks, flow, as_of=day or now)


def _shown(
    request: HttpRequest,
    lang: Lang,
    carried: tuple[bytes, date | None],
    answer: MaySend,
    fault: Fault | None,
    walk: str,
) -> HttpResponse:
    rulebooks = shipped_rulebooks()
    return render(
        request,
        lang,
        "transfers/result.html",
        status=422 if fault else 200,
        state=_carried(*carried),
        switch_path=reverse("pages:data_flow_result", args=(OTHER[lang],)),
        answer=answer,
        name=answer.flow.told.name.into(lang),
        mark=answer_mark(answer.answer, lang),
        hops=hops_told(answer, rulebooks, lang),
        asks=[(one.question.into(lang), one.field) for one in answer.next],
        warnings=[one.into(lang) for one in answer.warnings],
        not_covered=[(one.country, one.text.into(lang)) for one in answer.not_covered],
        fault=fault,
        walk=walk,
        typed=request.POST if fault else _parts(carried[1]),
    )


def _parts(day: date | None) -> dict[str, int]:
    """Return a day as the fields of the form show it."""
    if day is None:
        return {}
    return {f"as_of-{part}": getattr(day, part) for part in ("year", "month", "day")}


def _carried(content: bytes, day: date | None) -> str:
    """Return flow and day as the form carries them; the flow was read without fault before."""
    plain = read_plain(NAME, content, caps=CAPS)
    value = plain.value if isinstance(plain, Plain) else {}
    told = {"flow": value, "as_of": day.isoformat() if day else None}
    return json.dumps(told, ensure_ascii=True, default=str)


def carried_in(request: HttpRequest) -> tuple[bytes, date | None]:
    """Return flow and day as `_carried` told them. Raises InputError for anything else."""
    try:
        told = json.loads(request.POST.get("state", ""))
        day = date.fromisoformat(told["as_of"]) if told["as_of"] else None
        return json.dumps(told["flow"], ensure_ascii=True, indent=1).encode(), day
    except (ValueError, TypeError, KeyError, RecursionError):
        raise InputError(old_state()) from None


def old_state() -> Fault:
    """Return the fault of a page whose hidden field holds nothing that it was given."""
    words = phrases()
    return Fault(
        code="old_flow",
        what=words["site_fault.old_flow"],
        where="state",
        expected=words["site_fault.old_flow_expected"],
        mend=words["site_fault.old_flow_body"],
    )
