"""What officials write here themselves: told as their organisation's own words, not as a text read.

The form of a draft rests it on a source that says who wrote it (`drafting.source_of`): the row is
the text. Pages name that organisation in the reader's language and call the basis `own`.
"""

import re
from datetime import date
from typing import Any

from kakehashi.accord.record import Record
from kakehashi.accord.record_parties import Organisation
from kakehashi.accord.record_promises import StatusReport
from kakehashi.accord.record_views import Entry
from kakehashi.terms.basis import Basis, Source
from kakehashi.terms.period import day_words
from kakehashi.terms.phrases import phrases, say
from kakehashi.terms.text import Lang

OWN = "own"
_READ = re.compile(r"(?P<on>\d{4}-\d\d-\d\d); (?P<how>.+)|not read, (?P<not_on>\d{4}-\d\d-\d\d)")
_WRITTEN = re.compile(r"[a-z]+-written-by-([a-z0-9][a-z0-9.-]*)")


def writer_of(source: str) -> str | None:
    """Return the organisation that wrote what rests on `source`; None for a text read.

    >>> writer_of("jp-written-by-mic"), writer_of("mic-2025")
    ('org:mic', None)
    """
    found = _WRITTEN.fullmatch(source)
    return f"org:{found[1]}" if found else None


def basis_of(one: Any) -> str:
    """Return how a row or a part of it is known: `own` where only its writers' own words bear it.

    A side's report of where a thing stands is that side's own statement, whatever the evidence.
    """
    if (
        isinstance(one, StatusReport)
        and one.id.startswith(f"report:{one.view}-")
        and one.basis == Basis.INFERENCE
        and one.by is not None
    ):
        return OWN
    if one.basis == Basis.PRIMARY and _is_written(getattr(one, "sources", ())):
        return OWN
    return str(one.basis)


def _is_written(sources: tuple[str, ...]) -> bool:
    return bool(sources) and all(map(writer_of, sources))


def event_basis(record: Record, event: Entry) -> str:
    """Return how something dated is known: `own` where its row is."""
    row = record.rows.get(event.row)
    told = str(event.basis) if row is None else basis_of(row)
    return OWN if told == OWN else str(event.basis)


def title_in(record: Record, source: str, lang: Lang) -> str | None:
    """Return how `source` is called in `lang` where it was written here; else None."""
    writer = writer_of(source)
    row = record.rows.get(writer) if writer else None
    if not isinstance(row, Organisation):
        return None
    return say("own_words.title", lang, organisation=row.name.into(lang))


def read_in(source: Source, lang: Lang) -> tuple[str, Lang]:
    """Return how much of a source was read, and in which language that is said.

    Sources say it in English; what the shipped ones say has its Japanese in `own_words.toml`.
    """
    if writer_of(source.id):
        return say("own_words.read", lang), lang
    if lang == "en":
        return source.read, "en"
    found = _READ.fullmatch(source.read)
    if found is None:
        key = _how(source.read)
        return (source.read, "en") if key is None else (say(key, lang), lang)
    on = day_words(date.fromisoformat(found["on"] or found["not_on"])).into(lang)
    if found["not_on"]:
        return say("source_read.not_read", lang, on=on), lang
    key = _how(found["how"])
    if key is None:
        return source.read, "en"
    return say("source_read.read", lang, on=on, how=say(key, lang)), lang


def _how(read: str) -> str | None:
    """Return the phrase that says in both languages how much was read; None where none does."""
    said = {say(key, "en"): key for key in phrases() if key.startswith("source_read.how_")}
    return said.get(read)
