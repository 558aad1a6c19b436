"""The page of one row: all that the record says of it, how it is known, what refers to it."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kakehashi.accord.may import Person
from kakehashi.accord.record import AnyRow, Record
from kakehashi.accord.record_promises import Action, Commitment, Evidence, Lineage, Priority
from kakehashi.accord.record_texts import Clause, Instrument, Statement
from kakehashi.accord.record_views import clauses_of
from kakehashi.answers.own_words import basis_of
from kakehashi.site.pages.council.downloads import links_of
from kakehashi.site.pages.council.flags import flags_told
from kakehashi.site.pages.council.instruments import told
from kakehashi.site.pages.council.keys import told as told_proposal
from kakehashi.site.pages.council.keys import warned
from kakehashi.site.pages.council.levels import columns_of, headings, marked
from kakehashi.site.pages.council.paging import paged
from kakehashi.site.pages.council.priorities import NEXT
from kakehashi.site.pages.council.reader import reader_of, record_of, today
from kakehashi.site.pages.council.status import REPORTABLE
from kakehashi.site.pages.council.told import KIND_OF, Said, Teller, lang_of, referring, word
from kakehashi.site.pages.render import render
from kakehashi.site.views.council import Before, digests_of, mine, proposals_for
from kakehashi.site.views.kept_result import digest_kept
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

MOST_REFERRING = 100  # rows named under "what refers to it"


@require_safe
def row(request: HttpRequest, lang: Lang, prefix: str, slug: str) -> HttpResponse:
    """Return the page of the row `prefix:slug`, for those who may see it."""
    record = record_of(request)
    found = record.rows.get(f"{prefix}:{slug}")
    if found is None:
        raise Http404
    teller = Teller(record, lang)
    refers = referring(record).get(found.id, ())[:MOST_REFERRING]
    kind = KIND_OF[type(found)]
    title = teller.title(found)
    return render(
        request,
        lang,
        "council/row.html",
        it=found,
        title=title,
        kind=say(f"council_kind.{kind}", lang),
        parts=teller.parts(found),
        sources=teller.sources(found.sources),
        refers=[(_kind_words(record, name, lang), teller.lead(name)) for name in refers],
        seen_by=word(found.visibility, lang),
        downloads=links_of(record, found, lang),
        tools=tools_for(reader_of(request), record, found),
        before=[told_proposal(record, lang, one) for one in _before(request, found)],
        **_more(request, record, teller, found),
    )


def _before(request: HttpRequest, found: AnyRow) -> tuple[Before, ...]:
    person = reader_of(request)
    return () if person is None else proposals_for(person, thing=found.id)


def tools_for(person: Person | None, record: Record, found: AnyRow) -> dict[str, Any] | None:
    """Return what the reader may do with the row; None for the public."""
    may_do = mine(person, found.id)
    if may_do is None:
        return None
    names = [found.id]
    if isinstance(found, Statement):
        names += [one.id for one in clauses_of(record, found.id)]
    read = digests_of(person, names) if may_do.may_publish else {}
    return {
        "may": may_do,
        "is_statement": isinstance(found, Statement),
        "is_clause": isinstance(found, Clause),
        "is_joint": found.visibility in {"joint", "public"},
        "read": [f"{name} {digest}" for name, digest in read.items()],
        "may_draft": person is not None and "write" in person.roles,
        "is_commitment": isinstance(found, Commitment),
        "is_reportable": isinstance(found, REPORTABLE),
        "next_stage": NEXT.get(found.stage) if isinstance(found, Priority) else None,
    }


def _kind_words(record: Record, name: str, lang: Lang) -> str:
    return say(f"council_kind.{KIND_OF[type(record.rows[name])]}", lang)


def _more(request: HttpRequest, record: Record, teller: Teller, found: AnyRow) -> dict[str, Any]:
    """Return what pages of some kinds show besides."""
    if isinstance(found, Action):
        ours = [row for row in record.every(Commitment) if found.id in row.actions]
        page = paged(request, ours)
        return {
            "commitments": _stands(record, teller, page.object_list),
            "headings": headings(record, teller.lang),
            "page": page,
        }
    if isinstance(found, Commitment):
        return {
            "columns": marked(record, columns_of(record, found.id, today()), teller.lang),
            "links": _links(record, teller, found.id),
        }
    if isinstance(found, Statement):
        return _clauses(request, teller, clauses_of(record, found.id))
    if isinstance(found, Clause):
        return _clauses(request, teller, (found,))
    if isinstance(found, Evidence):
        digest = digest_kept(found.id)
        address = digest and reverse("pages:supply_kept", args=(teller.lang, digest))
        return {"kept_result": address}
    if isinstance(found, Instrument):
        return {"instrument": told(record, teller, found, today()), "on": today()}
    return {}


def _clauses(request: HttpRequest, teller: Teller, clauses: tuple[Clause, ...]) -> dict[str, Any]:
    flags = flags_told(reader_of(request), teller.record, teller, clauses)
    return {"clauses": [clause_told(teller, one) for one in clauses], "flags": flags}


def _stands(record: Record, teller: Teller, rows: Iterable[Commitment]) -> list[dict[str, Any]]:
    on = today()
    return [
        {
            "title": teller.lead(row.id),
            "due": teller.when(row.due) if row.due else None,
            "columns": marked(record, columns_of(record, row.id, on), teller.lang),
            "basis": basis_of(row),
        }
        for row in rows
    ]


def _links(record: Record, teller: Teller, name: str) -> list[dict[str, Any]]:
    return [
        {
            "before": teller.lead(row.before),
            "after": teller.lead(row.after) if row.after else None,
            "how": word(row.how, teller.lang),
            "cycle": teller.lead(row.cycle),
        }
        for row in record.every(Lineage)
        if name in (row.before, row.after)
    ]


def clause_told(teller: Teller, clause: Clause) -> dict[str, Any]:
    """Return a clause in both languages side by side, with brackets and agreed marks."""
    lang = teller.lang
    return {
        "it": clause,
        "path": teller.path(clause.id),
        "texts": [_wording(clause, one, lang) for one in ("en", "ja")],
        "brackets": [
            {
                "title": say(
                    "council_page.bracket_of",
                    lang,
                    side=teller.plain(one.side),
                    number=one.number,
                ),
                "texts": [Said(text, lang_of(text)) for text in (one.en, one.ja) if text],
            }
            for one in clause.brackets
        ],
        "agreed": [
            say(
                "council_page.agreed_by",
                lang,
                side=teller.plain(one.side),
                language=word(one.language, lang),
                day=one.on.isoformat(),
            )
            for one in clause.agreed
        ],
        "sources": teller.sources(clause.sources),
        "warnings": [] if clause.visibility == "public" else warned(teller.record, clause),
    }


def _wording(clause: Clause, which: Lang, lang: Lang) -> dict[str, Any]:
    wording = clause.en if which == "en" else clause.ja
    if wording is None:
        return {"lang": which, "text": None, "missing": f"council_page.no_text_{which}"}
    if wording.standing == "ours" and clause.is_paraphrase:
        text_is = say(f"standing.ours{'_reviewed' if wording.is_reviewed else ''}", lang)
    elif wording.standing == "ours":
        text_is = say("council_page.draft", lang)
    else:
        text_is = word(wording.standing, lang)
    return {"lang": which, "text": wording.text, "text_is": text_is}
