"""The answer, side by side, and the same as a file."""

import csv
import io
import json
import re
from datetime import datetime
from importlib import resources
from pathlib import Path
from urllib.parse import quote

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from kakehashi.answers import MaySell, as_json, shipped_rulebooks
from kakehashi.answers.report import report
from kakehashi.papers import Report, report_html, report_pdf
from kakehashi.site.acts.save_check import DAYS
from kakehashi.site.pages.check import show, walked
from kakehashi.site.pages.forms import day_of
from kakehashi.site.pages.walk import Walk
from kakehashi.terms.errors import Fault
from kakehashi.terms.steady import steady, steady_json
from kakehashi.terms.text import Lang

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a spreadsheet knows one
TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
}


@walked
def result(request: HttpRequest, lang: Lang, walk: Walk) -> HttpResponse:
    """Return what both countries' rules say, for the day that the form asks about."""
    fault = None
    if request.POST.get("go") == "day":
        day = day_of(request.POST, "as_of")
        if isinstance(day, Fault):
            fault = day
        else:
            walk = msgspec.structs.replace(walk, as_of=day)
    return result_page(request, lang, walk, fault=fault)


def result_page(
    request: HttpRequest, lang: Lang, walk: Walk, *, fault: Fault | None = None, **shown: object
) -> HttpResponse:
    """Return the page of the result; `shown` adds what a saved check shows beside it."""
    shown_report = _report(walk, lang, timezone.now().replace(microsecond=0))
    books = shown_report.rulebooks
    return show(
        request,
        lang,
        walk,
        "result",
        report=shown_report,
        sides=[
            {
                "country": country,
                "law": [b for b in books if b.country == country.id and b.force == "law"],
                "labels": [b for b in books if b.country == country.id and b.force != "law"],
            }
            for country in shown_report.countries
        ],
        elsewhere=[b for b in books if b.country not in {c.id for c in shown_report.countries}],
        is_in_part=any(country.qualified for country in shown_report.countries),
        fault=fault,
        typed=request.POST if fault else None,
        days=DAYS,
        **shown,
    )


@walked
def download(request: HttpRequest, lang: Lang, walk: Walk, form: str) -> HttpResponse:  # noqa: ARG001
    """Return the answer as a file: JSON, HTML, PDF or CSV."""
    if form not in TYPES:
        raise Http404
    now = timezone.now().replace(microsecond=0)
    if form == "json":
        content = _json_text(_as_json(walk, now)).encode()
    elif form == "html":
        content = report_html(_report(walk, lang, now))
    elif form == "pdf":
        content = report_pdf(_report(walk, lang, now), fonts())
    else:
        content = verdicts_csv(_report(walk, lang, now))
    response = HttpResponse(content, content_type=TYPES[form])
    name = f"kakehashi-{file_name(walk.name) or 'result'}.{form}"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"kakehashi.{form}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    return response


def file_name(name: str) -> str:
    """Return a product's name as part of a file's name: no path, no sign that a system reads.

    >>> file_name("../Cam:1/カメラ")
    'Cam 1 カメラ'
    """
    return " ".join(re.sub(r'[/\\:*?"<>|%~]', " ", steady(name, " ")).split()).strip(". ")[:80]


def _json_text(value: object) -> str:
    return steady_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def verdicts_csv(shown: Report) -> bytes:
    """Return one row a rule, UTF-8 with a byte-order mark, so that spreadsheets read it.

    A text that a spreadsheet would take for a formula is given an apostrophe.
    """
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\r\n")
    rows.writerow(
        ["country", "force", "rulebook", "rule", "article", "title", "outcome", "basis", "reasons"]
    )
    for book in shown.rulebooks:
        for line in book.lines:
            cells = [
                book.country, book.force, book.id, line.rule, line.article, line.title,
                line.mark.code, line.basis, " ".join(line.reasons),
            ]  # fmt: skip
            rows.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    return b"\xef\xbb\xbf" + table.getvalue().encode()


def fonts() -> Path:
    """Return the folder of the fonts that a PDF is set in."""
    return Path(str(resources.files("kakehashi.reference").joinpath("fonts")))


def _answer(walk: Walk, now: datetime) -> MaySell:
    return walk.answer(shipped_rulebooks(), now)


def _report(walk: Walk, lang: Lang, now: datetime) -> Report:
    return report(_answer(walk, now), shipped_rulebooks(), lang, now)


def _as_json(walk: Walk, now: datetime) -> dict[str, object]:
    return as_json(_answer(walk, now))
