"""A side's own marking of a row: how it is to be handled, and until when it is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from kakehashi.accord.may import Person
from kakehashi.accord.record_row import Row
from kakehashi.answers.withheld import grounds_of
from kakehashi.site.acts.refusal import a_refusal
from kakehashi.site.acts.write_row import mark_row
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.asked import signed, signed_in
from kakehashi.site.pages.council.filling import days_of, drawn, tried
from kakehashi.site.pages.council.reader import record_of
from kakehashi.site.pages.council.status import FORM, back_to, found_row
from kakehashi.site.pages.council.told import Teller
from kakehashi.site.pages.forms import day_of
from kakehashi.site.pages.render import render
from kakehashi.site.views.withheld import mark_of
from kakehashi.terms.errors import Fault
from kakehashi.terms.text import Lang

_FIELDS = {"handling": "handling", "retain_until": "retain_until", "ground": "ground"}
MOST_HANDLING = 200  # characters, as many as the table keeps


@FORM
@signed_in
def marking(
    request: HttpRequest, lang: Lang, person: Person, prefix: str, slug: str
) -> HttpResponse:
    """Mark a row for one's own side alone: handling and retention."""
    record = record_of(request)
    row: Any = found_row(record, prefix, slug, Row)
    if "write" not in person.roles:
        raise Http404
    teller, offered = Teller(record, lang), grounds_of(person.side)
    given = request.POST.dict()
    faults: tuple[Fault, ...] = ()
    values: Mapping[str, str] = given
    if request.method == "POST":
        done = tried(lambda: _marked(person, row.id, given), *_wrong(given))
        if not isinstance(done, tuple):
            return HttpResponseRedirect(teller.path(row.id))
        faults = done
    else:
        known = mark_of(person, row.id)
        start = {"handling": known.handling, "ground": known.ground} if known else {}
        values = days_of(start, known.retain_until if known else None, "retain_until")
    return render(
        request,
        lang,
        "council/marking.html",
        status=422 if faults else 200,
        form=drawn(person, values, None, faults, _FIELDS),
        heading="promise.marking",
        back=back_to(teller, row),
        title=teller.title(row),
        ground_choices=[(one.id, one.told.into(lang)) for one in offered],
        grounds=offered,
        day_fields=["retain_until"],
    )


def _wrong(given: Mapping[str, str]) -> list[Fault]:
    until = day_of(given, "retain_until")
    faults = [until] if isinstance(until, Fault) else []
    if len(drafting.words(given, "handling") or "") > MOST_HANDLING:
        faults.append(a_refusal("too_long_mark", "handling", most=MOST_HANDLING))
    return faults


def _marked(person: Person, ref: str, given: Mapping[str, str]) -> None:
    until = day_of(given, "retain_until")
    handling = (drafting.words(given, "handling") or "")[:MOST_HANDLING]
    mark_row(
        person,
        ref,
        handling=handling,
        retain_until=until if isinstance(until, date) else None,
        ground=given.get("ground", ""),
        **signed(person),
    )
