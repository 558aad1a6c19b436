"""What goes into a reader and what comes out of it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import msgspec

from kakehashi.evidence.checks import MOST_COMMAS, MOST_DEPTH_DECODED, MOST_OBJECTS
from kakehashi.evidence.faults import a_fault
from kakehashi.evidence.models import Models
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.fact import Value
from kakehashi.terms.vocabulary import FactType

YEARS = range(1970, 9000)  # outside, it is a broken clock, and date arithmetic may overflow


class Content(msgspec.Struct, frozen=True):
    """One file as a reader gets it: within the caps, without byte-order mark.

    `models` are the product's models, empty while `product.yaml`
    itself is read. `day` is the UTC day of `read_at`.
    """

    name: str
    data: bytes
    version: str
    read_at: datetime
    facts: Mapping[str, FactType]
    models: Models = Models()

    @property
    def day(self) -> date:
        """The UTC day of reading."""
        return self.read_at.astimezone(UTC).date()


class Draft(msgspec.Struct, frozen=True):
    """A fact before the file's name and digest are put to it."""

    id: str
    value: Value
    place: str
    valid_until: date | None = None
    stated_on: date | None = None


class Reading(msgspec.Struct, frozen=True):
    """What one file gave: facts, faults of single fields, and notes."""

    facts: tuple[Draft, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


Document = TypeVar("Document")


def decode_json(content: Content, kind: type[Document], format_: str) -> Document:
    """Return the JSON of `content` as `kind`, fields that it does not name skipped.

    Raises
    ------
    InputError
        Where the JSON is broken, of another shape, nested deeper than msgspec
        follows, or of more than 4,000,000 objects or 8,000,000 commas.
    """
    if content.data.count(b"{") > MOST_OBJECTS:
        raise InputError(a_fault("too_many_nodes", content.name, most=MOST_OBJECTS))
    if content.data.count(b",") > MOST_COMMAS:
        raise InputError(a_fault("too_many_nodes", content.name, most=MOST_COMMAS))
    try:
        return msgspec.json.decode(content.data, type=kind)
    except RecursionError:
        fault = a_fault("too_deep", content.name, most=MOST_DEPTH_DECODED)
    except msgspec.ValidationError as error:
        fault = a_fault("wrong_shape", content.name, why=error, format=format_)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        fault = a_fault("broken_json", content.name, why=error)
    raise InputError(fault)


def moment(text: str) -> datetime | None:
    """Return an RFC 3339 time as UTC; None where `text` is none, or names no zone.

    Fractions finer than a microsecond are cut.

    >>> moment("2026-10-28T19:02:28.312985304+09:00").isoformat()
    '2026-10-28T10:02:28.312985+00:00'
    >>> moment("2026-10-28") is None
    True
    """
    import re

    if not re.fullmatch(
        r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,18})?([Zz]|[+-]\d\d:\d\d)", text, re.ASCII
    ):
        return None
    try:
        at = datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at.year in YEARS else None


def last_full_day(until: datetime) -> date:
    """Return the last day that ends, to the second, before `until`; days of UTC.

    Of UTC, London and Tokyo, the UTC day ends last or with the last: a day that
    is over in UTC is over in both countries.

    >>> last_full_day(datetime(2026, 12, 31, 18, tzinfo=UTC)).isoformat()
    '2026-12-30'
    """
    return (until.astimezone(UTC) + timedelta(seconds=1)).date() - timedelta(days=1)
