"""What somebody sees whose guesses were stopped."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from kakehashi.site.pages.render import lang_of, render


def locked(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Return the page that says to wait; it does not say whether the account exists."""
    return render(request, lang_of(request), "fault.html", status=429, kind="people_fault.locked")
