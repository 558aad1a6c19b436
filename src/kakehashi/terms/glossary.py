"""The words of the project, each once, in both languages.

`glossary.toml` beside this file is the only place where a word is defined:
tooltips of the site, the reference of the docs and a test read it from here.
"""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from kakehashi.terms.text import Text


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One word: its two forms, its meaning, and what is not to be said instead.

    `python` is the full dotted name of what carries the word in code, where
    something does. `source` names the text that gives the meaning; "ours" where
    the meaning is this project's own.
    """

    id: str
    word: Text
    meaning: Text
    source: str
    python: str | None = None
    not_en: tuple[str, ...] = ()
    not_ja: tuple[str, ...] = ()


@cache
def glossary() -> dict[str, Term]:
    """Return every term by its id, in the file's order; read once, when first asked.

    >>> glossary()["rulebook"].word.ja
    '規則集'
    """
    file = resources.files(__package__).joinpath("glossary.toml")
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    return {term: _read(term, table) for term, table in tables.items()}


def _read(term: str, table: dict[str, Any]) -> Term:
    rest = dict(table)
    word = {"en": rest.pop("en"), "ja": rest.pop("ja")}
    return msgspec.convert({"id": term, "word": word, **rest}, Term)
