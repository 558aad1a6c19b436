"""A past event replayed: what the model said of it before the outcome stood here, and the miss."""

import pytest

from kakehashi.answers.replayed import EVENTS, compared_rows, replayed
from kakehashi.terms.basis import Basis

# by hand: days lost of a plant are its whole days and half of those on which it returns
SHIRAKAWA, UTSUNOMIYA = 0.20, 0.05
Q1 = 21 * (0.75 * SHIRAKAWA + UTSUNOMIYA) / 90
Q2 = (0.75 * SHIRAKAWA * (19 + 72 / 2) + UTSUNOMIYA * (12 + 32 / 2)) / 91
NORMAL = (2214 + 2365 + 2489 + 2302) / 4


def test_the_prediction_is_the_one_that_was_fixed_before_the_outcome_stood_here():
    """The digits are those of the commit that brought network and scenario, without an outcome."""
    told = {
        (one.product, one.quarter): (one.low, one.expected, one.high)
        for one in replayed("wafers-2011").compared
    }
    assert told["wafers", "2011-Q1"] == pytest.approx((0.036058, 0.046621, 0.057152), abs=5e-7)
    assert told["wafers", "2011-Q2"] == pytest.approx((0.079415, 0.107023, 0.134549), abs=5e-7)
    rest = {key: one for key, one in told.items() if key[0] == "chips" or key[1] > "2011-Q2"}
    assert len(rest) == 6
    assert set(rest.values()) == {(0.0, 0.0, 0.0)}


def test_the_prediction_is_what_a_pencil_gives():
    first, second = replayed("wafers-2011").compared[:2]
    assert first.expected == pytest.approx(Q1, rel=0.02)  # the error of 1,000 draws
    assert second.expected == pytest.approx(Q2, rel=0.02)


def test_the_published_miss_to_the_digit():
    told = replayed("wafers-2011")
    rows = [
        (one.measured.value, f"{one.lost:.4f}", f"{one.miss:.4f}", one.is_hit)
        for one in told.compared
        if one.product == "wafers"
    ]
    assert rows == [
        (2287, "0.0237", "-0.0229", False),
        (2392, "-0.0211", "-0.1282", False),
        (2354, "-0.0049", "-0.0049", False),
        (2009, "0.1424", "0.1424", False),
    ]
    assert told.judged.quarter == "2011-Q2"
    assert told.judged.lost == pytest.approx(1 - 2392 / NORMAL)
    assert told.judged.lost_of_forecast == pytest.approx(1 - 2392 / NORMAL / (9702 / 9142))
    assert all(one.miss is one.is_hit is None for one in told.compared if one.product == "chips")


def test_what_the_miss_is_said_to_mean_follows_from_it():
    """The others' 14 and 8 %, and the 50 to 53 % of a loss of 56 %, as the text has them."""
    one = replayed("wafers-2011").judged
    says = replayed("wafers-2011").outcome.says
    more = [(1 - lost) / (1 - one.expected) for lost in (one.lost, one.lost_of_forecast)]
    assert [round(100 * (part - 1)) for part in more] == [14, 8]
    assert [round(100 * (1 - (1 - 0.56) * part)) for part in more] == [50, 53]
    for words in (says.en, says.ja):
        assert all(f"{figure} %" in words for figure in (14, 8, 56, 53))


@pytest.mark.parametrize("name", EVENTS)
def test_every_figure_says_where_it_was_read(name):
    told = replayed(name)
    event, network, outcome = told.event, told.network, told.outcome
    assert event.first_day <= event.known_until
    figures = (*event.normal, *event.forecast, *outcome.measured)
    assert all(one.source and one.url and one.basis is not Basis.MEMORY for one in figures)
    grounds = (*event.grounds, *outcome.why)
    assert all(one.url or one.basis is Basis.INFERENCE for one in grounds)
    assert all(one.source and one.year for one in network.shares if one.share is not None)
    assert all(one.source for one in network.relations)
    assert [row["decides"] for row in compared_rows(told)].count(True) == 1
