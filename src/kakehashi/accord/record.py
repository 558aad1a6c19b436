"""The partnership's record: one frozen struct a kind of row, and all rows together.

The structs are the file format, the JSON in and out, and the body of a database
row: a field that they do not list is refused. Ids say their kind before the
colon ("org:dsit", "action:open-ran"), so that a field which refers to a post
can hold no pillar's id. The kinds stand in five modules: `record_parties`,
`record_promises`, `record_council`, `record_texts`, `record_cases`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, TypeVar

import msgspec

from kakehashi.accord.may import Visibility
from kakehashi.accord.record_cases import Case, Competence, Guidance, Reply, Request
from kakehashi.accord.record_council import (
    AgendaPoint,
    Cycle,
    Matter,
    Meeting,
    Minutes,
    Paper,
)
from kakehashi.accord.record_parties import Forum, Holder, Organisation, Post, Side
from kakehashi.accord.record_promises import (
    Action,
    Commitment,
    Evidence,
    Lineage,
    Pillar,
    Priority,
    StatusReport,
    Workstream,
)
from kakehashi.accord.record_row import Row
from kakehashi.accord.record_texts import (
    Clause,
    Decision,
    Endorsement,
    Finding,
    Gap,
    Instrument,
    Position,
    Programme,
    Statement,
)
from kakehashi.terms.basis import Source
from kakehashi.terms.frozen import Frozen

AnyRow = (
    Side
    | Organisation
    | Post
    | Holder
    | Forum
    | Pillar
    | Priority
    | Action
    | Workstream
    | Commitment
    | Evidence
    | StatusReport
    | Lineage
    | Cycle
    | Meeting
    | AgendaPoint
    | Paper
    | Minutes
    | Matter
    | Statement
    | Clause
    | Decision
    | Instrument
    | Endorsement
    | Position
    | Programme
    | Finding
    | Gap
    | Competence
    | Case
    | Request
    | Reply
    | Guidance
)

PREFIX: dict[type[Row], str] = {
    kind: {"organisation": "org"}.get(tag, tag)
    for kind in AnyRow.__args__
    if isinstance(tag := kind.__struct_config__.tag, str)
}
"""What an id of each kind begins with, before the colon."""

KINDS: dict[str, type[Row]] = {str(kind.__struct_config__.tag): kind for kind in PREFIX}
"""The struct of each `kind` as files name it."""

_R = TypeVar("_R", bound=Row)


class Record(msgspec.Struct, frozen=True, eq=False):
    """All rows at hand, checked: no id twice, nothing referred to that is not there.

    `rows` keeps the order of the files. `checked_on` is the oldest day on which
    a file says its rows were checked; beyond it an answer should warn.
    """

    rows: dict[str, AnyRow]
    sources: dict[str, Source]
    checked_on: date | None = None

    def every(self, kind: type[_R]) -> tuple[_R, ...]:
        """Return the rows of `kind`, in the order of the files."""
        return tuple(row for row in self.rows.values() if isinstance(row, kind))

    def row(self, kind: type[_R], name: str) -> _R:
        """Return the row `name` of `kind`. Raises KeyError where there is none."""
        found = self.rows[name]
        if not isinstance(found, kind):
            raise KeyError(name)
        return found


class RecordFile(Frozen, frozen=True, kw_only=True):
    """A file of the record. `visibility` is that of all rows which name none."""

    format: Literal["kakehashi-record/1"]
    checked_on: date
    visibility: Visibility = Visibility.ORGANISATION
    sources: tuple[Source, ...] = ()
    rows: tuple[AnyRow, ...] = ()


def body_of(row: Row) -> dict[str, Any]:
    """Return `row` as plain JSON values, every field written: the body of an act or table row.

    Days are text, so that the body has a canonical form and a digest.
    """
    body: dict[str, Any] = msgspec.to_builtins(row)
    return body


def row_of(body: Mapping[str, Any]) -> Row:
    """Return the row that `body_of` wrote; what it refers to is not looked at.

    Raises
    ------
    KeyError
        For a kind that is none.
    msgspec.ValidationError
        For fields that do not fit the kind. A stranger's JSON goes through
        `read_record` instead, which tells all that is wrong.
    """
    return msgspec.convert(dict(body), KINDS[body["kind"]])


def row_json(row: Row) -> bytes:
    """Return `row` as JSON, every field written, in the order of its struct.

    >>> from kakehashi.terms.basis import Basis
    >>> from kakehashi.terms.text import Text
    >>> pillar = Pillar(
    ...     id="pillar:x", basis=Basis.MEMORY, sources=(), name=Text(en="X", ja="ク"), place=1
    ... )
    >>> row_json(pillar)[:34]
    b'{"kind":"pillar","id":"pillar:x","'
    """
    return msgspec.json.encode(row)
