"""Which agreed words stand in a row on a day."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from kakehashi.accord.keys import State
from kakehashi.accord.record import AnyRow
from kakehashi.site.records.as_values import place_of, row_columns, search_columns, words_of
from kakehashi.site.records.models import ChainHead, ProposalRow, Row, RowName, RowWords

NO_SIDE = ""  # the head of no chain: when agreed words last took effect by their day
_DECIDED = (State.AGREED, State.EFFECTIVE, State.SUPERSEDED)
_IN_FORCE = (State.EFFECTIVE, State.SUPERSEDED)


def put_row(row: Row, words: AnyRow, **columns: Any) -> Row:
    """Return `row` saved with `words` and `columns`; its names and what search reads made anew."""
    for name, value in {**row_columns(words), **columns}.items():
        setattr(row, name, value)
    row.save()
    RowName.objects.filter(row=row).delete()
    RowName.objects.bulk_create(
        RowName(row=row, organisation=name) for name in dict.fromkeys(words.named)
    )
    searched = search_columns(row, words)
    if not RowWords.objects.filter(row=row).update(**searched):
        RowWords.objects.create(row=row, place=place_of(row.id), **searched)
    return row


def settle(thing: str, *, now: datetime) -> None:
    """Bring `thing`'s agreed proposals and its row to what stands at `now`.

    Of those whose day has come the one whose last key turned last stands (of two at
    one moment, that with the greater digest); the others are superseded, and so is
    what it names, on whichever row. A day comes in the calendar of the side that proposed.
    """
    every = list(ProposalRow.objects.select_for_update().filter(thing=thing, state__in=_DECIDED))
    come = sorted((one for one in every if _has_come(one, now)), key=_stamp)
    if not come:
        return
    refs = [one.ref for one in come]
    gone = set(
        ProposalRow.objects.filter(supersedes__in=refs, state__in=_IN_FORCE)
        .exclude(thing=thing)
        .values_list("supersedes", flat=True)
    )
    newest = come[-1]
    for one in come:
        is_last = one is newest and one.ref not in gone
        state = State.EFFECTIVE if is_last else State.SUPERSEDED
        if one.state != state:
            one.state = state
            one.save(update_fields=["state"])
    _stand(newest, len(come), State.SUPERSEDED if newest.ref in gone else State.EFFECTIVE)
    for other in ProposalRow.objects.filter(
        ref__in=[one.supersedes for one in come if one.supersedes], state=State.EFFECTIVE
    ).exclude(thing=thing):
        settle(other.thing, now=now)


def come_due(*, now: datetime) -> int:
    """Return how many agreed proposals took effect because their day has come by `now`."""
    due = [
        one.thing for one in ProposalRow.objects.filter(state=State.AGREED) if _has_come(one, now)
    ]
    if due:
        with transaction.atomic():
            for thing in due:
                settle(thing, now=now)
            # no act tells that a day has come: whoever keeps rows at hand sees it by this head
            ChainHead.objects.update_or_create(
                side=NO_SIDE, defaults={"digest": now.isoformat(), "at": now}
            )
    return len(due)


def day_in(zone: str, at: datetime) -> date:
    """Return the day that `at` falls on in `zone`.

    >>> from datetime import UTC
    >>> day_in("Asia/Tokyo", datetime(2026, 1, 31, 16, tzinfo=UTC)).isoformat()
    '2026-02-01'
    """
    return at.astimezone(ZoneInfo(zone)).date()


def calendar_of(side: str) -> str:
    """Return the zone in which `side` counts days; UTC where its row names none."""
    found = Row.objects.filter(kind="side", body__code=side).values_list("body", flat=True).first()
    return str(found["calendar"]) if found else "UTC"


def _has_come(proposal: ProposalRow, now: datetime) -> bool:
    if proposal.effective_on is None or proposal.state in _IN_FORCE:
        return True
    return proposal.effective_on <= day_in(calendar_of(proposal.side), now)


def _stamp(proposal: ProposalRow) -> tuple[datetime, str]:
    return max(map(datetime.fromisoformat, proposal.turned_at.values())), proposal.digest


def _stand(proposal: ProposalRow, n_agreed: int, state: State) -> None:
    row = Row.objects.select_for_update().filter(ref=proposal.thing).first()
    row = row or Row(ref=proposal.thing)
    columns: dict[str, Any] = {
        "state": state.value,
        "version": row.n_written + n_agreed,
        "side": proposal.side,
        "organisation": proposal.organisation,
        "is_shipped": False,
        "at": _stamp(proposal)[0],
    }
    if row.proposal == proposal.ref:  # they stand already, and may have been published since
        row.state, row.version = columns["state"], columns["version"]
        row.save(update_fields=["state", "version"])
        return
    words = words_of(proposal.text["row"])
    put_row(row, words, sources=proposal.text["sources"], proposal=proposal.ref, **columns)
