"""Pages that list the rows of a kind: matrix, commitments, lineage, meetings, forums, gaps."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kakehashi.accord.record import AnyRow
from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_parties import Forum, Holder, Organisation, Post, Side
from kakehashi.accord.record_promises import Commitment, Lineage
from kakehashi.accord.record_texts import (
    Decision,
    Endorsement,
    Finding,
    Position,
    Programme,
    Statement,
)
from kakehashi.accord.record_views import gaps as gaps_of
from kakehashi.accord.record_views import matrix, silent
from kakehashi.answers.own_words import basis_of, read_in
from kakehashi.site.pages.council.downloads import links_to
from kakehashi.site.pages.council.levels import columns_of, headings, marked
from kakehashi.site.pages.council.paging import paged
from kakehashi.site.pages.council.reader import reader_of, record_of, today
from kakehashi.site.pages.council.told import Said, Teller, resting, word
from kakehashi.site.pages.render import render
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang


@require_safe
def actions(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the matrix: pillar by year, which Joint Actions sources speak of."""
    record = record_of(request)
    teller = Teller(record, lang)
    table = matrix(record)
    blocks = [
        {
            "pillar": teller.title(block.pillar),
            "path": teller.path(block.pillar.id),
            "n_seen": block.n_seen,
            "lines": [
                {
                    "title": teller.lead(line.action.id),
                    "basis": line.action.basis,
                    "cells": [
                        cell and {"basis": cell.basis, "sources": teller.sources(cell.sources)}
                        for cell in line.cells
                    ],
                }
                for line in block.lines
            ],
        }
        for block in table.blocks
    ]
    return render(request, lang, "council/actions.html", years=table.years, blocks=blocks)


@require_safe
def commitments(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the commitments with their owners, day and three columns, fifty a page."""
    record, on = record_of(request), today()
    teller = Teller(record, lang)
    page = paged(request, record.every(Commitment))
    lines = [
        {
            "title": teller.lead(row.id),
            "owners": [teller.lead(owner.organisation) for owner in row.owners],
            "due": teller.when(row.due) if row.due else None,
            "columns": marked(record, columns_of(record, row.id, on), lang),
            "basis": basis_of(row),
        }
        for row in page.object_list
    ]
    shown: dict[str, Any] = {"lines": lines, "page": page, "headings": headings(record, lang)}
    files = links_to(lang, "commitments")
    return render(request, lang, "council/commitments.html", downloads=files, **shown)


@require_safe
def lineage(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return what became of commitments, and which were dropped in silence."""
    record = record_of(request)
    teller = Teller(record, lang)
    links = [
        {
            "before": teller.lead(row.before),
            "after": teller.lead(row.after) if row.after else None,
            "how": word(row.how, lang),
            "cycle": teller.lead(row.cycle),
            "basis": basis_of(row),
            "path": teller.path(row.id),
            "sources": teller.sources(row.sources),
        }
        for row in record.every(Lineage)
    ]
    lost = [
        {
            "cycle": teller.lead(one.cycle),
            "commitment": teller.lead(one.commitment),
            "name": one.commitment,
            "is_part": one.is_read_in_part,
            "evidence": [teller.lead(name) for name in one.evidence],
        }
        for one in silent(record)
    ]
    person = reader_of(request)
    may_write = person is not None and "write" in person.roles
    shown: dict[str, Any] = {"links": links, "lost": lost, "may_write": may_write}
    return render(request, lang, "council/lineage.html", **shown)


def _listing(request: HttpRequest, lang: Lang, key: str, groups: list[Any]) -> HttpResponse:
    """Return a page of groups of rows, each with its title, day, basis and sources."""
    teller = Teller(record_of(request), lang)
    shown = []
    for heading, rows in groups:
        page = paged(request, rows)
        shown.append(
            {"heading": heading, "rows": [_line(teller, row) for row in page], "page": page}
        )
    return render(request, lang, "council/listing.html", key=f"council_page.{key}", groups=shown)


def _line(teller: Teller, row: AnyRow) -> dict[str, Any]:
    when = next(
        (found for name in ("when", "issued", "starts") if (found := getattr(row, name, None))),
        None,
    )
    decided = getattr(row, "decided_on", None)
    return {
        "title": teller.lead(row.id),
        "when": teller.when(when) if when else None,
        "on": decided,
        "about": [teller.lead(name) for name in getattr(row, "about", ())],
        "note": teller.text(row.note) if row.note else None,
        "last_found": getattr(row, "last_found", None),
        "ask_at": teller.text(ask) if (ask := getattr(row, "ask_at", None)) else None,
        "basis": basis_of(row),
        "sources": teller.sources(row.sources),
    }


@require_safe
def meetings(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the meetings, newest first."""
    rows = record_of(request).every(Meeting)
    newest = sorted(rows, key=lambda row: (row.when.on is not None, row.when.on), reverse=True)
    return _listing(request, lang, "meetings", [(None, newest)])


@require_safe
def statements(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the joint statements, newest first."""
    rows = record_of(request).every(Statement)
    newest = sorted(rows, key=lambda row: str(row.issued.on or ""), reverse=True)
    return _listing(request, lang, "statements", [(None, newest)])


@require_safe
def forums(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the forums, what both endorsed there, and joint positions."""
    record = record_of(request)
    return _listing(
        request,
        lang,
        "forums",
        [
            (None, record.every(Forum)),
            (say("council_page.endorsed", lang), record.every(Endorsement)),
            (say("council_page.positions", lang), record.every(Position)),
        ],
    )


@require_safe
def research(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the joint research programmes."""
    return _listing(request, lang, "research", [(None, record_of(request).every(Programme))])


@require_safe
def findings(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return dated facts and decisions."""
    record = record_of(request)
    decisions = (say("council_kind.decision", lang), record.every(Decision))
    return _listing(request, lang, "findings", [(None, record.every(Finding)), decisions])


@require_safe
def gaps(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return what is not known, each with the newest day that is."""
    return _listing(request, lang, "gaps", [(None, gaps_of(record_of(request)))])


@require_safe
def parties(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return sides, organisations, posts and those who hold them."""
    record = record_of(request)
    kinds = (("side", Side), ("organisation", Organisation), ("post", Post), ("holder", Holder))
    groups = [(say(f"council_kind.{name}", lang), record.every(kind)) for name, kind in kinds]
    return _listing(request, lang, "parties", groups)


@require_safe
def sources(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return every source, and how much of it was read."""
    record = record_of(request)
    teller = Teller(record, lang)
    page = paged(request, tuple(record.sources.values()))
    lines = [
        {
            "it": one,
            "shown": teller.sources((one.id,))[0],
            "read": Said(*read_in(one, lang)),
        }
        for one in page.object_list
    ]
    return render(request, lang, "council/source_list.html", lines=lines, page=page)


@require_safe
def source(request: HttpRequest, lang: Lang, name: str) -> HttpResponse:
    """Return one source and the rows that rest on it."""
    record = record_of(request)
    it = record.sources.get(name)
    rows = resting(record).get(name, ())
    if it is None or not rows:
        raise Http404
    teller = Teller(record, lang)
    shown = teller.sources((name,))[0]
    page = paged(request, rows)
    leads = [teller.lead(one) for one in page.object_list]
    return render(
        request,
        lang,
        "council/source.html",
        it=it,
        shown=shown,
        read=Said(*read_in(it, lang)),
        rows=leads,
        page=page,
    )
