"""All papers of a meeting in one zip, as the asker may see them."""

import zipfile
from collections.abc import Iterator
from datetime import datetime
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_texts import Statement
from kakehashi.site.acts.refusal import refused
from kakehashi.site.jobs.piece import Outcome, Piece
from kakehashi.site.views.council import record_for

FILE = "council-papers.zip"
FORMS = ("docx", "pdf")


def council_papers(piece: Piece) -> Outcome:
    """Return the zip of agenda, minutes, statements, brief and commitments, .docx and PDF each.

    Each paper has both languages. A meeting without a statement has no statement in its zip;
    minutes that are not there give a paper that says so.

    Raises
    ------
    ActRefusedError
        `no_such_row` where the asker sees no such meeting.
    PlaceError
        Where a PDF's fonts are not there.
    """
    from kakehashi.answers.council_files import Wanted, council_file, file_name, is_offered

    record = record_for(piece.person)
    meeting = str(piece.asked.get("meeting", ""))
    if not isinstance(record.rows.get(meeting), Meeting):
        raise refused("no_such_row", meeting)
    on = piece.now.astimezone(ZoneInfo("Europe/London")).date()
    fonts = Path(str(resources.files("kakehashi.reference").joinpath("fonts")))
    files = [
        wanted
        for paper, row in _papers(record, meeting)
        for form in FORMS
        if is_offered(
            record, wanted := Wanted(paper=paper, form=form, row=row, on=on, made_at=piece.now)
        )
    ]
    part = piece.folder / "part"
    with zipfile.ZipFile(part, "w") as packed:
        for done, wanted in enumerate(files):
            piece.told(done, len(files), "work.writing_papers")
            _put(packed, file_name(wanted), council_file(record, wanted, fonts), piece.now)
    part.replace(piece.folder / FILE)
    return Outcome(
        said="work.papers_done",
        values={"n": len(files)},
        file=FILE,
        content_type="application/zip",
    )


def _papers(record: Record, meeting: str) -> Iterator[tuple[str, str | None]]:
    """Yield each paper and the row that it is about."""
    yield "agenda", meeting
    yield "minutes", meeting
    for row in record.every(Statement):
        if row.meeting == meeting:
            yield "statement", row.id
    yield "brief", None
    yield "commitments", None


def _put(packed: zipfile.ZipFile, name: str, content: bytes, at: datetime) -> None:
    """Add a file to the zip, with the time of its making in UTC."""
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    packed.writestr(entry, content)
