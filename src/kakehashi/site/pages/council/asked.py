"""Acts asked for on a page: the person, the clock, and what to say of a refusal."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from kakehashi.accord.may import Person
from kakehashi.site.pages.council.reader import reader_of
from kakehashi.site.pages.faults import tell
from kakehashi.site.views.record import post_of
from kakehashi.terms.errors import KakehashiError
from kakehashi.terms.text import Lang

Page = Callable[..., HttpResponse]
READING = ("GET", "HEAD")  # no transaction: on SQLite every one is a writer's, and waits for others


def signed_in(page: Page) -> Page:
    """Return `page` for people with a side and organisation; others are sent to sign in.

    What the acts refuse is told with all its faults; nothing of it was done.
    """

    @never_cache
    @login_required
    @wraps(page)
    def asked(request: HttpRequest, lang: Lang, *arguments: Any, **named: Any) -> HttpResponse:
        person = reader_of(request)
        if person is None:
            raise PermissionDenied
        try:
            if request.method in READING:
                return page(request, lang, person, *arguments, **named)
            with transaction.atomic():
                return page(request, lang, person, *arguments, **named)
        except KakehashiError as error:
            return tell(request, lang, error)

    return asked


def signed(person: Person) -> dict[str, Any]:
    """Return when an act is done, and the post in which the person does it."""
    now = timezone.now()
    return {"now": now, "post": post_of(person.id, now.date())}
