"""Refusals over a whole record: ids, references, bases, words, circles."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

import msgspec

from kakehashi.accord.compare import MOST_CHARACTERS
from kakehashi.accord.faults import a_fault
from kakehashi.accord.may import Visibility
from kakehashi.accord.record import PREFIX, AnyRow
from kakehashi.accord.record_council import Matter, Minutes, Participant
from kakehashi.accord.record_parties import Organisation, Side
from kakehashi.accord.record_parts import Part, parts
from kakehashi.accord.record_promises import Evidence, Lineage, Priority, Stage
from kakehashi.accord.record_row import When, Wording
from kakehashi.accord.record_texts import Bracket, Clause
from kakehashi.terms.basis import Basis, Source, SourceKind
from kakehashi.terms.errors import Fault
from kakehashi.terms.faults import shown
from kakehashi.terms.plain import Path, Plain
from kakehashi.terms.shape import missing_language
from kakehashi.terms.text import Text

_READ = {
    Basis.PRIMARY: {SourceKind.PRIMARY},
    Basis.SECONDARY: {SourceKind.PRIMARY, SourceKind.SECONDARY},
}


Rows = Mapping[str, AnyRow]
YEARS = range(1800, 2201)  # of every day in a row
MOST_INT = 2**53 - 1
MOST_NUMBER = 40  # characters of the number of a clause, point or paragraph
MOST_LOOKED_AT = 2_000  # ids among which a close one is looked for


class Placed(NamedTuple):
    """A row, the file it stood in, and its path there."""

    row: AnyRow
    plain: Plain
    path: Path

    def where(self, path: Path = ()) -> str:
        """Return the place of `path` within the row."""
        return self.plain.where((*self.path, *path))


class Known(NamedTuple):
    """All that a row may refer to; `unread` are ids whose own fields were at fault."""

    rows: Rows
    sources: Mapping[str, Source]
    unread: AbstractSet[str] = frozenset()


def check_source(source: Source, where: str) -> Iterator[Fault]:
    """Yield the faults of a source's own words and address."""
    if source.url is not None and not is_address(source.url):
        yield a_fault("not_an_address", where, shown=shown(source.url))
    for text in (source.title, source.read):
        yield from _word_faults(text, where)
        if not text.strip():
            yield missing_language(where, "en")


def is_address(url: str) -> bool:
    """Return whether `url` can be a link: the web's two schemes, printable ASCII, no spaces.

    >>> is_address("https://www.gov.uk/x"), is_address("javascript:alert(1)")
    (True, False)
    """
    scheme, _, rest = url.partition("://")
    return (
        scheme in ("https", "http")
        and "." in rest
        and url.isascii()
        and url.isprintable()
        and not any(c in ' <>"' for c in url)
    )


def check_rows(placed: Sequence[Placed], known: Known) -> Iterator[Fault]:
    """Yield every fault of the rows `placed` among all that is `known`."""
    for one in placed:
        yield from check_parts(one, known)
        check = _CHECKS.get(type(one.row))
        if check is not None:
            yield from check(one, one.row, known.rows)
    yield from _numbers_twice(placed)
    yield from _circles(placed, known.rows)


def check_parts(one: Placed, known: Known) -> Iterator[Fault]:
    """Yield the faults of a row by itself: its id, words, days, bases, and what it refers to.

    What stands in the rows that it refers to is not looked at: they may have changed since.
    """
    prefix = PREFIX[type(one.row)]
    if not one.row.id.startswith(prefix + ":"):
        yield a_fault("wrong_prefix", one.where(("id",)), shown=shown(one.row.id), prefix=prefix)
    if (one.row.visibility is Visibility.NAMED) != bool(one.row.named):
        yield _inconsistent(
            one.where(("visibility",)),
            "`named` lists organisations where the visibility is named, and only there",
            "visibility が named の場合に限り `named` に組織を挙げます",
        )
    for part in parts(one.row):
        yield from _part_faults(one, part, known)


def _numbers_twice(placed: Sequence[Placed]) -> Iterator[Fault]:
    taken: set[tuple[str, str]] = set()
    for one in placed:
        if isinstance(one.row, Clause):
            number = (one.row.statement, one.row.number)
            if number in taken:
                yield a_fault("duplicate_id", one.where(("number",)), shown=shown(number[1]))
            taken.add(number)


def _part_faults(one: Placed, part: Part, known: Known) -> Iterator[Fault]:
    path, value, refers = part
    where = one.where(path)
    if refers is not None:
        there: Mapping[str, Any] = known.sources if refers == "source" else known.rows
        if value not in there and value not in known.unread:
            code = "dangling_source" if refers == "source" else "dangling"
            yield a_fault(code, where, shown=shown(value), close=_close(value, there))
    elif isinstance(value, str):
        yield from _word_faults(value, where)
    elif isinstance(value, Text):
        for lang in ("en", "ja"):
            if not getattr(value, lang).strip():
                yield missing_language(where, lang)
    elif isinstance(value, When):
        yield from _when_faults(value, where)
    elif isinstance(value, Participant) and not (value.holder or value.post or value.organisation):
        yield a_fault("empty", where, listed="holder, post, organisation")
    if hasattr(value, "basis"):
        yield from _basis_faults(value, where, known.sources)
    if isinstance(value, msgspec.Struct):
        yield from _size_faults(one, path, value)


def _size_faults(one: Placed, path: Path, struct: msgspec.Struct) -> Iterator[Fault]:
    """Yield a fault for days, numbers and names of places that nothing real has.

    A year's template reaches months before and after a day, a sum beyond this has no
    canonical form, and a number of a thousand digits is not read at all.
    """
    for name in struct.__struct_fields__:
        found = getattr(struct, name)
        for value in found if isinstance(found, tuple) else (found,):
            where = one.where((*path, name))
            if isinstance(value, date) and value.year not in YEARS:
                yield a_fault("far_day", where, first=YEARS[0], last=YEARS[-1])
            elif isinstance(value, int) and abs(value) > MOST_INT:
                yield a_fault("too_great", where, most=f"{MOST_INT:,}")
            elif name == "number" and isinstance(value, str) and len(value) > MOST_NUMBER:
                yield a_fault("too_long", where, n=len(value), most=MOST_NUMBER)


def _close(name: str, there: Mapping[str, Any]) -> str:
    """Return a close id to suggest; none among very many, where looking takes long."""
    close = get_close_matches(name, there, n=1) if len(there) <= MOST_LOOKED_AT else []
    return f" ({close[0]}?)" if close else ""


def _word_faults(text: str, where: str) -> Iterator[Fault]:
    if len(text) > MOST_CHARACTERS:
        yield a_fault("too_long", where, n=len(text), most=MOST_CHARACTERS)
    # bidirectional overrides can make a text read otherwise than it is
    if any((c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f" or _is_unfit(c) for c in text):
        yield a_fault("unfit_text", where)


def _is_unfit(c: str) -> bool:
    return "\ud800" <= c <= "\udfff" or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"


def _when_faults(when: When, where: str) -> Iterator[Fault]:
    needs = {
        "day": when.on is not None,
        "words": when.words is not None and when.on is None,
    }
    if not needs.get(when.precision, when.on is not None and when.until is not None):
        yield a_fault("no_day", where)


def _basis_faults(part: Any, where: str, sources: Mapping[str, Source]) -> Iterator[Fault]:
    if not part.sources:
        yield a_fault("no_source", where)
        return
    needed = _READ.get(part.basis)
    kinds = {sources[name].kind for name in part.sources if name in sources}
    if needed is not None and kinds and not kinds & needed:
        yield a_fault("weak_basis", where, basis=part.basis.value)


def _inconsistent(where: str, en: str, ja: str) -> Fault:
    return a_fault("inconsistent", where, en=en, ja=ja)


def _check_side(one: Placed, row: Side, known: Rows) -> Iterator[Fault]:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(row.calendar)
    except (KeyError, ValueError, OSError):
        yield a_fault("unknown_zone", one.where(("calendar",)), shown=shown(row.calendar))
    for place, name in enumerate(row.endorsers):
        found = known.get(name)
        if isinstance(found, Organisation) and found.side != row.id:
            yield _inconsistent(
                one.where(("endorsers", place)),
                f"{name} belongs to the other side",
                f"{name} はこの側の組織ではありません",
            )


def _check_priority(one: Placed, row: Priority, _: Rows) -> Iterator[Fault]:
    if row.stage is Stage.CLOSED and (row.closed_on is None or not row.closing_criteria):
        yield a_fault("empty", one.where(), listed="closed_on, closing_criteria")
    if row.stage is Stage.ADOPTED and not row.actions:
        yield a_fault("empty", one.where(), listed="actions")


def _check_lineage(one: Placed, row: Lineage, _: Rows) -> Iterator[Fault]:
    if (row.how == "dropped") != (row.after is None) or row.before == row.after:
        yield _inconsistent(
            one.where(),
            "what was dropped has nothing after it, and all else has something new",
            "dropped なら after はなし、それ以外は before と異なる after が必要です",
        )


def _check_minutes(one: Placed, row: Minutes, known: Rows) -> Iterator[Fault]:
    sides = {name for name, row in known.items() if isinstance(row, Side)}
    if row.state in ("agreed", "final") and not sides <= set(row.agreed_by):
        yield _inconsistent(
            one.where(("state",)),
            f"minutes are {row.state} only once every side has agreed",
            f"全ての側が合意するまで {row.state} にはなりません",
        )
    yield from _once(one, "paragraphs", [paragraph.number for paragraph in row.paragraphs])


def _check_matter(one: Placed, row: Matter, known: Rows) -> Iterator[Fault]:
    minutes = known.get(row.minutes)
    if isinstance(minutes, Minutes) and all(
        paragraph.number != row.paragraph for paragraph in minutes.paragraphs
    ):
        yield a_fault("dangling", one.where(("paragraph",)), shown=shown(row.paragraph), close="")


def _check_evidence(one: Placed, row: Evidence, _: Rows) -> Iterator[Fault]:
    if not row.of:
        yield a_fault("empty", one.where(), listed="of")
    if row.url is not None and not is_address(row.url):
        yield a_fault("not_an_address", one.where(("url",)), shown=shown(row.url))


def _check_clause(one: Placed, clause: Clause, _: Rows) -> Iterator[Fault]:
    if clause.en is None and clause.ja is None:
        yield a_fault("empty", one.where(), listed="en, ja")
    for lang, wording in (("en", clause.en), ("ja", clause.ja)):
        if wording is not None and not wording.text.strip():
            yield missing_language(one.where((lang,)), lang)
    for place, bracket in enumerate(clause.brackets):
        yield from _bracket_faults(bracket, (clause.en, clause.ja), one.where(("brackets", place)))
    yield from _once(one, "brackets", [f"{b.number} {b.side}" for b in clause.brackets])
    yield from _once(one, "agreed", [f"{a.side} {a.language}" for a in clause.agreed])


def _bracket_faults(
    bracket: Bracket, texts: tuple[Wording | None, Wording | None], where: str
) -> Iterator[Fault]:
    if bracket.en is None and bracket.ja is None:
        yield a_fault("empty", where, listed="en, ja")
    if not any(text is not None and f"[{bracket.number}]" in text.text for text in texts):
        yield a_fault("dangling", where, shown=shown(f"[{bracket.number}]"), close="")


def _once(one: Placed, field: str, names: list[str]) -> Iterator[Fault]:
    for place, name in enumerate(names):
        if name in names[:place]:
            yield a_fault("duplicate_id", one.where((field, place)), shown=shown(name))


_CHECKS: dict[type, Callable[[Placed, Any, Rows], Iterator[Fault]]] = {
    Side: _check_side,
    Priority: _check_priority,
    Lineage: _check_lineage,
    Minutes: _check_minutes,
    Matter: _check_matter,
    Evidence: _check_evidence,
    Clause: _check_clause,
}


def _circles(placed: Sequence[Placed], known: Rows) -> Iterator[Fault]:
    """Yield a fault at one row of each circle; each row is looked at once for each field."""
    places = {one.row.id: one for one in placed}
    for field in ("supersedes", "within", "part_of", "successors"):
        done: set[str] = set()
        for one in placed:
            for name in _back_at(one.row.id, field, known, done):
                found = places.get(name, one)
                yield a_fault("circle", found.where((field,)), shown=shown(name), field=field)


def _back_at(start: str, field: str, known: Rows, done: set[str]) -> Iterator[str]:
    """Yield each row at which a walk along `field` from `start` comes back to where it was."""
    walk = [(start, iter(_next(known.get(start), field)))] if start not in done else []
    on_walk = {start}
    while walk:
        name, ahead = walk[-1]
        then = next(ahead, None)
        if then is None:
            walk.pop()
            on_walk.discard(name)
            done.add(name)
        elif then in on_walk:
            yield then
        elif then not in done:
            walk.append((then, iter(_next(known.get(then), field))))
            on_walk.add(then)


def _next(row: AnyRow | None, field: str) -> list[str]:
    found = getattr(row, field, None)
    if isinstance(found, tuple):
        return [one.organisation for one in found]
    return [] if found is None else [found]
