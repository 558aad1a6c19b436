"""One search box for both languages, over the rows that the reader may see and nothing else."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kakehashi.answers.own_words import basis_of
from kakehashi.site.pages.council.paging import PER_PAGE
from kakehashi.site.pages.council.reader import reader_of, record_of
from kakehashi.site.pages.council.told import KIND_OF, Teller
from kakehashi.site.pages.render import render
from kakehashi.site.views.search import Hits, hits_for
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

MOST_QUERY = 100  # characters
MOST_PAGES = 200  # of a search; who has read so many adds a word


@require_safe
def search(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the rows that hold the words of `q`; asked for by a press, never while one types."""
    query = request.GET.get("q", "").strip()[:MOST_QUERY]
    record = record_of(request)
    teller = Teller(record, lang)
    hits, page = _found(request, query)
    rows = [found for ref in hits.refs if (found := record.rows.get(ref)) is not None]
    lines = [
        {
            "kind": say(f"council_kind.{KIND_OF[type(row)]}", lang),
            "title": teller.lead(row.id),
            "basis": basis_of(row),
        }
        for row in rows
    ]
    shown: dict[str, Any] = {
        "query": query,
        "lines": lines,
        "n": f"{hits.n_all:,}",
        "page": page,
        "first": f"{page.start_index():,}",
        "last": f"{page.end_index():,}",
        "keep": urlencode({"q": query}) + "&",
    }
    return render(request, lang, "council/search.html", **shown)


def _found(request: HttpRequest, query: str) -> tuple[Hits, Page[Any]]:
    """Return the hits of the page that the address asks for; the nearest page there is."""
    person, told = reader_of(request), request.GET.get("page", "1")
    asked = int(told) if told.isdecimal() and len(told) < len(str(MOST_PAGES)) + 1 else 1
    start = (min(max(asked, 1), MOST_PAGES) - 1) * PER_PAGE
    hits = hits_for(person, query, start=start, most=PER_PAGE)
    page = Paginator(range(hits.n_all), PER_PAGE).get_page(start // PER_PAGE + 1)
    if not hits.refs and hits.n_all:  # asked beyond the last
        hits = hits_for(person, query, start=page.start_index() - 1, most=PER_PAGE)
    return hits, page
