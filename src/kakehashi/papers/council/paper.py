"""A paper of the Council as plain frozen values: blocks of finished words.

Everything that a reader sees stands here, in the languages of the paper; a
renderer adds lay-out alone. So a table in a terminal, a .docx, a PDF and a page
of the public site cannot tell different things.
"""

from datetime import date, datetime
from typing import Literal

import msgspec

from kakehashi.terms.text import Lang

PaperLang = Literal["en", "ja", "both"]
Tone = Literal["plain", "soft", "strong", "gap", "warning"]


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a paper: fields by name."""


class Run(Printed, frozen=True, kw_only=True):
    """Words in one language without a break; `href` makes them a link where that is allowed.

    `is_note` marks words of ours about the text, such as "no English text yet".
    """

    text: str
    lang: Lang
    href: str | None = None
    is_note: bool = False


class Line(Printed, frozen=True, kw_only=True):
    """What is said in one language; a run in another (a name, a title) says so itself."""

    lang: Lang
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words of all runs."""
        return "".join(run.text for run in self.runs)


Words = tuple[Line, ...]
"""The same said in each language of the paper; one line where all say it alike."""


class Heading(Printed, frozen=True, kw_only=True, tag="heading"):
    """A heading; level 1 is the paper's title. `anchor` is its id on a page."""

    level: Literal[1, 2, 3]
    words: Words
    anchor: str | None = None


class Para(Printed, frozen=True, kw_only=True, tag="para"):
    """A paragraph; the tone of a gap or a warning is always said in words, too."""

    words: Words
    tone: Tone = "plain"


class Points(Printed, frozen=True, kw_only=True, tag="points"):
    """A list; `tone` is that of all its points."""

    points: tuple[Words, ...]
    tone: Tone = "plain"


class Pairs(Printed, frozen=True, kw_only=True, tag="pairs"):
    """Names and their values, such as day and place."""

    pairs: tuple[tuple[Words, Words], ...]


class Numbered(Printed, frozen=True, kw_only=True, tag="numbered"):
    """One clause or paragraph under one number, in each language; `notes` stand beneath.

    `columns` has one line for each language of the paper, in their order.
    """

    number: str
    columns: Words
    notes: tuple[Words, ...] = ()


class Clauses(Printed, frozen=True, kw_only=True, tag="clauses"):
    """Clauses set side by side, a column a language; `head` names number and columns."""

    caption: Words
    head: Words
    number: Line
    clauses: tuple[Numbered, ...]


class Table(Printed, frozen=True, kw_only=True, tag="table"):
    """A table with a header row; `widths` are shares of the page, one a column.

    A row with a single cell goes across all columns and heads the rows below it.
    """

    caption: Words
    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    widths: tuple[int, ...]


Block = Heading | Para | Points | Pairs | Clauses | Table


class Part(Printed, frozen=True, kw_only=True):
    """Blocks that begin on a page of their own; `lang` is that of the part, or its first."""

    lang: Lang
    blocks: tuple[Block, ...]


class Paper(Printed, frozen=True, kw_only=True):
    """A paper, ready to be laid out. `title` is that of the file; `foot` stands on each page.

    `is_wide` sets the page across, for tables of many columns.
    """

    kind: Literal["agenda", "minutes", "statement", "commitments", "brief", "transfer"]
    lang: PaperLang
    title: Line
    on: date
    made_at: datetime
    parts: tuple[Part, ...]
    foot: Words
    is_wide: bool = False
