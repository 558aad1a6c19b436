"""Faults and notes by code, their words in both languages from `faults.toml`."""

import tomllib
from collections import Counter
from functools import cache
from importlib import resources

from kakehashi.terms.errors import Fault
from kakehashi.terms.text import Text

MOST_SHOWN = 20  # notes of one kind: enough to see the pattern, few enough to read
MOST_CHARACTERS = 80  # of a hostile value inside a sentence


@cache
def words() -> dict[str, dict[str, dict[str, str]]]:
    """Return code → what, expected, mend → language → words; read when first asked."""
    file = resources.files(__package__).joinpath("faults.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def a_fault(code: str, where: str, **values: object) -> Fault:
    """Return the fault `code` at `where`, its words filled from `values`.

    >>> a_fault("empty_file", "label.yaml").mend.ja
    'ファイルを提出し直すか、除いてください'
    """
    parts = words()[code]

    def text(part: str) -> Text:
        return Text(en=parts[part]["en"].format(**values), ja=parts[part]["ja"].format(**values))

    return Fault(
        what=text("what"), where=where, expected=text("expected"), mend=text("mend"), code=code
    )


def shown(value: object) -> str:
    r"""Return `value` fit for a sentence: escaped, quoted, at most 80 characters.

    >>> shown("a\x00b")
    "'a\\x00b'"
    """
    # cut before quoting: the repr of a megabyte is a megabyte
    text = repr(value[:MOST_CHARACTERS] if isinstance(value, str) else value)
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


class Notes:
    """Notes as they are found: the first 20 of a kind in full, of the rest the number."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._count: Counter[str] = Counter()

    def add(self, code: str, where: str, **values: object) -> None:
        """Keep the note `code` at `where`, or count it where 20 of its kind are kept."""
        self._count[code] += 1
        if self._count[code] <= MOST_SHOWN:
            self._faults.append(a_fault(code, where, **values))

    def count(self, code: str) -> int:
        """Return how many notes of `code` were added, those not kept included."""
        return self._count[code]

    def told(self, file: str) -> tuple[Fault, ...]:
        """Return the kept notes, then one "and N more" for each kind that was cut."""
        cut = ((code, n - MOST_SHOWN) for code, n in self._count.items() if n > MOST_SHOWN)
        return (
            *self._faults,
            *(a_fault("and_more", file, n=n, kind=code) for code, n in cut),
        )
