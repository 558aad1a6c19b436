"""The record as files: agenda, minutes, statement, brief, commitments; what the reader may see."""

from typing import Any, cast
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from kakehashi.accord.record import AnyRow, Record
from kakehashi.accord.record_council import Meeting, Minutes
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_texts import Statement
from kakehashi.answers.brief import last_council
from kakehashi.answers.council_files import (
    FORMS,
    TYPES,
    Wanted,
    file_name,
    is_offered,
    papers_of,
)
from kakehashi.papers.council.paper import PaperLang
from kakehashi.site.pages.council.reader import reader_of, record_of, today
from kakehashi.site.pages.faults import tell
from kakehashi.site.pages.result import fonts
from kakehashi.site.views.made_papers import made_paper
from kakehashi.terms.errors import KakehashiError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

PAPER_LANGS = ("en", "ja", "both")
SET = ("docx", "pdf")  # in both languages unless one is asked for; other files in the page's own


@require_safe
def of_all(request: HttpRequest, lang: Lang, paper: str, form: str) -> HttpResponse:
    """Return the brief or the commitments, of the rows that the reader may see."""
    return _file(request, lang, paper, form, None)


@require_safe
def of_row(
    request: HttpRequest, lang: Lang, paper: str, prefix: str, slug: str, form: str
) -> HttpResponse:
    """Return the file about one meeting, statement or commitment that the reader may see."""
    return _file(request, lang, paper, form, f"{prefix}:{slug}")


def _file(request: HttpRequest, lang: Lang, paper: str, form: str, row: str | None) -> HttpResponse:
    asked = request.GET.get("in", "both" if form in SET else lang)
    if asked not in PAPER_LANGS:
        raise Http404
    record = record_of(request)
    wanted = Wanted(
        paper=paper,
        form=form,
        row=row,
        lang=cast("PaperLang", asked),
        on=today(),
        made_at=timezone.now().replace(microsecond=0),
    )
    if not is_offered(record, wanted):
        raise Http404
    try:
        content = made_paper(record, wanted, fonts())
    except KakehashiError as error:
        return tell(request, lang, error)
    is_private = reader_of(request) is not None
    return sent(content, file_name(wanted), TYPES[form], is_private=is_private)


def sent(content: bytes, name: str, content_type: str, *, is_private: bool) -> HttpResponse:
    """Return `content` as a file called `name`; what is not for everybody is kept by no cache."""
    response = HttpResponse(content, content_type=content_type)
    plain = name.encode("ascii", "replace").decode().replace("?", "_")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    if is_private:
        add_never_cache_headers(response)
    return response


def links_to(lang: Lang, paper: str, row: str | None = None) -> list[dict[str, Any]]:
    """Return the address and the words of each form of a paper."""
    return [
        {"path": _path(lang, paper, row, form), "words": _words(lang, paper, form)}
        for form in FORMS[paper]
    ]


def _path(lang: Lang, paper: str, row: str | None, form: str) -> str:
    if row is None:
        return reverse("pages:council_paper", args=(lang, paper, form))
    prefix, _, slug = row.partition(":")
    return reverse("pages:council_row_paper", args=(lang, paper, prefix, slug, form))


def _words(lang: Lang, paper: str, form: str) -> str:
    if paper == "commitments" and form == "ics":
        return say("public_site.calendar", lang)
    return say(f"public_more.as_{form}", lang, paper=say(f"public_more.paper_{paper}", lang))


def links_of(record: Record, row: AnyRow, lang: Lang) -> list[dict[str, Any]]:
    """Return the files that there are of `row`, for its page."""
    if isinstance(row, Statement):
        return links_to(lang, "statement", row.id)
    if isinstance(row, Minutes):
        return links_to(lang, "minutes", row.meeting) if row.meeting in record.rows else []
    if isinstance(row, Commitment):
        return links_to(lang, "commitment", row.id) if row.due or row.milestones else []
    if not isinstance(row, Meeting):
        return []
    papers = papers_of(record, row, today())
    found = [link for paper in papers for link in links_to(lang, paper, row.id)]
    if "agenda" not in papers and row.when.on is not None:
        words = _words(lang, "agenda", "ics")
        found.append({"path": _path(lang, "agenda", row.id, "ics"), "words": words})
    return found


def links_of_all(record: Record, lang: Lang) -> list[dict[str, Any]]:
    """Return the files about the whole record, for its home: brief, calendar, feed, commitments."""
    brief = links_to(lang, "brief") if last_council(record, today()) else []
    return [*brief, *links_to(lang, "commitments")]
