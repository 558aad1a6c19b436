from datetime import date, timedelta

from council_builders import a_commitment, a_record, a_report, some_evidence

from kakehashi.accord.status import HOLDS_DAYS
from kakehashi.answers.history import history
from kakehashi.answers.standing import stands

RECORD = a_record(
    a_commitment(), some_evidence(),
    some_evidence("two", when={"on": "2025-06-01"}),
    a_report(), a_report("jp", view="jp", level="done"),
    a_report("later", level="stalled", reported_on="2025-06-02", evidence=["evidence:two"]),
)  # fmt: skip
NAME = "commitment:one"
LATE = date(2027, 1, 1)


def test_the_turns_are_the_days_on_which_what_stands_changes():
    first, last = date(2025, 1, 1), date(2026, 3, 1)
    turns = {turn.on: turn.levels for turn in history(RECORD, NAME, LATE).turns}
    before = stands(RECORD, first).of(NAME)
    day = first
    while day < last:
        day += timedelta(days=1)
        now = stands(RECORD, day).of(NAME)
        assert (now != before) == (day in turns), day
        assert turns.get(day, now) == now
        before = now


def test_a_turn_names_only_the_views_that_changed():
    changed = [turn.changed for turn in history(RECORD, NAME, LATE).turns]
    assert ("uk",) in changed
    assert all("independent" not in one for one in changed)


def test_evidence_that_ran_out_is_a_turn_of_its_own():
    last = history(RECORD, NAME, LATE).turns[-1]
    assert last.on == date(2025, 6, 1) + timedelta(days=HOLDS_DAYS + 1)
    assert last.levels["uk"].was == "stalled"


def test_everything_dated_stands_in_order_and_nothing_of_another_thing():
    told = history(RECORD, NAME, date(2025, 6, 1))
    assert [one.when.on for one in told.events] == sorted(one.when.on for one in told.events)
    assert {one.row for one in told.events} >= {"evidence:one", "evidence:two", "report:later"}
    assert [one.row for one in told.events if one.is_ahead and one.what == "reported"] == [
        "report:later"
    ]
    assert (
        history(a_record(a_commitment(), a_commitment("two")), "commitment:two", LATE).turns == ()
    )
