"""The public site of a record: every page in both languages, from public rows alone."""

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from kakehashi.accord.may import Visibility
from kakehashi.accord.record import Record, body_of
from kakehashi.accord.record_texts import Statement
from kakehashi.answers import public_pages as pages
from kakehashi.answers.brief import brief, last_council
from kakehashi.answers.brief_paper import brief_paper
from kakehashi.answers.closed_record import closed
from kakehashi.answers.commitments_paper import commitments_paper
from kakehashi.answers.council_dates import commitments_rows, happened, happenings
from kakehashi.answers.council_layout import Sheet
from kakehashi.answers.council_papers import write_statement
from kakehashi.answers.council_words import both, foot_words
from kakehashi.answers.standing import stands
from kakehashi.papers.atom import feed_atom
from kakehashi.papers.calendar import calendar_ics
from kakehashi.papers.council.paper import Block
from kakehashi.papers.site import Page, PublicSite, site_files
from kakehashi.papers.tables import table_csv
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import LANGS, Lang, Text

MENU = (
    ("", "home"), ("brief/", "brief"), ("actions/", "actions"), ("commitments/", "commitments"),
    ("statements/", "statements"), ("instruments/", "instruments"), ("meetings/", "meetings"),
    ("forums/", "forums"), ("timeline/", "timeline"), ("gaps/", "gaps"), ("sources/", "sources"),
)  # fmt: skip


def render_public_site(
    record: Record, on: date, made_at: datetime, address: str | None = None
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

    Raises
    ------
    InputError
        Naming every row that is not public. Its words are in no message and in no file.

    Notes
    -----
    The same record, days and address give the same bytes. `record.json` is in the
    form that `read_record` takes.
    """
    check_public(record)
    record = closed(record)
    found = [page for lang in LANGS for page in _pages(record, on, lang, made_at)]
    there = {page.path for page in found}
    site = PublicSite(
        pages=tuple(found),
        menu=tuple((path, key) for path, key in MENU if path in there),
        beside=_beside(record, on, made_at, address),
        foot={lang: _foot(record, on, made_at, lang) for lang in LANGS},
    )
    return site_files(site)


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
        yield page(pages.path_of("actions", action.id), action.title, blocks)
    paper = commitments_paper(record, on, lang, made_at)
    yield page("commitments/", both("public_site.commitments"), paper.parts[0].blocks)
    yield named("statements/", "statements", pages.statements(record, lang))
    for row in record.every(Statement):
        sheet = Sheet(record, lang, columns="both")
        write_statement(sheet, row)
        yield page(pages.path_of("statements", row.id), row.title, tuple(sheet.blocks))
    yield named("instruments/", "instruments", pages.instruments(record, on, lang))
    yield named("meetings/", "meetings", pages.meetings(record, lang))
    yield named("forums/", "forums", pages.forums(record, lang))
    yield named("timeline/", "timeline", pages.whole_timeline(record, on, lang))
    yield named("gaps/", "gaps", pages.not_known(record, lang))
    yield named("sources/", "sources", pages.sources(record, lang))


def _beside(record: Record, on: date, made_at: datetime, address: str | None) -> dict[str, bytes]:
    files = {"record.json": record_json(record)}
    for lang in LANGS:
        name = say("council_calendar.name", lang)
        files[f"{lang}/calendar.ics"] = calendar_ics(
            happenings(record, on, lang), made_at, name, lang
        )
        files[f"{lang}/feed.atom"] = feed_atom(happened(record, on, lang, made_at, address))
        files[f"{lang}/commitments.csv"] = table_csv(*commitments_rows(record, on, lang))
    return files


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
