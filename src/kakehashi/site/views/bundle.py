"""A bundle for the other side: its joint acts whole, all others sealed."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec
from django.conf import settings

from kakehashi.accord.act import Act, sealed
from kakehashi.accord.canonical import canonical
from kakehashi.accord.may import Visibility
from kakehashi.site.records.as_values import act_of
from kakehashi.site.records.models import ActRow, Row

FORMAT = "kakehashi-bundle/1"
SHOWN = (Visibility.JOINT.value, Visibility.PUBLIC.value)


class Bundle(msgspec.Struct, frozen=True):
    """The lines of a bundle, and how many acts they hold."""

    lines: Iterable[bytes]
    n_acts: int
    n_whole: int


def sides_but(side: str) -> list[str]:
    """Return the sides that write here, without `side`; empty where `side` is no side at all."""
    if not Row.objects.filter(kind="side", body__code=side).exists():
        return []
    return [each for each in settings.KAKEHASHI_SIDES if each != side]


def bundle_for(side: str, *, now: datetime) -> Bundle:
    """Return the bundle for `side`: all acts of the sides that write here, but its own.

    Line by line canonical JSON: a head (`format`, for whom, when, how many acts of
    which sides), an act a line, in the order of its chain. Whoever signs it signs these
    bytes; a digest of them is the last line. What the other side may not see has lost
    who, when and what, and keeps its place and its digest.
    """
    sides = sides_but(side)
    acts = ActRow.objects.filter(side__in=sides, is_sealed=False)
    n_acts = ActRow.objects.filter(side__in=sides).count()
    head = {
        "format": FORMAT,
        "for": side,
        "from": sides,
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "n_acts": n_acts,
    }
    return Bundle(_lines(head, sides), n_acts, acts.filter(visibility__in=SHOWN).count())


def _lines(head: dict[str, object], sides: list[str]) -> Iterator[bytes]:
    whole = hashlib.sha256()
    for line in _content(head, sides):
        whole.update(line)
        yield line
    yield canonical({"digest": f"sha256:{whole.hexdigest()}"}) + b"\n"


def _content(head: dict[str, object], sides: list[str]) -> Iterator[bytes]:
    yield canonical(head) + b"\n"
    for side in sides:
        for row in ActRow.objects.filter(side=side).order_by("number").iterator(2_000):
            act = act_of(row)
            shown = act if act.visibility in SHOWN else sealed(act)
            yield canonical(_plain(shown)) + b"\n"


def _plain(act: Act) -> object:
    return msgspec.to_builtins(act)
