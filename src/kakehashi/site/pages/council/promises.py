"""Change a commitment: its owners, day, signs, milestones and figures; say what became of one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from kakehashi.accord.may import Person, Role
from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Cycle
from kakehashi.accord.record_parties import Organisation, Side
from kakehashi.accord.record_promises import Commitment, Evidence
from kakehashi.site.pages.council import drafting, steps
from kakehashi.site.pages.council.asked import signed_in
from kakehashi.site.pages.council.filling import days_of, drawn, put, tried
from kakehashi.site.pages.council.reader import record_of
from kakehashi.site.pages.council.status import FORM, back_to, found_row
from kakehashi.site.pages.council.told import Teller, word
from kakehashi.site.pages.forms import day_of
from kakehashi.site.pages.render import render
from kakehashi.site.views.council import mine
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

_HOW = ("carried", "merged", "split", "dropped")


@FORM
@signed_in
def edit(request: HttpRequest, lang: Lang, person: Person, slug: str) -> HttpResponse:
    """Change what the record says of a commitment, or propose the change to both sides."""
    record = record_of(request)
    row: Commitment = found_row(record, "commitment", slug, Commitment)
    teller = Teller(record, lang)
    sides = record.every(Side)
    given = request.POST
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        done = tried(lambda: _edited(person, record, row, given))
        if isinstance(done, str):
            return HttpResponseRedirect(teller.path(row.id))
        faults, values = done, steps.plain_of(given)
        ticked = {name: given.getlist(name) for name in given}
    else:
        values, ticked = _known(row)
    n_steps, n_figures = len(row.milestones) + 1, len(row.indicators) + 1
    return render(
        request,
        lang,
        "council/edit_commitment.html",
        status=422 if faults else 200,
        form=drawn(person, values, row, faults, _fields(row)),
        ticked=ticked,
        heading="promise.edit",
        back=back_to(teller, row),
        owners=[
            (f"owners_{side.code}", say("promise.owners_of", lang, side=teller.plain(side.id)),
             _organisations(record, teller, side.id, ticked))
            for side in sides
        ],
        partners=_organisations(record, teller, None, ticked),
        milestones=range(1, n_steps + 1),
        indicators=range(1, n_figures + 1),
        evidence=[(one.id, teller.title(one)) for one in record.every(Evidence)
                  if row.id in one.of],
        sources=steps.sources_for(record, row, lang),
        day_fields=["due", *(f"milestone_{n}_{part}" for n in range(1, n_steps + 1)
                             for part in ("due", "done")),
                    *(f"figure_{n}_on" for n in range(1, n_figures + 1))],
    )  # fmt: skip


def _organisations(
    record: Record, teller: Teller, side: str | None, ticked: Mapping[str, list[str]]
) -> list[tuple[str, Any]]:
    """Return the organisations of `side`; one that another has followed only where it is ticked."""
    chosen = {name for names in ticked.values() for name in names}
    return [
        (one.id, teller.title(one))
        for one in record.every(Organisation)
        if one.side == side and (not one.successors or one.id in chosen)
    ]


def _fields(row: Commitment) -> dict[str, str]:
    fields = {
        "text": "text_*",
        "due": "due",
        "known_by": "known_by_*",
        "owners": "owners_uk",
        "partners": "partners",
        "new.name": "partner_*",
        "new.short": "partner_short",
    }
    return {**fields, **steps.fields_for(len(row.milestones) + 1, len(row.indicators) + 1)}


def _known(row: Commitment) -> tuple[dict[str, str], dict[str, list[str]]]:
    values = {"text_en": row.text.en, "text_ja": row.text.ja}
    if row.known_by is not None:
        values |= {"known_by_en": row.known_by.en, "known_by_ja": row.known_by.ja}
    values = days_of(values, row.due.last if row.due else None, "due")
    owned = [one.organisation for one in row.owners]
    more, ticked = steps.known(row)
    chosen = {"partners": list(row.partners), **ticked}
    return {**values, **more}, {**chosen, "owners": owned}


def _edited(person: Person, record: Record, row: Commitment, given: QueryDict) -> str:
    """Return the id of the commitment, written or proposed; raises InputError with every fault."""
    plain = steps.plain_of(given)
    faults = steps.lacking(plain, _fields(row))
    partners = given.getlist("partners")
    name = drafting.text_or_none(plain, "partner")
    if name is not None or drafting.words(plain, "partner_short"):
        made = tried(lambda: _partner(person, row, plain))
        if isinstance(made, str):
            partners.append(made)
        else:
            faults += [_of_new(fault) for fault in made]
    due = day_of(plain, "due")
    faults += [due] if isinstance(due, Fault) else []
    milestones, wrong = steps.milestones_in(given, len(row.milestones) + 1)
    faults += wrong
    indicators, wrong = steps.indicators_in(person, row, given)
    faults += wrong
    body = {
        **drafting.changed_body(person, row),
        "text": drafting.text(plain, "text"),
        "owners": _owners(person, record, row, given),
        "partners": partners,
        "known_by": drafting.text_or_none(plain, "known_by"),
        "milestones": milestones,
        "indicators": indicators,
    }
    is_same_day = row.due is not None and isinstance(due, date) and due == row.due.last
    if not is_same_day:  # a day that is known by bounds or words stays so unless it is changed
        body["due"] = {"on": due.isoformat()} if isinstance(due, date) else None
    go = "propose" if plain.get("go") == "propose" else "save"
    done = tried(lambda: put(person, body, go), *faults)
    if isinstance(done, str):
        return done
    raise InputError(done)


def _of_new(fault: Fault) -> Fault:
    import msgspec

    path = fault.where.removeprefix("row.json rows[0]").removeprefix(".")
    return msgspec.structs.replace(fault, where=f"new.{path}")


def _partner(person: Person, row: Commitment, given: Mapping[str, str]) -> str:
    """Return the id of a new organisation of neither side."""
    body = {
        **drafting.new_body(person, "organisation", drafting.as_seen_as(row)),
        "name": drafting.text(given, "partner"),
        "short": drafting.words(given, "partner_short")
        or drafting.words(given, "partner_en")
        or "",
        "side": None,
    }
    return put(person, body, "save")


def _owners(
    person: Person, record: Record, row: Commitment, given: QueryDict
) -> list[dict[str, Any]]:
    """Return the owners that are ticked, those of before as they were; others' stay as they are."""
    import msgspec

    sides = {side.id: side.code for side in record.every(Side)}
    ticked = [name for code in sides.values() for name in given.getlist(f"owners_{code}")]
    before: dict[str, Any] = {one.organisation: one for one in row.owners}
    source = drafting.source_of(person)["id"]
    kept = [
        name
        for name in before
        if name in ticked or getattr(record.rows.get(name), "side", None) not in sides
    ]
    names = list(dict.fromkeys([*kept, *ticked]))
    return [
        msgspec.to_builtins(before[name])
        if name in before
        else {"organisation": name, "basis": "primary", "sources": [source]}
        for name in names
    ]


@FORM
@signed_in
def write_lineage(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Say what became of a commitment: carried, merged, split, or dropped in words."""
    record = record_of(request)
    given = (request.POST if request.method == "POST" else request.GET).dict()
    prefix, _, slug = given.get("before", "").partition(":")
    row: Commitment = found_row(record, prefix, slug, Commitment)
    teller = Teller(record, lang)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        body = {
            **drafting.new_body(person, "lineage", given.get("visibility", "")),
            "before": row.id,
            "after": given.get("after") or None,
            "how": given.get("how", ""),
            "cycle": given.get("cycle", ""),
        }
        done = tried(lambda: put(person, body, "save"))
        if isinstance(done, str):
            return HttpResponseRedirect(teller.path(row.id))
        faults = done
    choices = ["organisation", "side", *(["joint"] if Role.PROPOSE in person.roles else [])]
    cycles = sorted(record.every(Cycle), key=lambda one: one.council_on or date.max)
    later = [one for one in record.every(Commitment) if one.id != row.id]
    values = given if request.method == "POST" else {"visibility": "organisation"}
    fields = {name: name for name in ("how", "after", "cycle", "visibility")} | {"": "how"}
    return render(
        request,
        lang,
        "council/write_lineage.html",
        status=422 if faults else 200,
        form=drawn(person, values, None, faults, fields),
        heading="promise.lineage_new",
        back=back_to(teller, row),
        title=teller.title(row),
        kept=[("before", row.id)],
        hows=[(how, word(how, lang)) for how in _HOW],
        after=[(one.id, teller.title(one)) for one in later],
        cycles=[(one.id, teller.title(one)) for one in cycles],
        seen=[(choice, word(choice, lang)) for choice in choices],
    )


def may_edit(person: Person | None, name: str) -> bool:
    """Return whether `person` may change the commitment `name`, alone or by proposing."""
    allowed = mine(person, name)
    return allowed is not None and (allowed.may_write or allowed.may_propose)
