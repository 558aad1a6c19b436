"""Periods of both laws, held against days counted by hand."""

from datetime import date

import pytest

from kakehashi.transfers.deadlines import after_working_days, due, is_working_day


@pytest.mark.parametrize(
    ("day", "country", "works"),
    [
        ("2026-05-04", "JP", False),  # みどりの日
        ("2026-05-04", "GB", False),  # early May bank holiday
        ("2026-05-05", "GB", True),
        ("2026-12-25", "JP", True),
        ("2026-12-28", "GB", False),  # for Boxing Day, a Saturday
        ("2026-12-29", "JP", False),
        ("2027-01-04", "JP", True),
        ("2026-11-30", "GB", True),  # St Andrew's: Scotland alone
        ("2026-11-21", "GB", False),  # a Saturday
    ],
)
def test_working_days_of_each_country(day, country, works):
    assert is_working_day(date.fromisoformat(day), country) is works


def test_a_country_without_a_calendar_is_refused():
    with pytest.raises(ValueError, match="no calendar of FR"):
        is_working_day(date(2026, 1, 5), "FR")


def test_days_on_which_both_work_leave_out_the_holidays_of_each():
    # 1 May is a Friday; 4 May is a holiday in both, 5 and 6 May in Japan
    assert after_working_days(date(2026, 5, 1), 1) == date(2026, 5, 7)
    assert after_working_days(date(2026, 5, 1), 1, ("GB",)) == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("n", "unit", "on"),
    [(72, "hours", "2026-12-27"), (30, "days", "2027-01-23"), (1, "months", "2027-01-24"),
     (2, "working_days", "2026-12-30")],
)  # fmt: skip
def test_a_period_of_the_law_counts_from_the_day_after(n, unit, on):
    assert due(date(2026, 12, 24), n, unit, "GB").on == date.fromisoformat(on)


def test_a_month_ends_on_the_last_day_of_a_shorter_one():
    assert due(date(2027, 1, 31), 1, "months", "GB").on == date(2027, 2, 28)
    assert due(date(2026, 11, 30), 3, "months", "GB").on == date(2027, 2, 28)
    assert due(date(2026, 12, 31), 12, "months", "JP").on == date(2027, 12, 31)


def test_the_safe_day_is_worked_in_both_and_the_next_in_the_one():
    ends = due(date(2026, 12, 4), 30, "days", "JP")  # Sunday 3 January
    assert (ends.on, ends.safe_on, ends.next_on) == (
        date(2027, 1, 3), date(2026, 12, 24), date(2027, 1, 4),
    )  # fmt: skip
