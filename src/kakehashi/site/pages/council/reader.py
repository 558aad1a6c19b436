"""Who reads, on which day, and what of the record they may see."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone

from kakehashi.accord.may import Person
from kakehashi.accord.record import Record
from kakehashi.site.jobs.refresh_record import look_for_due
from kakehashi.site.pages.people.who import person_of
from kakehashi.site.views.council import record_for


def record_of(request: HttpRequest) -> Record:
    """Return the rows that the reader may see, as they stand now."""
    look_for_due(timezone.now())
    return record_for(reader_of(request))


def reader_of(request: HttpRequest) -> Person | None:
    """Return whoever is signed in, None for the public."""
    return person_of(request)


def today() -> date:
    """Return the day, in UTC."""
    return timezone.now().date()
