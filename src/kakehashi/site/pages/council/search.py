"""One search box for both languages, over the rows that the reader may see and nothing else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kakehashi.site.pages.council.reader import reader_of, record_of
from kakehashi.site.pages.council.told import KIND_OF, Teller
from kakehashi.site.pages.render import render
from kakehashi.site.views.record import MOST_HITS, search_for
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

MOST_QUERY = 100  # characters


@require_safe
def search(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the rows that hold the words of `q`; asked for by a press, never while one types."""
    query = request.GET.get("q", "").strip()[:MOST_QUERY]
    record = record_of(request)
    teller = Teller(record, lang)
    hits = [seen.words for seen in search_for(reader_of(request), query)]
    lines = [
        {
            "kind": say(f"council_kind.{KIND_OF[type(row)]}", lang),
            "title": teller.lead(row.id),
            "basis": row.basis,
        }
        for row in hits
    ]
    shown: dict[str, Any] = {"query": query, "lines": lines, "n": len(hits), "most": MOST_HITS}
    return render(request, lang, "council/search.html", **shown)
