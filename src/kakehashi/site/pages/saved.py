"""A check kept under a secret link: save, open, delete. `gate.Headers` keeps it uncached."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kakehashi.answers import shipped_rulebooks
from kakehashi.site.acts.delete_check import delete_check
from kakehashi.site.acts.save_check import save_check
from kakehashi.site.pages.check import walked
from kakehashi.site.pages.faults import no_such_page
from kakehashi.site.pages.forms import count_in
from kakehashi.site.pages.render import OTHER, render
from kakehashi.site.pages.result import result_page
from kakehashi.site.pages.state import pack, unpack
from kakehashi.site.pages.walk import Walk
from kakehashi.site.views.saved_check import saved_check
from kakehashi.terms.text import Lang

MOST_TOKEN = 200  # characters; ours have 43


@walked
def save(request: HttpRequest, lang: Lang, walk: Walk) -> HttpResponse:
    """Keep the walk; return the page that shows its secret link, this once."""
    asked = count_in(request.POST.get("days", ""))
    days = -1 if asked is None else asked
    token = save_check(pack(walk), days=days, now=timezone.now())
    path = reverse("pages:saved", args=(lang, token))
    return render(
        request,
        lang,
        "kept.html",
        link_to=request.build_absolute_uri(path),
        path_to=path,
        days=days,
        switch_path=None,
    )


@require_safe
def show(request: HttpRequest, lang: Lang, token: str) -> HttpResponse:
    """Return the result of a saved check, decided anew by the rules at hand today."""
    found = saved_check(token, now=timezone.now()) if len(token) <= MOST_TOKEN else None
    if found is None:
        return no_such_page(request)
    walk = unpack(found.state, shipped_rulebooks().vocabulary)
    return result_page(
        request,
        lang,
        walk,
        saved=found,
        delete_path=reverse("pages:delete", args=(lang, token)),
        saved_switch=reverse("pages:saved", args=(OTHER[lang], token)),
    )


@require_POST
def delete(request: HttpRequest, lang: Lang, token: str) -> HttpResponse:
    """Delete a saved check; return the page that says so."""
    if len(token) > MOST_TOKEN or not delete_check(token):
        return no_such_page(request)
    return render(request, lang, "deleted.html", switch_path=None)
