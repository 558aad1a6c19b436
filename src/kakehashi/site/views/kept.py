"""The record of each kind of reader, kept at hand and followed act by act."""

import threading
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec

from kakehashi.accord.may import Person
from kakehashi.accord.record import AnyRow, Record
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.site.records.as_values import words_of
from kakehashi.site.records.models import ActRow, ChainHead, ProposalRow, Row
from kakehashi.site.views.permission import seen_by
from kakehashi.terms.basis import Source

MOST_KEPT = 16  # records at hand, one for each set of people who see the same
MOST_FOLLOWED = 500  # acts of a side, beyond which all rows are read anew
MOST_WORDS = 50_000
AT_ONCE = 500  # rows of one query
NO_SIDE = ""  # the head that tells that agreed words took effect by their day
Stamp = dict[str, tuple[int, str]]
_OF_ACT = ("number", "digest", "thing")
_OF_ROW = ("ref", "digest", "at", "id")


class Line(msgspec.Struct, frozen=True):
    """A row that is not as it was shipped: when it was written, its id, words and own sources."""

    at: datetime
    id: UUID
    words: AnyRow
    sources: tuple[Source, ...]


class Kept(msgspec.Struct, frozen=True):
    """A record, the lines of which it is made, and where the chains stood before they were read."""

    stamp: Stamp
    lines: dict[str, Line]
    record: Record


# by digest and time of writing: the words and sources of a row that was written once stay so
_words: dict[tuple[str, datetime], tuple[AnyRow, tuple[Source, ...]]] = {}
_kept: dict[tuple[str, str], Kept] = {}
_one_reads = threading.Lock()


def kept_record(person: Person | None) -> Record:
    """Return the shipped record with every later row that `person` may see.

    The same value until the next act. After one, only the rows that the new acts touched
    are read; all of them where a day brought words into force, a chain is not the
    one it was, or very many acts are new.
    """
    heads = ChainHead.objects.values_list("side", "number", "digest")
    stamp = {side: (number, digest) for side, number, digest in heads}
    if not any(digest for _, digest in stamp.values()):
        return shipped_record()
    key = ("", "") if person is None else (person.side, person.organisation)
    found = _kept.get(key)
    if found is not None and found.stamp == stamp:
        return found.record
    with _one_reads:  # the others wait for what it finds
        return _anew(person, key, stamp).record


def _anew(person: Person | None, key: tuple[str, str], stamp: Stamp) -> Kept:
    found = _kept.get(key)
    if found is not None and found.stamp == stamp:
        return found
    touched = None if found is None else _touched(found.stamp, stamp)
    if found is None or touched is None:
        lines = _read(person)
    else:
        lines = {ref: line for ref, line in found.lines.items() if ref not in touched}
        lines |= _read(person, touched)
    kept = Kept(stamp, lines, _record(lines))
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = kept
    return kept


def _touched(before: Stamp, now: Stamp) -> set[str] | None:
    """Return the rows that acts since `before` touched; None where that is not told by acts."""
    if before.get(NO_SIDE) != now.get(NO_SIDE) or set(before) - set(now):
        return None
    things: set[str] = set()
    for side, (number, digest) in now.items():
        was, was_digest = before.get(side, (0, ""))
        if (was, was_digest) == (number, digest):
            continue
        if not 0 < number - was <= MOST_FOLLOWED:
            return None
        acts = ActRow.objects.filter(side=side, number__gte=was, number__lte=number)
        found = {place: (named, thing) for place, named, thing in acts.values_list(*_OF_ACT)}
        if was and found.pop(was, ("", ""))[0] != was_digest:
            return None
        things |= {thing for _, thing in found.values()}
    # agreed words can end others, of another row
    ended = ProposalRow.objects.filter(thing__in=things).values("supersedes")
    return things | set(ProposalRow.objects.filter(ref__in=ended).values_list("thing", flat=True))


def _read(person: Person | None, refs: Collection[str] | None = None) -> dict[str, Line]:
    """Return the lines that `person` sees; bodies are fetched only of words not read before."""
    seen = Row.objects.filter(seen_by(person, Row), is_shipped=False)
    if refs is not None:
        seen = seen.filter(ref__in=refs)
    places = {ref: (digest, at, id_) for ref, digest, at, id_ in seen.values_list(*_OF_ROW)}
    if len(_words) > MOST_WORDS:
        _words.clear()
    unread = [ref for ref, (digest, at, _) in places.items() if (digest, at) not in _words]
    for start in range(0, len(unread), AT_ONCE):
        some = seen.filter(ref__in=unread[start : start + AT_ONCE])
        for digest, at, body, own in some.values_list("digest", "at", "body", "sources"):
            _words[digest, at] = words_of(body), tuple(msgspec.convert(one, Source) for one in own)
    # one that an act changed since its digest was read is in the next record
    return {
        ref: Line(at, id_, *_words[digest, at])
        for ref, (digest, at, id_) in places.items()
        if (digest, at) in _words
    }


def _record(lines: dict[str, Line]) -> Record:
    """Return the shipped record with `lines`: in place of its own rows, the others by time."""
    shipped = shipped_record()
    rows, sources = dict(shipped.rows), dict(shipped.sources)
    for line in sorted(lines.values(), key=lambda line: (line.at, line.id)):
        rows[line.words.id] = line.words
        for source in line.sources:
            sources.setdefault(source.id, source)
    return Record(rows=rows, sources=sources, checked_on=shipped.checked_on)
