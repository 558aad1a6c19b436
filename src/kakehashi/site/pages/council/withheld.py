"""What one's side holds and does not show: the list for requests for information."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kakehashi.accord.may import Person
from kakehashi.answers.withheld import Held, grounds, grounds_of, withheld_json, withheld_rows
from kakehashi.papers.tables import table_csv
from kakehashi.site.pages.council.asked import signed_in
from kakehashi.site.pages.council.downloads import sent
from kakehashi.site.pages.council.paging import paged
from kakehashi.site.pages.council.reader import record_of, today
from kakehashi.site.pages.council.told import Teller, word
from kakehashi.site.pages.render import render
from kakehashi.site.views.withheld import Withheld, withheld_for
from kakehashi.terms.phrases import phrases, say
from kakehashi.terms.text import Lang


@require_safe
@signed_in
def withheld(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Return the rows that the reader sees and the public does not, each with its ground."""
    rows = Withheld(person)
    page = paged(request, rows)
    teller = Teller(record_of(request), lang)
    return render(
        request,
        lang,
        "council/withheld.html",
        lines=[_line(one, teller) for one in page.object_list],
        page=page,
        n_bare=rows.n_bare,
        n_rows=len(rows),
        may_mark="write" in person.roles,
        grounds=grounds_of(person.side),
        files=[(reverse("pages:council_withheld_file", args=(lang, form)), form.upper())
               for form in ("csv", "json")],
    )  # fmt: skip


def _line(row: Held, teller: Teller) -> dict[str, Any]:
    lang = teller.lang
    prefix, _, slug = row.ref.partition(":")
    path = reverse("pages:council_row", args=(lang, prefix, slug))
    return {
        "it": row,
        "kind": say(f"council_kind.{row.kind}", lang),
        "title": teller.plain(row.ref),
        "path": path,
        "mark_path": f"{path}marking/",
        "side": word(row.side, lang) if f"council_value.{row.side}" in phrases() else row.side,
        "seen_by": word(row.visibility, lang),
        "ground": grounds().get(row.ground),
        "is_past": row.retain_until is not None and row.retain_until < today(),
    }


@require_safe
@signed_in
def withheld_file(request: HttpRequest, lang: Lang, person: Person, form: str) -> HttpResponse:  # noqa: ARG001
    """Return the list as CSV or JSON."""
    rows = withheld_for(person)
    if form == "csv":
        content = table_csv(*withheld_rows(rows, lang))
        return sent(content, f"withheld-{lang}.csv", "text/csv; charset=utf-8", is_private=True)
    if form != "json":
        raise Http404
    told = json.dumps(withheld_json(rows, person.side, today()), ensure_ascii=False, indent=2)
    return sent(f"{told}\n".encode(), "withheld.json", "application/json", is_private=True)
