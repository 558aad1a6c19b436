"""What looks like data about a person in free text: e-mail, telephone, My Number."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

Found = Literal["email", "phone", "my_number"]

_KANJI = str.maketrans("〇一二三四五六七八九", "0123456789")
_UNSEEN = {"Cf", "Mn", "Me"}  # zero-width characters, soft hyphens, marks on another character
_DAY = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d([./-])\d{1,2}\1\d{1,2}|\d{1,2}([./-])\d{1,2}\2(?:19|20)\d\d)(?!\d)"
)
_LABEL = re.compile(r"(?i)(?:tel|phone|fax|mobile|no|nr)[.:]?(?=[+(]?\d)")
_AT = re.compile(r"(?i)\s?[\[({<]\s?(?:@|at|アット(?:マーク)?)\s?[\])}>]\s?|\s?@\s?")
_SPOKEN_AT = re.compile(r"(?i)(?<=\w) at (?=[\w-]{1,63} dot [a-z]{2,4}\b)")
_DOT = re.compile(
    r"(?i)\s?[\[({<]\s?(?:\.|dot|ドット)\s?[\])}>]\s?"
    r"|(?<=[\w-]) dot (?=[a-z])|(?<=[\w-])。(?=[a-z]{2})"
)
_EMAIL = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,253}\.[^\W\d_]{2,}")
_DASHES = r"\-\u2010-\u2015\u2212\u2043\u3030\u30fc\u301c~"
_BETWEEN = rf"[\s.()/_|{_DASHES}\u00b7\u2022\u2027\u30fbの]{{0,3}}"
_RUN = re.compile(rf"(?<![0-9A-Za-z])(?<!\d[.,])\+?[ (]{{0,2}}\d(?:{_BETWEEN}\d)*(?![0-9A-Za-z])")
_GROUP = re.compile(r"\d+")
_MY_NUMBER = ((12,), (4, 4, 4), (1,) * 12)  # as it is written, also beside other numbers
_MY_NUMBER_DIGITS = 12
_AT_HOME = range(10, 12)  # digits of a number with its first 0, in either country
_ABROAD = range(9, 16)  # after +
_DIALLED = range(11, 18)  # with 00 before the country
_BARE = {"44": range(11, 13), "81": range(11, 14)}  # the country's code without + before it


def screen(text: str) -> tuple[Found, ...]:
    """Return what in `text` looks like an e-mail address, a telephone number or a My Number.

    Widths, digits of other scripts and characters that are not seen are folded first.
    Digits may stand in groups, up to three signs apart. Twelve count as a My Number where
    the check digit fits, all that stand together or as they are usually grouped. As a
    telephone number count 10 or 11 digits from a 0 on, and international ones. Days are
    left out. Each kind is told once. Nothing of the text is repeated, so that it goes
    into no log.

    Notes
    -----
    The check digit: order of the Ministry of Internal Affairs and Communications under the
    My Number Act, article 5; basis: memory.

    Examples
    --------
    >>> screen("Write to taro＠example.jp or call ０３-1234-5678.")
    ('email', 'phone')
    >>> screen("Act 57 of 2003; 2026-11-23; 1,000,000 flows")
    ()
    """
    return tuple(dict.fromkeys(_found(_folded(text))))


def _folded(text: str) -> str:
    """Return the text with each digit as one of ASCII, and without what is not seen."""
    plain = unicodedata.normalize("NFKC", text)
    seen = (
        str(unicodedata.decimal(one)) if one.isdecimal() else one
        for one in plain
        if unicodedata.category(one) not in _UNSEEN
    )
    return "".join(seen)


def _found(text: str) -> Iterator[Found]:
    if _EMAIL.search(_DOT.sub(".", _SPOKEN_AT.sub("@", _AT.sub("@", text)))):
        yield "email"
    numbers = _LABEL.sub(" ", _DAY.sub("|,|", text.translate(_KANJI)))
    for run in _RUN.finditer(numbers):
        yield from _in_run(run.group())


def _in_run(written: str) -> Iterator[Found]:
    """Yield what a run of digits is, or holds beside other numbers."""
    groups = _GROUP.findall(written)
    is_abroad = written.startswith("+")
    for first, start in enumerate(groups):
        digits, sizes = "", []
        for group in groups[first:]:
            digits += group
            sizes.append(len(group))
            if len(digits) > _DIALLED.stop:
                break
            is_whole = len(sizes) == len(groups)
            if (
                len(digits) == _MY_NUMBER_DIGITS
                and (is_whole or tuple(sizes) in _MY_NUMBER)
                and not (is_abroad and first == 0)
                and is_my_number(digits)
            ):
                yield "my_number"
            elif _is_phone(digits, start, is_abroad=is_abroad and first == 0):
                yield "phone"


def _is_phone(digits: str, start: str, *, is_abroad: bool) -> bool:
    if is_abroad:
        return len(digits) in _ABROAD
    if digits.startswith("00"):
        return len(digits) in _DIALLED
    if digits.startswith("0"):
        return len(digits) in _AT_HOME
    return len(digits) in _BARE.get(start, ())


def is_my_number(digits: str) -> bool:
    """Return whether the last of twelve digits is the check digit of the others.

    With `Q(n)` of the n-th digit from the right, `n + 1` up to 6 and `n - 5` beyond, it is
    11 less the sum's remainder by 11, and 0 where that remainder is 0 or 1.

    >>> is_my_number("123456789018"), is_my_number("123456789012")
    (True, False)
    """
    weighed = sum(
        int(digit) * (place + 1 if place <= 6 else place - 5)  # noqa: PLR2004  as the order has it
        for place, digit in enumerate(reversed(digits[:-1]), start=1)
    )
    rest = weighed % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)
