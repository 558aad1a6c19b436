"""The answers of a flow file, as facts with their places; wrong ones as faults."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, NamedTuple

from kakehashi.terms.errors import Fault
from kakehashi.terms.fact import Fact, Origin
from kakehashi.terms.faults import shown
from kakehashi.terms.period import read_day
from kakehashi.terms.plain import Path, Plain, dotted
from kakehashi.terms.vocabulary import FactKind, FactType, read_value
from kakehashi.transfers.faults import a_fault

_PARTS = frozenset({"value", "stated_on", "valid_until", "from"})
# facts that the flow's own fields state, and the field that does
BY_FIELD = {
    "hop_kind": "hops[].kind",
    "sender_place": "parties[].country",
    "receiver_place": "parties[].country",
    "is_held_outside_japan": "hops[].region",
    "receiver_is_separate_entity": "parties[].entity",
    "sender_kind": "parties[].kind",
    "receiver_kind": "parties[].kind",
    "receiver_roles": "hops[].receiver_roles",
    "sender_is_under_uk_gdpr": "parties[].under",
    "sender_is_under_appi": "parties[].under",
    "sender_targets_people_in_uk": "parties[].targets",
    "receiver_targets_people_in_uk": "parties[].targets",
    "data_categories": "data",
    "data_form": "form",
    "uk_safeguards": "papers",
    "equivalent_means": "papers",
    "rests_on_other_ground": "hops[].relies_on",
}


class Reading(NamedTuple):
    """The file being read, with all that its answers may be, and the faults so far."""

    plain: Plain
    sha256: str
    types: Mapping[str, FactType]
    read_at: datetime
    stated_on: date | None
    faults: list[Fault]

    def origin(self, path: Path, source: str = "") -> Origin:
        """Return where the value at `path` stands."""
        line = (self.plain.lines or {}).get(path)
        place = ", ".join(filter(None, (f"line {line}" if line else "", dotted(path))))
        if source:
            place = f"{place} ({source})"
        return Origin(self.plain.name, self.sha256, place, self.read_at)


def is_answerable(fact: FactType) -> bool:
    """Return whether a person answers for `fact` under `answers`."""
    return fact.subject == "hop" and fact.askable and fact.id not in BY_FIELD


def read_answers(reading: Reading, raw: Mapping[str, Any], path: Path) -> tuple[Fact, ...]:
    """Return the facts of the answers at `path`; faults are added to those of `reading`."""
    facts: list[Fact] = []
    for name, given in raw.items():
        here = (*path, name)
        fact = reading.types.get(name)
        if fact is None or fact.subject != "hop":
            reading.faults.append(_unknown(reading, name, here))
        elif not is_answerable(fact):
            field = BY_FIELD.get(name, "hops[].from, hops[].to, hops[].after")
            where = reading.plain.where(here)
            reading.faults.append(a_fault("said_by_field", where, name=name, field=field))
        elif given is not None:
            facts += _facts(reading, fact, given, here)
    return tuple(facts)


def _unknown(reading: Reading, name: str, path: Path) -> Fault:
    names = [fact.id for fact in reading.types.values() if is_answerable(fact)]
    near = get_close_matches(name[:80], names, n=1, cutoff=0.6)
    return a_fault(
        "unknown_answer",
        reading.plain.where(path),
        shown=shown(name),
        near=f": {near[0]}" if near else "",
    )


def _facts(reading: Reading, fact: FactType, given: Any, path: Path) -> Iterator[Fact]:
    if isinstance(given, dict) and "statements" in given:
        listed = given["statements"]
        if set(given) != {"statements"} or not isinstance(listed, list) or not listed:
            reading.faults.append(a_fault("wrong_statement", reading.plain.where(path)))
            return
        for place, one in enumerate(listed):
            yield from _fact(reading, fact, one, (*path, "statements", place))
    else:
        yield from _fact(reading, fact, given, path)


def _fact(reading: Reading, fact: FactType, given: Any, path: Path) -> Iterator[Fact]:
    where = reading.plain.where(path)
    stated_on, valid_until, source = reading.stated_on, None, ""
    if isinstance(given, dict) and "value" in given:
        days = {name: read_day(given.get(name)) for name in ("stated_on", "valid_until")}
        is_wrong = any(given.get(name) is not None and days[name] is None for name in days)
        if is_wrong or not set(given) <= _PARTS or not isinstance(given.get("from", ""), str):
            reading.faults.append(a_fault("wrong_statement", where))
            return
        stated_on = days["stated_on"] or stated_on
        valid_until, source = days["valid_until"], given.get("from", "")
        given = given["value"]
    if stated_on is not None and stated_on > reading.read_at.date():
        said = where
        if stated_on is reading.stated_on:  # told once, at the line that says it
            said = reading.plain.where(("answers_stated_on",))
        reading.faults.append(a_fault("stated_later", said, day=stated_on))
    if fact.kind in (FactKind.TEXT, FactKind.CHOICE) and type(given) is int:
        given = str(given)
    value = read_value(fact, given, where)
    if isinstance(value, Fault):
        reading.faults.append(value)
        return
    yield Fact(
        id=fact.id,
        value=value,
        origin=reading.origin(path, source),
        valid_until=valid_until,
        stated_on=stated_on,
    )
