"""Attach something dated that shows how far a thing has come."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kakehashi.accord.may import Person
from kakehashi.site.acts.check_row import new_ref
from kakehashi.site.acts.write_row import write_row


def attach_evidence(
    person: Person,
    of: Sequence[str],
    evidence: Mapping[str, Any],
    source: Mapping[str, Any],
    *,
    now: datetime,
    post: str = "",
) -> str:
    """Return the id of the evidence that bears on the rows `of`.

    Parameters
    ----------
    evidence
        `title` ({"en": …, "ja": …}) and `when` ({"on": day}); if wished `visibility`, `named`.
    source
        The text that shows it, as `terms.basis.Source`: its id begins with the
        side's code, unless the shipped record has it.

    Raises
    ------
    InputError, ActRefusedError
        As `write_row`.
    """
    basis = {"primary": "primary", "secondary": "secondary"}.get(str(source.get("kind")), "memory")
    body = {
        "basis": basis,
        "sources": [source.get("id")],
        "url": source.get("url"),
        **evidence,
        "kind": "evidence",
        "id": new_ref("evidence", person.side),
        "of": list(of),
    }
    return write_row(person, body, [source], now=now, post=post)
