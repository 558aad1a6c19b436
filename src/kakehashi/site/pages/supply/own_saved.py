"""A network kept under a secret link: open, its files, delete. `gate.Headers` hides it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kakehashi.answers.measured import rows_csv
from kakehashi.answers.own_network import Options, Own, kept_tables, own_answer
from kakehashi.site.acts.delete_check import delete_check
from kakehashi.site.pages import faults
from kakehashi.site.pages.render import OTHER, render
from kakehashi.site.pages.supply.own import FILE, attached, rows_json
from kakehashi.site.pages.supply.own_told import told_of
from kakehashi.site.views.limit import a_limit
from kakehashi.site.views.made_papers import in_turn
from kakehashi.site.views.saved_check import Saved, saved_check
from kakehashi.terms.errors import KakehashiError
from kakehashi.terms.text import Lang

MOST_TOKEN = 200  # characters; ours have 43


@require_safe
def show(request: HttpRequest, lang: Lang, token: str) -> HttpResponse:
    """Return what a saved network tells, worked out anew."""
    saved = _saved(token)
    try:
        found, options = _answer(saved)
    except KakehashiError as error:
        return faults.tell(request, lang, error)
    return render(
        request,
        lang,
        "supply/own_result.html",
        saved=saved,
        delete_path=reverse("pages:supply_own_delete", args=(lang, token)),
        switch_path=reverse("pages:supply_own_saved", args=(OTHER[lang], token)),
        **told_of(found, options, lang, token),
    )


@require_safe
def file(request: HttpRequest, lang: Lang, token: str, file: str) -> HttpResponse:
    """Return a table of a saved network as CSV or JSON, whole."""
    saved = _saved(token)
    name, _, form = file.partition(".")
    if form not in ("csv", "json"):
        raise Http404
    try:
        found, _ = _answer(saved)
    except KakehashiError as error:
        return faults.tell(request, lang, error)
    if name not in found.tables:
        raise Http404
    rows = found.tables[name]
    return attached(rows_csv(rows) if form == "csv" else rows_json(rows), form, f"{FILE}-{name}")


@require_POST
def delete(request: HttpRequest, lang: Lang, token: str) -> HttpResponse:
    """Delete a saved network; return the page that says so."""
    if len(token) > MOST_TOKEN or not delete_check(token, "network"):
        return faults.no_such_page(request)
    return render(request, lang, "supply/own_deleted.html", switch_path=None)


def _saved(token: str) -> Saved:
    now = timezone.now()
    found = saved_check(token, now=now, of="network") if len(token) <= MOST_TOKEN else None
    if found is None:
        raise Http404
    return found


def _answer(saved: Saved) -> tuple[Own, Options]:
    files, options = kept_tables(saved.state)
    with in_turn():
        return own_answer(files, options, a_limit()), options
