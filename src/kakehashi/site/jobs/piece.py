"""What a piece of long work is to the code that does it: a person, a folder, and who is told."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import msgspec

from kakehashi.accord.may import Person

HANDED_IN = "handed-in"  # the file that the asker uploaded; deleted when the piece has ended


class StoppedError(Exception):
    """The asker wants no more of it, or another worker has taken it up."""


class LeftError(Exception):
    """The worker was asked to end; another begins the piece again."""


class Told(Protocol):
    """Who is told how far a piece is; raises where it is to stop."""

    def __call__(self, done: int, total: int, words: str = "") -> None:
        """Tell that `done` of `total` steps are done; `words` is the key of a phrase."""


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A piece under work.

    `folder` is its own: it holds what was handed in, and what an attempt before left there.
    `now` is whole seconds in UTC.
    """

    person: Person
    asked: Mapping[str, Any]
    folder: Path
    now: datetime
    told: Told


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What a piece gave: the phrase that says so and its values; a file of its folder, or none."""

    said: str
    values: Mapping[str, str | int] = {}
    file: str = ""
    content_type: str = "application/octet-stream"


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of work.

    `may` decides from the person and from what they ask; it is asked twice, when the
    work is asked for and when it begins. `is_repeatable` says that it may be begun
    again after its worker has died: what it did before does no harm.
    """

    name: str
    run: Callable[[Piece], Outcome]
    may: Callable[[Person], bool]
    is_repeatable: bool = True
