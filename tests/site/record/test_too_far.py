"""Days, numbers and counts that nothing real has: one such row would stop a page for everybody."""

import pytest

from kakehashi.site.acts.write_row import write_row
from kakehashi.site.pages.council.agenda import in_order
from kakehashi.site.pages.forms import count_in
from kakehashi.terms.errors import InputError

TEXT = {"en": "x", "ja": "x"}
KNOWN = {"basis": "inference", "sources": ["meti-2025-0122"], "visibility": "joint"}
MEETING = {"kind": "meeting", "id": "meeting:uk-x", "name": TEXT, "form": "online"}
POINT = {
    "kind": "agenda", "id": "agenda:uk-x", "meeting": "meeting:council-2022", "number": "1",
    "title": TEXT, "purpose": "note",
}  # fmt: skip
PAPER = {"kind": "paper", "id": "paper:uk-x", "title": TEXT}


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ({**MEETING, "when": {"on": "9999-12-31"}}, "when.on", "far_day"),
        ({**MEETING, "when": {"on": "0001-01-01"}}, "when.on", "far_day"),
        ({**PAPER, "embargo_until": "9999-12-31T23:59:59-14:00"}, "embargo_until", "far_day"),
        ({**POINT, "planned_minutes": 2**53 + 1}, "planned_minutes", "too_great"),
        ({**POINT, "number": "9" * 5000}, "number", "too_long"),
    ],
)
def test_such_a_row_is_not_written(shipped, person, clock, row, field, code):
    with pytest.raises(InputError) as refused:
        write_row(person("dsit"), {**KNOWN, **row}, now=clock())
    found = [(fault.code, fault.where.endswith(f".{field}")) for fault in refused.value.faults]
    assert (code, True) in found


def test_digits_without_end_are_no_number():
    assert count_in("9" * 5000) is None
    assert sorted(["9" * 5000, "2", "10"], key=in_order) == ["2", "10", "9" * 5000]


def test_a_form_and_a_query_with_such_numbers_are_answered(loaded, a_person, signed_in):
    browser = signed_in(a_person(roles=["write", "propose"]))
    holds = {"meeting": "meeting:council-2022"}
    for path, given in (
        ("council/write/point/", {**holds, "planned": "9" * 5000}),
        ("council/write/participant/", {**holds, "remove": "9" * 5000}),
        ("council/write/paper/", {**holds, "language": "en", "number": "9" * 5000}),
        ("account/sessions/end/", {"session": "9" * 5000}),
    ):
        assert browser.post(f"/en/{path}", given).status_code < 500, path
    for path in ("papers/brief.json?since=0001-01-01", "papers/commitments.ics?on=9999-12-31"):
        assert browser.get(f"/api/v1/record/{path}").status_code == 422, path
