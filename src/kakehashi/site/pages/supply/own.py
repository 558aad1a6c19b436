"""A network of one's own: its tables uploaded, measured and ranked; kept only if asked."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kakehashi.answers.measured import rows_csv
from kakehashi.answers.own_network import (
    CAPS,
    Options,
    Own,
    kept_bytes,
    own_answer,
    unpacked,
)
from kakehashi.site.acts.save_check import DAYS, save_check
from kakehashi.site.pages.forms import count_in
from kakehashi.site.pages.render import render
from kakehashi.site.pages.supply.files import TYPES
from kakehashi.site.pages.supply.own_told import told_of
from kakehashi.site.views.from_parquet import without_parquet
from kakehashi.site.views.limit import SECONDS, a_limit
from kakehashi.site.views.made_papers import in_turn
from kakehashi.supply import Mode
from kakehashi.terms.errors import KakehashiError, http_status
from kakehashi.terms.steady import steady, steady_json
from kakehashi.terms.text import Lang

MOST_NAME = 100  # characters of a file's name
GIVES = ("csv", "json")
KEEP = ("no", *map(str, DAYS))
CHOICES = {"mode": ("paper", "certified"), "replaceability": ("on", "off"), "keep": KEEP}
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
            files = without_parquet(files)
            found = own_answer(files, _options(request), a_limit())
            response = _given(request, lang, found, files)
    except KakehashiError as error:
        response = _form(request, lang, error)
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


def _given(request: HttpRequest, lang: Lang, found: Own, files: dict[str, bytes]) -> HttpResponse:
    """Return the main table as CSV, all as JSON, or the page."""
    give = request.POST.get("give", "")
    if give == "csv":
        main = next(iter(found.tables.values()))
        return attached(rows_csv(main), "csv", FILE)
    if give == "json":
        return attached(rows_json(found.tables), "json", FILE)
    told: dict[str, Any] = told_of(found, _options(request), lang)
    days = count_in(request.POST.get("keep", ""))
    if days:
        kept = kept_bytes(files, _options(request))
        token = save_check(kept, days=days, now=timezone.now(), of="network")
        path = reverse("pages:supply_own_saved", args=(lang, token))
        told |= {"days": days, "path_to": path, "link_to": request.build_absolute_uri(path)}
    return render(request, lang, "supply/own_result.html", **told)


def rows_json(value: object) -> bytes:
    """Return rows as indented JSON, text kept to the character."""
    return (steady_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n").encode()


def attached(content: bytes, form: str, name: str) -> HttpResponse:
    """Return a file for the reader to keep."""
    response = HttpResponse(content, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
