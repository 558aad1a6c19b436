"""What looks like data about a person in free text: e-mail, telephone, My Number."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

Found = Literal["email", "phone", "my_number"]

_EMAIL = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,253}\.[^\W\d_]{2,}")
_BETWEEN = r"[ .()\-\u2010-\u2015\u2212\u30fc]{0,2}"
_RUN = re.compile(rf"(?<![0-9A-Za-z.,])\+?\(?\d(?:{_BETWEEN}\d){{7,19}}(?![0-9A-Za-z])")
_DAY = re.compile(r"\A(?:19|20)\d\d[.\-](?:0?[1-9]|1[0-2])[.\-](?:0?[1-9]|[12]\d|3[01])\Z")
_MY_NUMBER_DIGITS = 12
_PHONE_DIGITS = range(10, 16)  # of national numbers with their 0, and of international ones


def screen(text: str) -> tuple[Found, ...]:
    """Return what in `text` looks like an e-mail address, a telephone number or a My Number.

    Widths are folded first (NFKC). A run of 12 digits counts as a My Number where its
    check digit fits; a run of 10 to 15 as a telephone number where it begins with 0 or +.
    Each kind is told once. Nothing of the text is repeated, so that it goes into no log.

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
    folded = unicodedata.normalize("NFKC", text)
    return tuple(dict.fromkeys(_found(folded)))


def _found(text: str) -> Iterator[Found]:
    if _EMAIL.search(text):
        yield "email"
    for run in _RUN.finditer(text):
        written = run.group()
        digits = re.sub(r"\D", "", written)
        if len(digits) == _MY_NUMBER_DIGITS and is_my_number(digits):
            yield "my_number"
        elif (
            written.startswith(("0", "+", "(0", "(+"))
            and len(digits) in _PHONE_DIGITS
            and not _DAY.match(written)
        ):
            yield "phone"


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
