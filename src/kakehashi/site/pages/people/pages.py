"""A person's sessions: where they are signed in, and how to end that."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kakehashi.site.pages.forms import count_in
from kakehashi.site.pages.render import lang_of, render


@never_cache
@require_safe
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Return the list of the person's sessions, this one marked."""
    found = UserSession.objects.purge_and_list(request.user)
    return render(request, lang_of(request), "people/sessions.html", sessions=found)


@never_cache
@require_POST
@login_required
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of the person's own sessions, or all but this one."""
    named = request.POST.get("session", "")
    mine: Any = UserSession.objects.filter(user=request.user)
    if named == "others":
        for one in mine.exclude(session_key=request.session.session_key):
            one.end()
    else:
        one = mine.filter(pk=count_in(named)).first()
        if one is None:
            raise Http404
        one.end()
    return HttpResponseRedirect(reverse("usersessions_list"))
