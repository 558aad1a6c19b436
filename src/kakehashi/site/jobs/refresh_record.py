"""Bring the rows to the day: the shipped record loaded, agreed words whose day has come."""

from django.utils import timezone

from kakehashi.site.acts.load_shipped import load_shipped
from kakehashi.site.acts.settle import come_due


def refresh_record() -> int:
    """Return how many shipped rows were loaded and proposals took effect; run at every start."""
    return load_shipped() + come_due(now=timezone.now())
