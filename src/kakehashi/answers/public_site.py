"""The public site of a record: every page in both languages, from public rows alone."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import msgspec

from kakehashi.accord.may import Visibility
from kakehashi.accord.record import Record, body_of
from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_texts import Statement
from kakehashi.answers import public_pages as pages
from kakehashi.answers import public_paths
from kakehashi.answers.brief import brief, last_council
from kakehashi.answers.brief_paper import brief_paper
from kakehashi.answers.closed_record import closed
from kakehashi.answers.commitments_paper import commitments_paper
from kakehashi.answers.council_files import council_file, is_offered
from kakehashi.answers.council_layout import Sheet
from kakehashi.answers.council_papers import write_statement
from kakehashi.answers.council_words import both, foot_words
from kakehashi.answers.public_downloads import RECORD, files_beside, links, record_link
from kakehashi.answers.public_promises import known_of, one_commitment, one_meeting
from kakehashi.answers.standing import stands
from kakehashi.papers.council.paper import Block
from kakehashi.papers.site import Page, PublicSite, site_files
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import LANGS, Lang, Text

Told = Callable[[int, int], None]
MENU = (
    ("", "home"), ("brief/", "brief"), ("actions/", "actions"), ("commitments/", "commitments"),
    ("statements/", "statements"), ("instruments/", "instruments"), ("meetings/", "meetings"),
    ("forums/", "forums"), ("timeline/", "timeline"), ("gaps/", "gaps"), ("sources/", "sources"),
)  # fmt: skip


def render_public_site(
    record: Record,
    on: date,
    made_at: datetime,
    address: str | None = None,
    *,
    fonts: Path | None = None,
    told: Told | None = None,
) -> dict[str, bytes]:
    """Return path to bytes of the static public site of `record` as of `on`.

    Parameters
    ----------
    record
        Public rows alone.
    on
        The day for which status, lateness and force are told.
    made_at
        An aware time; the only one in the files.
    address
        Where the site will lie, with a stroke at its end, for the links of the
        feed. Everything else is relative.
    fonts
        The folder of the fonts that PDFs are set in; without it there are no PDFs.
    told
        Is called with the steps that are done and all there are, from 0 on.

    Raises
    ------
    InputError
        Naming every row that is not public. Its words are in no message and in no file.
    PlaceError
        Where a font is not in the folder `fonts`.

    Notes
    -----
    The same record, days, address and fonts give the same bytes. `record.json` is in
    the form that `read_record` takes. Most of the time goes into setting PDFs, about
    0.2 s each.
    """
    check_public(record)
    record = closed(record)
    beside = [
        one
        for one in files_beside(record, on, made_at, address, with_pdf=fonts is not None)
        if is_offered(record, one.wanted)
    ]
    n_steps, n_done = len(beside) + 2, 0

    def step() -> None:
        if told is not None:
            told(n_done, n_steps)

    step()
    found = [
        msgspec.structs.replace(page, downloads=links(beside, page.path, page.lang))
        for lang in LANGS
        for page in _pages(record, on, lang, made_at)
    ]
    there = {page.path for page in found}
    n_done += 1
    files = {RECORD: record_json(record)}
    for one in beside:
        step()
        files[one.path] = council_file(record, one.wanted, fonts or Path())
        n_done += 1
    step()
    site = PublicSite(
        pages=tuple(found),
        menu=tuple((path, key) for path, key in MENU if path in there),
        beside=files,
        files={lang: (*links(beside, "", lang), record_link(lang)) for lang in LANGS},
        foot={lang: _foot(record, on, made_at, lang) for lang in LANGS},
    )
    made = site_files(site)
    n_done += 1
    step()
    return made


def check_public(record: Record) -> None:
    """Raise InputError naming each row that not everybody may see."""
    faults = [
        Fault(
            code="not_public",
            what=both("council_fault.not_public", name=row.id, visibility=row.visibility.value),
            where=row.id,
            expected=both("council_fault.public_only"),
            mend=both("council_fault.public_mend"),
        )
        for row in record.rows.values()
        if row.visibility is not Visibility.PUBLIC
    ]
    if faults:
        raise InputError(faults)


def _foot(record: Record, on: date, made_at: datetime, lang: Lang) -> str:
    made = say("public_site.made", lang, at=both("council.at", at=made_at).into(lang))
    return f"{foot_words(record, on).into(lang)} {made}"


def _pages(record: Record, on: date, lang: Lang, made_at: datetime) -> Iterator[Page]:
    """Yield every page in one language; the same paths in each."""

    def page(path: str, title: Text, blocks: tuple[Block, ...]) -> Page:
        return Page(path=path, lang=lang, title=title.into(lang), blocks=blocks)

    def named(path: str, key: str, sheet: Sheet) -> Page:
        return page(path, both(f"public_site.{key}"), tuple(sheet.blocks))

    now, bearing = stands(record, on), pages.bearing_on(record, on)
    yield named("", "name", pages.home(record, on, lang))
    since = last_council(record, on)
    if since is not None:
        paper = brief_paper(record, brief(record, since, on), lang, made_at)
        yield page("brief/", both("public_site.brief"), paper.parts[0].blocks)
    yield named("actions/", "actions", pages.actions(record, lang, now))
    for action in pages.every_action(record):
        blocks = tuple(pages.one_action(record, action, lang, now, bearing).blocks)
        yield page(public_paths.path_of("actions", action.id), action.title, blocks)
    known = known_of(record)
    paper = commitments_paper(
        record, on, lang, made_at, lambda name: public_paths.page("commitments", name)
    )
    yield page("commitments/", both("public_site.commitments"), paper.parts[0].blocks)
    for row in record.every(Commitment):
        blocks = tuple(one_commitment(record, row, lang, now, known).blocks)
        yield page(public_paths.path_of("commitments", row.id), row.text, blocks)
    yield named("statements/", "statements", pages.statements(record, lang))
    for statement in record.every(Statement):
        sheet = Sheet(record, lang, columns="both", own_first=True)
        write_statement(sheet, statement)
        path = public_paths.path_of("statements", statement.id)
        yield page(path, statement.title, tuple(sheet.blocks))
    yield named("instruments/", "instruments", pages.instruments(record, on, lang))
    yield named("meetings/", "meetings", pages.meetings(record, lang))
    for meeting in record.every(Meeting):
        blocks = tuple(one_meeting(record, meeting, lang, known).blocks)
        yield page(public_paths.path_of("meetings", meeting.id), meeting.name, blocks)
    yield named("forums/", "forums", pages.forums(record, lang))
    yield named("timeline/", "timeline", pages.whole_timeline(record, on, lang))
    yield named("gaps/", "gaps", pages.not_known(record, lang))
    yield named("sources/", "sources", pages.sources(record, lang))


def record_json(record: Record) -> bytes:
    """Return the public record as one file that `read_record` reads back to the same rows.

    Raises
    ------
    InputError
        Naming every row that is not public.
    """
    check_public(record)
    record = closed(record)
    whole = {
        "format": "kakehashi-record/1",
        "checked_on": record.checked_on,
        "visibility": Visibility.PUBLIC,
        "sources": list(record.sources.values()),
        "rows": [body_of(row) for row in record.rows.values()],
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
