"""Agreed so far: clause by clause, side by side, language by language, from real acts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from kakehashi.accord.may import Person, Role
from kakehashi.accord.record import Record
from kakehashi.accord.record_parties import Side
from kakehashi.accord.record_texts import Clause
from kakehashi.accord.record_views import keys_needed
from kakehashi.site.acts.flag_words import flag_words
from kakehashi.site.pages.council.asked import signed, signed_in
from kakehashi.site.pages.council.filling import found_in
from kakehashi.site.pages.council.reader import record_of
from kakehashi.site.pages.council.told import Teller, word
from kakehashi.site.pages.council.write import to_row
from kakehashi.site.views.flags import Flag, flags_for
from kakehashi.terms.phrases import say
from kakehashi.terms.text import LANGS, Lang


def flags_told(
    person: Person | None, record: Record, teller: Teller, clauses: Sequence[Clause]
) -> Mapping[str, list[dict[str, Any]]]:
    """Return, for each clause that both sides see and work on, what each side has said of it.

    A line a side: one cell for both languages where its key has turned, else one each.
    """
    shown = [clause for clause in clauses if clause.visibility == "joint"]
    if person is None or not shown:
        return {}
    sides = {side.code: side.id for side in record.every(Side)}
    needed = keys_needed(record).get(person.side, frozenset())
    has_voice = Role.AGREE in person.roles and person.organisation in needed
    return {
        name: [
            {
                "side": teller.plain(sides[code]),
                "cells": _cells(
                    [one for one in flags if one.side == code], teller, has_voice=has_voice
                ),
            }
            for code in sides
        ]
        for name, flags in flags_for(person, shown, tuple(sides)).items()
    }


def _cells(
    flags: Sequence[Flag], teller: Teller, *, has_voice: bool
) -> list[dict[str, Any] | None]:
    """Return a cell for each language, None where it has no words; one for both by a key."""
    told = {flag.language: _cell(flag, teller.lang, may_flag=has_voice) for flag in flags}
    keyed = [cell for cell in told.values() if cell["flag"].by_key]
    return [keyed[0]] if keyed else [told.get(lang) for lang in LANGS]


def _cell(flag: Flag, lang: Lang, *, may_flag: bool) -> dict[str, Any]:
    is_yes = flag.by_key or flag.is_content
    key = "flag_key" if flag.by_key else "flag_words" if flag.is_content else "flag_none"
    return {
        "flag": flag,
        "sign": "✓" if is_yes else "○",
        "code": "yes" if is_yes else "missing",
        "words": say(f"cycle_page.{key}", lang),
        "language": word(flag.language, lang),
        "may_flag": may_flag and flag.is_mine is not None and not flag.by_key,
    }


@require_POST
@signed_in
def flag(request: HttpRequest, lang: Lang, person: Person) -> HttpResponse:
    """Say, or take back, that one's organisation is content with the words as they were read."""
    clause = found_in(record_of(request), request.POST.get("clause", ""), Clause)
    language, _, words = request.POST.get("words", "").partition(" ")
    found: Lang = "ja" if language == LANGS[1] else "en"
    is_content = request.POST.get("go") != "back"
    flag_words(person, clause.id, found, words, is_content=is_content, **signed(person))
    return to_row(lang, clause.statement)
