"""What the `rules` commands say alike: periods, bases, texts, as words and as JSON."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec

from kakehashi.terms.period import Period
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.rules.rulebook import Rulebook


def period_words(period: Period, lang: Lang) -> str:
    """Return when something is in force; a period's end is its first day out of force."""
    ends = None if period.ends is None else say("rules.last_day", lang, ends=period.ends)
    if period.starts is None:
        return say("rules.always", lang) if ends is None else say("rules.until", lang, ends=ends)
    if ends is None:
        return say("rules.from_on", lang, starts=period.starts)
    return say("rules.from_to", lang, starts=period.starts, ends=ends)


def basis_words(book: "Rulebook", lang: Lang) -> str:
    """Return how many rules of a rulebook rest on which basis."""
    counts = Counter(str(rule.basis) for rule in book.rules)
    return say("list.comma", lang).join(
        f"{say(f'basis.{basis}', lang)} {n}" for basis, n in counts.most_common()
    )


def as_builtins(value: Any) -> Any:
    """Return a frozen value as JSON can hold it."""
    return msgspec.to_builtins(value)
