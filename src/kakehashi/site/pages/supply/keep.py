"""Keep a finished result in the record, as evidence of a Joint Action or commitment."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kakehashi.accord.may import Person, Role
from kakehashi.accord.record import AnyRow, Record
from kakehashi.accord.record_promises import Action, Commitment
from kakehashi.answers.supply_run import Answer, digests_of
from kakehashi.site.acts.keep_result import keep_result
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.asked import signed, signed_in
from kakehashi.site.pages.council.filling import drawn, tried
from kakehashi.site.pages.council.reader import record_of
from kakehashi.site.pages.council.status import seen_choices
from kakehashi.site.pages.council.told import Said, Teller, word
from kakehashi.site.pages.render import render
from kakehashi.site.pages.supply.filled import own_words
from kakehashi.site.pages.supply.result import loaded, result_of
from kakehashi.site.records.ids import new_id
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import LANGS, Lang

FORM = require_http_methods(["GET", "HEAD", "POST"])
MOST_CHOICES = 300
SEEN = ("organisation", "side", "joint")
FIELDS = {"of": "of", "title": "evidence_title_*", "visibility": "visibility"}


@FORM
@signed_in
def keep(request: HttpRequest, lang: Lang, person: Person, work: UUID) -> HttpResponse:
    """Return the form; POSTed, keep the result and lead to its evidence."""
    if Role.WRITE not in person.roles:
        raise Http404
    seen, content = result_of(person, work)
    answer = loaded(content)
    record = record_of(request)
    teller = Teller(record, lang)
    rows = _rows(record)
    faults: tuple[Fault, ...] = ()
    values: Mapping[str, str] = request.POST.dict()
    if request.method == "POST":
        on = (seen.ended_at or seen.asked_at).date().isoformat()
        done = _kept(person, rows, values, answer, on, content)
        if isinstance(done, str):
            return HttpResponseRedirect(teller.path(done))
        faults = done
    else:
        named = {f"evidence_title_{one}": _titled(answer, one) for one in LANGS}
        values = {"visibility": "organisation", "of": request.GET.get("of", ""), **named}
    return render(
        request,
        lang,
        "supply/keep.html",
        status=422 if faults else 200,
        form=drawn(person, values, None, faults, FIELDS),
        heading="supply_keep.title",
        back=_back(lang, work),
        rows=[(one.id, teller.title(one)) for one in rows.values()],
        seen=[(one, word(one, lang)) for one in SEEN if one != "joint" or _may_joint(person)],
    )


def _back(lang: Lang, work: UUID) -> Said:
    return Said(say("work.see_result", lang), lang, reverse("pages:supply_work", args=(lang, work)))


def _may_joint(person: Person) -> bool:
    return Role.PROPOSE in person.roles


def _rows(record: Record) -> dict[str, AnyRow]:
    """Return what a result can be evidence of: Joint Actions, then commitments, newest first."""
    commitments = sorted(record.every(Commitment), key=lambda one: one.id, reverse=True)
    found: list[AnyRow] = [*record.every(Action), *commitments]
    return {one.id: one for one in found[:MOST_CHOICES]}


def _titled(answer: Answer, lang: Lang) -> str:
    titles = " / ".join(one.scenario.title.into(lang) for one in answer.told)
    return say("supply_keep.named", lang, titles=titles)[:400]


def _kept(
    person: Person,
    rows: Mapping[str, AnyRow],
    given: Mapping[str, str],
    answer: Answer,
    on: str,
    content: bytes,
) -> str | tuple[Fault, ...]:
    row = rows.get(given.get("of", ""))
    if row is None:
        return (own_words("supply_keep.no_row", "of"),)
    visibility = given.get("visibility", "organisation")
    if visibility not in dict(seen_choices(person, row, "en")) or visibility not in SEEN:
        return (own_words("supply_keep.too_wide", "visibility"),)
    digests = digests_of(answer)
    evidence = {
        "title": drafting.text(given, "evidence_title"),
        "when": {"on": on},
        "visibility": visibility,
    }
    result = digests["result"].removeprefix("sha256:"), content
    return tried(
        lambda: keep_result(
            person, [row.id], evidence, _source(person, answer, digests), result, **signed(person)
        )
    )


def _source(person: Person, answer: Answer, digests: Mapping[str, Any]) -> dict[str, str]:
    """Return the result as the text that the evidence rests on: digests, version and command."""
    told = [f"result {digests['result']}", f"network {digests['network']}"]
    told += [f"scenario {n} {one}" for n, one in enumerate(digests["scenarios"], 1)]
    told += [f"measures {digests['measures']}"] if digests["measures"] else []
    network, version = answer.question.network, f"Kakehashi {answer.version}"
    titles = " / ".join(one.scenario.title.en for one in answer.told)
    return {
        "id": f"{person.side}-{new_id().hex}",
        "title": say("supply_keep.source", "en", network=network, titles=titles)[:400],
        "kind": "secondary",
        "read": say("supply_keep.read", "en", digests="; ".join(told), version=version),
    }
