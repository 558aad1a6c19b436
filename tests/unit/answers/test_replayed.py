"""A past event replayed: what the model said of it before the outcome stood beside it."""

import pytest

from kakehashi.answers.replayed import EVENTS, replayed

# by hand: days lost of a plant are its whole days and half of those on which it returns
SHIRAKAWA, UTSUNOMIYA = 0.20, 0.05
Q1 = 21 * (0.75 * SHIRAKAWA + UTSUNOMIYA) / 90
Q2 = (0.75 * SHIRAKAWA * (19 + 72 / 2) + UTSUNOMIYA * (12 + 32 / 2)) / 91


def test_the_prediction_is_the_one_that_was_fixed_before_the_outcome_stood_here():
    """The digits are those of the commit that brought network and scenario, without an outcome."""
    told = {
        (one.product, one.quarter.id): (one.low, one.lost, one.high)
        for one in replayed("wafers-2011").predicted
    }
    assert told["wafers", "2011-Q1"] == pytest.approx((0.036058, 0.046621, 0.057152), abs=5e-7)
    assert told["wafers", "2011-Q2"] == pytest.approx((0.079415, 0.107023, 0.134549), abs=5e-7)
    rest = {key: one for key, one in told.items() if key[0] == "chips" or key[1] > "2011-Q2"}
    assert len(rest) == 6
    assert set(rest.values()) == {(0.0, 0.0, 0.0)}


def test_the_prediction_is_what_a_pencil_gives():
    first, second = replayed("wafers-2011").predicted[:2]
    assert first.lost == pytest.approx(Q1, rel=0.02)  # the error of 1,000 draws
    assert second.lost == pytest.approx(Q2, rel=0.02)


@pytest.mark.parametrize("name", EVENTS)
def test_every_figure_says_where_it_was_read_and_no_text_is_later_than_was_allowed(name):
    event, network = replayed(name).event, replayed(name).network
    assert event.first_day <= event.known_until
    assert event.judged in {one.id for one in event.quarters}
    assert all(one.source and one.url for one in (*event.normal, *event.forecast))
    assert all(one.url or one.basis == "inference" for one in event.grounds)
    assert all(one.source and one.year for one in network.shares if one.share is not None)
    assert all(one.source for one in network.relations)
