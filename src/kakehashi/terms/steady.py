"""Characters that steer a terminal or turn the direction of text, found and replaced."""

import re

# control characters (C0, DEL, C1), separators of lines and paragraphs, marks and turns of
# direction, halves of surrogate pairs
_LATER = r"\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_STEERING = re.compile(rf"[\x00-\x1f{_LATER}]")
_IN_A_TEXT = re.compile(rf"[\x00-\x08\x0b-\x1f{_LATER}]")
_IN_JSON = re.compile(f"[{_LATER}]")
_INSTEAD = "\ufffd"


def steers(text: str, *, has_lines: bool = False) -> bool:
    r"""Return whether a control, half a pair or a turn of direction stands in `text`.

    Where it `has_lines`, line feed and tab may stand there.

    >>> [steers(text) for text in ("a　𠮷", "a\n", "\x9b", "\u202e")]
    [False, True, True, True]
    """
    return (_IN_A_TEXT if has_lines else _STEERING).search(text) is not None


def steady(text: str, instead: str = _INSTEAD) -> str:
    r"""Return `text` with each such character replaced.

    >>> steady("カメラ\x1b[2J\u202e", "?")
    'カメラ?[2J?'
    """
    return _STEERING.sub(instead, text)


def steady_json(text: str) -> str:
    r"""Return JSON with each such character escaped: the same values, safe on a terminal.

    >>> steady_json('"カメラ\u202e"')
    '"カメラ\\u202e"'
    """
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
