"""Bring the rows to the day: the shipped record loaded, agreed words whose day has come."""

from datetime import datetime

from django.utils import timezone

from kakehashi.site.acts.load_shipped import load_shipped
from kakehashi.site.acts.settle import come_due


def refresh_record() -> int:
    """Return how many shipped rows were loaded and proposals took effect; run at every start."""
    return load_shipped() + come_due(now=timezone.now())


QUARTER_SECONDS = 900  # days begin on a quarter of an hour in every zone of the world
_looked_in: dict[str, int] = {}


def look_for_due(now: datetime) -> int:
    """Return how many agreed proposals took effect; looks once in a quarter of an hour."""
    quarter = int(now.timestamp()) // QUARTER_SECONDS
    if _looked_in.get("quarter") == quarter:
        return 0
    _looked_in["quarter"] = quarter
    return come_due(now=now)
