"""What search compares: folded words, and their bigrams as tokens that both databases index."""

import unicodedata
from collections.abc import Iterable
from itertools import pairwise

MOST_TOKENS = 64  # of a query that the index is asked for; the words themselves decide


def folded(words: str) -> str:
    """Return `words` as search compares them: NFKC, then case-folded; never stored as text.

    >>> folded("ＡＩ安全")
    'ai安全'
    """
    return unicodedata.normalize("NFKC", words).casefold()


def asked_of(query: str) -> tuple[str, ...]:
    """Return the words of `query`, folded, each once; none where no stored text can hold one.

    >>> asked_of("ＡＩ　安全 ai")
    ('ai', '安全')
    """
    words = tuple(dict.fromkeys(folded(query).split()))
    # neither half of a pair nor NUL is ever stored, and PostgreSQL takes neither
    return () if any("\ud800" <= sign <= "\udfff" or sign == "\0" for sign in query) else words


def grams_of(text: str) -> str:
    """Return the tokens of the folded `text`, each once, in order, separated by spaces.

    A token is a sign, or two that stand side by side without a space between them,
    written as hexadecimal numbers of code points: no tokenizer of a database splits,
    folds or drops such a token.

    Examples
    --------
    >>> grams_of("ai 安全")
    '5b89 5b89x5168 5168 61 61x69 69'
    """
    return " ".join(sorted(set(_tokens(text.split()))))


def tokens_asked(words: Iterable[str]) -> tuple[str, ...]:
    """Return tokens that every text has in which all of `words` stand: bigrams, or single signs.

    At most `MOST_TOKENS`: what has them all is looked at word by word.

    >>> tokens_asked(["安全", "a"])
    ('5b89x5168', '61')
    """
    found: dict[str, None] = {}
    for word in words:
        found |= dict.fromkeys(_pairs(word) if len(word) > 1 else [f"{ord(word):x}"])
    return tuple(found)[:MOST_TOKENS]


def _tokens(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        yield from (f"{ord(sign):x}" for sign in word)
        yield from _pairs(word)


def _pairs(word: str) -> list[str]:
    return [f"{ord(a):x}x{ord(b):x}" for a, b in pairwise(word)]
