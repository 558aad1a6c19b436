"""A side's own settings: who endorses, what it has marked, and what is due for review."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kakehashi.accord.may import Person, Role
from kakehashi.accord.record import Record
from kakehashi.accord.record_parties import Organisation, Side
from kakehashi.site.acts.set_endorsers import set_endorsers
from kakehashi.site.pages.council.asked import signed, signed_in
from kakehashi.site.pages.council.filling import drawn, tried
from kakehashi.site.pages.council.paging import PER_PAGE, paged
from kakehashi.site.pages.council.reader import record_of, today
from kakehashi.site.pages.council.status import FORM
from kakehashi.site.pages.council.told import Said, Teller
from kakehashi.site.pages.render import render
from kakehashi.site.views.marks import Marked, marks_for
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang


@FORM
@signed_in
def settings(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Show a side's settings to its people; who administers it sets the endorsers here."""
    record = record_of(request)
    teller = Teller(record, lang)
    side = next(one for one in record.every(Side) if one.code == person.side)
    faults: tuple[Fault, ...] = ()
    chosen = list(side.endorsers)
    if request.method == "POST":
        chosen = request.POST.getlist("endorsers")
        done = tried(lambda: set_endorsers(person, chosen, **signed(person)))
        if isinstance(done, bool):
            return HttpResponseRedirect(reverse("pages:council_settings", args=(lang,)))
        faults = done
    marks, on = marks_for(person), today()
    due = [one for one in marks if one.retain_until is not None and one.retain_until < on]
    page = paged(request, marks)
    return render(
        request,
        lang,
        "council/settings.html",
        status=422 if faults else 200,
        form=drawn(person, {}, None, faults, {side.id: "endorsers", **_refs(record, side)}),
        heading="promise.settings",
        back=Said(say("council_page.title", lang), lang, reverse("pages:council", args=(lang,))),
        side=teller.lead(side.id),
        endorsers=[teller.lead(name) for name in side.endorsers],
        choices=[(one.id, teller.title(one)) for one in _own(record, side)],
        ticked={"endorsers": chosen},
        may_set=Role.ADMINISTER in person.roles and person.has_second_factor,
        due=[_line(teller, one) for one in due[:PER_PAGE]],
        n_due=len(due),
        marks=[_line(teller, one) for one in page.object_list],
        page=page,
    )


def _own(record: Record, side: Side) -> list[Organisation]:
    """Return the organisations of `side` that can endorse: not those that another has followed."""
    return [
        one
        for one in record.every(Organisation)
        if one.side == side.id and (not one.successors or one.id in side.endorsers)
    ]


def _refs(record: Record, side: Side) -> dict[str, str]:
    return {one.id: "endorsers" for one in record.every(Organisation) if one.side == side.id}


def _line(teller: Teller, one: Marked) -> dict[str, Any]:
    prefix, _, slug = one.ref.partition(":")
    return {
        "title": teller.lead(one.ref),
        "handling": one.handling,
        "retain_until": one.retain_until,
        "path": reverse("pages:council_marking", args=(teller.lang, prefix, slug)),
    }
