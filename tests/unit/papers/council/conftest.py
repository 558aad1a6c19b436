"""Small papers with safe defaults."""

from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path

import msgspec
import pytest

from kakehashi.papers.council.paper import (
    Clauses,
    Heading,
    Line,
    Numbered,
    Pairs,
    Paper,
    Para,
    Part,
    Points,
    Run,
    Table,
)
from kakehashi.papers.pdf import FONTS


def a_line(text, lang="en", href=None):
    return Line(lang=lang, runs=(Run(text=text, lang=lang, href=href),))


def said(en, ja="日本語"):
    return (a_line(en), a_line(ja, "ja"))


def some_blocks(text="Words", number="1"):
    return (
        Heading(level=1, words=said(text)),
        Para(words=said(text), tone="gap"),
        Points(points=(said(text), (a_line("A page", href="https://example.org/p"),))),
        Pairs(pairs=((said("Day", "日付"), said("22 January 2025", "2025年1月22日")),)),
        Heading(level=2, words=said("Clauses", "項")),
        Clauses(
            caption=said("Clauses", "項"),
            head=(a_line("English"), a_line("日本語", "ja")),
            number=a_line("No."),
            clauses=(
                Numbered(number=number, columns=said(text), notes=(said("ours", "当方"),)),
                Numbered(number="2", columns=said(text)),
            ),
        ),
        Table(
            caption=said("Table", "表"),
            head=(said("One", "一"), said("Two", "二"), said("Three", "三")),
            rows=((said("across"),), (said("a"), said("b"), said("c"))),
            widths=(50, 30, 20),
        ),
    )


def a_paper(**changes):
    paper = Paper(
        kind="statement",
        lang="both",
        title=a_line("Joint Statement"),
        on=date(2026, 11, 22),
        made_at=datetime(2026, 11, 22, 18, tzinfo=UTC),
        parts=(Part(lang="en", blocks=some_blocks()),),
        foot=said("Public.", "公開。"),
    )
    return msgspec.structs.replace(paper, **changes)


@pytest.fixture
def build():
    """Return the builders by name: `build.a_paper(is_wide=True)`."""

    class Builders:
        a_paper = staticmethod(a_paper)
        a_line = staticmethod(a_line)
        said = staticmethod(said)
        some_blocks = staticmethod(some_blocks)

    return Builders


@pytest.fixture(scope="session")
def fonts():
    folder = Path(str(resources.files("kakehashi.reference").joinpath("fonts")))
    if not all((folder / name).is_file() for name in FONTS):
        pytest.skip("the fonts are not built: make assets")
    return folder
