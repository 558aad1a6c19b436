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
    """Return, for each clause that both sides see and work on, what each side has said of it."""
    shown = [clause for clause in clauses if clause.visibility == "joint"]
    if person is None or not shown:
        return {}
    sides = {side.code: side.id for side in record.every(Side)}
    names = {code: teller.plain(name) for code, name in sides.items()}
    has_voice = Role.AGREE in person.roles and person.organisation in keys_needed(record).get(
        person.side, frozenset()
    )
    return {
        name: [
            _line(flag, names[flag.side], teller.lang, may_flag=has_voice)
            for flag in _once(flags)
        ]
        for name, flags in flags_for(person, shown, tuple(sides)).items()
    }  # fmt: skip


def _once(flags: Sequence[Flag]) -> list[Flag]:
    """Return `flags` with one for both languages of a side whose key has turned."""
    keyed: set[str] = set()
    found = []
    for flag in flags:
        if not (flag.by_key and flag.side in keyed):
            found.append(flag)
        if flag.by_key:
            keyed.add(flag.side)
    return found


def _line(flag: Flag, side: str, lang: Lang, *, may_flag: bool) -> dict[str, Any]:
    is_yes = flag.by_key or flag.is_content
    key = "flag_key" if flag.by_key else "flag_words" if flag.is_content else "flag_none"
    values = {"side": side} | ({} if flag.by_key else {"language": word(flag.language, lang)})
    return {
        "flag": flag,
        "sign": "✓" if is_yes else "○",
        "code": "yes" if is_yes else "missing",
        "words": say(f"cycle_page.{key}", lang, **values),
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
