"""Papers of a meeting: versions by language and standing, and an embargo that the acts keep.

The paper itself is not stored here: a version is known by its day and the SHA-256 of its file.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse

from kakehashi.accord.may import Person
from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Meeting, Paper
from kakehashi.accord.record_parties import Side
from kakehashi.site.pages.council import drafting
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
    unchosen,
    wrong,
)
from kakehashi.site.pages.council.reader import record_of, today
from kakehashi.site.pages.council.told import Said, Teller
from kakehashi.site.pages.forms import count_in, day_of
from kakehashi.site.pages.render import render
from kakehashi.terms.errors import Fault
from kakehashi.terms.text import LANGS, Lang, Standing

ZONES = ("Europe/London", "Asia/Tokyo")


@FORM
@signed_in
def write_paper(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Announce a paper for a meeting, add a version of it, or set its embargo."""
    record = record_of(request)
    given = given_in(request)
    before = found_in(record, given["paper"], Paper) if given.get("paper") else None
    named = (before.meeting or "") if before else given.get("meeting", "")
    holds = found_in(record, named, Meeting)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        version, own = version_in(given)
        until, late = embargo_in(given)
        body = _body(person, given, holds, before, version)
        body["embargo_until"] = until.isoformat() if until else None
        done = tried(lambda: put(person, body, given.get("go", "")), *own, *late)
        if isinstance(done, str):
            return led_to(lang, "council_meeting", holds.id)
        faults, values = done, given
    else:
        values = _values(before, _zone_of(record, person.side))
    title = Teller(record, lang).title(holds)
    versions = before.versions if before else ()
    return render(
        request,
        lang,
        "council/write_paper.html",
        status=422 if faults else 200,
        form=drawn(person, values, before, faults, _fields(len(versions))),
        heading="cycle_page.change_paper" if before else "cycle_page.new_paper",
        back=Said(title.text, title.lang, path_of(lang, "council_meeting", holds.id)),
        kept=[("paper", before.id)] if before else [("meeting", holds.id)],
        is_new=before is None,
        choices=("organisation", "side") if before is None else (),
        versions=versions,
        languages=LANGS,
        standings=tuple(one.value for one in Standing),
        zones=ZONES,
        day_fields=["on", "embargo"],
    )


def _fields(place: int) -> dict[str, str]:
    parts = ("number", "language", "standing", "on", "sha256")
    return {
        "title": "title_*",
        "embargo_until": "embargo",
        "visibility": "visibility",
        "versions": "number",
        "time": "time",
        **{f"versions[{place}].{part}": part for part in parts},
    }


def _zone_of(record: Record, code: str) -> str:
    """Return the zone in whose time a side writes; London's where its own is not offered."""
    found = (row.calendar for row in record.every(Side) if row.code == code)
    return next((zone for zone in found if zone in ZONES), ZONES[0])


def _values(before: Paper | None, zone: str) -> dict[str, str]:
    n_last = max((one.number for one in before.versions), default=0) if before else 0
    start = {"number": str(n_last + 1), "standing": "ours", "zone": zone}
    if before is None:
        return {**start, "visibility": "organisation"}
    values = {**start, "title_en": before.title.en, "title_ja": before.title.ja}
    if before.embargo_until is None:
        return values
    at = before.embargo_until.astimezone(ZoneInfo(zone))
    return days_of({**values, "time": f"{at:%H:%M}"}, at.date(), "embargo")


def version_in(form: Mapping[str, str]) -> tuple[dict[str, Any] | None, tuple[Fault, ...]]:
    """Return the version that the form adds, and what is wrong with it.

    None where no language is chosen, no day is given and no digest: then none is added.
    """
    day = day_of(form, "on")
    sha256 = (drafting.words(form, "sha256") or "").lower() or None
    if not form.get("language") and day is None and sha256 is None:
        return None, ()
    faults = [day] if isinstance(day, Fault) else []
    number = count_in(drafting.words(form, "number") or "")
    if number is None:
        faults.append(wrong("no_count", "number"))
    if sha256 is not None and re.fullmatch(r"[0-9a-f]{64}", sha256) is None:
        faults.append(wrong("no_sha256", "sha256"))
    faults += unchosen(form, "language", "standing")
    on = day if isinstance(day, date) else today()
    version = {
        "number": 1 if number is None else number,
        "language": form.get("language") or "en",
        "standing": form.get("standing") or "ours",
        "on": on.isoformat(),
        "sha256": sha256,
    }
    return version, tuple(faults)


def embargo_in(form: Mapping[str, str]) -> tuple[datetime | None, tuple[Fault, ...]]:
    """Return the moment until which the paper is under embargo, in London's or Tokyo's time."""
    day = day_of(form, "embargo")
    if day is None:
        return None, ()
    faults = [day] if isinstance(day, Fault) else []
    at = time()
    try:
        at = time.fromisoformat(drafting.words(form, "time") or "00:00").replace(tzinfo=None)
    except ValueError:
        faults.append(wrong("no_time", "time"))
    if isinstance(day, Fault) or faults:
        return None, tuple(faults)
    zone = form.get("zone", "")
    where = ZoneInfo(zone if zone in ZONES else ZONES[0])
    return datetime.combine(day, at, tzinfo=where), ()


def _body(
    person: Person,
    form: Mapping[str, str],
    holds: Meeting,
    before: Paper | None,
    version: dict[str, Any] | None,
) -> dict[str, Any]:
    start = (
        drafting.changed_body(person, before)
        if before
        else drafting.new_body(person, "paper", form.get("visibility", ""))
    )
    versions = [*start.get("versions", ()), *([version] if version else [])]
    return {
        **start,
        "title": drafting.text(form, "title"),
        "meeting": holds.id,
        "versions": versions,
    }
