"""Whether acts, rows and proposals are those that were written."""

from collections.abc import Callable, Iterator
from itertools import count

import msgspec
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Max

from kakehashi.accord.act import Act
from kakehashi.accord.canonical import digest
from kakehashi.accord.chain import check_chain
from kakehashi.site.records.as_values import (
    act_of,
    row_columns,
    search_columns,
    words_of,
)
from kakehashi.site.records.models import ActRow, ChainHead, ProposalRow, Row
from kakehashi.site.records.search_index import is_index_whole
from kakehashi.terms.errors import Fault
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Text

DATABASE = "default"
_AT_ONCE = 2_000  # acts of one fetch, and between two words of progress


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at, and every fault found."""

    faults: tuple[Fault, ...]
    n_chains: int
    n_acts: int
    n_sealed: int
    n_rows: int
    n_proposals: int


Told = Callable[[int, int], None]


def verify(*, using: str = DATABASE, told: Told | None = None) -> Verified:
    """Return every fault of the chains, and of rows and proposals against their digests.

    Parameters
    ----------
    using
        The database to look at: a copy can be checked before it is put in place.
    told
        Is told, now and then, how many acts are looked at, and of how many.

    Notes
    -----
    Cost: one digest an act, a row and a proposal. That a chain was cut off at its end shows
    by its head and by what the other side's acts quote. Whoever can write all of the
    database can write a chain that holds: the other side's copy of it is what tells.
    """
    acts = ActRow.objects.using(using)
    # others may write meanwhile: first how far each chain goes, then where its head stands
    longest = dict(acts.values_list("side").annotate(Max("number")).order_by("side"))
    heads = _heads(using)
    faults: list[Fault] = []
    n_acts = n_sealed = 0
    step = _steps(told, acts.count())
    for side in sorted({*longest, *heads}):
        number, head = heads.get(side, (0, ""))
        chain = acts.filter(side=side, number__lte=number)
        last: list[Act] = []
        faults += check_chain(
            _watched(map(act_of, chain.order_by("number").iterator(_AT_ONCE)), last, step)
        )
        stands = (last[0].number, last[0].digest) if last else (0, "")
        if stands != (number, head) or longest.get(side, 0) > number:
            faults.append(_fault("chain_short", f"{side}#{number}", expected=head or side))
        n_acts += chain.count()
        n_sealed += chain.filter(is_sealed=True).count()
    faults += _unquoted(using)
    faults += _changed(using)
    return Verified(
        faults=tuple(faults),
        n_chains=len({*longest, *heads}),
        n_acts=n_acts,
        n_sealed=n_sealed,
        n_rows=Row.objects.using(using).count(),
        n_proposals=ProposalRow.objects.using(using).count(),
    )


def _heads(using: str) -> dict[str, tuple[int, str]]:
    heads = ChainHead.objects.using(using).exclude(number=0)
    return {one.side: (one.number, one.digest) for one in heads}


def _steps(told: Told | None, n_all: int) -> Callable[[], None]:
    """Return what is called for each act, and tells of every two thousandth."""
    done = count(1)

    def step() -> None:
        n_done = next(done)
        if told is not None and n_done % _AT_ONCE == 0:
            told(n_done, n_all)

    return step


def _watched(chain: Iterator[Act], last: list[Act], step: Callable[[], None]) -> Iterator[Act]:
    """Yield `chain`, the act at hand always in `last`."""
    for act in chain:
        last[:] = [act]
        step()
        yield act


def _unquoted(using: str) -> Iterator[Fault]:
    """Yield a fault for each act that quotes one which no chain holds."""
    acts = ActRow.objects.using(using)
    quoting = acts.exclude(quotes="").exclude(quotes__in=acts.values("digest"))
    words = say("record_fault.unquoted", "en"), say("record_fault.unquoted", "ja")
    for act in quoting:
        yield Fault(
            code="chain_unquoted",
            what=Text(en=words[0], ja=words[1]),
            where=str(act),
            expected=Text(en=act.quotes, ja=act.quotes),
            mend=_both("refusal_mend.chain_short"),
        )


def _changed(using: str) -> Iterator[Fault]:
    if not is_index_whole(using):
        yield _fault("index_changed", "search")
    for row in Row.objects.using(using).select_related("words").iterator(1_000):
        if not _is_whole(row):
            yield _fault("row_changed", row.ref, ref=row.ref, digest=row.digest)
    for one in ProposalRow.objects.using(using).iterator(1_000):
        if digest(one.text) != one.digest:
            yield _fault("row_changed", one.ref, ref=one.ref, digest=one.digest)


def _is_whole(row: Row) -> bool:
    """Return whether words fit their digest, and columns, and what search reads, the words."""
    try:
        words = words_of(row.body)
        return (
            digest(row.body) == row.digest
            and all(getattr(row, name) == value for name, value in row_columns(words).items())
            and all(
                getattr(row.words, name) == value
                for name, value in search_columns(row, words).items()
            )
        )
    except (KeyError, ValueError, TypeError, msgspec.ValidationError, ObjectDoesNotExist):
        return False


def _both(key: str, **values: object) -> Text:
    return Text(en=say(key, "en", **values), ja=say(key, "ja", **values))


def _fault(code: str, where: str, **values: object) -> Fault:
    return Fault(
        code=code,
        what=_both(f"refusal.{code}", **values),
        where=where,
        expected=_both(f"refusal_expected.{code}", **values),
        mend=_both(f"refusal_mend.{code}", **values),
    )
