"""Priorities: proposed, scoped, adopted as Joint Actions by both keys, closed by their criteria."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from kakehashi.accord.may import Person, Role
from kakehashi.accord.record import AnyRow, Record
from kakehashi.accord.record_promises import Action, Commitment, Pillar, Priority, Stage
from kakehashi.accord.status import INDEPENDENT, Level
from kakehashi.site.acts.propose import propose
from kakehashi.site.acts.refusal import a_refusal
from kakehashi.site.acts.write_row import write_row
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.asked import signed, signed_in
from kakehashi.site.pages.council.filling import days_of, drawn, tried
from kakehashi.site.pages.council.levels import columns_of
from kakehashi.site.pages.council.reader import reader_of, record_of, today
from kakehashi.site.pages.council.status import FORM, back_to, found_row
from kakehashi.site.pages.council.steps import lacking
from kakehashi.site.pages.council.told import Said, Teller, word
from kakehashi.site.pages.forms import count_in, day_of
from kakehashi.site.pages.render import render
from kakehashi.site.views.council import mine
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import phrases, say
from kakehashi.terms.text import Lang

N_CRITERIA = 3  # fields for them; a priority may have more
NEXT = {Stage.PROPOSED: Stage.SCOPED, Stage.SCOPED: Stage.ADOPTED, Stage.ADOPTED: Stage.CLOSED}
_CRITERIA = {
    f"closing_criteria[{place}]": f"criterion_{place + 1}_*" for place in range(N_CRITERIA)
}
_NEW = {
    "title": "title_*",
    "proposed_on": "on",
    "note": "scope_*",
    "visibility": "visibility",
    **_CRITERIA,
}


@require_safe
def priorities(request: HttpRequest, lang: Lang) -> HttpResponse:
    """Return the priorities by stage, with what may close each and the next step."""
    record = record_of(request)
    teller, person = Teller(record, lang), reader_of(request)
    rows = record.every(Priority)
    stages = [
        (word(stage, lang), [_line(record, teller, row, person) for row in rows
                             if row.stage is stage])
        for stage in Stage
    ]  # fmt: skip
    may_write = person is not None and Role.WRITE in person.roles
    shown: dict[str, Any] = {"stages": stages, "n": len(rows), "may_write": may_write}
    return render(request, lang, "council/priorities.html", **shown)


def _line(record: Record, teller: Teller, row: Priority, person: Person | None) -> dict[str, Any]:
    under = [one for one in record.every(Commitment) if set(row.actions) & set(one.actions)]
    is_closable = bool(under) and row.stage is Stage.ADOPTED
    is_closable = is_closable and all(_is_done(record, one) for one in under)
    after = NEXT.get(row.stage)
    may_step = person is not None and (
        Role.PROPOSE in person.roles if after is Stage.ADOPTED else Role.WRITE in person.roles
    )
    slug = row.id.partition(":")[2]
    return {
        "title": teller.lead(row.id),
        "by": teller.lead(row.proposed_by) if row.proposed_by else None,
        "days": [
            (word(stage, teller.lang), day)
            for stage in Stage
            if (day := getattr(row, f"{stage}_on")) is not None
        ],
        "criteria": [teller.text(one) for one in row.closing_criteria],
        "actions": [teller.lead(name) for name in row.actions],
        "n_under": len(under) if is_closable else 0,
        "step": say(f"promise.step_{after}", teller.lang) if after and may_step else None,
        "step_path": reverse("pages:council_priority_step", args=(teller.lang, slug)),
        "visibility": word(row.visibility, teller.lang) if row.visibility != "public" else None,
    }


def _is_done(record: Record, row: Commitment) -> bool:
    found = columns_of(record, row.id, today())
    return all(one.level is Level.DONE for view, one in found.items() if view != INDEPENDENT)


@FORM
@signed_in
def write_priority(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Propose a priority: its title, when it may be closed, and who sees it."""
    given = request.POST.dict()
    faults: tuple[Fault, ...] = ()
    values: Mapping[str, str] = given
    if request.method == "POST":
        done = tried(lambda: _proposed(person, given))
        if isinstance(done, str):
            return HttpResponseRedirect(reverse("pages:council_priorities", args=(lang,)))
        faults = done
    else:
        values = days_of({"visibility": "organisation"}, today(), "on")
    choices = ["organisation", "side", *(["joint"] if Role.PROPOSE in person.roles else [])]
    return render(
        request,
        lang,
        "council/write_priority.html",
        status=422 if faults else 200,
        form=drawn(person, values, None, faults, _NEW),
        heading="promise.priority_new",
        back=_back(lang),
        seen=[(choice, word(choice, lang)) for choice in choices],
        criteria=_criteria_labels(lang),
        day_fields=["on"],
    )


def _back(lang: Lang) -> Said:
    path = reverse("pages:council_priorities", args=(lang,))
    return Said(say("promise.priorities", lang), lang, path)


def _criteria_labels(lang: Lang) -> list[tuple[str, str, str]]:
    return [
        (f"criterion_{n}_{one}", say(f"promise.criterion_{one}", lang, n=n), one)
        for n in range(1, N_CRITERIA + 1)
        for one in ("en", "ja")
    ]


def _criteria(given: Mapping[str, str]) -> list[dict[str, str]]:
    found = (drafting.text_or_none(given, f"criterion_{n}") for n in range(1, N_CRITERIA + 1))
    return [one for one in found if one is not None]


def _day_or_today(given: Mapping[str, str]) -> date:
    found = day_of(given, "on")
    return found if isinstance(found, date) else today()


def _day_faults(given: Mapping[str, str], field: str) -> tuple[Fault, ...]:
    found = day_of(given, field)
    return (found,) if isinstance(found, Fault) else ()


def _proposed(person: Person, given: Mapping[str, str]) -> str:
    wrong = (*lacking(given, _NEW), *_day_faults(given, "on"))
    body = {
        **drafting.new_body(person, "priority", given.get("visibility", "")),
        "title": drafting.text(given, "title"),
        "stage": Stage.PROPOSED.value,
        "proposed_by": f"side:{person.side}",
        "proposed_on": (_day_or_today(given)).isoformat(),
        "closing_criteria": _criteria(given),
    }
    source, moment = drafting.source_of(person), signed(person)
    done = tried(lambda: write_row(person, body, [source], **moment), *wrong)
    if isinstance(done, str):
        return done
    raise InputError(done)


@FORM
@signed_in
def step(request: HttpRequest, lang: Lang, person: Person, slug: str) -> HttpResponse:
    """Take a priority one stage on: scope it, bring its adoption before both sides, close it."""
    record = record_of(request)
    row: Priority = found_row(record, "priority", slug, Priority)
    after = NEXT.get(row.stage)
    teller = Teller(record, lang)
    if after is None:
        return HttpResponseRedirect(teller.path(row.id))
    given, ticked = request.POST.dict(), {"actions": request.POST.getlist("actions")}
    faults: tuple[Fault, ...] = ()
    values: Mapping[str, str] = given
    if request.method == "POST":
        done = tried(lambda: _stepped(person, record, row, given, ticked["actions"]))
        if isinstance(done, str):
            return HttpResponseRedirect(teller.path(row.id))
        faults = done
    else:
        values = days_of(_known(row), today(), "on")
    fields = {**_NEW, f"{after}_on": "on", "actions": "actions", "new.title": "action_*",
              "new.pillar": "pillar", "met": "met"}  # fmt: skip
    return render(
        request,
        lang,
        "council/priority_step.html",
        status=422 if faults else 200,
        form=drawn(person, values, row, faults, fields),
        ticked=ticked,
        heading=f"promise.step_{after}",
        lead=f"promise.step_{after}_lead",
        back=back_to(teller, row),
        title=teller.title(row),
        to=after.value,
        criteria=_criteria_labels(lang),
        actions=[(one.id, teller.title(one)) for one in record.every(Action)],
        pillars=[(one.id, teller.title(one)) for one in record.every(Pillar)],
        met=[(str(n), teller.text(one)) for n, one in enumerate(row.closing_criteria)],
        day_fields=["on"],
    )


def _known(row: Priority) -> dict[str, str]:
    values: dict[str, str] = {}
    for place, text in enumerate(row.closing_criteria[:N_CRITERIA], 1):
        values |= {f"criterion_{place}_en": text.en, f"criterion_{place}_ja": text.ja}
    if row.note is not None:
        values |= {"scope_en": row.note.en, "scope_ja": row.note.ja}
    return values


def _stepped(
    person: Person, record: Record, row: Priority, given: Mapping[str, str], chosen: Sequence[str]
) -> str:
    """Return the id of the row that was written or proposed; raises InputError with every fault."""
    faults = [*lacking(given, _NEW), *_day_faults(given, "on")]
    on = _day_or_today(given)
    after = NEXT[row.stage]
    body = {**drafting.changed_body(person, row), "stage": after.value,
            f"{after}_on": on.isoformat()}  # fmt: skip
    if after is Stage.SCOPED:
        rest = [body_of_text(one) for one in row.closing_criteria[N_CRITERIA:]]
        body |= {"note": drafting.text_or_none(given, "scope"),
                 "closing_criteria": [*_criteria(given), *rest]}  # fmt: skip
    elif after is Stage.ADOPTED:
        done = tried(lambda: _adopted(person, record, body, given, chosen), *faults)
        if isinstance(done, str):
            return done
        raise InputError(done)
    else:
        body, wrong = _closed(row, body, given)
        faults += wrong
    done = tried(lambda: changed(person, row, body), *faults)
    if isinstance(done, str):
        return done
    raise InputError(done)


def body_of_text(text: Any) -> dict[str, str]:
    """Return a text as a row's body has it."""
    return {"en": text.en, "ja": text.ja}


def changed(person: Person, row: AnyRow, body: Mapping[str, Any]) -> str:
    """Return the id of `row`, written anew where it is one's own draft, else proposed to both."""
    source, moment = drafting.source_of(person), signed(person)
    allowed = mine(person, row.id)
    if allowed is not None and allowed.may_write:
        return write_row(person, body, [source], **moment)
    propose(person, body, [source], **moment)
    return row.id


def _adopted(
    person: Person,
    record: Record,
    body: dict[str, Any],
    given: Mapping[str, str],
    chosen: Sequence[str],
) -> str:
    """Bring the adoption before both sides; a new Joint Action is brought with it."""
    source, moment = drafting.source_of(person), signed(person)
    names = [name for name in chosen if isinstance(record.rows.get(name), Action)]
    faults: list[Fault] = []
    title = drafting.text_or_none(given, "action")
    if title is not None:
        owner = {"organisation": person.organisation, "basis": "primary",
                 "sources": [source["id"]]}  # fmt: skip
        action = {
            **drafting.new_body(person, "action", "joint"),
            "pillar": given.get("pillar", ""),
            "title": title,
            "owners": [owner],
        }
        made = tried(lambda: _brought(person, action))
        if isinstance(made, str):
            names.append(made)
        else:
            faults += [_new(fault) for fault in made]
    if not names and title is None:
        faults.append(a_refusal("promise_none", "actions"))
    whole = {**body, "actions": list(dict.fromkeys([*body["actions"], *names]))}
    if whole["visibility"] not in {"joint", "public"}:
        whole = {**whole, "visibility": "joint", "named": []}
    done = tried(lambda: propose(person, whole, [source], **moment)) if names else ()
    if faults or not isinstance(done, str):
        raise InputError([*faults, *(done if isinstance(done, tuple) else ())])
    return str(whole["id"])


def _brought(person: Person, action: Mapping[str, Any]) -> str:
    """Return the id of a new Joint Action, shown to both sides and brought before them."""
    source, moment = drafting.source_of(person), signed(person)
    name = write_row(person, action, [source], **moment)
    propose(person, action, [source], **moment)
    return name


def _new(fault: Fault) -> Fault:
    import msgspec

    path = fault.where.removeprefix("row.json rows[0]").removeprefix(".")
    return msgspec.structs.replace(fault, where=f"new.{path}")


def _closed(
    row: Priority, body: dict[str, Any], given: Mapping[str, str]
) -> tuple[dict[str, Any], list[Fault]]:
    """Return the body of the closed priority, which says by which criterion, and what is wrong."""
    met = given.get("met", "")
    if not row.closing_criteria:
        own = _criteria(given)
        return {**body, "closing_criteria": own}, []
    place = count_in(met)
    if place is None or place >= len(row.closing_criteria):
        return body, [a_refusal("promise_none", "met")]
    found, words = row.closing_criteria[place], phrases()["promise.closed_because"]
    note = {lang: words.into(lang).format(criterion=found.into(lang)) for lang in ("en", "ja")}
    if row.note is not None:
        note = {"en": f"{row.note.en}\n{note['en']}", "ja": f"{row.note.ja}\n{note['ja']}"}
    return {**body, "note": note}, []
