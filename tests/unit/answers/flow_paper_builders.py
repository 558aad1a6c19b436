"""The example flows changed, and the fields of their papers."""

from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parents[3]
FLOWS = ROOT / "examples/flows"
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
ON = date(2026, 11, 20)


def with_idta(told):
    """Rest the first hop on an IDTA that is signed, without an assessment."""
    paper = {"id": "p1", "kind": "idta", "hops": ["to-tokyo"], "starts": "2026-03-02"}
    other = {**paper, "id": "p2", "kind": "addendum", "hops": ["to-tokyo"]}
    told["papers"] += [paper, other]
    told["hops"][0]["relies_on"] = "idta"


def field(paper, name, hop=None):
    """Return the one field `name` of the paper, at a hop where one is given."""
    (found,) = [
        one
        for section in paper.sections
        if hop is None or section.hop == hop
        for one in section.fields
        if one.id == name
    ]
    return found


def english(found):
    return [value.en for value in found.values]
