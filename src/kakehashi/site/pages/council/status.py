"""Where a promise stands: report it, attach evidence, and how it went so far."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kakehashi.accord.may import Person, Role, Visibility
from kakehashi.accord.record import AnyRow, Record
from kakehashi.accord.record_promises import Action, Commitment, Evidence, StatusReport, Workstream
from kakehashi.accord.record_views import Entry
from kakehashi.accord.status import HOLDS_DAYS, INDEPENDENT, Level
from kakehashi.answers.history import Turn, history
from kakehashi.answers.own_words import event_basis
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.site.acts.attach_evidence import attach_evidence
from kakehashi.site.acts.publish import publish
from kakehashi.site.acts.refusal import a_refusal
from kakehashi.site.acts.report_status import report_status
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.asked import signed, signed_in
from kakehashi.site.pages.council.filling import days_of, drawn, tried, wrong
from kakehashi.site.pages.council.levels import columns_of, headings, mark_of, marked, view_title
from kakehashi.site.pages.council.progress import indicators_told, milestones_told
from kakehashi.site.pages.council.reader import reader_of, record_of, today
from kakehashi.site.pages.council.steps import lacking
from kakehashi.site.pages.council.told import Said, Teller, word
from kakehashi.site.pages.forms import day_of
from kakehashi.site.pages.render import render
from kakehashi.site.records.ids import new_id
from kakehashi.site.views.council import digests_of
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

FORM = require_http_methods(["GET", "HEAD", "POST"])
REPORTABLE = (Commitment, Action, Workstream)
MOST_EVIDENCE = 40  # pieces to choose among
_FILE = "row.json rows[0]"
_SOURCE = "row.json sources[0]"
_NEW = {
    "new.title": "evidence_title_*",
    "new.when": "evidence_on",
    "new.url": "source_url",
    f"new.{_SOURCE}.title": "source_title",
    f"new.{_SOURCE}.read": "source_read",
    f"new.{_SOURCE}.kind": "source_kind",
    f"new.{_SOURCE}": "source_title",
    "new.of": "visibility",
}
_REPORT = {
    "level": "level",
    "view": "view",
    "reported_on": "reported_on",
    "evidence": "evidence",
    "text": "text_*",
    "of": "visibility",
    "visibility": "visibility",
}


def found_row(record: Record, prefix: str, slug: str, *kinds: type[Any]) -> Any:
    """Return the row `prefix:slug` of one of `kinds`; no such page where there is none."""
    found = record.rows.get(f"{prefix}:{slug}")
    if not isinstance(found, kinds):
        raise Http404
    return found


def back_to(teller: Teller, row: AnyRow) -> Said:
    """Return the way back to the page of `row`."""
    return msgspec.structs.replace(teller.title(row), path=teller.path(row.id))


def seen_choices(person: Person, row: AnyRow, lang: Lang) -> list[tuple[str, str]]:
    """Return who may see what `person` writes about `row`: no wider than those who see `row`."""
    is_joint = row.visibility in {Visibility.JOINT, Visibility.PUBLIC}
    choices = ["organisation"]
    choices += ["side"] if is_joint or row.visibility is Visibility.SIDE else []
    choices += ["joint"] if is_joint and Role.PROPOSE in person.roles else []
    may_show = {Role.PROPOSE, Role.PUBLISH} <= person.roles and person.has_second_factor
    choices += ["public"] if may_show and row.visibility is Visibility.PUBLIC else []
    return [(choice, word(choice, lang)) for choice in choices]


@FORM
@signed_in
def report(
    request: HttpRequest, lang: Lang, person: Person, prefix: str, slug: str
) -> HttpResponse:
    """Report where a promise stands, with evidence of the record or a new piece of it."""
    record = record_of(request)
    row = found_row(record, prefix, slug, *REPORTABLE)
    teller = Teller(record, lang)
    given, ticked = request.POST.dict(), {"evidence": request.POST.getlist("evidence")}
    faults: tuple[Fault, ...] = ()
    values: Mapping[str, str] = given
    if request.method == "POST":
        done = tried(lambda: _reported(person, record, row, given, ticked["evidence"]))
        if isinstance(done, str):
            return HttpResponseRedirect(teller.path(row.id))
        faults = done
    else:
        start = {"view": person.side, "visibility": "organisation", "source_kind": "primary"}
        values = days_of(start, today(), "reported_on")
    return render(
        request,
        lang,
        "council/report.html",
        status=422 if faults else 200,
        form=drawn(person, values, None, faults, {**_NEW, **_REPORT}),
        ticked=ticked,
        heading="promise.report",
        back=back_to(teller, row),
        title=teller.title(row),
        columns=marked(record, columns_of(record, row.id, today()), lang),
        views=[(view, view_title(record, view, lang)) for view in (person.side, INDEPENDENT)],
        levels=[(level.value, word(level, lang)) for level in Level],
        evidence=[(one.id, _evidence_words(teller, one)) for one in _bearing(record, row)],
        seen=seen_choices(person, row, lang),
        days=HOLDS_DAYS,
        day_fields=["reported_on", "evidence_on"],
        **_kinds(lang),
    )


def _kinds(lang: Lang) -> dict[str, Any]:
    return {"kinds": [(kind, say(f"promise.source_{kind}", lang))
                      for kind in ("primary", "secondary")]}  # fmt: skip


def _bearing(record: Record, row: AnyRow) -> Sequence[Evidence]:
    """Return the newest evidence that bears on `row` or on what it belongs to, newest first."""
    about = {row.id, *getattr(row, "actions", ())}
    found = [one for one in record.every(Evidence) if about & set(one.of)]
    found.sort(key=lambda one: (one.when.on or date.min, one.id), reverse=True)
    return found[:MOST_EVIDENCE]


def _evidence_words(teller: Teller, one: Evidence) -> Said:
    title, when = teller.title(one), teller.when(one.when)
    return msgspec.structs.replace(title, text=f"{title.text} ({when.text})")


def _reported(
    person: Person, record: Record, row: AnyRow, given: Mapping[str, str], chosen: Sequence[str]
) -> str:
    """Return the id of the report; its new evidence, if any, is attached first.

    Raises InputError with all that is wrong with both; then neither is done.
    """
    wide = given.get("visibility", "organisation")
    visibility = "joint" if wide == "public" else wide
    faults: list[Fault] = []
    names = [name for name in chosen if isinstance(record.rows.get(name), Evidence)]
    is_new = _has_new(given)
    if is_new:
        piece = tried(lambda: attached(person, record, row, given, visibility))
        if isinstance(piece, str):
            names.append(piece)
        else:
            faults += [_of_new(fault) for fault in piece]
    if given.get("level") != Level.NO_EVIDENCE and not names and not is_new:
        faults.append(a_refusal("status_bare", "evidence"))
    faults += lacking(given, {"text": "text_*"})
    reported_on = day_of(given, "reported_on")
    if isinstance(reported_on, Fault):
        faults.append(reported_on)
    told = {
        "view": given.get("view", person.side),
        "level": given.get("level", ""),
        "reported_on": (reported_on if isinstance(reported_on, date) else today()).isoformat(),
        "evidence": names,
        "text": drafting.text_or_none(given, "text"),
        "visibility": visibility,
    }
    report = tried(lambda: report_status(person, row.id, told, **signed(person)))
    if not isinstance(report, str):
        faults += [one for one in report if not (is_new and one.code == "status_bare")]
    if faults or not isinstance(report, str):
        raise InputError(faults)
    if wide == "public":
        _show(person, [*names, report])
    return report


def _show(person: Person, names: Sequence[str]) -> None:
    """Publish the rows `names`, each in the words that stand."""
    for name in names:
        publish(person, name, digests_of(person, [name]).get(name, ""), **signed(person))


def _has_new(given: Mapping[str, str]) -> bool:
    fields = ("evidence_title_en", "evidence_title_ja", "source_title", "source_url", "source_read",
              "evidence_on-year", "evidence_on-month", "evidence_on-day")  # fmt: skip
    return any(given.get(name, "").strip() for name in fields)


def _of_new(fault: Fault) -> Fault:
    path = fault.where.removeprefix(_FILE).removeprefix(".")
    if path == _SOURCE and fault.code == "missing_language":
        return wrong("no_source", "source_title")
    return msgspec.structs.replace(fault, where=path if path in _NEW.values() else f"new.{path}")


def attached(
    person: Person, record: Record, row: AnyRow, given: Mapping[str, str], visibility: str
) -> str:
    """Return the id of the evidence that the form gives; raises InputError with all its faults."""
    on = day_of(given, "evidence_on")
    source = _source(person, record, given)
    evidence = {
        "title": drafting.text(given, "evidence_title"),
        "when": {"on": on.isoformat() if isinstance(on, date) else None},
        "url": source["url"],
        "visibility": visibility,
    }
    own = (on,) if isinstance(on, Fault) else ()
    done = tried(
        lambda: attach_evidence(person, [row.id], evidence, source, **signed(person)), *own
    )
    if isinstance(done, str):
        return done
    raise InputError([one for one in done if not (own and one.code == "no_day" and one not in own)])


def _source(person: Person, record: Record, given: Mapping[str, str]) -> dict[str, Any]:
    """Return the text that shows it: one that the record has under the same address, else new."""
    url = drafting.words(given, "source_url")
    for one in record.sources.values():
        is_usable = one.id in shipped_record().sources or one.id.startswith(f"{person.side}-")
        if url is not None and one.url == url and is_usable:
            found: dict[str, Any] = msgspec.to_builtins(one)
            return found
    return {
        "id": f"{person.side}-{new_id().hex}",
        "title": drafting.words(given, "source_title") or "",
        "kind": given.get("source_kind", "primary"),
        "read": drafting.words(given, "source_read") or "",
        "url": url,
    }


@FORM
@signed_in
def evidence(
    request: HttpRequest, lang: Lang, person: Person, prefix: str, slug: str
) -> HttpResponse:
    """Attach something dated that bears on a promise."""
    record = record_of(request)
    row = found_row(record, prefix, slug, *REPORTABLE)
    teller = Teller(record, lang)
    given = request.POST.dict()
    faults: tuple[Fault, ...] = ()
    values: Mapping[str, str] = given
    if request.method == "POST":
        done = tried(lambda: _attached_alone(person, record, row, given))
        if isinstance(done, str):
            return HttpResponseRedirect(teller.path(done))
        faults = tuple(map(_of_new, done))
    else:
        values = {"visibility": "organisation", "source_kind": "primary"}
    return render(
        request,
        lang,
        "council/attach.html",
        status=422 if faults else 200,
        form=drawn(person, values, None, faults, _NEW),
        heading="promise.attach",
        back=back_to(teller, row),
        title=teller.title(row),
        seen=seen_choices(person, row, lang),
        day_fields=["evidence_on"],
        **_kinds(lang),
    )


def _attached_alone(person: Person, record: Record, row: AnyRow, given: Mapping[str, str]) -> str:
    wide = given.get("visibility", "organisation")
    name = attached(person, record, row, given, "joint" if wide == "public" else wide)
    if wide == "public":
        _show(person, [name])
    return name


@require_safe
def went(request: HttpRequest, lang: Lang, prefix: str, slug: str) -> HttpResponse:
    """Return how a promise went: its views over time, and everything dated about it."""
    record, on = record_of(request), timezone.now().date()
    row = found_row(record, prefix, slug, *REPORTABLE)
    teller = Teller(record, lang)
    found = history(record, row.id, on)
    return render(
        request,
        lang,
        "council/history.html",
        back=back_to(teller, row),
        title=teller.title(row),
        headings=headings(record, lang),
        turns=[_turn(one, lang) for one in found.turns],
        columns=marked(record, columns_of(record, row.id, on), lang),
        events=[
            {
                "when": teller.when(one.when),
                "what": word(one.what, lang),
                "title": _event_words(teller, one, row),
                "path": teller.path(one.row) if one.row != row.id else None,
                "is_ahead": one.is_ahead,
                "basis": event_basis(record, one),
            }
            for one in found.events
        ],
        milestones=milestones_told(teller, row, on) if isinstance(row, Commitment) else (),
        indicators=indicators_told(teller, row) if isinstance(row, Commitment) else (),
        may_act=reader_of(request) is not None,
        report_path=reverse("pages:council_report", args=(lang, prefix, slug)),
    )


def _event_words(teller: Teller, event: Entry, row: AnyRow) -> Said:
    """Return what an event is called: a report by its view and level, a milestone by its words."""
    source = teller.record.rows[event.row]
    if isinstance(source, StatusReport):
        lang = teller.lang
        said = f"{view_title(teller.record, source.view, lang)}: {word(source.level, lang)}"
        words = teller.text(source.text) if source.text else None
        return Said(f"{said} – {words.text}" if words and words.lang == lang else said, lang)
    return teller.text(event.title) if source is row else teller.title(source)


def _turn(turn: Turn, lang: Lang) -> dict[str, Any]:
    cells = [(mark_of(level, lang), view in turn.changed) for view, level in turn.levels.items()]
    return {"on": turn.on, "cells": cells}
