"""Text broken into lines by the width it takes in a terminal, Japanese included."""

import re
from unicodedata import category, combining, east_asian_width

NOT_FIRST = frozenset(
    "、。，．・：；？！ー）］｝」』】〕〉》”’ゝゞ々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…,.:;?!)]}%"
)
NOT_LAST = frozenset("（［｛「『【〔〈《“‘([{")


def width(text: str) -> int:
    """Return how many columns `text` takes: two for a full-width character.

    >>> width("abc"), width("判定")
    (3, 4)
    """
    return sum(
        0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text
    )


def plain(text: str) -> str:
    r"""Return `text` with characters that steer a terminal, or turn its reading, replaced.

    Names and values come from files of others: an escape sequence in one must
    not repaint the screen.

    >>> plain("a\x1b[31mb") == "a\ufffd[31mb"
    True
    """
    return "".join("\ufffd" if _steers(sign) else sign for sign in text)


def _steers(sign: str) -> bool:
    return category(sign) == "Cc" or "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069"


def wrap(text: str, columns: int) -> list[str]:
    """Return `text` as lines of at most `columns` columns, each `plain`.

    Lines end at spaces or between Japanese characters, never before a closing
    mark or after an opening one. A single word wider than a line stands alone
    and is not cut: it may be an address.

    >>> wrap("証拠が不足しています。", 12)
    ['証拠が不足し', 'ています。']
    """
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for piece in _pieces(plain(paragraph.expandtabs(2))):
            if line and width(line) + width(piece.rstrip()) > columns:
                lines.append(line.rstrip())
                line = ""
            line += piece.lstrip() if not line else piece
        lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> list[str]:
    """Return the pieces between which a line may end, each with its trailing spaces."""
    signs = re.findall(r"[^\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\s]+\s*|.\s*|\s+", text)
    pieces: list[str] = []
    for sign in signs:
        joined = pieces and (
            (sign[0] in NOT_FIRST and not pieces[-1][-1].isspace()) or pieces[-1][-1] in NOT_LAST
        )
        if joined:
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces
