"""A paper of the Council as text for a terminal: 80 columns, tables told line by line."""

from collections.abc import Iterator
from functools import singledispatch

from kakehashi.cli.wide import width, wrap
from kakehashi.papers.council.paper import (
    Block,
    Clauses,
    Heading,
    Pairs,
    Paper,
    Para,
    Points,
    Table,
    Words,
)

COLUMNS = 80


def as_text(paper: Paper) -> str:
    """Return the paper as lines of at most 80 columns, single long words excepted."""
    lines = [line for part in paper.parts for block in part.blocks for line in _lines(block)]
    foot = [line for words in paper.foot for line in _told(words.text)]
    return "\n".join([*lines, "", *foot]).lstrip("\n") + "\n"


@singledispatch
def _lines(block: Block) -> Iterator[str]:
    raise TypeError(type(block))


@_lines.register
def _(block: Heading) -> Iterator[str]:
    yield ""
    lines = [line for words in block.words for line in _told(words.text)]
    yield from lines
    if block.level < 3:  # noqa: PLR2004  a paper has three levels, two of them ruled
        yield ("═" if block.level == 1 else "─") * max(map(width, lines), default=0)


@_lines.register
def _(block: Para) -> Iterator[str]:
    sign = {"gap": "? ", "warning": "! "}.get(block.tone, "")
    for words in block.words:
        yield from _told(sign + words.text, hang=len(sign))


@_lines.register
def _(block: Points) -> Iterator[str]:
    for point in block.points:
        yield from _told("- " + _joined(point), 2, hang=2)


@_lines.register
def _(block: Pairs) -> Iterator[str]:
    for name, value in block.pairs:
        yield from _told(f"{_joined(name)}: {_joined(value)}", 2, hang=2)


@_lines.register
def _(block: Table) -> Iterator[str]:
    """Yield each row as its first cell and the others beneath, each with its column's name."""
    for row in block.rows:
        if len(row) == 1:
            yield ""
            yield from _told(f"■ {_joined(row[0])}", hang=2)
            continue
        yield from _told(_joined(row[0]), 2, hang=2)
        for name, cell in zip(block.head[1:], row[1:], strict=True):
            yield from _told(f"{_joined(name)}: {_joined(cell)}", 6, hang=2)


@_lines.register
def _(block: Clauses) -> Iterator[str]:
    for clause in block.clauses:
        for place, line in enumerate(clause.columns):
            number = f"{clause.number}. "
            indent = 2 if not place else 2 + len(number)
            yield from _told(("" if place else number) + line.text, indent,
                             hang=0 if place else len(number))  # fmt: skip
        for note in clause.notes:
            yield from _told("· " + _joined(note), 6, hang=2)


def _joined(words: Words) -> str:
    return " / ".join(line.text for line in words)


def _told(text: str, indent: int = 0, *, hang: int = 0) -> Iterator[str]:
    for place, line in enumerate(wrap(text, COLUMNS - indent - hang)):
        yield (" " * (indent + (hang if place else 0)) + line).rstrip()
