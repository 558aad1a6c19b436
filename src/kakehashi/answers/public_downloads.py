"""The files that lie beside the pages of the public site."""

from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_texts import Statement
from kakehashi.answers.council_files import Wanted, file_name, papers_of
from kakehashi.answers.council_words import both
from kakehashi.answers.public_paths import path_of
from kakehashi.papers.site import Download
from kakehashi.terms.text import LANGS, Lang, Text

SET = ("docx", "pdf")  # set on pages, in both languages; the others have words of one language
RECORD = "record.json"


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the site: where it lies, the pages that lead to it, and which it is.

    `lang` is that of the pages; None where the pages of both languages do.
    """

    path: str
    pages: tuple[str, ...]
    lang: Lang | None
    wanted: Wanted

    def told(self, lang: Lang) -> Download:
        """Return the link to it on a page in `lang`."""
        form = self.wanted.form
        name = both(f"public_more.paper_{self.wanted.paper}")
        if self.wanted.paper == "commitments" and form in {"ics", "atom"}:
            words = both("public_site.calendar" if form == "ics" else "public_site.feed")
        else:
            words = both(f"public_more.as_{form}", paper=name)
        return Download(path=self.path, words=words.into(lang))


def files_beside(
    record: Record, on: date, made_at: datetime, site: str | None, *, with_pdf: bool
) -> Iterator[Beside]:
    """Yield the files beside the pages of `record`: papers, tables, days, what happened.

    Without `with_pdf` there is no PDF. `record.json` is not among them: it is the whole.
    """
    made = _Made(on=on, made_at=made_at, site=site, forms=SET if with_pdf else SET[:1])
    yield from made.papers("brief", "brief/")
    yield from made.papers("commitments", "commitments/")
    tables = (("csv", "commitments.csv"), ("ics", "calendar.ics"), ("atom", "feed.atom"))
    for lang in LANGS:
        for form, name in tables:
            wanted = made.wanted("commitments", form, lang=lang)
            pages = ("", "commitments/")
            yield Beside(path=f"{lang}/{name}", pages=pages, lang=lang, wanted=wanted)
    whole = made.wanted("commitments", "json")
    yield Beside(path="commitments.json", pages=("commitments/",), lang=None, wanted=whole)
    for statement in record.every(Statement):
        yield from made.papers("statement", path_of("statements", statement.id), statement.id)
    for row in record.every(Commitment):
        if row.due or row.milestones:
            yield from made.days("commitment", path_of("commitments", row.id), row.id)
    for meeting in record.every(Meeting):
        page = path_of("meetings", meeting.id)
        for paper in papers_of(record, meeting, on):
            yield from made.papers(paper, page, meeting.id)
        if meeting.when.on is not None and meeting.when.precision == "day":
            yield from made.days("agenda", page, meeting.id)


class _Made(msgspec.Struct, frozen=True, kw_only=True):
    """What all files of one site share."""

    on: date
    made_at: datetime
    site: str | None
    forms: tuple[str, ...]

    def wanted(
        self, paper: str, form: str, row: str | None = None, lang: Lang | None = None
    ) -> Wanted:
        return Wanted(
            paper=paper, form=form, row=row, lang=lang or "both",
            on=self.on, made_at=self.made_at, site=self.site,
        )  # fmt: skip

    def papers(self, paper: str, page: str, row: str | None = None) -> Iterator[Beside]:
        """Yield a paper in the forms that are set on pages, for both languages at once."""
        for form in self.forms:
            one = self.wanted(paper, form, row)
            yield Beside(path=f"files/{file_name(one)}", pages=(page,), lang=None, wanted=one)

    def days(self, paper: str, page: str, row: str) -> Iterator[Beside]:
        """Yield the days of one row, a calendar for each language."""
        for lang in LANGS:
            one = self.wanted(paper, "ics", row, lang)
            path = f"{lang}/{page}{row.partition(':')[2]}.ics"
            yield Beside(path=path, pages=(page,), lang=lang, wanted=one)


def links(beside: list[Beside], page: str, lang: Lang) -> tuple[Download, ...]:
    """Return the links that stand on the page `page` in `lang`."""
    return tuple(one.told(lang) for one in beside if page in one.pages and one.lang in (None, lang))


def record_link(lang: Lang) -> Download:
    """Return the link to the whole record."""
    words: Text = both("public_site.record")
    return Download(path=RECORD, words=words.into(lang))
