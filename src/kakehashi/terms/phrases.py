"""The words of the doors, in both languages, by key.

The files in `phrases/`, one a door, hold each phrase once with its English and
Japanese; neither is the translation of the other. A test fails where one is missing.
"""

import re
import tomllib
from functools import cache
from importlib import resources

from kakehashi.terms.text import Lang, Text

_FILES = resources.files(__package__).joinpath("phrases")
_HEAD = re.compile(r"^\[(\w+)\]$", re.MULTILINE)


@cache
def phrases() -> dict[str, Text]:
    """Return every phrase by its key, `section.name`."""
    return {
        f"{section}.{name}": text
        for section in _told()
        for name, text in _phrases_of(section).items()
    }


@cache
def _told() -> dict[str, list[str]]:
    """Return the lines of each section as TOML; several files may add to one."""
    found: dict[str, list[str]] = {}
    for file in sorted(_FILES.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            _, *parts = _HEAD.split(file.read_text(encoding="utf-8"))
            for section, lines in zip(parts[::2], parts[1::2], strict=True):
                found.setdefault(section, []).append(lines)
    return found


@cache
def _phrases_of(section: str) -> dict[str, Text]:
    """Return the phrases of one section; a door needs few of them, and reads no more."""
    return {
        name: Text(en=words["en"], ja=words["ja"])
        for lines in _told()[section]
        for name, words in tomllib.loads(lines).items()
    }


def say(key: str, lang: Lang, **values: object) -> str:
    """Return phrase `key` in `lang`, with `{name}` filled from `values`.

    Raises KeyError for a key that is not in the file: a fault of ours, which
    the tests find.

    >>> say("outcome.met", "ja")
    '適合'
    """
    section, _, name = key.partition(".")
    return _phrases_of(section)[name].into(lang).format(**values)
