"""The case across the border: listed, opened, asked in, answered and closed by two regulators."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kakehashi.accord.may import Person
from kakehashi.accord.record import Record, body_of
from kakehashi.accord.record_cases import Case, Circumstance, FactKind, Request
from kakehashi.accord.record_parties import Organisation
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.asked import signed_in
from kakehashi.site.pages.council.cycle import FORM
from kakehashi.site.pages.council.filling import (
    drawn,
    found_in,
    given_in,
    led_to,
    path_of,
    put,
    tried,
    wrong,
)
from kakehashi.site.pages.council.reader import record_of, today
from kakehashi.site.pages.council.told import Said, Teller
from kakehashi.site.pages.forms import day_of
from kakehashi.site.pages.render import render
from kakehashi.site.pages.transfers import case_told
from kakehashi.site.views.record import rows_for
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import LANGS, Lang
from kakehashi.transfers.deadlines import after_working_days

Page = Callable[..., HttpResponse]
USUAL_DAYS, MOST_DAYS = 10, 250  # on which both countries work
CIRCUMSTANCES: tuple[str, ...] = get_args(Circumstance)
FACTS: tuple[str, ...] = get_args(FactKind)


def regulators_only(page: Page) -> Page:
    """Return `page` for people of a regulator; for all others no such page is there."""

    @signed_in
    @wraps(page)
    def asked(request: HttpRequest, lang: Lang, person: Person, **named: Any) -> HttpResponse:
        if case_told.regulator_of(person.side) != person.organisation:
            raise Http404
        return page(request, lang, person, **named)

    return asked


@require_safe
@signed_in
def cases(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Return the cases that the reader sees; nothing at all for whom none names."""
    record = record_of(request)
    is_regulator = case_told.regulator_of(person.side) == person.organisation
    found = [*record.every(Case)]
    if not found and not is_regulator:
        raise Http404
    teller = Teller(record, lang)
    lines = [
        (path_of(lang, "data_case", row.id), teller.title(row), _state(row, lang))
        for row in reversed(found)
    ]
    return render(request, lang, "transfers/cases.html", lines=lines, may_open=is_regulator)


@require_safe
@signed_in
def case(request: HttpRequest, lang: Lang, person: Person, slug: str) -> HttpResponse:
    """Return one case: competence, periods, requests with their replies."""
    record = record_of(request)
    found = found_in(record, f"case:{slug}", Case)
    teller = Teller(record, lang)
    seen = {row.words.id: row for row in rows_for(person, "case", "request", "reply")}
    own = seen[found.id]
    is_regulator = case_told.regulator_of(person.side) == person.organisation
    laws = case_told.laws(found, teller)
    said = case_told.exchanges(found, record, seen, person.side, today(), lang)
    return render(
        request,
        lang,
        "transfers/case.html",
        case=found,
        title=teller.title(found),
        state=_state(found, lang),
        opened=say(
            "data_case.opened_by",
            lang,
            who=case_told.short(record, own.organisation, lang),
            day=case_told.day_of(found.opened_on, lang),
        ),
        readers=[case_told.short(record, one, lang) for one in (own.organisation, *found.named)],
        opener=case_told.short(record, own.organisation, lang),
        laws=laws,
        competent=case_told.competent_words(laws, lang),
        terms=case_told.terms(found, teller),
        said=said,
        outcomes=[
            Said(text, each)
            for each in LANGS
            if (text := found.outcome_en if each == "en" else found.outcome_ja)
        ],
        may_ask=is_regulator and found.closed_on is None and "write" in person.roles,
        may_close=is_regulator
        and found.closed_on is None
        and own.organisation == person.organisation
        and "write" in person.roles,
        n_waiting=sum(not one.replies for one in said),
    )


@FORM
@regulators_only
def open_case(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Open a case for the two regulators, and for whomever else it names."""
    record = record_of(request)
    given = given_in(request)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        known = day_of(given, "known_on")
        own = [known] if isinstance(known, Fault) else []
        if known is None:
            own.append(wrong("not_chosen", "known_on"))
        body = {
            **drafting.new_body(person, "case", ""),
            **_for_both(person, given.get("also", ""), record),
            "title": drafting.text(given, "title"),
            "circumstances": [one for one in CIRCUMSTANCES if given.get(f"is_{one}") == "yes"],
            "known_on": (known if isinstance(known, date) else today()).isoformat(),
            "opened_on": today().isoformat(),
        }
        done = tried(lambda: put(person, body, "save"), *own)
        if isinstance(done, str):
            return led_to(lang, "data_case", done)
        faults = done
    fields = {"title": "title_*", "known_on": "known_on", "named": "also"}
    return _form(
        request,
        lang,
        "transfers/open_case.html",
        form=drawn(person, given, None, faults, fields),
        faults=faults,
        heading="data_case.open",
        back=_to_cases(lang),
        kept=(),
        circumstances=[(f"is_{one}", f"council_value.{one}") for one in CIRCUMSTANCES],
        others=[
            (row.id, Teller(record, lang).text(row.name))
            for row in record.every(Organisation)
            if row.side is not None and row.id not in _both(person)
        ],
        day_fields=["known_on"],
    )


@FORM
@regulators_only
def ask(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Ask the other regulator for kinds of facts in a case."""
    record = record_of(request)
    given = given_in(request)
    found = found_in(record, given.get("case", ""), Case)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        n_days, own = _days(given)
        body = {
            **drafting.new_body(person, "request", ""),
            **_as_seen(request, person, found),
            **_words(given),
            "case": found.id,
            "facts": [one for one in FACTS if given.get(f"asks_{one}") == "yes"],
            "ground": given.get("ground", ""),
            "asked_on": today().isoformat(),
            "due_on": after_working_days(today(), n_days).isoformat(),
        }
        done = tried(lambda: put(person, body, "save"), *own)
        if isinstance(done, str):
            return led_to(lang, "data_case", found.id)
        faults = done
    return _form(
        request,
        lang,
        "transfers/ask.html",
        form=drawn(person, _with_ground(person, given, lang), None, faults,
                   {"facts": "asks_law_and_guidance", **_WORDS, "due_on": "n_days"}),
        faults=faults,
        heading="data_case.ask",
        back=_to_case(record, lang, found),
        kept=[("case", found.id)],
        facts=[(f"asks_{one}", f"council_value.{one}") for one in FACTS],
        grounds=case_told.grounds_for(person.organisation, lang),
    )  # fmt: skip


@FORM
@regulators_only
def reply(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Answer a request of the other regulator."""
    record = record_of(request)
    given = given_in(request)
    asked = found_in(record, given.get("request", ""), Request)
    found = found_in(record, asked.case, Case)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        body = {
            **drafting.new_body(person, "reply", ""),
            **_as_seen(request, person, found),
            **_words(given),
            "request": asked.id,
            "ground": given.get("ground", ""),
            "answered_on": today().isoformat(),
        }
        done = tried(lambda: put(person, body, "save"))
        if isinstance(done, str):
            return led_to(lang, "data_case", found.id)
        faults = done
    return _form(
        request,
        lang,
        "transfers/reply.html",
        form=drawn(person, _with_ground(person, given, lang), None, faults, _WORDS),
        faults=faults,
        heading="data_case.answer",
        back=_to_case(record, lang, found),
        kept=[("request", asked.id)],
        asked=case_told.in_both(asked),
        grounds=case_told.grounds_for(person.organisation, lang),
    )


@FORM
@regulators_only
def close(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Close a case of one's own organisation, with its outcome in words."""
    record = record_of(request)
    given = given_in(request)
    found = found_in(record, given.get("case", ""), Case)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        body = {
            **body_of(found),
            "closed_on": today().isoformat(),
            **{f"outcome_{each}": drafting.words(given, f"outcome_{each}") for each in LANGS},
        }
        done = tried(lambda: put(person, body, "save"))
        if isinstance(done, str):
            return led_to(lang, "data_case", found.id)
        faults = done
    fields = {f"outcome_{each}": f"outcome_{each}" for each in LANGS}
    return _form(
        request,
        lang,
        "transfers/close.html",
        form=drawn(person, given, found, faults, fields),
        faults=faults,
        heading="data_case.close",
        back=_to_case(record, lang, found),
        kept=[("case", found.id)],
    )


_WORDS = {"ground": "ground", "en": "en", "ja": "ja"}


def _form(
    request: HttpRequest, lang: Lang, template: str, *, faults: tuple[Fault, ...], **shown: Any
) -> HttpResponse:
    return render(request, lang, template, status=422 if faults else 200, **shown)


def _state(found: Case, lang: Lang) -> str:
    if found.closed_on is None:
        return say("data_case.is_open", lang)
    return say("data_case.is_closed", lang, day=case_told.day_of(found.closed_on, lang))


def _both(person: Person) -> tuple[str, ...]:
    return (person.organisation, *case_told.others_than(person.organisation))


def _for_both(person: Person, also: str, record: Record) -> dict[str, Any]:
    named = [*case_told.others_than(person.organisation)]
    if isinstance(record.rows.get(also), Organisation) and also not in named:
        named.append(also)
    return {"visibility": "named", "named": named}


def _as_seen(request: HttpRequest, person: Person, found: Case) -> dict[str, Any]:  # noqa: ARG001
    """Return who sees what is written in the case: exactly those who see the case."""
    [own] = rows_for(person, refs=[found.id])
    audience = {own.organisation, *found.named} - {person.organisation}
    return {"visibility": "named", "named": sorted(audience)}


def _words(given: Mapping[str, str]) -> dict[str, Any]:
    return {
        each: {"text": text} if (text := drafting.words(given, each)) else None for each in LANGS
    }


def _with_ground(person: Person, given: Mapping[str, str], lang: Lang) -> dict[str, str]:
    """Return what the form holds; one's only ground is chosen from the start."""
    known = case_told.grounds_for(person.organisation, lang)
    return {**({"ground": known[0][0]} if len(known) == 1 else {}), **given}


def _days(given: Mapping[str, str]) -> tuple[int, tuple[Fault, ...]]:
    written = drafting.words(given, "n_days") or str(USUAL_DAYS)
    if not written.isdecimal() or not 0 < int(written) <= MOST_DAYS:
        return USUAL_DAYS, (wrong("no_count", "n_days"),)
    return int(written), ()


def _to_cases(lang: Lang) -> Said:
    return Said(say("data_page.cases", lang), lang, reverse("pages:data_cases", args=(lang,)))


def _to_case(record: Record, lang: Lang, found: Case) -> Said:
    title = Teller(record, lang).title(found)
    return Said(title.text, title.lang, path_of(lang, "data_case", found.id))
