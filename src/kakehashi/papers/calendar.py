"""Days and times as an iCalendar file, each with an id that never changes."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import msgspec

from kakehashi.terms.text import Lang

PRODUCT = "-//Kakehashi//Council calendar//EN"


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. `starts` is a day (then `ends` is the last one) or an aware time.

    `uid` stays the same in every language and in every later file. `alarm_days`
    are the days before at which a calendar reminds.
    """

    uid: str
    starts: date
    summary: str
    ends: date | None = None
    description: str = ""
    place: str = ""
    url: str | None = None
    alarm_days: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()


def calendar_ics(
    happenings: Iterable[Happening], made_at: datetime, name: str, lang: Lang | None = None
) -> bytes:
    """Return the entries as iCalendar: days as all-day entries, times in UTC, DTSTAMP `made_at`.

    `lang` is None where the words are in more than one language.
    Days are free of a time zone and so fall on the same date in London and in
    Tokyo; of a time the description should name both. Same input, same bytes.

    Notes
    -----
    RFC 5545 (3.6.1 VEVENT, 3.6.6 VALARM, 3.8.4.7 UID); RFC 7986 (NAME).
    """
    import icalendar

    said: dict[str, str] = {"LANGUAGE": lang} if lang else {}
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name, parameters=said)
    calendar.add("x-wr-calname", name)
    for one in sorted(happenings, key=lambda one: (_day(one.starts), one.uid)):
        event = icalendar.Event()
        event.add("uid", one.uid)
        event.add("dtstamp", made_at.astimezone(UTC))
        if isinstance(one.starts, datetime):
            event.add("dtstart", one.starts.astimezone(UTC))
        else:
            event.add("dtstart", one.starts)
            event.add("dtend", (one.ends or one.starts) + timedelta(days=1))
            event.add("transp", "TRANSPARENT")
        event.add("summary", one.summary, parameters=said)
        for field, value in (("description", one.description), ("location", one.place)):
            if value:
                event.add(field, value, parameters=said)
        if one.url:
            event.add("url", one.url)
        if one.categories:
            event.add("categories", list(one.categories))
        for days in one.alarm_days:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", one.summary)
            alarm.add("trigger", timedelta(days=-days))
            event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _day(starts: date) -> date:
    return starts.astimezone(UTC).date() if isinstance(starts, datetime) else starts
