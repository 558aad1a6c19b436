"""Milestones and indicators of a commitment, between a form and the body of a row."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from django.http import QueryDict

from kakehashi.accord.may import Person
from kakehashi.accord.record import Record
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_row import Measure
from kakehashi.answers.own_words import title_in
from kakehashi.site.pages.council import drafting
from kakehashi.site.pages.council.filling import days_of
from kakehashi.site.pages.council.told import Said, lang_of
from kakehashi.site.pages.forms import day_of
from kakehashi.terms.basis import Source
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.shape import missing_language
from kakehashi.terms.text import LANGS, Lang

FIGURES = ("baseline", "target", "actual")
_FULL = str.maketrans(
    "０１２３４５６７８９．－", "0123456789.-"
)  # as a Japanese keyboard gives them
OURS = ""  # the choice that a figure is written here by one's own organisation


def plain_of(given: QueryDict) -> dict[str, str]:
    """Return what a form gives, of several values under one name the last."""
    return {str(name): str(value) for name, value in given.items()}


def lacking(given: Mapping[str, str], fields: Mapping[str, str]) -> list[Fault]:
    """Return a fault for each text that has words in one language alone.

    `fields` as the form's: from paths in the body to names of fields. The reader of rows
    tells the same, but only of a row that is otherwise in shape.
    """
    said = {
        path: drafting.text_or_none(given, name.removesuffix("_*"))
        for path, name in fields.items()
        if name.endswith("_*")
    }
    return [
        missing_language(f"row.json rows[0].{path}", lang)
        for path, text in said.items()
        if text is not None
        for lang in LANGS
        if not text[lang]
    ]


def fields_for(n_milestones: int, n_indicators: int) -> dict[str, str]:
    """Return the fields of as many milestones and indicators, by their paths in the body."""
    fields: dict[str, str] = {}
    for n in range(n_milestones):
        path, name = f"milestones[{n}]", f"milestone_{n + 1}"
        fields[f"{path}.text"] = f"{name}_*"
        fields |= {f"{path}.due": f"{name}_due", f"{path}.done_on": f"{name}_done"}
        fields[f"{path}.evidence"] = f"{name}_evidence"
    for n in range(n_indicators):
        path, name = f"indicators[{n}]", f"indicator_{n + 1}"
        fields[f"{path}.name"] = f"{name}_*"
        fields[f"{path}.unit"] = f"unit_{n + 1}_*"
        fields |= {f"{path}.{figure}": f"{figure}_{n + 1}" for figure in FIGURES}
    return fields


def known(row: Commitment) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return what stands in the fields of the milestones and indicators of `row`."""
    values: dict[str, str] = {}
    ticked = {}
    for n, step in enumerate(row.milestones, 1):
        values |= {f"milestone_{n}_en": step.text.en, f"milestone_{n}_ja": step.text.ja}
        values = days_of(values, step.due.last, f"milestone_{n}_due")
        values = days_of(values, step.done_on, f"milestone_{n}_done")
        ticked[f"milestone_{n}_evidence"] = list(step.evidence)
    for n, one in enumerate(row.indicators, 1):
        values |= {f"indicator_{n}_en": one.name.en, f"indicator_{n}_ja": one.name.ja,
                   f"unit_{n}_en": one.unit.en, f"unit_{n}_ja": one.unit.ja}  # fmt: skip
        for figure in FIGURES:
            measure = getattr(one, figure)
            values[f"{figure}_{n}"] = measure.value if measure else ""
        values = days_of(values, one.actual.on if one.actual else None, f"figure_{n}_on")
    return values, ticked


def milestones_in(given: QueryDict, most: int) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Return the milestones of a form, emptied ones left out, and the days that are none."""
    plain = plain_of(given)
    found: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for n in range(1, most + 1):
        name = f"milestone_{n}"
        text = drafting.text_or_none(plain, name)
        if text is None:
            continue
        due, done = (day_of(plain, f"{name}_{part}") for part in ("due", "done"))
        faults += [day for day in (due, done) if isinstance(day, Fault)]
        found.append(
            {
                "text": text,
                "due": {"on": due.isoformat()} if isinstance(due, date) else {},
                "done_on": done.isoformat() if isinstance(done, date) else None,
                "evidence": given.getlist(f"{name}_evidence"),
            }
        )
    return found, faults


def indicators_in(
    person: Person, row: Commitment, given: QueryDict
) -> tuple[list[dict[str, Any]], list[Fault]]:
    """Return the indicators of a form, emptied ones left out, and the days that are none.

    A figure that is as it was keeps how it is known; another one rests on the source
    that the form names, else on what the person's organisation writes here.
    """
    plain = plain_of(given)
    found: list[dict[str, Any]] = []
    faults: list[Fault] = []
    for n in range(1, len(row.indicators) + 2):
        name = drafting.text_or_none(plain, f"indicator_{n}")
        if name is None:
            continue
        on = day_of(plain, f"figure_{n}_on")
        faults += [on] if isinstance(on, Fault) else []
        before = row.indicators[n - 1] if n <= len(row.indicators) else None
        source = plain.get(f"figure_source_{n}") or drafting.source_of(person)["id"]
        one: dict[str, Any] = {"name": name, "unit": drafting.text(plain, f"unit_{n}")}
        for figure in FIGURES:
            value = (drafting.words(plain, f"{figure}_{n}") or "").translate(_FULL)
            day = on if figure == "actual" and isinstance(on, date) else None
            was = getattr(before, figure) if before else None
            one[figure] = _measure(value, day, was, source)
        found.append(one)
    return found, faults


def _measure(value: str, on: date | None, was: Measure | None, source: str) -> Any:
    if not value:
        return None
    if was is not None and was.value == value and was.on == on:
        return msgspec.to_builtins(was)
    is_ours = "-written-by-" in source
    return {
        "value": value,
        "basis": "primary" if is_ours else "secondary",
        "sources": [source],
        "on": on.isoformat() if on else None,
    }


def sources_for(record: Record, row: Commitment, lang: Lang) -> list[tuple[str, Said]]:
    """Return what a figure may rest on: what is written here, and the sources about `row`."""
    names = dict.fromkeys(row.sources)
    for other in record.rows.values():
        if row.id in getattr(other, "of", ()):
            names |= dict.fromkeys(other.sources)
    ours = [(OURS, Said(say("promise.figure_ours", lang), lang))]
    told = (record.sources[name] for name in names if name in record.sources)
    return [*ours, *((one.id, _called(record, one, lang)) for one in told)]


def _called(record: Record, one: Source, lang: Lang) -> Said:
    written = title_in(record, one.id, lang)
    return Said(written, lang) if written else Said(one.title, lang_of(one.title))
