"""The API's views of the record: status, matrix, timeline, what is in force, lineage, brief."""

from django.http import HttpRequest, HttpResponse
from ninja import Query

from kakehashi.accord.record_force import in_force_on
from kakehashi.accord.record_promises import Commitment, Lineage
from kakehashi.accord.record_texts import Instrument
from kakehashi.accord.record_views import gaps, matrix, overdue, silent, timeline, without_day
from kakehashi.answers.standing import stands
from kakehashi.answers.withheld import withheld_json
from kakehashi.site.api import asked, shapes
from kakehashi.site.api.addresses import router
from kakehashi.site.api.asked import DayQuery, InList
from kakehashi.site.api.replies import reply, told
from kakehashi.site.views.withheld import withheld_for


@router.get("/statuses", summary="Where commitments stand", **shapes.gives("statuses", page=True))
def statuses(
    request: HttpRequest,
    at: Query[InList],
    on: DayQuery = None,
) -> HttpResponse:
    """Return where each commitment stands on a day in three views, never averaged.

    `was` and `decayed_on` tell of a level that has lost its evidence.
    """
    day = asked.day_or_today(on)
    record = asked.record_of(request)
    rows, now = record.every(Commitment), stands(record, day)
    shown = [
        {
            "commitment": row.id,
            "text": row.text,
            "due": row.due,
            "views": now.of(row.id),
            "newest_evidence": now.evidence[row.id].id if row.id in now.evidence else None,
        }
        for row in rows[at.part]
    ]
    return reply({**at.told(len(rows)), "on": day, "statuses": shown})


@router.get("/matrix", summary="Pillars by years", **shapes.gives("years", "blocks"))
def matrix_of(request: HttpRequest) -> HttpResponse:
    """Return which Joint Actions sources speak of, pillar by year; an empty cell is null."""
    return reply(matrix(asked.record_of(request)))


@router.get("/timeline", summary="Everything dated", **shapes.gives("on", "entries", page=True))
def timeline_of(
    request: HttpRequest,
    at: Query[InList],
    on: DayQuery = None,
) -> HttpResponse:
    """Return everything dated, oldest first, seen from a day; conflicting dates each for itself."""
    day = asked.day_or_today(on)
    entries = timeline(asked.record_of(request), day)
    some = entries[at.part]
    return reply({**at.told(len(entries)), "on": day, "entries": some})


@router.get("/instruments", summary="What is in force on a day", **shapes.gives("on"))
def instruments(request: HttpRequest, on: DayQuery = None) -> HttpResponse:
    """Return every instrument: its legal nature, and whether it is in force, with the ground."""
    day, record = asked.day_or_today(on), asked.record_of(request)
    shown = [
        {
            "instrument": row.id,
            "title": row.title,
            "nature": row.nature,
            "in_force": in_force_on(row, day, checked_on=record.checked_on),
        }
        for row in record.every(Instrument)
    ]
    return reply({"on": day, "instruments": shown})


@router.get("/lineage", summary="What became of commitments", **shapes.gives("lineage"))
def lineage(request: HttpRequest) -> HttpResponse:
    """Return what was carried, merged, split or dropped, and what was dropped in silence."""
    record = asked.record_of(request)
    return reply({"lineage": record.every(Lineage), "dropped_in_silence": silent(record)})


@router.get("/open", summary="What is overdue, undated, unknown", **shapes.gives("on", "overdue"))
def open_ends(request: HttpRequest, on: DayQuery = None) -> HttpResponse:
    """Return what is overdue on a day, what names no day or no test, and the gaps."""
    day, record = asked.day_or_today(on), asked.record_of(request)
    return reply(
        {
            "on": day,
            "overdue": overdue(record, day),
            "without_day": [row.id for row in without_day(record)],
            "gaps": gaps(record),
        }
    )


@router.get("/withheld", summary="What one's side holds and does not show", **shapes.gives("rows"))
def withheld(request: HttpRequest) -> HttpResponse:
    """Return the rows that the reader sees and the public does not, with markings and grounds.

    For requests under the Freedom of Information Act and 情報公開法. The public is told
    nothing here: 401.
    """
    person = asked.reader_of(request)
    if person is None:
        return told(request, "api_sign_in", 401)
    rows = withheld_for(person)
    return reply(withheld_json(rows, person.side, asked.day_or_today(None)))
