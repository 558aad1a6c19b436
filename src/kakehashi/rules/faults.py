"""The faults that the rules engine can find, in both languages, by code."""

import msgspec

from kakehashi.terms.errors import Fault
from kakehashi.terms.text import Text

SUBSET = Text(
    en="facts, TRUE, FALSE, whole numbers, 'strings', = <> < <= > >=, IN (...), BETWEEN, AND, OR, "
    "NOT, parentheses",
    ja="ファクト名、TRUE、FALSE、整数、'文字列'、= <> < <= > >=、IN (...)、BETWEEN、AND、OR、NOT、"
    "丸括弧",
)


class Words(msgspec.Struct, frozen=True):
    """What is wrong and how to mend it, in both languages, to be filled in."""

    what: Text
    mend: Text
    expected: Text = SUBSET


def fault(code: str, where: str, words: Words, **values: object) -> Fault:
    """Return the fault `code` at `where`, with `{name}` filled from `values`."""

    def filled(text: Text) -> Text:
        return Text(en=text.en.format(**values), ja=text.ja.format(**values))

    return Fault(
        code=code,
        what=filled(words.what),
        where=where,
        expected=filled(words.expected),
        mend=filled(words.mend),
    )
