"""Who reads, on which day, and what of the record they may see."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from kakehashi.accord.record import Record
from kakehashi.answers.record_shelf import shipped_record


def record_of(request: HttpRequest) -> Record:  # noqa: ARG001
    """Return the rows that the reader may see."""
    return shipped_record()


def today() -> date:
    """Return the day, in UTC."""
    return timezone.now().date()
