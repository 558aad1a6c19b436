"""Which day it is for a rulebook."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from kakehashi.rules.rulebook import Rulebook


def day_in(book: Rulebook, as_of: date | datetime) -> date:
    """Return the day of `as_of` in the rulebook's own calendar.

    A date is taken as it is; an aware datetime as the day that it is in the
    rulebook's zone. Raises ValueError for a datetime without a zone.
    """
    if not isinstance(as_of, datetime):
        return as_of
    if as_of.tzinfo is None:
        raise ValueError("as_of has no time zone: give a date, or an aware datetime")
    return as_of.astimezone(ZoneInfo(book.calendar)).date()
