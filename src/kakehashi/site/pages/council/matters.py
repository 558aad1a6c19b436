"""Matters arising: actions out of paragraphs of minutes, done, or carried to a later meeting."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kakehashi.accord.may import Person
from kakehashi.accord.record import Record, body_of
from kakehashi.accord.record_council import AgendaPoint, Matter, Meeting, Minutes
from kakehashi.accord.record_parties import Organisation, Side
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.agenda import points_of
from kakehashi.site.pages.council.asked import signed_in
from kakehashi.site.pages.council.cycle import FORM
from kakehashi.site.pages.council.filling import (
    days_of,
    drawn,
    found_in,
    given_in,
    led_to,
    path_of,
    put,
    tried,
    wrong,
)
from kakehashi.site.pages.council.paging import paged
from kakehashi.site.pages.council.reader import reader_of, record_of, today
from kakehashi.site.pages.council.told import Said, Teller, referring
from kakehashi.site.pages.forms import count_in, day_of
from kakehashi.site.pages.render import render
from kakehashi.site.views.council import mine
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

SIGNS = {"done": "✓", "overdue": "!", "open": "○"}


@require_safe
def matters(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return every matter, those not done first and of them the first due; not done alone if asked.

    What is not done stays on the list from meeting to meeting.
    """
    record, on = record_of(request), today()
    is_open = request.GET.get("open") == "yes"
    rows = [row for row in record.every(Matter) if not (is_open and row.done_on)]
    rows.sort(key=lambda row: (row.done_on is not None, _due(row), row.id))
    page = paged(request, tuple(rows))
    person = reader_of(request)
    return render(
        request,
        lang,
        "council/matters.html",
        lines=[_told(Teller(record, lang), row, on) for row in page.object_list],
        page=page,
        keep="open=yes&" if is_open else "",
        is_open=is_open,
        may_write=person is not None and "write" in person.roles,
    )


def _due(row: Matter) -> date:
    return (row.due.last if row.due else None) or date.max


def _told(teller: Teller, row: Matter, on: date) -> dict[str, Any]:
    due = row.due.last if row.due else None
    state = "done" if row.done_on else "overdue" if due and due < on else "open"
    late = {"n": (on - due).days} if state == "overdue" and due else {}
    minutes = teller.record.rows.get(row.minutes)
    said = teller.lead(row.minutes)
    path = path_of(teller.lang, "council_minutes", row.minutes) + f"#paragraph-{row.paragraph}"
    return {
        "it": row,
        "title": teller.lead(row.id),
        "owners": [teller.lead(one.organisation) for one in row.owners],
        "due": teller.when(row.due) if row.due else None,
        "state": state,
        "sign": SIGNS[state],
        "words": say(f"cycle_page.matter_{state}", teller.lang, **late),
        "minutes": Said(said.text, said.lang, path if minutes else None),
        "commitment": teller.lead(row.commitment) if row.commitment else None,
        "carried": [
            teller.lead(one.meeting)
            for name in referring(teller.record).get(row.id, ())
            if isinstance(one := teller.record.rows[name], AgendaPoint)
        ],
    }  # fmt: skip


@FORM
@signed_in
def write_matter(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Draw an action out of a paragraph: what, who on each side, by when; or say it is done."""
    record = record_of(request)
    given = given_in(request)
    before = found_in(record, given["matter"], Matter) if given.get("matter") else None
    minutes = found_in(record, before.minutes if before else given.get("minutes", ""), Minutes)
    number = before.paragraph if before else given.get("paragraph", "")
    sides = record.every(Side)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        due, done_on = (day_of(given, name) for name in ("due", "done"))
        own = tuple(one for one in (due, done_on) if isinstance(one, Fault))
        body = {
            **_body(person, given, minutes, before, sides),
            "paragraph": number,
            "due": {"on": due.isoformat()} if isinstance(due, date) else None,
            "done_on": done_on.isoformat() if isinstance(done_on, date) else None,
        }
        done = tried(lambda: put(person, body, given.get("go", "")), *own)
        if isinstance(done, str):
            return led_to(lang, "council_minutes", minutes.id)
        faults, values = done, given
    else:
        values = _values(record, minutes, number, before)
    teller = Teller(record, lang)
    title = teller.title(minutes)
    return render(
        request,
        lang,
        "council/write_matter.html",
        status=422 if faults else 200,
        form=drawn(person, values, before, faults, _fields(sides)),
        heading="cycle_page.change_matter" if before else "cycle_page.new_matter",
        back=Said(title.text, title.lang, path_of(lang, "council_minutes", minutes.id)),
        kept=[("matter", before.id)]
        if before
        else [("minutes", minutes.id), ("paragraph", number)],
        number=number,
        owners=[_choices(record, teller, side) for side in sides],
        is_new=before is None,
        day_fields=["due", "done"],
    )


def _fields(sides: tuple[Side, ...]) -> dict[str, str]:
    first = f"owner_{sides[0].code}" if sides else ""
    owners = {f"owners[{place}]": f"owner_{side.code}" for place, side in enumerate(sides)}
    return {"text": "text_*", "due": "due", "done_on": "done", "owners": first, **owners}


def _choices(record: Record, teller: Teller, side: Side) -> dict[str, Any]:
    rows = [row for row in record.every(Organisation) if row.side == side.id]
    label = say("cycle_page.owner_of", teller.lang, side=teller.plain(side.id))
    choices = [(row.id, teller.title(row)) for row in rows]
    return {"name": f"owner_{side.code}", "label": label, "choices": choices}


def _values(record: Record, minutes: Minutes, number: str, before: Matter | None) -> dict[str, str]:
    if before is None:
        found = next((one for one in minutes.paragraphs if one.number == number), None)
        return {} if found is None else {"text_en": found.text.en, "text_ja": found.text.ja}
    values = {"text_en": before.text.en, "text_ja": before.text.ja}
    code = {side.id: side.code for side in record.every(Side)}
    for owner in before.owners:
        organisation = record.rows.get(owner.organisation)
        if isinstance(organisation, Organisation) and organisation.side in code:
            values[f"owner_{code[organisation.side]}"] = owner.organisation
    values = days_of(values, before.due.on if before.due else None, "due")
    return days_of(values, before.done_on, "done")


def _body(
    person: Person,
    form: Mapping[str, str],
    minutes: Minutes,
    before: Matter | None,
    sides: tuple[Side, ...],
) -> dict[str, Any]:
    start = (
        drafting.changed_body(person, before)
        if before
        else drafting.new_body(person, "matter", drafting.as_seen_as(minutes))
    )
    source = drafting.source_of(person)["id"]
    kept = {one.organisation: one for one in before.owners} if before else {}
    chosen = [name for side in sides if (name := form.get(f"owner_{side.code}"))]
    owners = [
        _plain(kept[name])
        if name in kept
        else {"organisation": name, "basis": "primary", "sources": [source]}
        for name in chosen
    ]
    return {
        **start,
        "minutes": minutes.id,
        "text": drafting.text(form, "text"),
        "owners": owners,
    }


def _plain(owner: Any) -> dict[str, Any]:
    import msgspec

    found: dict[str, Any] = msgspec.to_builtins(owner)
    return found


@FORM
@signed_in
def carry(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Carry a matter to another meeting: a point of its agenda that bears on the matter."""
    record = record_of(request)
    given = given_in(request)
    row = found_in(record, given.get("matter", ""), Matter)
    held = record.row(Minutes, row.minutes).meeting
    others = [one for one in record.every(Meeting) if one.id != held and not _is_over(one)]
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        named = given.get("meeting", "")
        if named in {one.id for one in others}:
            body = _point(person, record, row, found_in(record, named, Meeting))
            done = tried(lambda: put(person, body, "save"))
        else:
            done = (wrong("no_meeting", "meeting"),)
        if isinstance(done, str):
            return led_to(lang, "council_meeting", named)
        faults = done
    teller = Teller(record, lang)
    return render(
        request,
        lang,
        "council/carry.html",
        status=422 if faults else 200,
        form=drawn(person, given, None, faults, {"meeting": "meeting", "about": "meeting"}),
        heading="cycle_page.carry",
        back=Said(say("cycle_page.matters", lang), lang, _list(lang)),
        kept=[("matter", row.id)],
        title=teller.title(row),
        meetings=[(one.id, teller.title(one)) for one in others],
    )


def _is_over(meeting: Meeting) -> bool:
    return meeting.when.last is not None and meeting.when.last < today()


def _list(lang: Lang) -> str:
    from django.urls import reverse

    return reverse("pages:council_matters", args=(lang,))


def _point(person: Person, record: Record, row: Matter, meeting: Meeting) -> dict[str, Any]:
    taken = [one.number for one in points_of(record, meeting.id)]
    number = max((count_in(one) or 0 for one in taken), default=0) + 1
    return {
        **drafting.new_body(person, "agenda", drafting.as_seen_as(meeting)),
        "meeting": meeting.id,
        "number": str(number),
        "title": {"en": row.text.en, "ja": row.text.ja},
        "purpose": "discuss",
        "about": [row.id],
    }


def link_commitment(person: Person, matter: Matter, commitment: str) -> None:
    """Let `matter` name the commitment drawn from it; proposed where one may not write it."""
    allowed = mine(person, matter.id)
    go = "save" if allowed is not None and allowed.may_write else "propose"
    body = {**body_of(matter), "commitment": commitment}
    put(person, body, go)
