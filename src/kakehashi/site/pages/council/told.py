"""The record's values in the words of one language, for templates."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec
from django.urls import reverse

from kakehashi.accord.record import KINDS, AnyRow, Record, row_json
from kakehashi.accord.record_council import Minutes
from kakehashi.accord.record_parties import Holder, Side
from kakehashi.accord.record_promises import Lineage, StatusReport
from kakehashi.accord.record_row import PersonName, When, Wording
from kakehashi.accord.record_texts import Clause
from kakehashi.accord.record_views import title_of
from kakehashi.answers.own_words import OWN, basis_of, title_in
from kakehashi.papers.report import SourceShown
from kakehashi.site.pages.templatetags.council import day_text
from kakehashi.site.pages.templatetags.words import both_times
from kakehashi.terms.phrases import phrases, say
from kakehashi.terms.text import LANGS, Lang, Text

_REF = re.compile(rb'"([a-z]+:[a-z0-9][a-z0-9.-]*)"')
_OWN_LINE = frozenset({"id", "basis", "sources", "visibility", "named"})
MOST_ROWS = 50_000  # whose names are kept at hand
_named_by: dict[str, tuple[AnyRow, tuple[str, ...]]] = {}
KIND_OF: dict[type, str] = {kind: tag for tag, kind in KINDS.items()}


class Said(msgspec.Struct, frozen=True):
    """Words and the language they are really in; `path` where they lead to a page."""

    text: str
    lang: Lang
    path: str | None = None


class Value(msgspec.Struct, frozen=True):
    """A value of a row: words, members of a list, or labelled parts."""

    said: Said | None = None
    members: "tuple[Value, ...]" = ()
    parts: "tuple[Part, ...]" = ()
    sources: tuple[SourceShown, ...] = ()


class Part(msgspec.Struct, frozen=True):
    """A value under its label."""

    label: str
    value: Value


def lang_of(title: str) -> Lang:
    """Return the language of a source's title: Japanese where kana or kanji stand in it."""
    return "ja" if any("\u3040" <= sign <= "\u9fff" for sign in title) else "en"


def word(code: object, lang: Lang) -> str:
    """Return the word for a level, nature, state or other code of the record."""
    return say(f"council_value.{code}", lang)


@lru_cache(maxsize=16)
def referring(record: Record) -> dict[str, tuple[str, ...]]:
    """Return, for each id, the rows that name it, in the order of the record."""
    found: dict[str, list[str]] = {}
    for row in record.rows.values():
        for name in _names_in(row):
            found.setdefault(name, []).append(row.id)
    return {name: tuple(rows) for name, rows in found.items()}


def _names_in(row: AnyRow) -> tuple[str, ...]:
    """Return the ids that `row` names, each once; worked out once while the row stays as it is."""
    known = _named_by.get(row.id)
    if known is not None and known[0] is row:
        return known[1]
    names = dict.fromkeys(name.decode() for name in _REF.findall(row_json(row)))
    names.pop(row.id, None)
    if len(_named_by) >= MOST_ROWS:
        _named_by.clear()
    _named_by[row.id] = row, tuple(names)
    return tuple(names)


@lru_cache(maxsize=16)
def resting(record: Record) -> dict[str, tuple[str, ...]]:
    """Return, for each source, the rows that rest on it."""
    found: dict[str, dict[str, None]] = {}
    for row in record.rows.values():
        body = msgspec.to_builtins(row)
        for name in _named(body):
            found.setdefault(name, {})[row.id] = None
    return {name: tuple(rows) for name, rows in found.items()}


def _named(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "sources":
                yield from inner
            elif key == "source" and isinstance(inner, str):
                yield inner
            else:
                yield from _named(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner)


class Teller:
    """Says what a record holds in `lang`; what is missing there is said in the other language.

    `in_both` gives texts of a row's fields in both, for whoever is to agree to their words.
    """

    def __init__(self, record: Record, lang: Lang, *, in_both: bool = False) -> None:
        self.record = record
        self.lang = lang
        self.in_both = in_both

    def text(self, text: Text) -> Said:
        """Return the words in the page's language, else in the other, marked."""
        return self.either(text.en, text.ja)

    def either(self, en: str | None, ja: str | None) -> Said:
        """Return what there is, the page's language first."""
        ours, theirs = (en, ja) if self.lang == "en" else (ja, en)
        if ours:
            return Said(ours, self.lang)
        if theirs:
            return Said(theirs, "ja" if self.lang == "en" else "en")
        return Said(say("council_page.no_title", self.lang), self.lang)

    def person(self, name: PersonName) -> Said:
        """Return a person's name as sources give it."""
        text, lang = name.written(self.lang)
        return Said(text, lang)

    def side(self, code: str) -> str:
        """Return the name of the side whose code is `code`, of whichever pair."""
        names = [row.name for row in self.record.every(Side) if row.code == code]
        return self.text(names[0]).text if names else code

    def path(self, name: str) -> str:
        """Return the address of the page of the row `name`."""
        prefix, _, slug = name.partition(":")
        return reverse("pages:council_row", args=(self.lang, prefix, slug))

    def lead(self, name: str) -> Said:
        """Return the words by which a row is called, leading to its page; its id if it is unseen.

        A row that the reader may not see is named by nothing but its kind.
        """
        row = self.record.rows.get(name)
        if row is None:
            return Said(say("council_page.private", self.lang), self.lang)
        return msgspec.structs.replace(self.title(row), path=self.path(name))

    def title(self, row: AnyRow) -> Said:
        """Return the words by which `row` is called."""
        if isinstance(row, Holder):
            return self.person(row.person)
        if isinstance(row, Clause):
            whole = self.plain(row.statement)
            return self._say("clause_of", number=row.number, statement=whole)
        if isinstance(row, StatusReport):
            return self._say("report_of", what=self.plain(row.of))
        if isinstance(row, Lineage):
            return self._say("lineage_of", what=self.plain(row.before))
        if isinstance(row, Minutes):
            return self._say("minutes_of", meeting=self.plain(row.meeting))
        words = title_of(row)
        return self.text(words) if words is not None else Said(row.id, "en")

    def plain(self, name: str) -> str:
        """Return the words of the row `name`."""
        return self.lead(name).text

    def _say(self, key: str, **values: object) -> Said:
        return Said(say(f"council_page.{key}", self.lang, **values), self.lang)

    def sources(self, names: Iterable[str]) -> tuple[SourceShown, ...]:
        """Return sources with title, kind and address, each once."""
        return tuple(
            SourceShown(
                id=one.id,
                number=place,
                title=written or one.title,
                lang=self.lang if written else lang_of(one.title),
                kind=say("own_words.kind" if written else f"source_kind.{one.kind}", self.lang),
                url=one.url,
            )
            for place, name in enumerate(dict.fromkeys(names), 1)
            if (one := self.record.sources.get(name)) is not None
            for written in [title_in(self.record, name, self.lang)]
        )

    def when(self, when: When) -> Said:
        """Return a day, a span, or the bounds within which an unknown day lies."""
        first, last = when.on, when.until
        words = self.text(when.words) if when.words else None
        if first is None:
            return words or Said(say("council_page.no_day", self.lang), self.lang)
        said = day_text(first, self.lang)
        if when.precision == "year" and first.month == 1:
            said = say("council_page.year", self.lang, year=first.year)
        elif when.precision == "month":
            said = self._month(first)
        elif last is not None and last != first:
            key = "span" if when.precision == "day" else "between"
            said = say(f"council_page.{key}", self.lang, first=said, last=day_text(last, self.lang))
        if words is not None and words.lang == self.lang:
            said = f"{said} ({words.text})" if self.lang == "en" else f"{said}（{words.text}）"
        return Said(said, self.lang)

    def _month(self, first: date) -> str:
        name = f"{first.month}月" if self.lang == "ja" else day_text(first, "en").split()[1]
        return say("council_page.month", self.lang, month=name, year=first.year)

    def parts(self, row: msgspec.Struct) -> tuple[Part, ...]:
        """Return every field of `row` that says something, under its label."""
        is_row = hasattr(row, "visibility")
        found = []
        for name in row.__struct_fields__:
            value = getattr(row, name)
            if value is None or value == () or name == "id" or (is_row and name in _OWN_LINE):
                continue
            label = say(f"council_field.{name}", self.lang)
            told = self._value(name, value)
            if name in ("basis", "nature_basis") and basis_of(row) == OWN:
                told = Value(said=Said(say("basis.own", self.lang), self.lang))
            found.append(Part(label, told))
        return tuple(found)

    def _value(self, name: str, value: Any) -> Value:
        if isinstance(value, tuple):
            if name == "sources":
                return Value(sources=self.sources(value))
            return Value(members=tuple(self._value(name, one) for one in value))
        if isinstance(value, msgspec.Struct):
            return self._struct(value)
        return Value(said=self._scalar(name, value))

    def _struct(self, value: msgspec.Struct) -> Value:
        if isinstance(value, Text):
            if self.in_both:
                return Value(parts=tuple(self._in_one(value, lang) for lang in LANGS))
            return Value(said=self.text(value))
        if isinstance(value, When):
            return Value(said=self.when(value))
        if isinstance(value, PersonName):
            return Value(said=self.person(value))
        if isinstance(value, Wording):
            return Value(said=Said(value.text, lang_of(value.text)))
        return Value(parts=self.parts(value))

    def _in_one(self, text: Text, lang: Lang) -> Part:
        label = say(f"council_field.{lang}", self.lang)
        return Part(label, Value(said=Said(text.into(lang), lang)))

    def _scalar(self, name: str, value: Any) -> Said:
        lang = self.lang
        if isinstance(value, bool):
            return Said(say(f"council_page.{'yes' if value else 'no'}", lang), lang)
        if isinstance(value, datetime):
            return Said(both_times(value, lang), lang)
        if isinstance(value, date):
            return Said(day_text(value, lang), lang)
        if name == "source":
            found = self.sources((value,))
            return Said(found[0].title, found[0].lang) if found else Said(str(value), "en")
        text = str(value)
        if text in self.record.rows:
            return self.lead(text)
        if re.fullmatch(r"[a-z]+:[a-z0-9][a-z0-9.-]*", text):
            return self.lead(text)
        if f"council_value.{text}" in phrases():
            return Said(word(text, lang), lang)
        if name == "amount":
            return Said(f"{value:,}", lang)
        # a code, number or address: no language to mark
        return Said(text, lang if text.isascii() else lang_of(text))
