"""The one place of the command line where the clock is read."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the time now, aware, in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
