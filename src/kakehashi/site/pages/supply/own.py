"""A network of one's own: its tables uploaded, measured and ranked, and forgotten."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from kakehashi.answers.measured import rows_csv
from kakehashi.answers.own_network import CAPS, Options, Own, own_answer, unpacked
from kakehashi.site.pages.render import render
from kakehashi.site.pages.supply.own_told import told_of
from kakehashi.site.views.limit import SECONDS, a_limit
from kakehashi.site.views.made_papers import in_turn
from kakehashi.supply import Mode
from kakehashi.terms.errors import KakehashiError, http_status
from kakehashi.terms.steady import steady, steady_json
from kakehashi.terms.text import Lang

MOST_NAME = 100  # characters of a file's name
GIVES = ("csv", "json")
CHOICES = {"mode": ("paper", "certified"), "replaceability": ("on", "off")}
FILE = "kakehashi-network"


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the form for tables; POSTed, what they tell, as a page or a file."""
    if request.method != "POST":
        return _form(request, lang)
    try:
        files = unpacked(
            (steady(one.name or "file")[-MOST_NAME:], one.read())
            for one in request.FILES.getlist("files")
        )
        with in_turn():
            found = own_answer(files, _options(request), a_limit())
            response = _given(request, lang, found)
    except KakehashiError as error:
        response = _form(request, lang, error)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _options(request: HttpRequest) -> Options:
    asked = request.POST
    return Options(
        mode=Mode.CERTIFIED if asked.get("mode") == Mode.CERTIFIED else Mode.PAPER,
        is_replaceable=asked.get("replaceability") != "off",
        is_open=asked.get("open") == "yes",
    )


def _form(request: HttpRequest, lang: Lang, error: KakehashiError | None = None) -> HttpResponse:
    return render(
        request,
        lang,
        "supply/own.html",
        status=200 if error is None else http_status(error),
        faults=() if error is None else error.faults,
        typed=request.POST,
        choices=[
            (field, [(one, one == request.POST.get(field, listed[0])) for one in listed])
            for field, listed in CHOICES.items()
        ],
        mib=CAPS.n_bytes // 2**20,
        firms=f"{CAPS.n_firms:,}",
        edges=f"{CAPS.n_edges:,}",
        inputs=f"{CAPS.n_inputs:,}",
        seconds=f"{SECONDS:g}",
        gives=GIVES,
    )


def _given(request: HttpRequest, lang: Lang, found: Own) -> HttpResponse:
    """Return the main table as CSV, all as JSON, or the page."""
    give = request.POST.get("give", "")
    if give == "csv":
        main = next(iter(found.tables.values()))
        return _attached(rows_csv(main), "text/csv; charset=utf-8", f"{FILE}.csv")
    if give == "json":
        text = steady_json(json.dumps(found.tables, ensure_ascii=False, indent=2)) + "\n"
        return _attached(text.encode(), "application/json", f"{FILE}.json")
    told: dict[str, Any] = told_of(found, _options(request), lang)
    return render(request, lang, "supply/own_result.html", **told)


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
