"""How far each side has agreed to the clauses of a text, from its acts alone."""

from collections.abc import Mapping, Sequence

import msgspec

from kakehashi.accord.canonical import digest_of_words
from kakehashi.accord.keys import State
from kakehashi.accord.may import Person
from kakehashi.accord.record_texts import Clause
from kakehashi.site.records.as_values import words_of
from kakehashi.site.records.models import ActRow, ProposalRow
from kakehashi.site.views.permission import seen_by
from kakehashi.terms.text import LANGS, Lang


class Flag(msgspec.Struct, frozen=True, kw_only=True):
    """What one side has said of a clause's words in one language, as one person sees it.

    `by_key`: its key has turned on these very words in both languages. `is_content`: all
    its organisations said so of this language. `is_mine`: the reader's own one did;
    None for the other side, of which that is not told.
    """

    side: str
    language: Lang
    words: str
    by_key: bool
    is_content: bool
    is_mine: bool | None


def flags_for(
    person: Person, clauses: Sequence[Clause], sides: Sequence[str]
) -> Mapping[str, tuple[Flag, ...]]:
    """Return, for each of `clauses`, a flag for each side and each language that has words."""
    names = [clause.id for clause in clauses]
    keys = _keys(names)
    said = _said(person, names)
    found: dict[str, tuple[Flag, ...]] = {}
    for clause in clauses:
        turned = keys.get(clause.id, {})
        flags = []
        for side in sides:
            for lang in LANGS:
                wording = getattr(clause, lang)
                if wording is None:
                    continue
                words = digest_of_words(wording.text, lang)
                whole, own = said.get((clause.id, side, words), (False, {}))
                is_ours = side == person.side
                flags.append(
                    Flag(
                        side=side,
                        language=lang,
                        words=words,
                        by_key=_texts(clause) in turned.get(side, ()),
                        is_content=whole,
                        is_mine=own.get(person.organisation, False) if is_ours else None,
                    )
                )
        found[clause.id] = tuple(flags)
    return found


def _texts(clause: Clause) -> tuple[str | None, ...]:
    """Return a clause's words in both languages: what a key turns on, whatever else changed."""
    return tuple(
        None if (wording := getattr(clause, lang)) is None else wording.text for lang in LANGS
    )


def _keys(names: Sequence[str]) -> dict[str, dict[str, set[tuple[str | None, ...]]]]:
    """Return, for each clause and side, the words on which the side's key has turned."""
    found: dict[str, dict[str, set[tuple[str | None, ...]]]] = {}
    live = (State.PROPOSED, State.AGREED, State.EFFECTIVE)
    for one in ProposalRow.objects.filter(thing__in=list(names), state__in=live):
        words = words_of(one.text["row"])
        if isinstance(words, Clause) and not words.brackets:
            for side in one.turned_at:
                found.setdefault(one.thing, {}).setdefault(side, set()).add(_texts(words))
    return found


def _said(
    person: Person, names: Sequence[str]
) -> dict[tuple[str, str, str], tuple[bool, dict[str, bool]]]:
    """Return, for each clause, side and words, whether the whole side is content, and who said so.

    Of the other side only joint acts are seen: what its organisations settle among
    themselves stays there.
    """
    found: dict[tuple[str, str, str], tuple[bool, dict[str, bool]]] = {}
    acts = ActRow.objects.filter(seen_by(person, ActRow), verb="flag", thing__in=list(names))
    for thing, side, body in acts.order_by("side", "number").values_list("thing", "side", "body"):
        if body is None:
            continue
        _, own = found.get((thing, side, body["words"]), (False, {}))
        own = {**own, body["organisation"]: body["is_content"]}
        found[thing, side, body["words"]] = (body["whole_side"], own)
    return found
