"""Drafting: a statement clause by clause, brackets, commitments, before both sides, publication."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from kakehashi.accord.may import Person
from kakehashi.accord.record import AnyRow, Record, body_of, row_of
from kakehashi.accord.record_council import AgendaPoint, Cycle, Matter, Meeting
from kakehashi.accord.record_promises import Action
from kakehashi.accord.record_texts import Clause, Nature, Statement
from kakehashi.accord.record_views import clauses_of
from kakehashi.site.acts.propose import propose
from kakehashi.site.acts.publish import publish
from kakehashi.site.acts.write_row import write_row
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.asked import signed, signed_in
from kakehashi.site.pages.council.cycle import FORM
from kakehashi.site.pages.council.filling import (
    days_of,
    drawn,
    found_in,
    given_in,
    put,
    tried,
    unchosen,
    wrong,
)
from kakehashi.site.pages.council.keys import warned
from kakehashi.site.pages.council.matters import link_commitment
from kakehashi.site.pages.council.reader import record_of
from kakehashi.site.pages.council.told import Said, Teller
from kakehashi.site.pages.forms import day_of
from kakehashi.site.pages.render import render
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

GOVERNING = ("both", "en", "ja", "not_established")
NATURES = (Nature.STATEMENT, Nature.NON_BINDING, Nature.ARRANGEMENT, Nature.TREATY)
_STATEMENT = {
    "title": "title_*",
    "issued": "issued",
    "visibility": "visibility",
    "governing": "governing",
    "nature": "nature",
    "cycle": "cycle",
}
_CLAUSE = {
    "": "en",
    "number": "number",
    "en": "en",
    "ja": "ja",
    "brackets": "bracket_number",
    "statement": "number",
}
_COMMITMENT = {"text": "text_*", "actions": "action", "due": "due", "known_by": "known_by_*"}


def to_row(lang: Lang, name: str) -> HttpResponse:
    """Return the way to the page of the row `name`."""
    prefix, _, slug = name.partition(":")
    return HttpResponseRedirect(reverse("pages:council_row", args=(lang, prefix, slug)))


def _back(teller: Teller, name: str | None) -> Said:
    if name is not None:
        return teller.lead(name)
    path = reverse("pages:council", args=(teller.lang,))
    return Said(say("council_page.title", teller.lang), teller.lang, path)


@FORM
@signed_in
def statement(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Write a new statement, or change its title, nature, the text that governs and its cycle."""
    record = record_of(request)
    given = given_in(request)
    before = found_in(record, given["statement"], Statement) if given.get("statement") else None
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        issued = day_of(given, "issued")
        on = issued if isinstance(issued, date) else None
        body = drafting.statement_body(person, given, before, on)
        own = (issued,) if isinstance(issued, Fault) else ()
        done = tried(lambda: put(person, body, given.get("go", "")), *own)
        if isinstance(done, str):
            return to_row(lang, done)
        faults, values = done, given
    elif before is None:
        values = {"visibility": "organisation", "governing": "both", "nature": "statement"}
    else:
        values = {
            "title_en": before.title.en,
            "title_ja": before.title.ja,
            "governing": before.governing,
            "nature": before.nature.value,
            "cycle": before.cycle or "",
        }
        values = days_of(values, before.issued.on, "issued")
    teller = Teller(record, lang)
    return render(
        request,
        lang,
        "council/write_statement.html",
        status=422 if faults else 200,
        form=drawn(person, values, before, faults, _STATEMENT),
        heading="cycle_page.change_statement" if before else "council_key.new_statement",
        back=_back(teller, before.id if before else None),
        kept=[("statement", before.id)] if before else [],
        is_new=before is None,
        day_fields=["issued"],
        choices=drafting.STATED,
        governing=GOVERNING,
        natures=NATURES,
        cycles=[(row.id, teller.title(row)) for row in record.every(Cycle)],
    )


@FORM
@signed_in
def clause(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Write a clause in both languages under one number, or propose other words for one.

    Words that sound binding in a text that does not bind are told beside the form: when
    it is opened, on asking, and after saving.
    """
    record = record_of(request)
    given = given_in(request)
    before = found_in(record, given["clause"], Clause) if given.get("clause") else None
    holds = found_in(record, before.statement if before else given.get("statement", ""), Statement)
    values = given if request.method == "POST" else _clause_values(person, record, holds, before)
    faults: tuple[Fault, ...] = ()
    body = drafting.clause_body(person, values, record, before)
    if request.method == "POST" and given.get("go") != "look":
        own = _number_faults(record, holds, given, before)
        done = tried(lambda: put(person, body, given.get("go", "")), *own)
        if isinstance(done, str) and given.get("go") != "propose" and _warned(record, body):
            way = reverse("pages:council_write_clause", args=(lang,))
            return HttpResponseRedirect(f"{way}?clause={done}&saved=yes")
        if isinstance(done, str):
            return to_row(lang, holds.id)
        faults = done
    teller = Teller(record, lang)
    return render(
        request,
        lang,
        "council/write_clause.html",
        status=422 if faults else 200,
        form=drawn(person, values, before, faults, _CLAUSE),
        heading="council_key.change_clause" if before else "council_key.new_clause",
        back=_back(teller, holds.id),
        kept=[("clause", before.id)] if before else [("statement", holds.id)],
        title=teller.title(holds),
        is_saved=request.method != "POST" and given.get("saved") == "yes",
        warnings=_warned(record, body),
        others=_others(teller, person, before),
    )


def _clause_values(
    person: Person, record: Record, holds: Statement, before: Clause | None
) -> dict[str, str]:
    if before is None:
        return {"statement": holds.id, "number": str(len(clauses_of(record, holds.id)) + 1)}
    own = next((one for one in before.brackets if one.side == f"side:{person.side}"), None)
    bracket = (
        {}
        if own is None
        else {
            "bracket_number": own.number,
            "bracket_en": own.en or "",
            "bracket_ja": own.ja or "",
        }
    )
    return {
        "number": before.number,
        "en": before.en.text if before.en else "",
        "ja": before.ja.text if before.ja else "",
        **bracket,
    }


def _number_faults(
    record: Record, holds: Statement, form: Mapping[str, str], before: Clause | None
) -> tuple[Fault, ...]:
    number = drafting.words(form, "number")
    if number is None:
        return (wrong("no_number", "number"),)
    others = {one.number for one in clauses_of(record, holds.id) if before != one}
    return (wrong("number_twice", "number", number=number),) if number in others else ()


def _warned(record: Record, body: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the words that sound binding among those of a clause that is being written."""
    texts = {lang: body[lang] for lang in ("en", "ja")}
    plain = {**body, **texts, "number": "1", "brackets": []}
    found: Any = row_of(plain)
    return warned(record, found)


def _others(teller: Teller, person: Person, before: Clause | None) -> list[dict[str, Any]]:
    """Return what other sides propose for the open text of the clause."""
    return [
        {
            "side": teller.plain(one.side),
            "number": one.number,
            "texts": (("en", one.en), ("ja", one.ja)),
        }
        for one in (before.brackets if before else ())
        if one.side != f"side:{person.side}"
    ]  # fmt: skip


@FORM
@signed_in
def commitment(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Draw a commitment from a clause or a matter; the link between the two is kept."""
    record = record_of(request)
    given = given_in(request)
    kind: type[Clause | Matter] = Matter if given.get("matter") else Clause
    source = found_in(record, given.get("matter") or given.get("clause", ""), kind)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        due = day_of(given, "due")
        on = due if isinstance(due, date) else None
        body = drafting.commitment_body(person, given, source, on)
        own = ((due,) if isinstance(due, Fault) else ()) + unchosen(given, "action")
        done = tried(lambda: _drawn_from(person, body, source), *own)
        if isinstance(done, str):
            return to_row(lang, done)
        faults, values = done, given
    else:
        values = _commitment_values(source)
    teller = Teller(record, lang)
    return render(
        request,
        lang,
        "council/write_commitment.html",
        status=422 if faults else 200,
        form=drawn(person, values, None, faults, _COMMITMENT),
        heading="cycle_page.draw" if isinstance(source, Matter) else "council_key.draw",
        back=_back(teller, source.id),
        kept=[("matter" if isinstance(source, Matter) else "clause", source.id)],
        title=teller.title(source),
        actions=[(row.id, teller.title(row)) for row in record.every(Action)],
        day_fields=["due"],
    )


def _drawn_from(person: Person, body: dict[str, Any], source: Clause | Matter) -> str:
    name = put(person, body, "save")
    if isinstance(source, Matter):
        link_commitment(person, source, name)
    return name


def _commitment_values(source: Clause | Matter) -> dict[str, str]:
    if isinstance(source, Matter):
        values = {"text_en": source.text.en, "text_ja": source.text.ja}
        return days_of(values, source.due.on if source.due else None, "due")
    return {
        "text_en": source.en.text if source.en else "",
        "text_ja": source.ja.text if source.ja else "",
    }


def _whole(record: Record, name: str) -> list[AnyRow]:
    """Return the row `name`; with a statement its clauses after it, with a meeting its points."""
    found = record.rows.get(name)
    if found is None:
        raise Http404
    rows: list[AnyRow] = [found]
    if isinstance(found, Statement):
        rows += clauses_of(record, found.id)
    elif isinstance(found, Meeting):
        rows += [row for row in record.every(AgendaPoint) if row.meeting == found.id]
    return rows


@require_POST
@signed_in
def share(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Show a draft, with its clauses, to the other side."""
    name = request.POST.get("row", "")
    for row in _whole(record_of(request), name):
        if row.visibility in {"joint", "public"}:
            continue
        body = {**body_of(row), "visibility": "joint", "named": []}
        write_row(person, body, **signed(person))
    return to_row(lang, name)


@require_POST
@signed_in
def bring(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Bring a text as it stands before both sides, a statement with each of its clauses."""
    for row in _whole(record_of(request), request.POST.get("row", "")):
        propose(person, drafting.offered(body_of(row)), **signed(person))
    return HttpResponseRedirect(reverse("pages:council_keys", args=(lang,)))


@require_POST
@signed_in
def show_all(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Publish a row in the words that were read, a statement with each of its clauses."""
    name = request.POST.get("row", "")
    rows = _whole(record_of(request), name)
    read = dict(one.partition(" ")[::2] for one in request.POST.getlist("read"))
    for row in rows:
        if row.visibility != "public":
            publish(person, row.id, read.get(row.id, ""), **signed(person))
    return to_row(lang, name)
