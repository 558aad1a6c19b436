"""The difference of two texts, and words that a non-binding text should not use."""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from kakehashi.terms.text import Lang


class Piece(msgspec.Struct, frozen=True):
    """A run of text that both have, or that only one has."""

    how: Literal["same", "removed", "added"]
    text: str


MOST_CHARACTERS = 20_000  # of one clause

MOST_PAIRS = 150_000  # of equal units; beyond it sentences are compared, or the whole

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_ENDS = re.compile(r"[^。．.!?！？\n]*[。．.!?！？\n]|[^。．.!?！？\n]+")

TREATY_WORDS: dict[Lang, tuple[str, ...]] = {
    "en": ("shall", "agree", "agrees", "agreed", "undertake", "undertakes", "obligation"),
    "ja": ("合意する", "しなければならない", "義務", "約束する", "ものとする"),
}


def compare_texts(before: str, after: str, lang: Lang) -> tuple[Piece, ...]:
    """Return the pieces that turn `before` into `after`: words in English, characters in Japanese.

    Joining all pieces but the added ones gives `before`; all but the removed
    ones, `after`, to the code point.

    Raises
    ------
    ValueError
        When a text is longer than `MOST_CHARACTERS`.

    Examples
    --------
    >>> [(p.how, p.text) for p in compare_texts("will share", "may share", "en")]
    [('removed', 'will'), ('added', 'may'), ('same', ' share')]
    """
    if max(len(before), len(after)) > MOST_CHARACTERS:
        raise ValueError(f"a clause has at most {MOST_CHARACTERS} characters")
    for units in (_split, _sentences):
        old, new = units(before, lang), units(after, lang)
        if _pairs(old, new) <= MOST_PAIRS:
            return _pieces(old, new)
    found = (Piece("removed", before), Piece("added", after))
    return tuple(one for one in found if one.text)


def _pieces(old: list[str], new: list[str]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for how, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if how == "equal":
            pieces.append(Piece("same", "".join(old[a_from:a_to])))
            continue
        if a_to > a_from:
            pieces.append(Piece("removed", "".join(old[a_from:a_to])))
        if b_to > b_from:
            pieces.append(Piece("added", "".join(new[b_from:b_to])))
    return tuple(pieces)


def _pairs(old: list[str], new: list[str]) -> int:
    """Return how many pairs of equal units there are, with which the cost grows."""
    after = Counter(new)
    return sum(n * after[unit] for unit, n in Counter(old).items())


def _sentences(text: str, lang: Lang) -> list[str]:  # noqa: ARG001  one of two ways to cut
    return _ENDS.findall(text)


def _split(text: str, lang: Lang) -> list[str]:
    return list(text) if lang == "ja" else _WORDS.findall(text)


def treaty_words(text: str, lang: Lang) -> tuple[tuple[int, str], ...]:
    """Return (place, word) for each word of `text` that sounds binding.

    A non-binding memorandum avoids "shall" and "agree" and writes "will" and
    "decide"; the list is ours and stands in `TREATY_WORDS`. Places count code points from 0.
    """
    if lang == "ja":
        found = [
            (m.start(), w) for w in TREATY_WORDS["ja"] for m in re.finditer(re.escape(w), text)
        ]
    else:
        pattern = rf"\b(?:{'|'.join(TREATY_WORDS['en'])})\b"
        found = [(m.start(), m.group()) for m in re.finditer(pattern, text, re.IGNORECASE)]
    return tuple(sorted(found))
