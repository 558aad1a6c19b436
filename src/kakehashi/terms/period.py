"""A day as files write it and as people do, and a span of days in one country's calendar."""

import re
from datetime import date
from typing import Any

import msgspec

from kakehashi.terms.text import Text

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Days from `starts` on, up to but not including `ends`; None is open."""

    starts: date | None = None
    ends: date | None = None

    def holds(self, on: date) -> bool:
        """Return whether `on` lies in the period.

        >>> from datetime import date
        >>> Period(starts=date(2025, 2, 25)).holds(date(2025, 2, 24))
        False
        """
        return (self.starts is None or self.starts <= on) and (self.ends is None or on < self.ends)


def read_day(raw: Any) -> date | None:
    """Return `raw` as a day, written YYYY-MM-DD and no other way; None where it is none.

    >>> read_day("2026-01-31").day, read_day("2026-02-30"), read_day("20260131"), read_day(3)
    (31, None, None, None)
    """
    # fromisoformat alone would also take 20260131 and the week date 2026-W05-6
    if not isinstance(raw, str) or not _DAY.fullmatch(raw):
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def day_words(day: date) -> Text:
    """Return `day` as each language writes it; never an era date alone.

    >>> day_words(date(2026, 1, 9)).en, day_words(date(2026, 1, 9)).ja
    ('9 January 2026', '2026年1月9日')
    """
    return Text(
        en=f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        ja=f"{day.year}年{day.month}月{day.day}日",
    )
