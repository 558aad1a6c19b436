"""Words of the Council's papers: days, names, bases, in both languages at once."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from kakehashi.accord.may import Visibility
from kakehashi.accord.record import Record
from kakehashi.accord.record_parties import Holder, Organisation, Post, Side
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_row import Ownership, When
from kakehashi.accord.record_views import title_of
from kakehashi.accord.status import Level, Standing
from kakehashi.papers.council.paper import Line, PaperLang, Run, Words
from kakehashi.terms.basis import Basis
from kakehashi.terms.period import day_words
from kakehashi.terms.phrases import phrases, say
from kakehashi.terms.text import LANGS, Lang, Text

LONDON, TOKYO = ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")


def langs_of(lang: PaperLang) -> tuple[Lang, ...]:
    """Return the languages of a paper, in their order."""
    return LANGS if lang == "both" else (lang,)


def both(key: str, **values: Any) -> Text:
    """Return the phrase `key` in both languages; a `Text`, day or time fills in as fits each."""
    return Text(
        en=say(key, "en", **{name: _into(value, "en") for name, value in values.items()}),
        ja=say(key, "ja", **{name: _into(value, "ja") for name, value in values.items()}),
    )


def _into(value: Any, lang: Lang) -> Any:
    if isinstance(value, Text):
        return value.into(lang)
    if isinstance(value, datetime):
        return time_words(value).into(lang)
    if isinstance(value, date):
        return day_words(value).into(lang)
    return value


def alike(words: str) -> Text:
    """Return `words` as they are in both languages: a number, a short name."""
    return Text(en=words, ja=words)


def joined(texts: Iterable[Text], key: str = "council.comma") -> Text:
    """Return `texts` one after the other, with the phrase `key` between them."""
    listed = list(texts)
    between = both(key)
    return Text(
        en=between.en.join(text.en for text in listed),
        ja=between.ja.join(text.ja for text in listed),
    )


def words(text: Text, langs: tuple[Lang, ...], href: str | None = None) -> Words:
    """Return `text` as one line a language; a single line where all say it alike."""
    if len({text.into(lang) for lang in langs}) == 1:
        langs = langs[:1]
    return tuple(line(text.into(lang), lang, href) for lang in langs)


def line(said: str, lang: Lang, href: str | None = None) -> Line:
    """Return one line in `lang`.

    >>> line("bridge", "en").text
    'bridge'
    """
    return Line(lang=lang, runs=(Run(text=said, lang=lang, href=href),))


def time_words(at: datetime) -> Text:
    """Return an aware time in London and in Tokyo, each with its own day."""
    london, tokyo = at.astimezone(LONDON), at.astimezone(TOKYO)
    return both(
        "council.both_times",
        london=f"{london:%H:%M}", tokyo=f"{tokyo:%H:%M}",
        london_on=london.date(), tokyo_on=tokyo.date(),
    )  # fmt: skip


def when_words(when: When | None) -> Text:
    """Return a day, a span, the words of the source, or that no day is given."""
    if when is None or when.on is None:
        return (when.words if when else None) or both("council.no_day")
    if when.words is not None and when.precision != "day":
        return when.words
    if when.words is not None:
        return both("council.qualified", text=day_words(when.on), basis=when.words)
    if when.until is None or when.until == when.on:
        return day_words(when.on)
    key = "council.span" if when.precision == "day" else "council.within"
    return both(key, first=when.on, last=when.until)


def basis_words(basis: Basis) -> Text | None:
    """Return the short qualification of what is not from an official text; None for what is."""
    return None if basis is Basis.PRIMARY else both(f"council_basis.{basis}")


def qualified(text: Text, basis: Basis) -> Text:
    """Return `text`, followed by how it is known unless an official text was read."""
    known = basis_words(basis)
    return text if known is None else both("council.qualified", text=text, basis=known)


def level_words(standing: Standing) -> Text:
    """Return a level in words; where it ran out, what it was and on which day."""
    level = both(f"council_level.{standing.level}")
    if standing.was is None or standing.decayed_on is None:
        return level
    was = both(f"council_level.{standing.was}")
    return both("council.decayed", level=level, was=was, on=standing.decayed_on)


def view_words(record: Record, view: str) -> Text:
    """Return the heading of a column of status; another pair's has the name of its side.

    >>> view_words(Record(rows={}, sources={}), "independent").en
    'Independent'
    """
    if f"council_view.{view}" in phrases():
        return both(f"council_view.{view}")
    names = [side.name for side in record.every(Side) if side.code == view]
    return both("council_view.of_side", side=names[0] if names else alike(view))


def names(record: Record, organisations: Iterable[str]) -> Text:
    """Return the short names of organisations, in their order."""
    found = [record.row(Organisation, name).short for name in dict.fromkeys(organisations)]
    return joined(alike(name) for name in found)


def owner_words(record: Record, owners: Iterable[Ownership], side: str | None) -> Text:
    """Return the owners on one side by short name and post; that none is named where none is."""
    found = []
    for owner in owners:
        organisation = record.row(Organisation, owner.organisation)
        if organisation.side != side:
            continue
        name = alike(organisation.short)
        if owner.post is not None:
            post = record.row(Post, owner.post)
            name = both("council.post_of", organisation=name, post=post.name)
        found.append(qualified(name, owner.basis))
    return joined(dict.fromkeys(found)) if found else both("council.nobody")


def holder_line(holder: Holder, lang: Lang) -> Line:
    """Return a person's name for a text in `lang`, marked with the language it is really in."""
    name, name_lang = holder.person.written(lang)
    return Line(lang=lang, runs=(Run(text=name, lang=name_lang),))


def called(record: Record, name: str) -> Text:
    """Return the words by which the row `name` is called; its id where it has none."""
    row = record.rows.get(name)
    return (title_of(row) if row is not None else None) or alike(name)


def is_public(record: Record) -> bool:
    """Return whether every row may be seen by anybody."""
    return all(row.visibility is Visibility.PUBLIC for row in record.rows.values())


def foot_words(record: Record, on: date) -> Text:
    """Return what stands at the foot of each page: whether it is public, and how new it is."""
    public = both("council.public" if is_public(record) else "council.not_public")
    if record.checked_on is None:
        return both("council.foot_unchecked", public=public)
    key = "council.foot_beyond" if on > record.checked_on else "council.foot"
    return both(key, public=public, checked=record.checked_on)


def owners_of(record: Record, row: Commitment) -> tuple[tuple[Ownership, ...], bool]:
    """Return a commitment's owners; of its actions, and True, where it names none itself."""
    if row.owners:
        return row.owners, False
    found: dict[str, Ownership] = {}
    for name in row.actions:
        for owner in getattr(record.rows[name], "owners", ()):
            found.setdefault(owner.organisation, owner)
    return tuple(found.values()), bool(found)


NO_EVIDENCE = Standing(Level.NO_EVIDENCE)
