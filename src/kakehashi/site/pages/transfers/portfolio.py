"""The desk's page of many flows: counted, with small counts withheld.

A table is given, counted and forgotten. What comes back may leave the desk; the desk's
own list, in which nothing is withheld, is the command line's alone.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import get_args

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.portfolio_asked import Question, counts_of, table_hops
from kakehashi.answers.portfolio_columns import PAPER_KINDS, REQUIRED, stated_facts
from kakehashi.answers.portfolio_counts import By, counts_as_json
from kakehashi.answers.portfolio_dates import dates_due
from kakehashi.answers.portfolio_hops import Hops
from kakehashi.answers.portfolio_words import (
    checked_words,
    counts_csv,
    counts_shown,
    dates_ics,
    due_words,
)
from kakehashi.site.pages.forms import day_of
from kakehashi.site.pages.render import render
from kakehashi.site.pages.transfers.flow import FORM, attached
from kakehashi.site.views.made_papers import in_turn
from kakehashi.terms.errors import Fault, InputError, KakehashiError, http_status
from kakehashi.terms.phrases import phrases
from kakehashi.terms.steady import steady, steady_json
from kakehashi.terms.text import Lang

DAYS = ("as_of", "before", "after")
BYS: tuple[By, ...] = get_args(By)
GIVES = ("page", "csv", "json", "ics")
FILE = "kakehashi-portfolio"
_COLUMNS = (  # each with a phrase that says what stands in it
    ("flow", "flow"), ("hop", "hop"), ("sender, receiver", "party"),
    ("sender_country, receiver_country", "country"), ("sender_kind, receiver_kind", "kind"),
    ("hop_kind", "hop_kind"), ("sector", "sector"), ("sender_entity, receiver_entity", "entity"),
    ("region", "region"), ("relies_on", "relies_on"), ("starts, until", "days"),
    ("after", "after"), (", ".join(f"{kind}_starts" for kind in PAPER_KINDS), "paper_starts"),
    (", ".join(f"{kind}_until" for kind in PAPER_KINDS), "paper_until"),
    ("papers_complete", "papers_complete"), ("…__complete", "complete"), ("…__until", "until"),
)  # fmt: skip
EXAMPLE = f"""\
{",".join(REQUIRED)},idta_starts,idta_until,data_categories
support,1,maker,cloud,GB,US,company,company,disclosure,2026-03-02,2027-03-01,contact;health
"""


@FORM
def portfolio(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the form for a table of flows; POSTed, its counts as a page or a file."""
    if request.method != "POST":
        return _form(request, lang)
    try:
        name, content, asked = _asked(request)
        with in_turn():
            hops = table_hops(shipped_rulebooks(), name, content)
            return _counted(request, lang, name, hops, asked)
    except KakehashiError as error:
        return _form(request, lang, error)


def _form(request: HttpRequest, lang: Lang, error: KakehashiError | None = None) -> HttpResponse:
    faults = () if error is None else error.faults
    return render(
        request,
        lang,
        "transfers/portfolio.html",
        status=200 if error is None else http_status(error),
        faults=faults,
        typed=request.POST,
        bys=BYS,
        files=GIVES[1:],
        by=request.POST.get("by", BYS[0]),
        days=[(one, one in {fault.where for fault in faults}) for one in DAYS],
        columns=_COLUMNS,
        example=EXAMPLE,
        facts=[
            (fact.id, fact.question.into(lang), [member.id for member in fact.members])
            for fact in stated_facts(shipped_rulebooks().vocabulary)
            if fact.id not in REQUIRED
        ],
    )


def _asked(request: HttpRequest) -> tuple[str, bytes, Question]:
    """Return what the form asks. Raises InputError with all its faults."""
    faults: list[Fault] = []
    found: dict[str, date | None] = {}
    for field in DAYS:
        day = day_of(request.POST, field)
        if isinstance(day, Fault):
            faults.append(msgspec.structs.replace(day, where=field))
        else:
            found[field] = day
    upload = request.FILES.get("file")
    if upload is None:
        faults.append(_fault("no_table", "file"))
    if (found.get("before") is None) is not (found.get("after") is None) and not faults:
        faults.append(_fault("both_days", "before" if found["before"] is None else "after"))
    by = next((one for one in BYS if one == request.POST.get("by", BYS[0])), None)
    if by is None:
        faults.append(_fault("no_by", "by"))
    if faults or upload is None or by is None:
        raise InputError(faults)
    question = Question(
        by=by,
        as_of=found["as_of"] or found["before"] or timezone.now().date(),
        before=found["before"],
        after=found["after"],
    )
    return steady(upload.name or "flows.csv"), upload.read(), question


def _fault(code: str, where: str) -> Fault:
    words = phrases()
    return Fault(
        code=code,
        what=words[f"data_desk.{code}"],
        where=where,
        expected=words[f"data_desk.{code}_expected"],
        mend=words[f"data_desk.{code}_mend"],
    )


def _counted(
    request: HttpRequest, lang: Lang, name: str, hops: Hops, asked: Question
) -> HttpResponse:
    """Return counts or days in the form that was asked for."""
    rulebooks, give = shipped_rulebooks(), request.POST.get("give", GIVES[0])
    if give == "ics":
        dates = dates_due(rulebooks, hops, as_of=asked.as_of)
        content = dates_ics(dates, timezone.now(), lang)
        return attached(content, "text/calendar; charset=utf-8", f"{FILE}.ics")
    counts = counts_of(rulebooks, hops, asked)
    if give == "csv":
        return attached(counts_csv(counts), "text/csv; charset=utf-8", f"{FILE}.csv")
    if give == "json":
        return _json(counts_as_json(counts), f"{FILE}.json")
    response = render(
        request,
        lang,
        "transfers/portfolio_result.html",
        name=name,
        shown=counts_shown(counts, lang),
        checked=checked_words(counts, lang),
        dates=[
            (due.on, due_words(due, lang)) for due in dates_due(rulebooks, hops, as_of=asked.as_of)
        ],
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _json(value: Mapping[str, object], name: str) -> HttpResponse:
    text = steady_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"
    return attached(text.encode(), "application/json", name)
