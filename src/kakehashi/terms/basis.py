"""How well a statement is known, and where it was read."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class Basis(StrEnum):
    """How a statement was come by, strongest first."""

    PRIMARY = "primary"  # the official text was read
    SECONDARY = "secondary"  # read in another text, which is named
    INFERENCE = "inference"  # reasoned from sourced statements
    MEMORY = "memory"  # not yet checked


_ORDER = {basis: place for place, basis in enumerate(Basis)}


def weakest(bases: Iterable[Basis]) -> Basis:
    """Return the weakest of `bases`; `primary` when there are none.

    >>> str(weakest([Basis.PRIMARY, Basis.MEMORY, Basis.SECONDARY]))
    'memory'
    """
    return max(bases, key=_ORDER.__getitem__, default=Basis.PRIMARY)


class SourceKind(StrEnum):
    """Whether a source is the official text, another text, or not yet read."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    UNREAD = "unread"


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text that statements rest on: its title, address and how much was read."""

    id: str
    title: str
    kind: SourceKind
    read: str
    url: str | None = None
