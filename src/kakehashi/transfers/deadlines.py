"""Days by which something must be done, on the working days of both countries."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

import msgspec

Unit = Literal["hours", "days", "working_days", "months"]
COUNTRIES = ("GB", "JP")
MOST_DAYS = 3_660
_YEAR_END = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
_SATURDAY = 5
_DECEMBER = 12


class Due(msgspec.Struct, frozen=True):
    """When a period ends.

    `on` is the day by the calendar. `safe_on` is the last day not after it on which
    both countries work: whoever acts by then is in time whatever a law says of
    holidays. `next_on` is the first day not before it on which `country` works.
    """

    on: date
    safe_on: date
    next_on: date


def is_working_day(day: date, country: str) -> bool:
    """Return whether public offices of `country` ("GB": England and Wales; "JP") work on `day`.

    Notes
    -----
    Holidays: the library `holidays`. Japan's offices are closed besides from
    29 December to 3 January (the PPC says so of its own lines, read 2026-11-23).

    Examples
    --------
    >>> is_working_day(date(2026, 11, 23), "JP"), is_working_day(date(2026, 11, 23), "GB")
    (False, True)
    """
    if country not in COUNTRIES:
        raise ValueError(f"no calendar of {country}")
    if day.weekday() >= _SATURDAY:
        return False
    if country == "JP" and (day.month, day.day) in _YEAR_END:
        return False
    return day not in _holidays(country, day.year)


def is_working_day_of_all(day: date, countries: Iterable[str] = COUNTRIES) -> bool:
    """Return whether all of `countries` work on `day`."""
    return all(is_working_day(day, country) for country in countries)


def after_working_days(day: date, n: int, countries: Iterable[str] = COUNTRIES) -> date:
    """Return the `n`-th day after `day` on which all of `countries` work; `day` is not counted.

    >>> after_working_days(date(2026, 12, 24), 1)  # Christmas there, the year's end here
    datetime.date(2027, 1, 4)
    """
    listed = tuple(countries)
    left, found = n, day
    for _ in range(MOST_DAYS):
        if left == 0:
            return found
        found += timedelta(days=1)
        left -= is_working_day_of_all(found, listed)
    raise ValueError("too many days")


def due(known_on: date, n: int, unit: Unit, country: str) -> Due:
    """Return when a period of `country`'s law ends that counts from the day `known_on`.

    `known_on` itself is not counted. Hours are rounded down to whole days, which is the
    safe side where only the day is known. A month ends on the day of the same number,
    or on the last of a shorter month.

    >>> due(date(2026, 10, 24), 30, "days", "JP")  # its end, a Monday, is a holiday in Japan
    Due(on=datetime.date(2026, 11, 23), safe_on=datetime.date(2026, 11, 20), \
next_on=datetime.date(2026, 11, 24))
    """
    if unit == "working_days":
        on = after_working_days(known_on, n, (country,))
    elif unit == "months":
        on = _months_later(known_on, n)
    else:
        on = known_on + timedelta(days=n // 24 if unit == "hours" else n)
    safe_on, next_on = on, on
    while not is_working_day_of_all(safe_on):
        safe_on -= timedelta(days=1)
    while not is_working_day(next_on, country):
        next_on += timedelta(days=1)
    return Due(on, safe_on, next_on)


def _months_later(day: date, n: int) -> date:
    month = day.month - 1 + n
    year, place = day.year + month // _DECEMBER, month % _DECEMBER + 1
    first_after = date(year + place // _DECEMBER, place % _DECEMBER + 1, 1)
    return date(year, place, min(day.day, (first_after - timedelta(days=1)).day))


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> frozenset[date]:
    from holidays import country_holidays

    part = "ENG" if country == "GB" else None
    return frozenset(country_holidays(country, subdiv=part, years=year))
