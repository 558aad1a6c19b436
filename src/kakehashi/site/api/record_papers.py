"""The API's papers: what `kakehashi council` writes, of the rows that the reader may see."""

import threading
from collections.abc import Mapping
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_row import Row
from kakehashi.accord.record_texts import Statement
from kakehashi.answers import council_dates, council_json, council_papers
from kakehashi.answers.brief import Brief, brief, last_council
from kakehashi.answers.brief_paper import brief_paper
from kakehashi.answers.commitments_paper import commitments_paper
from kakehashi.papers.atom import feed_atom
from kakehashi.papers.calendar import calendar_ics
from kakehashi.papers.council.paper import Paper, PaperLang
from kakehashi.papers.tables import table_csv
from kakehashi.site.acts.refusal import refused
from kakehashi.site.api import asked, shapes
from kakehashi.site.api.addresses import router
from kakehashi.site.api.asked import DayQuery, RefQuery
from kakehashi.site.api.replies import a_fault, lang_of, reply
from kakehashi.terms.errors import InputError
from kakehashi.terms.phrases import say

NAMES = ("agenda", "minutes", "statement", "commitments", "brief")
TYPES: Mapping[str, str] = {
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}
FORMS: Mapping[str, tuple[str, ...]] = {
    "agenda": ("json", "docx", "pdf", "ics"),
    "minutes": ("json", "docx", "pdf"),
    "statement": ("json", "docx", "pdf"),
    "commitments": ("json", "docx", "pdf", "csv", "ics", "atom"),
    "brief": ("json", "docx", "pdf", "csv"),
}
_SET = threading.BoundedSemaphore(2)  # papers set at once, whatever the number of threads


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that is asked for, and the rows that it is made of."""

    record: Record
    name: str
    of: str
    since: date | None
    on: date
    at: datetime
    lang: PaperLang


@router.get("/papers/{name}.{form}", summary="A paper of the Council", **shapes.PAPER)
def paper(
    request: HttpRequest,
    name: Literal[NAMES],  # type: ignore[valid-type]  # the names are told once, above
    form: Literal[tuple(TYPES)],  # type: ignore[valid-type]
    of: RefQuery = None,
    since: DayQuery = None,
    on: DayQuery = None,
    lang: Literal["en", "ja", "both"] | None = None,
) -> HttpResponse:
    """Return a paper as `kakehashi council` writes it, of the rows that the reader may see.

    `of` is the meeting of an agenda or minutes, or the statement. `since` is the day from
    which a brief tells changes, else that of the last Council.
    """
    if form not in FORMS[name]:
        raise InputError(a_fault("no_form", f"path {form}", section="record_api", name=name,
                                 names=", ".join(FORMS[name])))  # fmt: skip
    said = lang or ("both" if form in ("docx", "pdf") else lang_of(request))
    record = asked.record_of(request)
    wanted = Wanted(
        record=record,
        name=name,
        of=_of(record, name, of),
        since=asked.day_of(since, "query.since"),
        on=asked.day_or_today(on),
        at=timezone.now().replace(microsecond=0),
        lang=said,
    )
    try:
        if form == "json":
            return reply(_plain(wanted))
        content = _file(wanted, form)
    except KeyError:
        raise refused("no_such_row", wanted.of) from None
    response = HttpResponse(content, content_type=TYPES[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _of(record: Record, name: str, of: str | None) -> str:
    if name in ("commitments", "brief"):
        return ""
    kind: type[Row] = Statement if name == "statement" else Meeting
    if of is None:
        raise InputError(a_fault("no_of", "query.of", section="record_api"))
    if not isinstance(record.rows.get(of), kind):
        raise refused("no_such_row", of)
    return of


def _plain(wanted: Wanted) -> Any:
    record, of, on = wanted.record, wanted.of, wanted.on
    if wanted.name == "agenda":
        return council_json.agenda_json(record, of, on)
    if wanted.name == "minutes":
        return council_json.minutes_json(record, of)
    if wanted.name == "statement":
        return council_json.statement_json(record, of)
    if wanted.name == "commitments":
        return council_json.commitments_json(record, on)
    return council_json.brief_json(_brief(wanted))


def _file(wanted: Wanted, form: str) -> bytes:
    record, on, lang = wanted.record, wanted.on, wanted.lang
    if form == "csv":
        if wanted.name == "brief":
            return table_csv(*council_dates.brief_rows(record, _brief(wanted), lang))
        return table_csv(*council_dates.commitments_rows(record, on, lang))
    if form == "atom":
        return feed_atom(council_dates.happened(record, on, lang, wanted.at))
    if form == "ics":
        entries = council_dates.happenings(record, on, lang)
        if wanted.of:
            entries = tuple(one for one in entries if one.uid == f"{wanted.of}@kakehashi")
        said = None if lang == "both" else lang
        return calendar_ics(entries, wanted.at, say("council_calendar.name", said or "en"), said)
    with _SET:
        return _set(_paper(wanted), form)


def _paper(wanted: Wanted) -> Paper:
    record, of, on, lang, at = wanted.record, wanted.of, wanted.on, wanted.lang, wanted.at
    if wanted.name == "agenda":
        return council_papers.agenda_paper(record, of, on, lang, at)
    if wanted.name == "minutes":
        return council_papers.minutes_paper(record, of, on, lang, at)
    if wanted.name == "statement":
        return council_papers.statement_paper(record, of, on, lang, at)
    if wanted.name == "commitments":
        return commitments_paper(record, on, lang, at)
    return brief_paper(record, _brief(wanted), lang, at)


def _set(written: Paper, form: str) -> bytes:
    if form == "docx":
        from kakehashi.papers.docx import paper_docx

        return paper_docx(written)
    from kakehashi.papers.council import paper_pdf

    fonts = Path(str(resources.files("kakehashi.reference").joinpath("fonts")))
    return paper_pdf(written, fonts)


def _brief(wanted: Wanted) -> Brief:
    since = wanted.since or last_council(wanted.record, wanted.on)
    if since is None or since > wanted.on:
        raise InputError(a_fault("no_since", "query.since", section="record_api"))
    return brief(wanted.record, since, wanted.on)
