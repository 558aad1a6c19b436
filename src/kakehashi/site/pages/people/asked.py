"""Leads whoever may agree or publish to their second factor; keeps pages of people unkept."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from kakehashi.site.pages import faults
from kakehashi.site.pages.people.who import has_factor, lacks_second_factor
from kakehashi.site.pages.render import lang_of


class SecondFactor:
    """Lets nobody who may agree or publish past the pages of the account without one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer, or the way to set up or confirm a second factor."""
        ours = f"/{lang_of(request)}/account/"
        if request.path.startswith((ours, "/static/", "/healthz")):
            return self.get_response(request)
        if not lacks_second_factor(request):
            return _unkept(request, self.get_response(request))
        if request.path.startswith("/api/"):
            return faults.lacks_second_factor(request)
        if not has_factor(request.user):
            return HttpResponseRedirect(reverse("mfa_index"))
        then = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{then}")


def _unkept(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return the answer; no browser or proxy keeps one that somebody signed in was given.

    Else their rows are read after they have signed out, on a machine that others use.
    """
    if "Cache-Control" not in response.headers and request.user.is_authenticated:
        add_never_cache_headers(response)
    return response
