"""The rulebooks, each with its rules, texts, sources and open questions."""

import re
from itertools import count

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.lines import Teller
from kakehashi.papers.report import SourceShown
from kakehashi.rules import Rulebooks
from kakehashi.rules.rulebook import Clause, Rule, Rulebook, Way
from kakehashi.site.pages.render import render
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang
from kakehashi.terms.vocabulary import OpenQuestion

MOST_QUERY = 100  # characters


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A rule, clause or way in the words of one language. `anchor` is its place on the page."""

    anchor: str
    part: Rule | Clause | Way
    title: str
    text: str
    text_is: str
    basis_words: str
    sources: tuple[SourceShown, ...]
    note: str | None
    ways: "tuple[Told, ...]" = ()


@require_safe
def shelf(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the list of rulebooks; with `q`, the rules in whose words it stands."""
    rulebooks = shipped_rulebooks()
    query = request.GET.get("q", "").strip()[:MOST_QUERY]
    is_part = request.headers.get("HX-Request") == "true"
    return render(
        request,
        lang,
        "found.html" if is_part else "rules.html",
        books=[
            {
                "book": book,
                "force": say(f"force.{book.force}", lang),
                "country": say(f"country.{book.country}", lang),
            }
            for book in rulebooks.books
        ],
        recognitions=rulebooks.recognitions,
        query=query,
        found=_found(rulebooks.books, query) if query else None,
    )


@require_safe
def book(request: HttpRequest, lang: Lang, name: str) -> HttpResponse:
    """Return one rulebook, whole."""
    rulebooks = shipped_rulebooks()
    try:
        shown = rulebooks.book(name)
    except KeyError:
        raise Http404 from None
    teller = Teller(rulebooks, lang)
    seen: set[str] = set()
    return render(
        request,
        lang,
        "rulebook.html",
        book=shown,
        force=say(f"force.{shown.force}", lang),
        country=say(f"country.{shown.country}", lang),
        scope=[_told(teller, one, seen) for one in shown.scope],
        exceptions=[_told(teller, one, seen) for one in shown.exceptions],
        rules=[_told(teller, one, seen) for one in shown.rules],
        versions=shown.versions,
        recognitions=[
            {"it": one, "sources": teller.sources(one.sources, {})}
            for one in rulebooks.recognitions
            if one.given_by == shown.id
        ],
        open_questions=_open(shown, rulebooks),
        sources=teller.sources((source.id for source in shown.sources), {}),
    )


def _told(teller: Teller, part: Rule | Clause | Way, seen: set[str]) -> Told:
    """Return a part in words; a later version of a rule gets an anchor of its own."""
    lang = teller.lang
    names = (part.id if n == 1 else f"{part.id}--{n}" for n in count(1))
    anchor = next(name for name in names if name not in seen)
    seen.add(anchor)
    ways = part.ways if isinstance(part, Rule) else ()
    return Told(
        anchor=anchor,
        part=part,
        title=(part.title if isinstance(part, Rule) else part.article).into(lang),
        text=part.text.into(lang),
        text_is=teller.text_is(part.text),
        basis_words=say(f"basis.{part.basis}", lang),
        sources=teller.sources(part.sources, {}),
        note=None if part.note is None else part.note.into(lang),
        ways=tuple(_told(teller, way, seen) for way in ways),
    )


def _open(book: Rulebook, rulebooks: Rulebooks) -> list[OpenQuestion]:
    """Return the open questions that stand in an expression of this rulebook."""
    said = (
        *(one.when for one in book.definitions),
        *(one.when for one in (*book.scope, *book.exceptions)),
        *(rule.applies or "" for rule in book.rules),
        *(rule.test or "" for rule in book.rules),
        *(way.when for rule in book.rules for way in rule.ways),
        *(one.when for one in rulebooks.recognitions if one.given_by == book.id),
    )
    words = {word for text in said for word in re.findall(r"[a-z_][a-z0-9_]*", text)}
    return [one for one in rulebooks.vocabulary.open_questions if one.id in words]


def _found(books: tuple[Rulebook, ...], query: str) -> list[tuple[Rulebook, Rule]]:
    """Return the rules in whose words, of either language, the query stands."""
    sought = query.casefold()
    return [
        (book, rule)
        for book in books
        for rule in book.rules
        if any(
            sought in words.casefold()
            for words in (
                rule.id,
                *(rule.article.en, rule.article.ja),
                *(rule.title.en, rule.title.ja),
                *(rule.text.en, rule.text.ja),
            )
        )
    ]
