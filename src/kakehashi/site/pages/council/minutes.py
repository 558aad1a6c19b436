"""Minutes: drafted, circulated to both sides, agreed by each with its key, final with both.

Nobody types that a side has agreed. Circulating brings the text before both sides as it
would stand when final: state `final`, agreed by every side. It stands so once both keys
have turned; until then the row says `circulated`, and the page tells whose key has turned.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kakehashi.accord.may import Person
from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Matter, Meeting, Minutes
from kakehashi.accord.record_parties import Side
from kakehashi.site.acts.propose import propose
from kakehashi.site.acts.withdraw import withdraw
from kakehashi.site.acts.write_row import write_row
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.agenda import in_order
from kakehashi.site.pages.council.asked import signed, signed_in
from kakehashi.site.pages.council.cycle import FORM, before_both
from kakehashi.site.pages.council.filling import (
    Form,
    drawn,
    found_in,
    given_in,
    led_to,
    path_of,
    placed,
    put,
    tried,
    wrong,
)
from kakehashi.site.pages.council.reader import reader_of, record_of, today
from kakehashi.site.pages.council.told import Said, Teller, word
from kakehashi.site.pages.render import render
from kakehashi.site.records.as_values import words_of
from kakehashi.site.views.council import Before, mine, proposals_for
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import LANGS, Lang


@require_safe
def minutes(request: HttpRequest, lang: Lang, slug: str) -> HttpResponse:
    """Return the minutes of a meeting: where they stand, paragraph by paragraph, and what arose."""
    record = record_of(request)
    row = found_in(record, f"minutes:{slug}", Minutes)
    return _page(request, lang, record, row)


def _page(
    request: HttpRequest,
    lang: Lang,
    record: Record,
    row: Minutes,
    faults: tuple[Fault, ...] = (),
) -> HttpResponse:
    teller, person = Teller(record, lang), reader_of(request)
    meeting = record.rows[row.meeting]
    waiting = _circulated(person, row)
    arose = [one for one in record.every(Matter) if one.minutes == row.id]
    said = teller.title(meeting)
    return render(
        request,
        lang,
        "council/minutes.html",
        status=422 if faults else 200,
        it=row,
        form=Form({}, placed(faults, {})),
        title=teller.title(row),
        back=Said(said.text, said.lang, path_of(lang, "council_meeting", meeting.id)),
        row_path=teller.path(row.id),
        seen_by=word(row.visibility, lang),
        state=word(row.state, lang),
        steps=_steps(row, lang),
        sides=_sides(record, row, waiting, teller),
        is_changed=waiting is not None and _paragraphs(waiting) != row.paragraphs,
        may=mine(person, row.id),
        may_write=person is not None and "write" in person.roles,
        paragraphs=[
            {
                "number": one.number,
                "texts": [(code, getattr(one.text, code)) for code in LANGS],
                "arose": [teller.lead(m.id) for m in arose if m.paragraph == one.number],
            }
            for one in row.paragraphs
        ],
        before=before_both(record, lang, person, row.id),
    )


def _circulated(person: Person | None, row: Minutes) -> Before | None:
    """Return the newest proposal before both sides that the writing side brought."""
    side = row.id.partition(":")[2].partition("-")[0]
    own = [one for one in proposals_for(person, thing=row.id) if one.side == side]
    return own[-1] if own else None


def _paragraphs(before: Before) -> Any:
    found = words_of(before.text["row"])
    return found.paragraphs if isinstance(found, Minutes) else ()


def _steps(row: Minutes, lang: Lang) -> list[dict[str, Any]]:
    """Return the four states in order; "agreed" is between circulated and final, by the keys."""
    order = ("draft", "circulated", "agreed", "final")
    here = order.index(row.state)
    return [
        {
            "words": say(f"cycle_page.minutes_{code}", lang),
            "sign": "✓" if place < here or row.state == "final" else "▶" if place == here else "○",
            "is_here": place == here,
        }
        for place, code in enumerate(order)
    ]


def _sides(
    record: Record, row: Minutes, waiting: Before | None, teller: Teller
) -> list[dict[str, Any]]:
    """Return whether each side has agreed, as its key tells; empty before circulation."""
    if row.state == "draft":
        return []
    turned = () if waiting is None else waiting.turned
    return [
        {
            "side": teller.plain(side.id),
            "has_agreed": side.id in row.agreed_by or side.code in turned,
        }
        for side in record.every(Side)
    ]


@require_POST
@signed_in
def start(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Begin the minutes of a meeting: a draft that one's own organisation sees."""
    meeting = found_in(record_of(request), request.POST.get("meeting", ""), Meeting)
    body = drafting.new_body(person, "minutes", "organisation")
    name = put(person, {**body, "meeting": meeting.id, "state": "draft"}, "save")
    return led_to(lang, "council_minutes", name)


@require_POST
@signed_in
def circulate(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Show a draft to one's own side, or circulate it: then its words are before both sides."""
    record = record_of(request)
    row = found_in(record, request.POST.get("minutes", ""), Minutes)
    body = drafting.changed_body(person, row)
    if request.POST.get("go") == "side":
        done = tried(lambda: put(person, {**body, "visibility": "side", "named": []}, "save"))
    else:
        own = () if row.paragraphs else (wrong("no_paragraphs", ""),)
        done = tried(lambda: _circulate(person, body), *own)
    if isinstance(done, tuple):
        return _page(request, lang, record, row, done)
    return led_to(lang, "council_minutes", row.id)


def _circulate(person: Person, body: dict[str, Any]) -> str:
    source, moment = drafting.source_of(person), signed(person)
    shown = {
        **body,
        "state": "circulated",
        "circulated_on": today().isoformat(),
        "visibility": "joint",
        "named": [],
    }
    write_row(person, shown, [source], **moment)
    offer = propose(person, final_of(shown, person), [source], **moment)
    for one in proposals_for(person, thing=body["id"]):
        if one.side == person.side and one.ref != offer:
            withdraw(person, one.ref, **moment)
    return offer


def final_of(body: Mapping[str, Any], person: Person) -> dict[str, Any]:
    """Return minutes as they would stand once every side has agreed to these words."""
    from kakehashi.site.views.council import record_for

    sides = [side.id for side in record_for(person).every(Side)]
    on = body.get("circulated_on") or today().isoformat()
    return {**body, "state": "final", "agreed_by": sides, "circulated_on": on}


@FORM
@signed_in
def write_paragraph(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Write a paragraph in both languages under one number, change one, or take one out."""
    record = record_of(request)
    given = given_in(request)
    row = found_in(record, given.get("minutes", ""), Minutes)
    was = given.get("was", "")
    before = next((one for one in row.paragraphs if one.number == was), None)
    faults: tuple[Fault, ...] = ()
    place = len(row.paragraphs)
    if request.method == "POST":
        listed, place = _listed(row, given, was)
        body = {**drafting.changed_body(person, row), "paragraphs": listed}
        go = given.get("go", "")
        if go == "propose":
            body = final_of(body, person)
        own = _faults(record, row, given, was)
        done = tried(lambda: put(person, body, go), *own)
        if isinstance(done, str):
            return led_to(lang, "council_minutes", row.id)
        faults, values = done, given
    elif before is None:
        values = {"number": str(place + 1)}
    else:
        texts = {"text_en": before.text.en, "text_ja": before.text.ja}
        values = {"number": before.number, **texts}
    title = Teller(record, lang).title(row)
    fields = {
        "number": "number",
        "paragraphs": "number",
        f"paragraphs[{place}].text": "text_*",
    }
    return render(
        request,
        lang,
        "council/write_paragraph.html",
        status=422 if faults else 200,
        form=drawn(person, values, row, faults, fields),
        heading="cycle_page.change_paragraph" if was else "cycle_page.new_paragraph",
        back=Said(title.text, title.lang, path_of(lang, "council_minutes", row.id)),
        kept=[("minutes", row.id), *([("was", was)] if was else [])],
        is_new=before is None,
    )


def _listed(row: Minutes, form: Mapping[str, str], was: str) -> tuple[list[dict[str, Any]], int]:
    """Return the paragraphs with the form's in its place by number, and that place."""
    kept: list[dict[str, Any]] = [
        {"number": one.number, "text": {"en": one.text.en, "ja": one.text.ja}}
        for one in row.paragraphs
        if one.number != was
    ]
    if form.get("go") == "remove":
        return kept, len(kept)
    number = drafting.words(form, "number") or ""
    mine_ = {"number": number, "text": drafting.text(form, "text")}
    listed = sorted([*kept, mine_], key=lambda one: in_order(one["number"]))
    return listed, listed.index(mine_)


def _faults(record: Record, row: Minutes, form: Mapping[str, str], was: str) -> tuple[Fault, ...]:
    number = drafting.words(form, "number")
    if form.get("go") != "remove" and number is None:
        return (wrong("no_number", "number"),)
    hangs = any(one.minutes == row.id and one.paragraph == was for one in record.every(Matter))
    if was and hangs and (form.get("go") == "remove" or number != was):
        return (wrong("matters_hang", "number", number=was),)
    return ()
