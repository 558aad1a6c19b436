"""Which meeting a paper is for."""

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

from kakehashi.cli.council.asked import chosen

if TYPE_CHECKING:
    from kakehashi.accord.record import Record


def meeting_asked(asked: Namespace, record: "Record", on: date) -> str:
    """Return the meeting of `--meeting`; else the next of a cycle, else the newest of one.

    Raises
    ------
    InputError
        Where the record has no such meeting, or none at all.
    """
    from kakehashi.accord.record_council import Meeting

    rows = record.every(Meeting)
    dated = [
        (row.when.on, row.id) for row in rows if row.cycle is not None and row.when.on is not None
    ]
    ahead = min((one for one in dated if one[0] >= on), default=None)
    newest = ahead or max(dated, default=None)
    names = (row.id for row in rows)
    return chosen(asked.meeting, names, newest[1] if newest else None, "no_meeting")
