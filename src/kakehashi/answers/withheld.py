"""Rows that a side holds and has not made public, each with the ground that it states.

For answers under a law on access to information (FOIA, 情報公開法). Whether the
ground bears is for the official and the law: nothing is decided here.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import msgspec

from kakehashi import reference
from kakehashi.answers.council_words import alike, both
from kakehashi.terms.basis import Basis, Source
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import phrases
from kakehashi.terms.text import Lang, Text

FILE = "grounds/disclosure.yaml"
_COLUMNS = (
    "id", "kind", "title", "side", "organisation", "visibility", "handling", "retain_until",
    "law", "place", "ground", "basis", "read_on",
)  # fmt: skip


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """A ground of one side's law: where it stands, what it is called, how we know of it."""

    id: str
    side: str
    law: Text
    place: Text
    title: Text
    basis: Basis
    source: Source
    read_on: date

    @property
    def told(self) -> Text:
        """The ground in one line: law, place, title."""
        return both("withheld.ground_line", law=self.law, place=self.place, title=self.title)


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A row that is not public, as its list tells it. `ground` is the id that was stated, or ""."""

    ref: str
    kind: str
    title: Text
    side: str
    organisation: str
    visibility: str
    handling: str
    retain_until: date | None
    ground: str


class _Stated(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    place: Text
    title: Text
    basis: Basis
    source: str


class _Law(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    side: str
    name: Text
    grounds: tuple[_Stated, ...]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    format: str
    read_on: date
    sources: tuple[Source, ...]
    laws: tuple[_Law, ...]


@cache
def grounds() -> dict[str, Ground]:
    """Return every ground that is offered, by its id, in the order of the laws.

    >>> grounds()["johokokai-1999-5-3"].place.ja
    '第5条第3号'
    """
    import yaml

    found = msgspec.convert(yaml.safe_load(reference.read(FILE)), _File)
    sources = {source.id: source for source in found.sources}
    return {
        one.id: Ground(
            id=one.id, side=law.side, law=law.name, place=one.place, title=one.title,
            basis=one.basis, source=sources[one.source], read_on=found.read_on,
        )
        for law in found.laws
        for one in law.grounds
    }  # fmt: skip


def grounds_of(side: str) -> tuple[Ground, ...]:
    """Return the grounds of the law of `side`; none for a side whose law is not in the data."""
    return tuple(one for one in grounds().values() if one.side == side)


def check_ground(side: str, ground: str) -> None:
    """Raise InputError where `ground` is neither empty nor one of the law of `side`."""
    offered = [one.id for one in grounds_of(side)]
    if ground and ground not in offered:
        raise InputError(
            Fault(
                code="no_such_ground",
                what=both("withheld.no_such_ground", ground=ground),
                where="ground",
                expected=both("withheld.one_of", names=", ".join(offered) or "–"),
                mend=both("withheld.choose_ground"),
            )
        )


def withheld_rows(rows: Iterable[Held], lang: Lang) -> tuple[list[str], list[list[str]]]:
    """Return the header and one row a row that is withheld, all cells words."""
    told = []
    for row in rows:
        ground = grounds().get(row.ground)
        none = alike("")
        stated = (ground.law, ground.place, ground.title) if ground else (none, none, none)
        known = (
            (both(f"basis.{ground.basis}"), alike(str(ground.read_on))) if ground else (none,) * 2
        )
        cells = (
            alike(row.ref),
            both(f"council_kind.{row.kind}"),
            row.title,
            both(_value(row.side)) if _value(row.side) in phrases() else alike(row.side),
            alike(row.organisation),
            both(f"council_value.{row.visibility}"),
            alike(row.handling),
            alike(str(row.retain_until or "")),
            *stated,
            *known,
        )
        told.append([cell.into(lang) for cell in cells])
    return [both(f"withheld.column_{key}").into(lang) for key in _COLUMNS], told


def _value(side: str) -> str:
    return f"council_value.{side}"


def withheld_json(rows: Iterable[Held], side: str, on: date) -> dict[str, Any]:
    """Return the list as plain values, both languages, and the grounds that it names."""
    listed = list(rows)
    named = {row.ground for row in listed} - {""}
    return {
        "list": "withheld",
        "side": side,
        "on": on.isoformat(),
        "rows": [msgspec.to_builtins(row) for row in listed],
        "grounds": [msgspec.to_builtins(one) for one in grounds_of(side) if one.id in named],
    }
