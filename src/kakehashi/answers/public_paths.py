"""Where on the public site each row is told of."""

from kakehashi.accord.record import Record
from kakehashi.accord.record_council import Meeting
from kakehashi.accord.record_promises import Action, Commitment
from kakehashi.accord.record_texts import Clause, Endorsement, Instrument, Statement
from kakehashi.papers.site.pages import PAGE

_FOLDERS = {
    Action: "actions",
    Commitment: "commitments",
    Statement: "statements",
    Meeting: "meetings",
}


def path_of(folder: str, name: str) -> str:
    """Return the path of the page about the row `name`.

    >>> path_of("actions", "action:open-ran")
    'actions/open-ran/'
    """
    return f"{folder}/{name.partition(':')[2]}/"


def page(folder: str, name: str) -> str:
    """Return the address within the site of the page about the row `name`."""
    return PAGE + path_of(folder, name)


def page_of(record: Record, name: str) -> str | None:
    """Return the page, or the place on one, that is about the row `name`; None where none is."""
    row = record.rows[name]
    folder = _FOLDERS.get(type(row))
    if folder is not None:
        return page(folder, name)
    if isinstance(row, Clause):
        return f"{page('statements', row.statement)}#clause-{row.number}"
    if isinstance(row, Instrument):
        return f"{PAGE}instruments/#{name.partition(':')[2]}"
    return f"{PAGE}forums/" if isinstance(row, Endorsement) else None
