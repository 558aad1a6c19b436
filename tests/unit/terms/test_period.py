from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.terms.period import Period

FIRST, LAST_PLUS_ONE = date(2025, 2, 25), date(2025, 12, 4)


@pytest.mark.parametrize(
    ("on", "holds"),
    [
        (FIRST - timedelta(days=1), False),
        (FIRST, True),
        (LAST_PLUS_ONE - timedelta(days=1), True),
        (LAST_PLUS_ONE, False),
    ],
)
def test_a_period_holds_its_first_day_and_not_the_day_it_ends(on, holds):
    assert Period(starts=FIRST, ends=LAST_PLUS_ONE).holds(on) is holds


@given(on=st.dates(), change=st.dates())
def test_of_two_periods_that_meet_exactly_one_holds(on, change):
    assert Period(ends=change).holds(on) is not Period(starts=change).holds(on)


def test_an_open_period_always_holds():
    assert Period().holds(date.min)
    assert Period().holds(date.max)
