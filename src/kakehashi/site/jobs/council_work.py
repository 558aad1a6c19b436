"""All papers of a meeting in one zip, as the asker may see them."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_texts import Statement
from kakehashi.answers.closed_record import closed
from kakehashi.site.acts.refusal import refused
from kakehashi.site.jobs.piece import Outcome, Piece
from kakehashi.site.views.council import record_for

if TYPE_CHECKING:
    from kakehashi.papers.council import Paper

FILE = "council-papers.zip"


def council_papers(piece: Piece) -> Outcome:
    """Return the zip of agenda, minutes, statements, brief and commitments, .docx and PDF each.

    Each paper has both languages. A meeting without a statement has no statement in its zip;
    minutes that are not there give a paper that says so.

    Raises
    ------
    ActRefusedError
        `no_such_row` where the asker sees no such meeting.
    """
    record = record_for(piece.person)
    meeting = str(piece.asked.get("meeting", ""))
    row = record.rows.get(meeting)
    if not isinstance(row, Meeting):
        raise refused("no_such_row", meeting)
    papers = tuple(_papers(closed(record), row, piece.now))
    part = piece.folder / "part"
    n_files = 2 * len(papers)
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
        for place, (name, made) in enumerate(papers):
            piece.told(2 * place, n_files, "work.writing_papers")
            paper = made()
            _put(packed, f"{name}.docx", _docx(paper), piece.now)
            piece.told(2 * place + 1, n_files, "work.writing_papers")
            _put(packed, f"{name}.pdf", _pdf(paper), piece.now)
    part.replace(piece.folder / FILE)
    return Outcome(
        said="work.papers_done",
        values={"n": n_files},
        file=FILE,
        content_type="application/zip",
    )


def _papers(
    record: Record, meeting: Meeting, at: datetime
) -> "Iterator[tuple[str, Callable[[], Paper]]]":
    """Yield the name of each paper and how it is made."""
    from kakehashi.answers.brief import brief, last_council
    from kakehashi.answers.brief_paper import brief_paper
    from kakehashi.answers.commitments_paper import commitments_paper
    from kakehashi.answers.council_papers import agenda_paper, minutes_paper, statement_paper

    on = at.astimezone(ZoneInfo("Europe/London")).date()
    yield "agenda", lambda: agenda_paper(record, meeting.id, on, "both", at)
    yield "minutes", lambda: minutes_paper(record, meeting.id, on, "both", at)
    of_it = [row for row in record.every(Statement) if row.meeting == meeting.id]
    for place, row in enumerate(of_it, start=1):
        number = f"-{place}" if len(of_it) > 1 else ""
        yield (
            f"statement{number}",
            lambda name=row.id: statement_paper(  # type: ignore[misc]
                record, name, on, "both", at
            ),
        )
    since = last_council(record, on)
    if since is not None:
        told = brief(record, since, on)
        yield "brief", lambda: brief_paper(record, told, "both", at)
    yield "commitments", lambda: commitments_paper(record, on, "both", at)


def _docx(paper: "Paper") -> bytes:
    from kakehashi.papers.docx import paper_docx

    return paper_docx(paper)


def _pdf(paper: "Paper") -> bytes:
    from kakehashi.papers.council import paper_pdf

    return paper_pdf(paper, Path(str(resources.files("kakehashi.reference").joinpath("fonts"))))


def _put(packed: zipfile.ZipFile, name: str, content: bytes, at: datetime) -> None:
    """Add a file to the zip, with the time of its making in UTC."""
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    packed.writestr(entry, content)
