"""Report, for one's own side, where a thing stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kakehashi.accord.may import Person
from kakehashi.site.acts.check_row import new_ref
from kakehashi.site.acts.write_row import write_row


def report_status(
    person: Person, of: str, report: Mapping[str, Any], *, now: datetime, post: str = ""
) -> str:
    """Return the id of the report on `of` in the view of `person`'s side.

    Parameters
    ----------
    report
        `level` and `reported_on`; if wished `evidence` (ids of rows: without any
        the level decays at once), `text`, `visibility` and `named`.

    Raises
    ------
    InputError, ActRefusedError
        As `write_row`.
    """
    body = {
        "basis": "inference",
        "sources": [],
        **report,
        "kind": "report",
        "id": new_ref("report", person.side),
        "of": of,
        "view": person.side,
        "by": person.organisation,
    }
    return write_row(person, body, now=now, post=post)
