"""One search box for both languages, over the rows that the reader may see and nothing else."""

import unicodedata
from functools import lru_cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kakehashi.accord.record import AnyRow, Record
from kakehashi.site.pages.council.reader import record_of
from kakehashi.site.pages.council.told import KIND_OF, Teller
from kakehashi.site.pages.render import render
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

MOST_QUERY = 100  # characters
MOST_SHOWN = 100  # rows
_NOT_SOUGHT = frozenset({"id", "kind", "basis", "sources", "visibility", "named", "source", "url"})


def key_of(text: str) -> str:
    """Return `text` as it is sought: full and half width alike, capitals and small alike.

    >>> key_of("Ｏｐｅｎ　ＲＡＮ"), key_of("ﾃﾞｼﾞﾀﾙ庁")
    ('open ran', 'デジタル庁')
    """
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=16)
def _keys(record: Record) -> tuple[tuple[str, str], ...]:
    """Return each row's id and all its words as they are sought."""
    return tuple(
        (row.id, key_of("\n".join(_words(msgspec.to_builtins(row)))))
        for row in record.rows.values()
    )


def _words(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        inner = [one for key, one in value.items() if key not in _NOT_SOUGHT]
        return [word for one in inner for word in _words(one)]
    if isinstance(value, list):
        return [word for one in value for word in _words(one)]
    return []


def found_in(record: Record, query: str) -> tuple[AnyRow, ...]:
    """Return the rows in whose words, of either language, every word of `query` stands.

    A word may be of one character or two, and may stand inside another: Japanese
    has no spaces between words. Those whose title holds it all come first.
    """
    sought = key_of(query).split()
    if not sought:
        return ()
    rows = record.rows
    hits = [
        (sum(words.find(one) for one in sought), name)
        for name, words in _keys(record)
        if all(one in words for one in sought)
    ]
    return tuple(rows[name] for _, name in sorted(hits, key=lambda hit: hit[0]))


@require_safe
def search(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the rows that hold the words of `q`; asked for by a press, never while one types."""
    query = request.GET.get("q", "").strip()[:MOST_QUERY]
    record = record_of(request)
    teller = Teller(record, lang)
    hits = found_in(record, query)
    lines = [
        {
            "kind": say(f"council_kind.{KIND_OF[type(row)]}", lang),
            "title": teller.lead(row.id),
            "basis": row.basis,
        }
        for row in hits[:MOST_SHOWN]
    ]
    shown: dict[str, Any] = {"query": query, "lines": lines, "n": len(hits), "most": MOST_SHOWN}
    return render(request, lang, "council/search.html", **shown)
