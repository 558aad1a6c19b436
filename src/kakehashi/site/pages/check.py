"""The check, page by page. Every page's form carries the walk; nothing is kept here.

A page after the start is always the answer to a POST: the address says which
page, the hidden field `state` what has been said. A GET of such an address leads
to the start. `go` says which button was pressed.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import wraps
from typing import Any

import msgspec
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.lines import Teller
from kakehashi.evidence import read_dossier
from kakehashi.rules import Ask, Rulebooks, settle
from kakehashi.site.pages import faults
from kakehashi.site.pages.forms import answer_of, day_of, name_of
from kakehashi.site.pages.render import OTHER, render
from kakehashi.site.pages.state import seal, unseal
from kakehashi.site.pages.walk import HERE, Walk, with_answer, with_files, without_answer
from kakehashi.terms.errors import Fault, KakehashiError
from kakehashi.terms.fact import Fact, Members
from kakehashi.terms.steady import steady
from kakehashi.terms.text import Lang
from kakehashi.terms.verdict import Force, Why
from kakehashi.terms.vocabulary import FactKind, FactType

MOST_FILE_NAME = 200  # characters
Page = Callable[..., HttpResponse]


def walked(page: Page) -> Page:
    """Return `page` as an address that takes the walk from a POSTed form.

    A GET leads to the start; a state that is refused is told; and nothing of a
    walk is kept by a cache between here and the browser.
    """

    @wraps(page)
    def taken(request: HttpRequest, lang: Lang, **more: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseRedirect(reverse("pages:start", args=(lang,)))
        try:
            walk = unseal(request.POST.get("state", ""), shipped_rulebooks().vocabulary)
            response = page(request, lang, walk, **more)
        except KakehashiError as error:
            response = faults.tell(request, lang, error)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return taken


def show(request: HttpRequest, lang: Lang, walk: Walk, place: str, /, **shown: Any) -> HttpResponse:
    """Return the page `place` (its address's name, its template's) carrying the walk."""
    return render(
        request,
        lang,
        f"{place}.html",
        state=seal(walk),
        walk=walk,
        switch_path=reverse(f"pages:{place}", args=(OTHER[lang],)),
        **shown,
    )


@require_safe
def start(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the first page: what the check does, and what to have at hand."""
    return render(request, lang, "start.html", rulebooks=shipped_rulebooks())


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the form for name, day and files; POSTed, what was read of them."""
    if request.method != "POST":
        return render(request, lang, "files.html")
    day = day_of(request.POST, "as_of")
    if isinstance(day, Fault):
        return render(
            request, lang, "files.html", fault=day, typed=request.POST, switch_path=None, status=422
        )
    now = timezone.now()
    walk = Walk(name=name_of(request.POST), as_of=day)
    uploads = request.FILES.getlist("files")
    try:
        if uploads:
            named = _named(uploads)
            vocabulary = shipped_rulebooks().vocabulary
            walk = with_files(walk, read_dossier(named, vocabulary=vocabulary, read_at=now))
            response = read(request, lang, walk=walk)
        else:
            response = ask(request, lang, walk)
    except KakehashiError as error:
        response = faults.tell(request, lang, error)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _named(uploads: "Iterable[UploadedFile[Any]]") -> dict[str, bytes]:
    """Return the uploads by name; a second file of one name gets a number."""
    named: dict[str, bytes] = {}
    for upload in uploads:
        told = steady((upload.name or "file")[-MOST_FILE_NAME:])
        name = told if told not in named else f"{told} ({len(named) + 1})"
        named[name] = upload.read()
    return named


def read(request: HttpRequest, lang: Lang, walk: Walk | None = None) -> HttpResponse:
    """Return what was read of the files: formats, facts and faults."""
    if walk is None:
        return _read(request, lang)
    rulebooks = shipped_rulebooks()
    names = {fact.origin.file: 0 for fact in walk.facts}
    for fact in walk.facts:
        names[fact.origin.file] += 1
    return show(
        request,
        lang,
        walk,
        "read",
        files=[(file, names.get(file.name, 0)) for file in walk.files],
        n_open=len(walk.next(rulebooks, timezone.now())),
    )


@walked
def _read(request: HttpRequest, lang: Lang, walk: Walk) -> HttpResponse:
    return read(request, lang, walk=walk)


@walked
def question(request: HttpRequest, lang: Lang, walk: Walk) -> HttpResponse:
    """Take the answer that was given, if one was, and show the next page."""
    form = request.POST
    go = form.get("go", "")
    change = form.get("change")
    fact = None if walk.at is None else _askable(walk.at)
    if change is not None:
        chosen = _askable(change)
        if chosen is not None:
            return _shown_question(request, lang, _at(walk, chosen.id), chosen)
    if go == "back":
        return _back(request, lang, walk)
    if go == "result" or fact is None:
        return answers_page(request, lang, walk) if go == "result" else ask(request, lang, walk)
    if go == "unknown":
        return ask(request, lang, without_answer(walk, fact.id))
    if go == "answer":
        value = answer_of(fact, form)
        if isinstance(value, Fault):
            return _shown_question(request, lang, walk, fact, value)
        return ask(request, lang, with_answer(walk, fact, value, timezone.now()))
    return _shown_question(request, lang, walk, fact)


def ask(request: HttpRequest, lang: Lang, walk: Walk) -> HttpResponse:
    """Return the question that helps most, or, where none is left, the answers so far."""
    asked = walk.next(shipped_rulebooks(), timezone.now())
    if not asked:
        return answers_page(request, lang, msgspec.structs.replace(walk, at=None))
    fact = _askable(asked[0].fact)
    if fact is None:
        raise LookupError(asked[0].fact)
    return _shown_question(request, lang, _at(walk, fact.id), fact)


@walked
def answers(request: HttpRequest, lang: Lang, walk: Walk) -> HttpResponse:
    """Return the answers so far, each with a way to change it."""
    return answers_page(request, lang, walk)


def answers_page(request: HttpRequest, lang: Lang, walk: Walk) -> HttpResponse:
    """Return the page on which the answers are checked before the result."""
    rulebooks = shipped_rulebooks()
    teller = Teller(rulebooks, lang)
    now = timezone.now()
    day = walk.as_of or now.date()
    settled = settle(walk.said, rulebooks.vocabulary, day)
    said: dict[str, list[Fact]] = {}
    for fact in walk.said:
        said.setdefault(fact.id, []).append(fact)
    rows = [
        {
            "fact": entry,
            "values": [
                {
                    "words": teller.value(entry.id, one.value),
                    "file": None if one.origin.file == HERE else one.origin.file,
                    "place": one.origin.place,
                }
                for one in said[entry.id]
            ],
            "why": _trouble(settled.unknown.get(entry.id)),
            "is_partial": _is_partial(settled.values.get(entry.id)),
        }
        for entry in rulebooks.vocabulary.facts
        if entry.id in said
    ]
    skipped = [fact for fact in rulebooks.vocabulary.facts if fact.id in walk.skipped]
    return show(
        request,
        lang,
        walk,
        "answers",
        rows=rows,
        skipped=skipped,
        n_open=len(walk.next(rulebooks, now)),
    )


def _trouble(why: Why | None) -> str | None:
    return str(why) if why in (Why.CONFLICT, Why.EXPIRED) else None


def _is_partial(value: object) -> bool:
    return isinstance(value, Members) and not value.is_complete


def _back(request: HttpRequest, lang: Lang, walk: Walk) -> HttpResponse:
    """Return the question before the one shown; before the first, the start of the check."""
    trail = walk.trail[: walk.trail.index(walk.at)] if walk.at in walk.trail else walk.trail
    for name in reversed(trail):
        fact = _askable(name)
        if fact is not None:
            earlier = msgspec.structs.replace(
                walk,
                at=name,
                trail=trail[: trail.index(name) + 1],
                skipped=walk.skipped - {name},
            )
            return _shown_question(request, lang, earlier, fact)
    if walk.files:
        return read(request, lang, walk=walk)
    return HttpResponseRedirect(reverse("pages:files", args=(lang,)))


def _at(walk: Walk, name: str) -> Walk:
    trail = tuple(one for one in walk.trail if one != name)
    return msgspec.structs.replace(walk, at=name, trail=(*trail, name))


def _askable(name: str) -> FactType | None:
    found = (fact for fact in shipped_rulebooks().vocabulary.facts if fact.id == name)
    return next((fact for fact in found if fact.askable), None)


def _shown_question(
    request: HttpRequest, lang: Lang, walk: Walk, fact: FactType, fault: Fault | None = None
) -> HttpResponse:
    rulebooks = shipped_rulebooks()
    asked = walk.next(rulebooks, timezone.now())
    bears = next((ask.settles for ask in asked if ask.fact == fact.id), ())
    given = [one.value for one in walk.said if one.id == fact.id]
    return show(
        request,
        lang,
        walk,
        "question",
        fact=fact,
        kind=str(fact.kind),
        fault=fault,
        bears=_titles(rulebooks, bears, lang),
        is_beyond_law=bool(bears) and _is_beyond_law(rulebooks, asked[0]),
        n_open=len(asked),
        given=_given(fact, given[-1] if given else None),
        typed=request.POST if fault else None,
        chosen=request.POST.getlist("answer") if fault else (),
        status=422 if fault else 200,
    )


def _is_beyond_law(rulebooks: Rulebooks, first: Ask) -> bool:
    """Return whether no question is left that bears on law: those would come first."""
    books = {at.partition(":")[0] for at in first.settles}
    return all(rulebooks.book(name).force is not Force.LAW for name in books)


def _given(fact: FactType, value: object) -> dict[str, Any]:
    """Return the value as the form's fields show it."""
    if isinstance(value, Members):
        is_none = value.is_complete and not value.has
        is_whole = value.is_complete and not is_none
        return {"members": sorted(value.has), "none": is_none, "complete": is_whole}
    if isinstance(value, bool):
        return {"one": "yes" if value else "no"}
    if isinstance(value, date) and fact.kind is FactKind.DATE:
        return {"year": value.year, "month": value.month, "day": value.day}
    return {} if value is None else {"one": value}


def _titles(rulebooks: Rulebooks, settles: tuple[str, ...], lang: Lang) -> list[dict[str, str]]:
    titles = []
    for at in settles:
        book_id, _, rule_id = at.partition(":")
        book = rulebooks.book(book_id)
        rule = next(rule for rule in book.rules if rule.id == rule_id)
        titles.append(
            {
                "book": book_id,
                "rule": rule_id,
                "title": rule.title.into(lang),
                "of": book.title.into(lang),
            }
        )
    return titles
