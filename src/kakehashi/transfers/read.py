"""A flow file into a `Flow`, or all its faults with their lines."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.fact import Fact, Origin
from kakehashi.terms.period import read_day
from kakehashi.terms.plain import Caps, Path, Plain, dotted, read_plain
from kakehashi.terms.shape import shape_faults
from kakehashi.terms.steady import steers
from kakehashi.terms.vocabulary import FactType, Vocabulary
from kakehashi.transfers.checks import check_flow, order_of, predecessors
from kakehashi.transfers.faults import a_fault
from kakehashi.transfers.flow import Flow, FlowFile
from kakehashi.transfers.statements import Reading, read_answers

CAPS = Caps(n_bytes=1_000_000, n_values=20_000)  # about a thousand hops
_LISTS = frozenset({"under", "targets", "data", "receiver_roles"})
_NAMES = frozenset({"name", "title"})
_TEXTS = frozenset({"purposes", "people"})


def read_flow(files: Mapping[str, bytes], *, vocabulary: Vocabulary, read_at: datetime) -> Flow:
    """Return the flow of the one file in `files`.

    Parameters
    ----------
    files
        File name to YAML bytes; one file.
    vocabulary
        What may be answered for a hop.
    read_at
        The aware time of reading; no answer may be of a later day.

    Raises
    ------
    InputError
        With every fault of the file: form, names, countries, days, a cycle of hops,
        a hop before its predecessor, a party on both sides, answers.
    """
    if len(files) != 1:
        raise InputError(a_fault("no_flow", ", ".join(files) or "-"))
    (name, content), *_ = files.items()
    plain = read_plain(name, content, caps=CAPS)
    if not isinstance(plain, Plain):
        raise InputError(plain)
    faults = [*plain.faults, *_steering(plain, plain.value, ())]
    plain = msgspec.structs.replace(plain, value=_spelt_out(plain.value))
    told = _converted(plain, faults)
    types = {fact.id: fact for fact in vocabulary.facts}
    stated = _Stated(plain, hashlib.sha256(content).hexdigest(), types, read_at, faults)
    by_hop = stated.by_hop()
    if told is not None:
        faults += check_flow(told, plain, types)
    if told is None or faults:
        raise InputError(sorted(dict.fromkeys(faults), key=_line))
    before = predecessors(told)
    return Flow(
        told=told,
        order=order_of(before)[0],
        before=before,
        stated={hop.id: by_hop[place] for place, hop in enumerate(told.hops)},
        places=stated.places(),
    )


def _line(fault: Fault) -> int:
    """Return the line of a fault, 0 where it has none."""
    line = fault.where.rpartition(":")[2]
    return int(line) if line.isdecimal() else 0


def _converted(plain: Plain, faults: list[Fault]) -> FlowFile | None:
    try:
        return msgspec.convert(plain.value, FlowFile)
    except msgspec.ValidationError:
        found = shape_faults(plain, FlowFile, plain.value) if isinstance(plain.value, dict) else []
        faults += found or [a_fault("no_flow", plain.where(()))]
        return None


def _steering(plain: Plain, value: Any, path: Path) -> Iterator[Fault]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _steering(plain, name, path)
            yield from _steering(plain, one, (*path, name))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _steering(plain, one, (*path, place))
    elif isinstance(value, str) and steers(value, has_lines=True):
        yield a_fault("steering", plain.where(path), shown=ascii(value[:40]))


def _spelt_out(value: Any, field: str = "") -> Any:
    """Return the values with short forms written out: a plain list, a name in one string."""
    if field in _NAMES and isinstance(value, str):
        return {"en": value, "ja": value}
    if field in _LISTS and isinstance(value, list):
        return {"has": value}
    if field == "answers":
        return value
    if field == "details" and isinstance(value, dict):
        return {name: _spelt_out(one, "name") for name, one in value.items() if one is not None}
    if isinstance(value, dict):
        return {name: _spelt_out(one, name) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        inner = "name" if field in _TEXTS else ""
        return [_spelt_out(one, inner) for one in value]
    return value


class _Stated:
    """The answers of the file, those for all hops and those for each."""

    def __init__(
        self,
        plain: Plain,
        sha256: str,
        types: Mapping[str, FactType],
        read_at: datetime,
        faults: list[Fault],
    ) -> None:
        self.whole = plain.value if isinstance(plain.value, dict) else {}
        on: date | None = read_day(self.whole.get("answers_stated_on"))
        self.reading = Reading(plain, sha256, types, read_at, on, faults)

    def by_hop(self) -> list[tuple[Fact, ...]]:
        """Return the facts of each hop, in the order of the file; its own answers come first."""
        shared = self._answers(self.whole, ("answers",))
        found = []
        hops = self.whole.get("hops")
        for place, hop in enumerate(hops if isinstance(hops, list) else ()):
            own = self._answers(hop, ("hops", place, "answers"))
            names = {fact.id for fact in own}
            found.append((*own, *(fact for fact in shared if fact.id not in names)))
        return found

    def _answers(self, holder: Any, path: Path) -> tuple[Fact, ...]:
        raw = holder.get("answers") if isinstance(holder, dict) else None
        return read_answers(self.reading, raw, path) if isinstance(raw, dict) else ()

    def places(self) -> dict[str, Origin]:
        """Return the origin of every value by its path, such as `hops[0].kind`."""
        lines = self.reading.plain.lines or {}
        return {dotted(path): self.reading.origin(path) for path in lines}
