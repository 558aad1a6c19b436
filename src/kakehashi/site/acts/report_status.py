"""Report where a thing stands: in one's own side's view, or as somebody independent published."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kakehashi.accord.may import Person, Verb, may
from kakehashi.accord.status import INDEPENDENT
from kakehashi.site.acts.check_row import new_ref
from kakehashi.site.acts.write_row import write_row
from kakehashi.site.records.as_values import thing_of
from kakehashi.site.records.models import Row


def report_status(
    person: Person, of: str, report: Mapping[str, Any], *, now: datetime, post: str = ""
) -> str:
    """Return the id of the report on `of` in the view of `person`'s side, or the independent one.

    Parameters
    ----------
    report
        `level`, `reported_on` and `evidence` (ids of rows; none only with the level
        "no_evidence"); if wished `text`, `visibility`, `named`, `basis` with `sources`
        (else: inferred from the sources of the evidence, or of the thing itself), and
        `view` "independent", then with `text` and if wished `by` (`check_report`).

    Raises
    ------
    InputError, ActRefusedError
        As `write_row`, and as `check_report`.
    """
    view = report.get("view", person.side)
    body = {
        "basis": "inference",
        "sources": _sources([*report.get("evidence", ()), of], person),
        "by": None if view == INDEPENDENT else person.organisation,
        **report,
        "kind": "report",
        "id": new_ref("report", person.side),
        "of": of,
        "view": view,
    }
    return write_row(person, body, now=now, post=post)


def _sources(refs: Sequence[str], person: Person) -> list[str]:
    """Return the sources of the first of `refs` that `person` sees and that has any."""
    rows = {row.ref: row for row in Row.objects.filter(ref__in=refs).prefetch_related("names")}
    for row in filter(None, map(rows.get, refs)):
        if may(person, Verb.SEE, thing_of(row)) and row.body["sources"]:
            return list(row.body["sources"])
    return []
