"""Lines of text for a terminal, wrapped at 80 columns, Japanese included."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from kakehashi.cli.wide import width, wrap
from kakehashi.terms.steady import steady_json

COLUMNS = 80


def put(words: str = "", indent: int = 0, hang: int = 0) -> None:
    """Print `words` in lines, each indented; from the second on `hang` further."""
    for place, line in enumerate(wrap(words, COLUMNS - indent - hang)):
        print((" " * (indent + (hang if place else 0)) + line).rstrip())


def put_heading(words: str) -> None:
    """Print an empty line, `words`, and a rule under them."""
    print()
    put(words)
    print("─" * min(COLUMNS, width(words)))


def json_text(value: Any) -> str:
    """Return `value` as indented JSON, ending in a line feed."""
    return steady_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def put_json(value: Any) -> None:
    """Print `value` as JSON; of its characters only those that steer a terminal are escaped."""
    sys.stdout.write(json_text(value))


def in_columns(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Return rows as lines whose columns start at the same places; the last one is free.

    >>> in_columns([("法令", "a"), ("law", "b")])
    ['法令  a', 'law   b']
    """
    listed = list(rows)
    widths = [max(map(width, column)) for column in zip(*listed, strict=True)]
    return [
        "  ".join(
            cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)
        ).rstrip()
        for row in listed
    ]
