"""What a desk should look at in the rules for data flows today, in words."""

from datetime import date

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.watch import WeakRule, watch
from kakehashi.rules import Rulebooks
from kakehashi.rules.rulebook import Rulebook
from kakehashi.site.pages.render import render
from kakehashi.terms.basis import Source
from kakehashi.terms.text import Lang


class WeakTold(msgspec.Struct, frozen=True, kw_only=True):
    """A part that does not rest on the official text; `anchor` is where the rulebook shows it."""

    part: str
    anchor: str
    words: str
    article: str
    basis: str
    sources: tuple[Source, ...]


@require_safe
def watched(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the page: when each rulebook is to be checked again, and what is not primary."""
    rulebooks = shipped_rulebooks()
    today = timezone.now().date()
    found = watch(rulebooks, as_of=today)
    books = [book for book in rulebooks.books if book.subject == "hop"]
    return render(
        request,
        lang,
        "transfers/watch.html",
        today=today,
        overdue=found.overdue,
        books=[(book.id, book.title.into(lang), book.checked_on, book.review_on) for book in books],
        n_weak=len(found.weak),
        weak=[
            (
                book.id,
                book.title.into(lang),
                [
                    _told(one, book, rulebooks, today, lang)
                    for one in found.weak
                    if one.part.startswith(f"{book.id}:")
                ],
            )
            for book in books
        ],
    )


def _told(weak: WeakRule, book: Rulebook, rulebooks: Rulebooks, on: date, lang: Lang) -> WeakTold:
    """Return a part in words, as it stands on the day: versions of a rule share its name."""
    name = weak.part.partition(":")[2]
    found = {one.id: (one.text, one.article) for one in (*book.scope, *book.exceptions)}
    for rule in book.rules:
        if rule.period.holds(on):
            found[rule.id] = rule.title, rule.article
            found |= {
                f"{rule.id}/{way.id}": (way.text, way.article)
                for way in rule.ways
                if way.period.holds(on)
            }
    text, article = found[name]
    return WeakTold(
        part=name,
        anchor=name.rpartition("/")[2],
        words=text.into(lang),
        article=article.into(lang),
        basis=str(weak.basis),
        sources=tuple(rulebooks.source(source) for source in weak.sources),
    )
