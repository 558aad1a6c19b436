"""Which characters a TrueType font can show, read from its own table."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from struct import unpack_from

FULL = 12  # the format of a `cmap` subtable that covers all of Unicode
Ranges = tuple[tuple[int, ...], tuple[int, ...]]  # first characters, ascending, and last ones

_ALWAYS = re.compile("[\n\r\t\u200b-\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # take no glyph


def showable(text: str, can_show: Callable[[str], bool]) -> str:
    """Return `text` with each character that no font shows written as its code point.

    A PDF/UA file may not hold a character without a glyph; what cannot be shown is
    named, never dropped.

    >>> showable("A🙂", str.isascii)
    'A[U+1F642]'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        sign if can_show(sign) or _ALWAYS.fullmatch(sign) else f"[U+{ord(sign):04X}]"
        for sign in text
    )


@cache
def shown_by(font: Path) -> Callable[[str], bool]:
    """Return whether `font` has a glyph for a character; read once per path."""
    firsts, lasts = ranges(font.read_bytes())

    def can_show(sign: str) -> bool:
        place = bisect_right(firsts, ord(sign)) - 1
        return place >= 0 and ord(sign) <= lasts[place]

    return can_show


def ranges(font: bytes) -> Ranges:
    """Return the ranges of code points of a TrueType font's full Unicode table.

    Notes
    -----
    OpenType 1.9, `cmap`: subtable of format 12, which every font with
    characters beyond U+FFFF has. ValueError where there is none.
    """
    for start in _subtables(font):
        if unpack_from(">H", font, start)[0] == FULL:
            (n_groups,) = unpack_from(">I", font, start + 12)
            groups = [unpack_from(">II", font, start + 16 + 12 * n) for n in range(n_groups)]
            return tuple(first for first, _ in groups), tuple(last for _, last in groups)
    raise ValueError("the font has no full Unicode table")


def _subtables(font: bytes) -> Iterator[int]:
    (n_tables,) = unpack_from(">H", font, 4)
    for n in range(n_tables):
        tag, _, start, _ = unpack_from(">4sIII", font, 12 + 16 * n)
        if tag == b"cmap":
            (n_subtables,) = unpack_from(">H", font, start + 2)
            for place in range(n_subtables):
                yield start + unpack_from(">I", font, start + 4 + 8 * place + 4)[0]
