"""Drafting: a statement clause by clause, brackets, commitments, before both sides, publication."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kakehashi.accord.may import Person
from kakehashi.accord.record import AnyRow, Record, body_of
from kakehashi.accord.record_promises import Action
from kakehashi.accord.record_texts import Clause, Statement
from kakehashi.accord.record_views import clauses_of
from kakehashi.site.acts.propose import propose
from kakehashi.site.acts.publish import publish
from kakehashi.site.acts.write_row import write_row
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.asked import signed, signed_in
from kakehashi.site.pages.council.reader import record_of
from kakehashi.site.pages.council.told import Teller
from kakehashi.site.pages.forms import day_of
from kakehashi.site.pages.render import render
from kakehashi.site.views.council import mine
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.text import Lang

_FORM = require_http_methods(["GET", "HEAD", "POST"])


def _to(lang: Lang, name: str) -> HttpResponse:
    prefix, _, slug = name.partition(":")
    return HttpResponseRedirect(reverse("pages:council_row", args=(lang, prefix, slug)))


def _row(record: Record, name: str, kind: type[Any]) -> Any:
    found = record.rows.get(name)
    if not isinstance(found, kind):
        raise Http404
    return found


@_FORM
@signed_in
def statement(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Write a new statement: its title in both languages, and who sees the draft."""
    if request.method == "POST":
        body = drafting.statement_body(person, request.POST.dict())
        source = drafting.source_of(person)
        return _to(lang, write_row(person, body, [source], **signed(person)))
    return render(request, lang, "council/write_statement.html", choices=drafting.STATED)


@_FORM
@signed_in
def clause(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Write a clause in both languages under one number, or propose other words for one."""
    record = record_of(request)
    given: Mapping[str, str] = (request.POST if request.method == "POST" else request.GET).dict()
    before = _row(record, given["clause"], Clause) if given.get("clause") else None
    holds = _row(record, before.statement if before else given.get("statement", ""), Statement)
    if request.method == "POST":
        body = drafting.clause_body(person, given, record, before)
        source = drafting.source_of(person)
        if given.get("go") == "propose":
            propose(person, drafting.offered(body), [source], **signed(person))
        else:
            write_row(person, body, [source], **signed(person))
        return _to(lang, holds.id)
    allowed = mine(person, before.id) if before else None
    teller = Teller(record, lang)
    own = [one for one in before.brackets if one.side == f"side:{person.side}"] if before else []
    return render(
        request,
        lang,
        "council/write_clause.html",
        clause=before,
        statement=holds,
        title=teller.title(holds),
        path=request.path,
        number=before.number if before else str(len(clauses_of(record, holds.id)) + 1),
        bracket=own[0] if own else None,
        may_write=allowed is None or allowed.may_write,
        may_propose=allowed is not None and allowed.may_propose,
    )


@_FORM
@signed_in
def commitment(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Draw a commitment from a clause; it keeps the link to it."""
    record = record_of(request)
    given = (request.POST if request.method == "POST" else request.GET).dict()
    source = _row(record, given.get("clause", ""), Clause)
    if request.method == "POST":
        due = day_of(given, "due")
        if isinstance(due, Fault):
            raise InputError(due)
        body = drafting.commitment_body(person, given, source, due)
        written = write_row(person, body, [drafting.source_of(person)], **signed(person))
        return _to(lang, written)
    teller = Teller(record, lang)
    actions = [(row.id, teller.title(row)) for row in record.every(Action)]
    shown = {"clause": source, "title": teller.title(source), "actions": actions}
    return render(request, lang, "council/write_commitment.html", values=None, **shown)


def _whole(record: Record, name: str) -> list[AnyRow]:
    """Return the row `name`, and with a statement its clauses after it."""
    found = record.rows.get(name)
    if found is None:
        raise Http404
    rows: list[AnyRow] = [found]
    if isinstance(found, Statement):
        rows += clauses_of(record, found.id)
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
    return _to(lang, name)


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
    return _to(lang, name)
