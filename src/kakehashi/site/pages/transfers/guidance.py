"""Joint guidance: proposed by one regulator, public once the other has agreed to the same words."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from kakehashi.accord.may import Person
from kakehashi.accord.record_cases import Guidance
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.cycle import FORM
from kakehashi.site.pages.council.filling import drawn, given_in, put, tried
from kakehashi.site.pages.council.keys import told
from kakehashi.site.pages.council.reader import reader_of, record_of
from kakehashi.site.pages.council.told import Said, Teller
from kakehashi.site.pages.render import render
from kakehashi.site.pages.transfers import case_told
from kakehashi.site.pages.transfers.cases import regulators_only
from kakehashi.site.views.council import proposals_for
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang


@require_safe
def guidance(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return all published guidance; to the regulators also what is before them."""
    record, person = record_of(request), reader_of(request)
    teller = Teller(record, lang)
    names = {
        side: case_told.short(record, case_told.regulator_of(side), lang)
        for side in case_told.COUNTRY
    }
    texts = [
        {
            "anchor": row.id.partition(":")[2],
            "title": row.title.into(lang),
            "text": row.text.into(lang),
            "path": teller.path(row.id),
            "agreed": say("data_guidance.agreed_by_both", lang, **names),
        }
        for row in record.every(Guidance)
    ]
    waiting = [
        told(record, lang, one)
        for one in proposals_for(person)
        if one.text["row"]["kind"] == "guidance"
    ]
    may_write = (
        person is not None
        and case_told.regulator_of(person.side) == person.organisation
        and "propose" in person.roles
    )
    return render(
        request,
        lang,
        "transfers/guidance.html",
        texts=texts,
        waiting=waiting,
        may_write=may_write,
    )


@FORM
@regulators_only
def write_guidance(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Propose a text of joint guidance to the other regulator."""
    given = given_in(request)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        body = {
            **drafting.new_body(person, "guidance", ""),
            "visibility": "public",
            "title": drafting.text(given, "title"),
            "text": drafting.text(given, "text"),
        }
        done = tried(lambda: put(person, body, "propose"))
        if isinstance(done, str):
            return HttpResponseRedirect(reverse("pages:data_guidance", args=(lang,)))
        faults = done
    path = reverse("pages:data_guidance", args=(lang,))
    return render(
        request,
        lang,
        "transfers/write_guidance.html",
        status=422 if faults else 200,
        form=drawn(person, given, None, faults, {"title": "title_*", "text": "text_*"}),
        heading="data_guidance.write",
        back=Said(say("data_page.guidance", lang), lang, path),
        kept=(),
    )
