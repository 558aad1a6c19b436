"""The Council's year: its cycles, the dated steps of each, and the meetings in it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from kakehashi.accord.may import Person
from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Cycle, Meeting
from kakehashi.accord.record_cycle import TEMPLATE, cycle_steps
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_texts import Statement
from kakehashi.answers.own_words import basis_of
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.asked import signed_in
from kakehashi.site.pages.council.filling import (
    days_of,
    drawn,
    found_in,
    given_in,
    led_to,
    path_of,
    put,
    tried,
    unchosen,
    wrong,
)
from kakehashi.site.pages.council.keys import told as told_proposal
from kakehashi.site.pages.council.reader import reader_of, record_of, today
from kakehashi.site.pages.council.told import Said, Teller, word
from kakehashi.site.pages.forms import day_of
from kakehashi.site.pages.render import render
from kakehashi.site.views.council import mine, proposals_for
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

FORM = require_http_methods(["GET", "HEAD", "POST"])
FORMS = ("in_person", "online", "hybrid", "not_established")
SIGNS = {"past": "●", "next": "▶", "ahead": "○", "unset": "–"}


@require_safe
def cycles(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return every cycle, the newest first, with its day and its meetings."""
    record = record_of(request)
    teller = Teller(record, lang)
    rows = sorted(
        record.every(Cycle), key=lambda row: (row.council_on or date.max, row.id), reverse=True
    )
    lines = [
        {
            "title": _titled(teller, row, "council_cycle"),
            "on": row.council_on,
            "meetings": [_titled(teller, one, "council_meeting") for one in _met(record, row)],
            "basis": basis_of(row),
        }
        for row in rows
    ]
    person = reader_of(request)
    may_write = person is not None and "write" in person.roles
    return render(request, lang, "council/cycles.html", lines=lines, may_write=may_write)


def _met(record: Record, cycle: Cycle) -> list[Meeting]:
    return [row for row in record.every(Meeting) if row.cycle == cycle.id]


def _titled(teller: Teller, row: Any, page: str) -> Said:
    said = teller.title(row)
    return Said(said.text, said.lang, path_of(teller.lang, page, row.id))


@require_safe
def cycle(request: HttpRequest, lang: Lang, slug: str) -> HttpResponse:
    """Return one cycle: its steps as a dated list, its meetings, statements and commitments."""
    record = record_of(request)
    row = found_in(record, f"cycle:{slug}", Cycle)
    teller = Teller(record, lang)
    person = reader_of(request)
    met = _met(record, row)
    names = {row.id, *(one.id for one in met)}
    return render(
        request,
        lang,
        "council/cycle.html",
        it=row,
        title=teller.title(row),
        steps=steps_of(row, today(), lang),
        meetings=[(_titled(teller, one, "council_meeting"), teller.when(one.when)) for one in met],
        statements=[
            teller.lead(one.id)
            for one in record.every(Statement)
            if one.cycle in names or one.meeting in names
        ],
        n_commitments=sum(one.cycle == row.id for one in record.every(Commitment)),
        row_path=teller.path(row.id),
        seen_by=word(row.visibility, lang),
        may=mine(person, row.id),
        may_meet=person is not None and "write" in person.roles,
        before=before_both(record, lang, person, row.id),
    )


def before_both(
    record: Record, lang: Lang, person: Person | None, name: str
) -> list[dict[str, Any]]:
    """Return the proposals before both sides on the row `name`, as the reader sees them."""
    return [told_proposal(record, lang, one) for one in proposals_for(person, thing=name)]


def steps_of(cycle: Cycle, on: date, lang: Lang) -> list[dict[str, Any]]:
    """Return the steps of the template, past, next or ahead on `on`; without days if none is set.

    That a step's day has passed says nothing of whether it was taken.
    """
    if cycle.council_on is None:
        return [_step(months, None, name.into(lang), "unset", lang) for _, months, name in TEMPLATE]
    steps = cycle_steps(cycle.council_on)
    first = next((step.id for step in steps if step.on >= on), None)
    return [
        _step(
            step.months,
            step.on,
            step.name.into(lang),
            "next" if step.id == first else "past" if step.on < on else "ahead",
            lang,
        )
        for step in steps
    ]


def _step(months: int, on: date | None, name: str, state: str, lang: Lang) -> dict[str, Any]:
    sign = "−" if months < 0 else "+" if months else ""
    return {
        "months": f"T{sign}{abs(months) if months else ''}",
        "on": on,
        "name": name,
        "state": state,
        "sign": SIGNS[state],
        "words": say(f"cycle_page.step_{state}", lang),
    }


_CYCLE = {"name": "name_*", "council_on": "council", "visibility": "visibility"}


@FORM
@signed_in
def write_cycle(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Open a cycle, or set the Council's day and the name of one."""
    record = record_of(request)
    given = given_in(request)
    before = found_in(record, given["cycle"], Cycle) if given.get("cycle") else None
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        day = day_of(given, "council")
        body = _cycle_body(person, given, before, None if isinstance(day, Fault) else day)
        own = (day,) if isinstance(day, Fault) else ()
        done = tried(lambda: put(person, body, given.get("go", "")), *own)
        if isinstance(done, str):
            return led_to(lang, "council_cycle", done if before is None else before.id)
        faults, values = done, given
    elif before is None:
        values = {"visibility": "organisation"}
    else:
        texts = {"name_en": before.name.en, "name_ja": before.name.ja}
        values = days_of(texts, before.council_on, "council")
    back = _titled(Teller(record, lang), before, "council_cycle") if before else None
    return render(
        request,
        lang,
        "council/write_cycle.html",
        status=422 if faults else 200,
        form=drawn(person, values, before, faults, _CYCLE),
        heading="cycle_page.change_cycle" if before else "cycle_page.new_cycle",
        back=back or _all(lang, "cycles"),
        kept=[("cycle", before.id)] if before else [],
        is_new=before is None,
        choices=drafting.STATED,
        day_fields=["council"],
    )


def _all(lang: Lang, page: str) -> Said:
    from django.urls import reverse

    path = reverse(f"pages:council_{page}", args=(lang,))
    return Said(say(f"cycle_page.{page}", lang), lang, path)


def _cycle_body(
    person: Person, form: Mapping[str, str], before: Cycle | None, day: date | None
) -> dict[str, Any]:
    start = (
        drafting.changed_body(person, before)
        if before
        else drafting.new_body(person, "cycle", form.get("visibility", ""))
    )
    on = day.isoformat() if day else None
    return {**start, "name": drafting.text(form, "name"), "council_on": on}


_MEETING = {
    "name": "name_*",
    "when": "when",
    "form": "form",
    "place": "place_*",
    "cycle": "visibility",
    "visibility": "visibility",
}


@FORM
@signed_in
def write_meeting(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Make a meeting in a cycle, or change its name, day, form and place."""
    record = record_of(request)
    given = given_in(request)
    before = found_in(record, given["meeting"], Meeting) if given.get("meeting") else None
    named = before.cycle if before else given.get("cycle", "")
    holds = found_in(record, named, Cycle) if named else None
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        day = day_of(given, "when")
        body = _meeting_body(person, given, before, None if isinstance(day, Fault) else day)
        body["cycle"] = named or None
        own = (day,) if isinstance(day, Fault) else () if day else (wrong("no_date", "when"),)
        own = (*own, *unchosen(given, "form"))
        done = tried(lambda: put(person, body, given.get("go", "")), *own)
        if isinstance(done, str):
            return led_to(lang, "council_meeting", done if before is None else before.id)
        faults, values = done, given
    elif before is None:
        on = holds.council_on if holds else None
        values = days_of({"visibility": "organisation", "form": "not_established"}, on, "when")
    else:
        place = {f"place_{one}": getattr(before.place, one, "") for one in ("en", "ja")}
        name = {"name_en": before.name.en, "name_ja": before.name.ja, "form": before.form}
        values = days_of({**name, **place}, before.when.on, "when")
    teller = Teller(record, lang)
    back = (
        _titled(teller, before, "council_meeting")
        if before
        else _titled(teller, holds, "council_cycle") if holds else _all(lang, "cycles")
    )  # fmt: skip
    kept = [("meeting", before.id)] if before else [("cycle", named)]
    return render(
        request,
        lang,
        "council/write_meeting.html",
        status=422 if faults else 200,
        form=drawn(person, values, before, faults, _MEETING),
        heading="cycle_page.change_meeting" if before else "cycle_page.new_meeting",
        back=back,
        kept=kept,
        is_new=before is None,
        choices=drafting.STATED,
        forms=FORMS,
        day_fields=["when"],
    )


def _meeting_body(
    person: Person, form: Mapping[str, str], before: Meeting | None, day: date | None
) -> dict[str, Any]:
    start = (
        drafting.changed_body(person, before)
        if before
        else drafting.new_body(person, "meeting", form.get("visibility", ""))
    )
    when: dict[str, Any] = {"on": day.isoformat()} if day else {}
    return {
        **start,
        "name": drafting.text(form, "name"),
        "when": when,
        "form": form.get("form") or "not_established",
        "place": drafting.text_or_none(form, "place"),
    }
