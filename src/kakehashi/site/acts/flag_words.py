"""Say that one's organisation is content with a clause's words in one language, as they stand."""

from datetime import datetime

from kakehashi.accord.canonical import digest_of_words
from kakehashi.accord.keys import Refusal, Refused
from kakehashi.accord.may import Person, Verb, Visibility
from kakehashi.accord.record_texts import Clause
from kakehashi.site.acts.chain import Deed, chain_of
from kakehashi.site.acts.propose import needed_now
from kakehashi.site.acts.refusal import allow, refused, told
from kakehashi.site.records.as_values import thing_of, words_of
from kakehashi.site.records.models import ActRow, Row
from kakehashi.terms.text import Lang


def flag_words(
    person: Person,
    clause: str,
    language: Lang,
    words: str,
    *,
    is_content: bool = True,
    now: datetime,
    post: str = "",
) -> bool:
    """Return whether that is new: `person`'s organisation is, or no longer is, content.

    It is no key: it tells how far the drafting has come, clause by clause and language
    by language. Other words undo it, since it is about `words` (`digest_of_words`) alone.
    It shows to one's own side until all organisations that the side has set are content;
    the act of the last of them is joint, and so is the one that takes it back.

    Raises
    ------
    ActRefusedError
        `no_such_row`, `not_allowed`, `no_voice`; `other_words` where they have changed
        since they were read.
    """
    with chain_of(person, now=now, post=post) as chain:
        row = Row.objects.select_for_update().filter(ref=clause, kind="clause").first()
        if row is None:
            raise refused("no_such_row", clause)
        allow(person, Verb.AGREE, thing_of(row), clause)
        found = words_of(row.body)
        wording = getattr(found, language, None) if isinstance(found, Clause) else None
        if wording is None or digest_of_words(wording.text, language) != words:
            raise refused("other_words", clause)
        needed = needed_now()[person.side]
        if person.organisation not in needed:
            told(_without_voice, clause)
        before = content_with(clause, words, person.side)
        after = before | {person.organisation} if is_content else before - {person.organisation}
        if after == before:
            return False
        is_joint = needed <= after or needed <= before
        chain.append(
            Deed(
                verb="flag",
                kind="clause",
                thing=clause,
                visibility=(Visibility.JOINT if is_joint else Visibility.SIDE).value,
                body={
                    "language": language,
                    "words": words,
                    "is_content": is_content,
                    "whole_side": needed <= after,
                    "organisation": person.organisation,
                },
            )
        )
        return True


def _without_voice() -> None:
    raise Refused(Refusal.NO_VOICE)


def content_with(clause: str, words: str, side: str) -> frozenset[str]:
    """Return the organisations of `side` whose last word on `words` of `clause` is yes."""
    found: dict[str, bool] = {}
    acts = ActRow.objects.filter(side=side, verb="flag", thing=clause, is_sealed=False)
    for body in acts.order_by("number").values_list("body", flat=True):
        if body and body["words"] == words:
            found[body["organisation"]] = body["is_content"]
    return frozenset(name for name, is_content in found.items() if is_content)
