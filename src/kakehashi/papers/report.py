"""The report of an answer, as plain frozen values in one language.

Everything that a reader sees stands here as finished words, so that a table in a
terminal, a page, an HTML file and a PDF cannot tell different things. Renderers
add lay-out and the headings of `terms/phrases/report.toml`, nothing else.
"""

from datetime import date, datetime
from urllib.parse import urlsplit

import msgspec

from kakehashi.terms.text import Lang


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the report: fields by name."""


class Mark(Shown, frozen=True, kw_only=True):
    """An outcome or an answer: its code for programs, a symbol, and the word for it.

    The word is always shown; the symbol helps the eye, and colour may follow `code`.
    """

    code: str
    symbol: str
    words: str


class SourceShown(Shown, frozen=True, kw_only=True):
    """A text that a line rests on, numbered within its rulebook. `lang` is that of its title."""

    id: str
    number: int
    title: str
    lang: Lang
    kind: str
    url: str | None = None


class FactShown(Shown, frozen=True, kw_only=True):
    """A deciding fact: what was asked, what is known, and where it was read.

    `why` is the code of the reason for which it is unknown; None where it is known.
    """

    fact: str
    question: str
    answer: str
    why: str | None = None
    origins: tuple[str, ...] = ()


class LineShown(Shown, frozen=True, kw_only=True):
    """One rule decided. `unchecked` is the sentence shown where the wording was not checked.

    `text_is` says what the text is (the law's own words, a translation, ours).
    `basis` is the code, `basis_words` the qualification that the reader sees.
    """

    rule: str
    article: str
    title: str
    text: str
    text_is: str
    mark: Mark
    basis: str
    basis_words: str
    reasons: tuple[str, ...] = ()
    facts: tuple[FactShown, ...] = ()  # those known, or unknown for a reason worth telling
    unstated: tuple[str, ...] = ()  # ids of the deciding facts that nobody has stated
    asks: tuple[str, ...] = ()
    sources: tuple[SourceShown, ...] = ()
    unchecked: str | None = None
    see: str | None = None
    note: str | None = None


class OutsideShown(Shown, frozen=True, kw_only=True):
    """Rules that do not apply, all for the same reasons and on the same facts."""

    reasons: tuple[str, ...]
    facts: tuple[FactShown, ...]
    lines: tuple[LineShown, ...]


class StatedShown(Shown, frozen=True, kw_only=True):
    """A statement of a rulebook that is told to the reader and never decided."""

    rule: str
    article: str
    title: str
    text: str
    text_is: str
    basis: str
    basis_words: str
    sources: tuple[SourceShown, ...] = ()
    unchecked: str | None = None
    see: str | None = None
    note: str | None = None


class RestShown(Shown, frozen=True, kw_only=True):
    """How many lines of a rulebook rest on one basis, and on which sources."""

    basis: str
    basis_words: str
    rules: tuple[str, ...]
    sources: tuple[SourceShown, ...] = ()


class BookShown(Shown, frozen=True, kw_only=True):
    """One rulebook's verdicts for this subject on the day `as_of` of its own calendar.

    `shared` are the facts that decided every line which is met or not met: those of
    its scope. They are told once, and left out of the lines.
    """

    id: str
    title: str
    force: str
    force_words: str
    country: str
    country_words: str
    regulator: str
    version: str | None
    as_of: date
    checked_on: date
    mark: Mark
    tally: str
    shared: tuple[FactShown, ...] = ()
    lines: tuple[LineShown, ...] = ()
    outside: tuple[OutsideShown, ...] = ()  # the lines that do not apply, by their reason
    stated: tuple[StatedShown, ...] = ()
    rests_on: tuple[RestShown, ...] = ()
    sources: tuple[SourceShown, ...] = ()

    @property
    def n_outside(self) -> int:
        """How many rules do not apply."""
        return sum(len(group.lines) for group in self.outside)


class RemainShown(Shown, frozen=True, kw_only=True):
    """A rule of a country that is not met or lacks evidence. `at` is "rulebook:rule"."""

    at: str
    rule: str
    book_id: str
    book: str
    force_words: str
    title: str
    mark: Mark
    unchecked: bool = False


class CountryShown(Shown, frozen=True, kw_only=True):
    """One country's answer. `qualified` says what the answer rests on unless all is primary."""

    id: str
    words: str
    mark: Mark
    sentence: str
    qualified: str | None
    remains: tuple[RemainShown, ...] = ()


class RecognitionShown(Shown, frozen=True, kw_only=True):
    """An effect that one country's rules give to something of the other's, used here."""

    id: str
    article: str
    text: str
    relation: str
    effect: str
    basis: str
    basis_words: str
    rules: tuple[str, ...] = ()
    sources: tuple[SourceShown, ...] = ()


class QuestionShown(Shown, frozen=True, kw_only=True):
    """A question whose answer helps most, and the open rules it bears on.

    `settles` are "rulebook:rule"; `settles_words` counts them by rulebook.
    """

    fact: str
    question: str
    help: str
    settles: tuple[str, ...] = ()
    settles_words: str = ""


class GapShown(Shown, frozen=True, kw_only=True):
    """A field of law that no rulebook at hand speaks of."""

    country_words: str
    text: str


class FileShown(Shown, frozen=True, kw_only=True):
    """A file that was read; `notes` are faults that did not stop the reading."""

    name: str
    format: str
    sha256: str
    gave: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class FaultShown(Shown, frozen=True, kw_only=True):
    """A file or field that could not be read: what, where, expected, how to mend."""

    where: str
    what: str
    expected: str
    mend: str


class Report(Shown, frozen=True, kw_only=True):
    """An answer for both countries, ready to be laid out in `lang`.

    `made_at` is an aware time or None; a renderer shows it in London and Tokyo.
    """

    lang: Lang
    title: str
    subject: str
    models: tuple[str, ...]
    is_made_up: bool
    as_of: date
    rules_checked_on: date
    made_at: datetime | None
    made_at_words: str | None
    countries: tuple[CountryShown, ...]
    rulebooks: tuple[BookShown, ...]
    recognitions: tuple[RecognitionShown, ...] = ()
    next: tuple[QuestionShown, ...] = ()
    not_covered: tuple[GapShown, ...] = ()
    files: tuple[FileShown, ...] = ()
    faults: tuple[FaultShown, ...] = ()
    warnings: tuple[str, ...] = ()


def is_link(url: str | None) -> bool:
    """Return whether `url` may stand as a link: http or https, with a host.

    Rulebooks can come from users: `javascript:` and the like stay plain text.

    >>> is_link("https://www.legislation.gov.uk/"), is_link("javascript:alert(1)")
    (True, False)
    """
    if url is None:
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
