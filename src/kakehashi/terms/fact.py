"""What is known of a subject, and where each piece of it came from."""

import re
from datetime import date, datetime

import msgspec

from kakehashi.terms.text import Text

_LINE = re.compile(r",? ?\bline (\d+),? ?")


class Members(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The value of a list fact.

    `is_complete` says that the list was declared whole: only then does the
    absence of a member mean "no"; otherwise it means "unknown".
    """

    has: frozenset[str] = frozenset()
    is_complete: bool = False


Value = bool | int | date | str | Members


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a fact was read: file, its SHA-256, the place in it, and when.

    `place` is a path to the field (`answers.role`), a line (`line 3`) or, for
    a fact that a person gave on a page, the name of the question.
    """

    file: str
    sha256: str
    place: str
    read_at: datetime


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One statement about a subject: `id` is a name of the facts vocabulary.

    `valid_until` is the last day on which the evidence speaks for the fact;
    None where the evidence sets no end.
    """

    id: str
    value: Value
    origin: Origin
    valid_until: date | None = None
    stated_on: date | None = None


def place_words(place: str) -> Text:
    """Return a place in a file in both languages.

    >>> place_words("flow.yaml, line 24, parties[2].name").ja
    'flow.yaml 24行目、parties[2].name'
    """
    ja = _LINE.sub(lambda found: f" {found[1]}行目、", place).strip().removesuffix("、")
    return Text(en=place, ja=ja)
