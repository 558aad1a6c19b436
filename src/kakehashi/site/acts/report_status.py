"""Report, for one's own side, where a thing stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kakehashi.accord.may import Person, Verb, may
from kakehashi.site.acts.check_row import new_ref
from kakehashi.site.acts.write_row import write_row
from kakehashi.site.records.as_values import thing_of
from kakehashi.site.records.models import Row


def report_status(
    person: Person, of: str, report: Mapping[str, Any], *, now: datetime, post: str = ""
) -> str:
    """Return the id of the report on `of` in the view of `person`'s side.

    Parameters
    ----------
    report
        `level` and `reported_on`; if wished `evidence` (ids of rows: without any
        the level decays at once), `text`, `visibility`, `named`, and `basis` with `sources`
        (else: inferred from the sources of the evidence, or of the thing itself).

    Raises
    ------
    InputError, ActRefusedError
        As `write_row`.
    """
    body = {
        "basis": "inference",
        "sources": _sources([*report.get("evidence", ()), of], person),
        **report,
        "kind": "report",
        "id": new_ref("report", person.side),
        "of": of,
        "view": person.side,
        "by": person.organisation,
    }
    return write_row(person, body, now=now, post=post)


def _sources(refs: Sequence[str], person: Person) -> list[str]:
    """Return the sources of the first of `refs` that `person` sees and that has any."""
    rows = {row.ref: row for row in Row.objects.filter(ref__in=refs).prefetch_related("names")}
    for row in filter(None, map(rows.get, refs)):
        if may(person, Verb.SEE, thing_of(row)) and row.body["sources"]:
            return list(row.body["sources"])
    return []
