"""Faults by code: their words in both languages from TOML files, filled with values.

`faults.toml` beside this module holds the faults that more than one room can find;
each room keeps its own words in a file of that name.
"""

import tomllib
from functools import cache
from importlib import resources

import msgspec

from kakehashi.terms.errors import Fault
from kakehashi.terms.text import Text

MOST_SHOWN = 80  # characters of a hostile value inside a sentence


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is wrong, how to mend it and what was expected, with `{name}` to be filled in."""

    what: Text
    mend: Text
    expected: Text


def fault(code: str, where: str, words: Words, **values: object) -> Fault:
    """Return the fault `code` at `where`, with `{name}` in `words` filled from `values`."""

    def filled(text: Text) -> Text:
        return Text(en=text.en.format(**values), ja=text.ja.format(**values))

    return Fault(
        code=code,
        what=filled(words.what),
        where=where,
        expected=filled(words.expected),
        mend=filled(words.mend),
    )


class Faults:
    """Builds the faults of one room: its own words by code, else the shared ones.

    >>> Faults("kakehashi.terms")("empty_file", "label.yaml").mend.ja
    'ファイルを提出し直すか、除いてください'
    """

    def __init__(self, room: str) -> None:
        self._room = room

    def words(self) -> dict[str, Words]:
        """Return the room's own words by code; read when first asked."""
        return _words(self._room)

    def __call__(self, code: str, where: str, **values: object) -> Fault:
        """Return the fault `code` at `where`, its words filled from `values`."""
        words = self.words().get(code) or _words(__package__)[code]
        return fault(code, where, words, **values)


@cache
def _words(room: str) -> dict[str, Words]:
    file = resources.files(room).joinpath("faults.toml")
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), dict[str, Words])


a_fault = Faults(__package__)


def shown(value: object) -> str:
    r"""Return `value` fit for a sentence: escaped, quoted, at most 80 characters.

    >>> shown("a\x00b")
    "'a\\x00b'"
    """
    # cut before quoting: the repr of a megabyte is a megabyte
    text = repr(value[:MOST_SHOWN] if isinstance(value, str) else value)
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def printable(text: str) -> str:
    r"""Return `text` fit for a sentence: escaped, not quoted, of its first 80 characters.

    >>> printable("a" * 500).count("a"), printable("x\x00y")
    (80, 'x\\x00y')
    """
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[:MOST_SHOWN])
