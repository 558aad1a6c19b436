"""The Council's papers, tables, calendars and feeds as files, one form at a time."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import AgendaPoint, Meeting, Minutes
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_texts import Statement
from kakehashi.answers import council_dates as dates
from kakehashi.answers import council_json as plain
from kakehashi.answers.brief import Brief, brief, last_council
from kakehashi.answers.brief_paper import brief_paper
from kakehashi.answers.commitments_paper import commitments_paper
from kakehashi.answers.council_papers import agenda_paper, minutes_paper, statement_paper
from kakehashi.papers.atom import feed_atom
from kakehashi.papers.calendar import calendar_ics
from kakehashi.papers.council import paper_pdf
from kakehashi.papers.council.paper import Paper, PaperLang
from kakehashi.papers.docx import paper_docx
from kakehashi.papers.tables import table_csv
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml",
}
FORMS = {
    "agenda": ("docx", "pdf", "ics", "json"),
    "minutes": ("docx", "pdf", "json"),
    "statement": ("docx", "pdf", "json"),
    "brief": ("docx", "pdf", "csv", "json"),
    "commitments": ("docx", "pdf", "csv", "ics", "json", "atom"),
    "commitment": ("ics",),
}
"""What each paper is given as; the first is the one that officials edit."""

_OF = {"agenda": Meeting, "minutes": Meeting, "statement": Statement, "commitment": Commitment}


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which file is asked for.

    Attributes
    ----------
    row
        The meeting, statement or commitment that it is about; None for the papers on all.
    lang
        The languages of its words; a paper that officials edit has both.
    on, made_at
        The day for which status is told, and the aware time that is written into it.
    site
        Where a public site lies, with a stroke at its end, for a feed's links.
    """

    paper: str
    form: str
    row: str | None = None
    lang: PaperLang = "both"
    on: date
    made_at: datetime
    site: str | None = None


def is_offered(record: Record, wanted: Wanted) -> bool:
    """Return whether `record` has what `wanted` asks for, in that form."""
    if wanted.form not in FORMS.get(wanted.paper, ()):
        return False
    kind = _OF.get(wanted.paper)
    if kind is not None:
        return isinstance(record.rows.get(wanted.row or ""), kind)
    if wanted.row is not None:
        return False
    return wanted.paper != "brief" or last_council(record, wanted.on) is not None


def council_file(record: Record, wanted: Wanted, fonts: Path) -> bytes:
    """Return the file that `wanted` names, of the rows of `record` alone.

    The same record, wishes and fonts give the same bytes.

    Raises
    ------
    KeyError
        Where it is not offered: see `is_offered`.
    PlaceError
        Where a PDF's fonts are not in the folder `fonts`.
    """
    if not is_offered(record, wanted):
        raise KeyError(wanted.paper)
    if wanted.form == "docx":
        return paper_docx(_paper(record, wanted))
    if wanted.form == "pdf":
        return paper_pdf(_paper(record, wanted), fonts)
    if wanted.form == "csv":
        return table_csv(*_table(record, wanted))
    if wanted.form == "ics":
        return _calendar(record, wanted)
    if wanted.form == "atom":
        told = dates.happened(record, wanted.on, wanted.lang, wanted.made_at, wanted.site)
        return feed_atom(told)
    return (json.dumps(_plain(record, wanted), ensure_ascii=False, indent=2) + "\n").encode()


def papers_of(record: Record, meeting: Meeting, on: date) -> tuple[str, ...]:
    """Return which papers of `meeting` the record has anything for, seen from `on`.

    The agenda of a Council that lies ahead is one of them before it has points: it
    tells what is open from before.
    """
    is_ahead = meeting.when.on is not None and meeting.when.on >= on
    has_agenda = (meeting.cycle and is_ahead) or any(
        one.meeting == meeting.id for one in record.every(AgendaPoint)
    )
    has_minutes = any(one.meeting == meeting.id for one in record.every(Minutes))
    named = (("agenda", has_agenda), ("minutes", has_minutes))
    return tuple(paper for paper, is_there in named if is_there)


def file_name(wanted: Wanted) -> str:
    """Return what the file is called: paper, what it is about, language, form.

    >>> file_name(Wanted(paper="agenda", form="pdf", row="meeting:council-2025", lang="ja",
    ...     on=date(2026, 1, 1), made_at=datetime(2026, 1, 1)))
    'agenda-council-2025-ja.pdf'
    """
    words = [wanted.paper]
    if wanted.row:
        words.append(wanted.row.partition(":")[2])
    if wanted.lang != "both":
        words.append(wanted.lang)
    return f"{'-'.join(words)}.{wanted.form}"


def _told(record: Record, wanted: Wanted) -> Brief:
    since = last_council(record, wanted.on)
    if since is None:
        raise KeyError("brief")
    return brief(record, since, wanted.on)


def _paper(record: Record, wanted: Wanted) -> Paper:
    on, lang, at, row = wanted.on, wanted.lang, wanted.made_at, wanted.row or ""
    made: dict[str, Callable[[], Paper]] = {
        "agenda": lambda: agenda_paper(record, row, on, lang, at),
        "minutes": lambda: minutes_paper(record, row, on, lang, at),
        "statement": lambda: statement_paper(record, row, on, lang, at),
        "brief": lambda: brief_paper(record, _told(record, wanted), lang, at),
        "commitments": lambda: commitments_paper(record, on, lang, at),
    }
    return made[wanted.paper]()


def _table(record: Record, wanted: Wanted) -> tuple[list[str], list[list[str]]]:
    if wanted.paper == "brief":
        return dates.brief_rows(record, _told(record, wanted), wanted.lang)
    return dates.commitments_rows(record, wanted.on, wanted.lang)


def _plain(record: Record, wanted: Wanted) -> dict[str, Any]:
    row = wanted.row or ""
    made: dict[str, Callable[[], dict[str, Any]]] = {
        "agenda": lambda: plain.agenda_json(record, row, wanted.on),
        "minutes": lambda: plain.minutes_json(record, row),
        "statement": lambda: plain.statement_json(record, row),
        "brief": lambda: plain.brief_json(_told(record, wanted)),
        "commitments": lambda: plain.commitments_json(record, wanted.on),
    }
    return made[wanted.paper]()


def _calendar(record: Record, wanted: Wanted) -> bytes:
    """Return all days, or those of one meeting or commitment."""
    first: Lang = "ja" if wanted.lang == "ja" else "en"
    if wanted.row is not None:  # a record of that row alone: its days need no other
        record = Record({wanted.row: record.rows[wanted.row]}, record.sources)
    found = dates.happenings(record, wanted.on, wanted.lang)
    said = None if wanted.lang == "both" else first
    return calendar_ics(found, wanted.made_at, say("council_calendar.name", first), said)
