"""Which rows hold some words, among those that their reader may see."""

import msgspec
from django.db import connection
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Collate

from kakehashi.accord.may import Person
from kakehashi.site.records.models import RowWords
from kakehashi.site.records.search import asked_of, tokens_asked
from kakehashi.site.records.search_index import with_all
from kakehashi.site.views.permission import seen_by

_BY_CODE_POINT = {"sqlite": "BINARY", "postgresql": "C"}


class Hits(msgspec.Struct, frozen=True):
    """Some of the rows found, best first, and how many there are in all."""

    refs: tuple[str, ...]
    n_all: int


def hits_for(person: Person | None, words: str, *, start: int = 0, most: int) -> Hits:
    """Return the rows seen by `person` that hold every one of `words`, in either language.

    Compared after NFKC and case-folding, so width and case make no difference; a part of
    a word is enough, a single sign too. Rows whose titles hold all words come first, then
    the newest act, the newest day, the id: SQLite and PostgreSQL give the same in one order.

    Parameters
    ----------
    words
        Separated by spaces of any width. None at all find nothing.
    start
        How many of the best are left out.
    most
        How many are given.

    Notes
    -----
    The index gives the rows that have all bigrams of the words; those are then compared
    with the words themselves. Cost grows with the rows that have the bigrams.
    """
    asked = asked_of(words)
    if not asked:
        return Hits((), 0)
    held, is_title = Q(), Q()
    for word in asked:
        held &= Q(searched__contains=word)
        is_title &= Q(titled__contains=word)
    indexed = with_all(tokens_asked(asked))
    found = RowWords.objects.filter(seen_by(person, RowWords), indexed, held)
    best = found.order_by(
        Case(When(is_title, then=Value(0)), default=Value(1)),
        "-at",
        F("on").desc(nulls_last=True),
        Collate("ref", _BY_CODE_POINT[connection.vendor]),
    )
    refs = list(best.values_list("ref", flat=True))  # to count them apart would cost as much again
    return Hits(tuple(refs[start : start + most]), len(refs))
