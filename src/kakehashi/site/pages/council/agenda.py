"""A meeting: who takes part, its agenda point by point in order, and its papers."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kakehashi.accord.may import Person
from kakehashi.accord.record import AnyRow, Record, body_of
from kakehashi.accord.record_council import AgendaPoint, Matter, Meeting, Minutes, Paper
from kakehashi.accord.record_parties import Holder, Organisation, Post
from kakehashi.accord.record_texts import Statement
from kakehashi.site.acts.write_row import write_row
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.asked import signed, signed_in
from kakehashi.site.pages.council.cycle import FORM, before_both
from kakehashi.site.pages.council.filling import (
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
from kakehashi.site.pages.council.reader import reader_of, record_of
from kakehashi.site.pages.council.told import Said, Teller, word
from kakehashi.site.pages.forms import count_in
from kakehashi.site.pages.render import render
from kakehashi.site.views.council import mine
from kakehashi.site.views.record import rows_for
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import LANGS, Lang

PURPOSES = ("decide", "note", "discuss")
HOW = ("in_person", "online")


def in_order(number: str) -> tuple[tuple[int, int, str], ...]:
    """Return what orders numbers as people count: 2 before 10, 2(a) after 2.

    >>> sorted(["10", "2(a)", "2"], key=in_order)
    ['2', '2(a)', '10']
    """
    pieces = [piece for piece in re.split(r"([0-9]{1,18})", number) if piece]
    return tuple(
        (0, int(piece), "") if piece.isascii() and piece.isdigit() else (1, 0, piece)
        for piece in pieces
    )


def points_of(record: Record, meeting: str) -> list[AgendaPoint]:
    """Return the points of `meeting` in the order of their numbers."""
    points = [row for row in record.every(AgendaPoint) if row.meeting == meeting]
    return sorted(points, key=lambda row: in_order(row.number))


def own_rows(person: Person | None, kind: str, parent: str) -> frozenset[str]:
    """Return the rows of `kind` under `parent` that `person` may write."""
    if person is None or "write" not in person.roles:
        return frozenset()
    return frozenset(
        row.words.id
        for row in rows_for(person, kind, parent=parent)
        if (row.side, row.organisation, row.state) == (person.side, person.organisation, "")
        and row.words.visibility != "public"
    )


@require_safe
def meeting(request: HttpRequest, lang: Lang, slug: str) -> HttpResponse:
    """Return one meeting with its agenda, papers, participants, minutes and open matters."""
    record = record_of(request)
    row = found_in(record, f"meeting:{slug}", Meeting)
    teller, person = Teller(record, lang), reader_of(request)
    points = points_of(record, row.id)
    minutes = [one for one in record.every(Minutes) if one.meeting == row.id]
    return render(
        request,
        lang,
        "council/meeting.html",
        it=row,
        title=teller.title(row),
        when=teller.when(row.when),
        form_words=word(row.form, lang),
        place=teller.text(row.place) if row.place else None,
        cycle=_cycle(teller, row),
        row_path=teller.path(row.id),
        seen_by=word(row.visibility, lang),
        may=mine(person, row.id),
        may_write=person is not None and "write" in person.roles,
        points=_told(teller, points, own_rows(person, "agenda", row.id)),
        planned=sum(one.planned_minutes or 0 for one in points),
        participants=[
            (place, _who(teller, one), word(one.how, lang) if one.how else None)
            for place, one in enumerate(row.participants)
        ],
        who=_who_choices(record, teller),
        how=[(code, word(code, lang)) for code in HOW],
        papers=[_paper(teller, one) for one in record.every(Paper) if one.meeting == row.id],
        minutes=[
            Said(teller.title(one).text, lang, path_of(lang, "council_minutes", one.id))
            for one in minutes
        ],
        statements=[teller.lead(s.id) for s in record.every(Statement) if s.meeting == row.id],
        n_open=_n_open(record, row),
        before=before_both(record, lang, person, row.id),
    )


def _cycle(teller: Teller, row: Meeting) -> Said | None:
    found = teller.record.rows.get(row.cycle or "")
    if found is None:
        return None
    said = teller.title(found)
    return Said(said.text, said.lang, path_of(teller.lang, "council_cycle", found.id))


def _n_open(record: Record, meeting: Meeting) -> int:
    """Return how many matters of other meetings are not done."""
    own = {row.id for row in record.every(Minutes) if row.meeting == meeting.id}
    return sum(
        row.done_on is None and row.minutes not in own for row in record.every(Matter)
    )  # fmt: skip


def _told(teller: Teller, points: list[AgendaPoint], own: frozenset[str]) -> list[dict[str, Any]]:
    """Return the points in both languages; two neighbours of one's own can change places."""
    last = len(points) - 1
    return [
        {
            "it": row,
            "path": teller.path(row.id),
            "titles": [(one, getattr(row.title, one)) for one in LANGS],
            "purpose": word(row.purpose, teller.lang),
            "lead": teller.lead(row.lead) if row.lead else None,
            "papers": [teller.lead(name) for name in row.papers],
            "about": [teller.lead(name) for name in row.about],
            "is_own": row.id in own,
            "may_rise": place > 0 and {row.id, points[place - 1].id} <= own,
            "may_sink": place < last and {row.id, points[place + 1].id} <= own,
        }
        for place, row in enumerate(points)
    ]


def _who(teller: Teller, one: Any) -> Said:
    return teller.lead(one.holder or one.post or one.organisation)


def _who_choices(record: Record, teller: Teller) -> list[tuple[str, list[tuple[str, Said]]]]:
    """Return who can take part, under the kind of each; no organisation that has a successor."""
    return [
        (say(f"council_kind.{key}", teller.lang), [(row.id, teller.title(row)) for row in rows])
        for key, rows in (
            ("organisation", [row for row in record.every(Organisation) if not row.successors]),
            ("post", record.every(Post)),
            ("holder", record.every(Holder)),
        )
    ]


def _paper(teller: Teller, row: Paper) -> dict[str, Any]:
    return {
        "title": teller.lead(row.id),
        "versions": sorted(row.versions, key=lambda one: (one.number, one.language)),
        "embargo": row.embargo_until,
        "seen_by": word(row.visibility, teller.lang),
    }


@require_POST
@signed_in
def take_part(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Put somebody on the list of those who take part, or take them off it."""
    record = record_of(request)
    row = found_in(record, request.POST.get("meeting", ""), Meeting)
    body = drafting.changed_body(person, row)
    listed = list(body["participants"])
    gone, who = request.POST.get("remove", ""), request.POST.get("who", "")
    place = count_in(gone)
    if place is not None and place < len(listed):
        listed.pop(place)
    elif who:
        prefix = {"holder": "holder", "post": "post"}.get(who.partition(":")[0], "organisation")
        how = request.POST.get("how", "")
        listed.append({prefix: who, "how": how if how in HOW else None})
    put(person, {**body, "participants": listed}, "save")
    return led_to(lang, "council_meeting", row.id)


@require_POST
@signed_in
def move(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Change the places of two neighbours of an agenda: their numbers change hands."""
    record = record_of(request)
    name, _, way = request.POST.get("move", "").partition(" ")
    row = found_in(record, name, AgendaPoint)
    points = points_of(record, row.meeting)
    place = points.index(row)
    other = place + (-1 if way == "up" else 1)
    if not 0 <= other < len(points):
        raise Http404
    for one, number in ((row, points[other].number), (points[other], row.number)):
        write_row(person, {**body_of(one), "number": number}, **signed(person))
    return led_to(lang, "council_meeting", row.meeting)


_POINT = {
    "number": "number",
    "title": "title_*",
    "purpose": "purpose",
    "lead": "lead",
    "planned_minutes": "planned",
    "papers": "papers",
}


@FORM
@signed_in
def write_point(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Add a point to a meeting's agenda, or change one."""
    record = record_of(request)
    given = given_in(request)
    before = found_in(record, given["agenda"], AgendaPoint) if given.get("agenda") else None
    holds = found_in(record, before.meeting if before else given.get("meeting", ""), Meeting)
    points = points_of(record, holds.id)
    papers = [row for row in record.every(Paper) if row.meeting == holds.id]
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        body = _point_body(person, given, holds, before, [row.id for row in papers])
        own = _taken(given, points, before)
        done = tried(lambda: put(person, body, given.get("go", "")), *own)
        if isinstance(done, str):
            return led_to(lang, "council_meeting", holds.id)
        faults, values = done, given
    else:
        values = _point_values(before, points)
    teller = Teller(record, lang)
    title = teller.title(holds)
    return render(
        request,
        lang,
        "council/write_point.html",
        status=422 if faults else 200,
        form=drawn(person, values, before, faults, _POINT),
        heading="cycle_page.change_point" if before else "cycle_page.new_point",
        back=Said(title.text, title.lang, path_of(lang, "council_meeting", holds.id)),
        kept=[("agenda", before.id)] if before else [("meeting", holds.id)],
        purposes=PURPOSES,
        organisations=organisations(record, teller),
        papers=[(_tick(row), teller.title(row).text) for row in papers],
    )


def organisations(record: Record, teller: Teller) -> list[tuple[str, Said]]:
    """Return the organisations of both sides, to be chosen from."""
    return [(row.id, teller.title(row)) for row in record.every(Organisation) if row.side]


def _tick(row: AnyRow) -> str:
    return f"paper-{row.id.partition(':')[2]}"


def _taken(
    form: Mapping[str, str], points: Iterable[AgendaPoint], before: AgendaPoint | None
) -> tuple[Fault, ...]:
    """Return the faults that only the form can tell: a number twice, minutes that are no number."""
    found = []
    number = drafting.words(form, "number")
    if number is None:
        found.append(wrong("no_number", "number"))
    others = {row.number for row in points if before is None or row.id != before.id}
    if number in others:
        found.append(wrong("number_twice", "number", number=number))
    if (planned := drafting.words(form, "planned")) and count_in(planned) is None:
        found.append(wrong("no_count", "planned"))
    return (*found, *unchosen(form, "purpose"))


def _point_values(before: AgendaPoint | None, points: list[AgendaPoint]) -> dict[str, str]:
    if before is None:
        return {"number": str(len(points) + 1), "purpose": "discuss"}
    return {
        "number": before.number,
        "title_en": before.title.en,
        "title_ja": before.title.ja,
        "purpose": before.purpose,
        "lead": before.lead or "",
        "planned": str(before.planned_minutes or ""),
        **{f"paper-{name.partition(':')[2]}": "yes" for name in before.papers},
    }


def _point_body(
    person: Person,
    form: Mapping[str, str],
    holds: Meeting,
    before: AgendaPoint | None,
    papers: list[str],
) -> dict[str, Any]:
    start = (
        drafting.changed_body(person, before)
        if before
        else drafting.new_body(person, "agenda", drafting.as_seen_as(holds))
    )
    planned = drafting.words(form, "planned") or ""
    unseen = [name for name in start.get("papers", ()) if name not in papers]
    return {
        **start,
        "meeting": holds.id,
        "number": drafting.words(form, "number") or "",
        "title": drafting.text(form, "title"),
        "purpose": form.get("purpose") or "discuss",  # nothing chosen is told by the form
        "lead": form.get("lead") or None,
        "papers": [
            *unseen,
            *(name for name in papers if form.get(f"paper-{name.partition(':')[2]}") == "yes"),
        ],
        "planned_minutes": count_in(planned),
    }
