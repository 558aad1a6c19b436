"""Write the rows of a file: all of them, or none and every fault."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from kakehashi.accord.may import Person
from kakehashi.accord.record_promises import StatusReport
from kakehashi.site.acts.chain import Chain, chain_of
from kakehashi.site.acts.check_row import Words, check_file
from kakehashi.site.acts.refusal import ActRefusedError, refused
from kakehashi.site.acts.write_row import write
from kakehashi.site.records.models import Row
from kakehashi.terms.errors import Fault, InputError

MOST_ROWS = 500  # of one file: they are written while nobody else can write


class Written(msgspec.Struct, frozen=True):
    """A row of the file as it stands now; `is_new` says that this file changed it."""

    ref: str
    digest: str
    version: int
    is_new: bool


def write_rows(
    person: Person, content: bytes, *, read: Mapping[str, object], now: datetime, post: str = ""
) -> tuple[Written, ...]:
    """Return the rows of the file `content` as they stand now, all written in one transaction.

    Parameters
    ----------
    content
        A file of the record ("kakehashi-record/1") as JSON.
    read
        For rows that were read before they were changed here, the digests of what was read.

    Raises
    ------
    InputError
        With all that is wrong with the words of any row, each with the path to the field.
    ActRefusedError
        With all refusals of `write_row`, and `other_words` where a row has changed since.
    """
    with chain_of(person, now=now, post=post) as chain:
        words = check_file(person, content, most_rows=MOST_ROWS, now=chain.now)
        stood = _digests(words)
        # a report is held against its evidence, which may stand after it in the file
        order = sorted(enumerate(words), key=lambda each: isinstance(each[1].row, StatusReport))
        faults = [
            fault
            for place, one in order
            for fault in _refusals(chain, one, f"rows[{place}]", (stood, read))
        ]
        if faults:
            raise ActRefusedError(faults)
        rows = {row.ref: row for row in Row.objects.filter(ref__in=[one.row.id for one in words])}
        return tuple(
            Written(row.ref, row.digest, row.version, stood.get(row.ref) != row.digest)
            for row in (rows[one.row.id] for one in words)
        )


def _digests(words: tuple[Words, ...]) -> dict[str, str]:
    rows = Row.objects.filter(ref__in=[one.row.id for one in words])
    return dict(rows.values_list("ref", "digest"))


def _refusals(
    chain: Chain, words: Words, where: str, known: tuple[Mapping[str, str], Mapping[str, object]]
) -> tuple[Fault, ...]:
    """Return why the row is not written; nothing where it is."""
    stood, read = known
    ref = words.row.id
    try:
        write(chain, words.row, words.sources)
        if ref in read and read[ref] != stood.get(ref):
            raise refused("other_words", ref)
    except InputError as error:
        return tuple(
            msgspec.structs.replace(fault, where=f"{where} {fault.where}") for fault in error.faults
        )
    return ()
