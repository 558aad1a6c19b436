from datetime import date, timedelta

import pytest
from council_builders import a_big_record, a_commitment, a_record, a_report, some_evidence

from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_views import reports_of, views_of
from kakehashi.accord.status import level_on
from kakehashi.answers.closed_record import closed
from kakehashi.answers.standing import stands

RECORD = a_record(
    a_commitment(), a_commitment("two"), some_evidence(),
    some_evidence("two", when={"on": "2025-06-01"}, of=["commitment:one", "commitment:two"]),
    a_report(), a_report("jp", view="jp", level="done"),
    a_report("later", level="stalled", reported_on="2025-06-02", evidence=["evidence:two"]),
)  # fmt: skip


@pytest.mark.parametrize("n_days", range(-5, 400, 27))
def test_all_at_once_is_the_same_as_one_by_one(n_days):
    on = date(2025, 2, 27) + timedelta(days=n_days)
    now = stands(closed(RECORD), on)
    for row in RECORD.every(Commitment):
        reports = reports_of(RECORD).get(row.id, [])
        levels = {view: level_on(reports, view, on) for view in views_of(RECORD)}
        assert now.of(row.id) == levels


def test_the_newest_evidence_by_the_day_is_given():
    assert stands(RECORD, date(2025, 5, 1)).evidence["commitment:one"].id == "evidence:one"
    assert stands(RECORD, date(2025, 6, 1)).evidence["commitment:one"].id == "evidence:two"
    assert "commitment:two" not in stands(RECORD, date(2025, 5, 31)).evidence


def test_a_closed_record_gives_the_same_rows_of_a_kind_each_time():
    record = a_big_record(2, 2, 1)
    found = closed(record)
    assert found.every(Commitment) == record.every(Commitment) == found.every(Commitment)
