"""Characters that steer a terminal or turn the direction of text, found and replaced."""

import unicodedata

# control characters, halves of surrogate pairs, separators of lines and paragraphs
_UNFIT = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INSTEAD = "\ufffd"


def steers(char: str) -> bool:
    r"""Return whether one character is a control, half a pair, or turns the direction of text.

    >>> [steers(char) for char in ("a", "　", "𠮷", "\x9b", "\u202e")]
    [False, False, False, True, True]
    """
    return char in _TURNING or unicodedata.category(char) in _UNFIT


def steady(text: str, instead: str = _INSTEAD) -> str:
    r"""Return `text` with each such character replaced.

    >>> steady("カメラ\x1b[2J\u202e", "?")
    'カメラ?[2J?'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(instead if steers(char) else char for char in text)
