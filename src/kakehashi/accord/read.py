"""Files of the record, YAML or JSON of one shape, into `Record`: all rows, or all faults."""

from collections.abc import Container, Mapping
from datetime import date
from itertools import chain, islice
from typing import Any

import msgspec

from kakehashi.accord.faults import a_fault
from kakehashi.accord.record import KINDS, AnyRow, Record, RecordFile
from kakehashi.accord.record_checks import Known, Placed, check_rows, check_source
from kakehashi.accord.record_order import check_order
from kakehashi.terms.basis import Source
from kakehashi.terms.errors import Fault, InputError, KakehashiError
from kakehashi.terms.faults import shown
from kakehashi.terms.plain import Caps, Path, Plain, read_plain
from kakehashi.terms.shape import shape_faults

JSON_CAPS = Caps(n_bytes=20_000_000, n_values=1_000_000)  # 10,000 commitments with room
MOST_FAULTS = 1_000  # told of one input: enough to mend it by, few enough to send

_HEAD = tuple(name for name in RecordFile.__struct_fields__ if name not in ("sources", "rows"))


def read_record(
    files: Mapping[str, bytes],
    *,
    onto: Record | None = None,
    may_replace: Container[str] = (),
    error: type[KakehashiError] = InputError,
) -> Record:
    """Return the record that `files` hold together, checked; nothing where there is any fault.

    Parameters
    ----------
    files
        File name to the bytes of YAML or JSON (what begins with a brace is JSON).
    onto
        A record that `files` add to: their rows may refer to its rows and
        sources, and may not take its ids. The result holds both.
    may_replace
        Ids of `onto` which the files may give anew: the new row stands in place of the old.
    error
        What to raise: `InputError` for what a caller gave, `SourceError` for
        the shipped files.

    Raises
    ------
    InputError, or `error`
        With every fault of every file, up to `MOST_FAULTS`, with line or path:
        unknown and missing fields, wrong values, missing languages, ids taken
        twice, references to what is not there, a basis that no source bears,
        days out of order. Rows whose own fields are wrong are not looked at further.

    Notes
    -----
    Cost: linear in the rows: some 70 µs a row of JSON, and half as much again for YAML.
    """
    reading = _Reading(onto, may_replace)
    for name, content in files.items():
        reading.file(name, content)
    reading.check()
    if reading.faults:
        raise error(list(dict.fromkeys(reading.faults))[:MOST_FAULTS])
    days = [*reading.checked_on, *([onto.checked_on] if onto and onto.checked_on else [])]
    return Record(rows=reading.rows, sources=reading.sources, checked_on=min(days, default=None))


class _Reading:
    """What has been read so far, and what was wrong with it."""

    def __init__(self, onto: Record | None, may_replace: Container[str]) -> None:
        self.may_replace = may_replace
        self.given: set[str] = set()
        self.rows: dict[str, AnyRow] = dict(onto.rows) if onto else {}
        self.sources: dict[str, Source] = dict(onto.sources) if onto else {}
        self.placed: list[Placed] = []
        self.checked_on: list[date] = []
        self.faults: list[Fault] = []
        # ids of what could not be read: it is there, so that a reference to it is no fault
        self.unread: set[str] = set()

    def file(self, name: str, content: bytes) -> None:
        """Read one file's sources and rows, or keep its faults."""
        plain = read_plain(name, content, json_caps=JSON_CAPS)
        if not isinstance(plain, Plain):
            self.faults += plain
            return
        self.faults += plain.faults
        if not isinstance(plain.value, dict):
            self.faults.append(a_fault("empty", plain.where(()), listed="format, sources, rows"))
            return
        value: dict[str, Any] = plain.value
        head = self._head(plain, value)
        for place, raw in enumerate(_listed(value, "sources")):
            source = self._converted(plain, Source, raw, ("sources", place))
            if isinstance(source, Source):
                self._source(source, plain.where(("sources", place)))
            elif isinstance(raw, dict):
                self.unread.add(str(raw.get("id")))
        for place, raw in enumerate(_listed(value, "rows")):
            self._row(plain, raw, ("rows", place), head)

    def _head(self, plain: Plain, value: dict[str, Any]) -> RecordFile | None:
        whole = {key: one for key, one in value.items() if key not in ("sources", "rows")}
        # the lists themselves are read one by one, so that each of their faults is found
        whole |= {
            key: [] if isinstance(value.get(key, []), list) else value[key]
            for key in ("sources", "rows")
        }
        head = self._converted(plain, RecordFile, whole, ())
        if isinstance(head, RecordFile):
            self.checked_on.append(head.checked_on)
            return head
        return None

    def _converted(
        self, plain: Plain, kind: type[msgspec.Struct], raw: Any, path: Path
    ) -> msgspec.Struct | None:
        try:
            return msgspec.convert(raw, kind)
        except msgspec.ValidationError:
            self.faults += shape_faults(plain, kind, raw, path)
            return None

    def _source(self, source: Source, where: str) -> None:
        self.faults += check_source(source, where)
        if self.sources.setdefault(source.id, source) != source:
            self.faults.append(a_fault("source_twice", where, shown=shown(source.id)))

    def _row(self, plain: Plain, raw: Any, path: Path, head: RecordFile | None) -> None:
        if not isinstance(raw, dict) or not isinstance(raw.get("kind"), str):
            where = plain.where(path)
            self.faults.append(a_fault("missing_field", where, field="kind", names="kind, id, …"))
            return
        kind = KINDS.get(raw["kind"])
        if kind is None:
            where, listed = plain.where((*path, "kind")), ", ".join(KINDS)
            self.faults.append(
                a_fault("unknown_kind", where, shown=shown(raw["kind"]), listed=listed)
            )
            return
        if head is not None:
            raw = {"visibility": head.visibility.value, **raw}
        row: Any = self._converted(plain, kind, raw, path)
        if row is None:
            self.unread.add(str(raw.get("id")))
        elif row.id in self.given or (row.id in self.rows and row.id not in self.may_replace):
            where = plain.where((*path, "id"))
            self.faults.append(a_fault("duplicate_id", where, shown=shown(row.id)))
        else:
            self.given.add(row.id)
            self.rows[row.id] = row
            self.placed.append(Placed(row, plain, path))

    def check(self) -> None:
        """Hold the rows against each other and against the sources."""
        known = Known(self.rows, self.sources, self.unread)
        found = chain(check_rows(self.placed, known), check_order(self.placed, self.rows))
        self.faults += islice(found, MOST_FAULTS)


def _listed(value: dict[str, Any], key: str) -> list[Any]:
    found = value.get(key, [])
    return found if isinstance(found, list) else []
