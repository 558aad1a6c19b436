"""A span of days, counted in one country's calendar."""

from datetime import date

import msgspec


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
