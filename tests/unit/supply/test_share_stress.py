"""What is lost through time, by hand; what is refused; what is said of assumptions."""

import numpy as np
import pytest
from share_builders import a_share_network

from kakehashi.supply.shares import (
    Assumption,
    Loss,
    Scenario,
    Span,
    read_scenario,
    stress_shares,
)
from kakehashi.terms.errors import InputError
from kakehashi.terms.text import Text

TITLE = Text(en="A loss", ja="喪失")


def exactly(number):
    return Span(number, number)


def a_loss(provider="JP", inputs=("resin",), share=1.0, days=90, back=0, first=0):
    return Loss(
        provider=provider, inputs=inputs, share=exactly(share), from_day=first,
        for_days=exactly(days), returns_over_days=exactly(back),
    )  # fmt: skip


def a_scenario(*losses, assumptions=(), **more):
    return Scenario(title=TITLE, losses=losses or (a_loss(),), assumptions=assumptions, **more)


def assumed(one, **spans):
    return Assumption(input=one, **{name: exactly(number) for name, number in spans.items()})


def test_a_consumable_runs_out_when_its_stock_is_gone():
    """0.56 of the need is missing; 28 days of stock last 50 days; 40 days at 0.56 are lost."""
    told = stress_shares(
        a_share_network(), a_scenario(assumptions=(assumed("resin", stock_days=28),))
    )
    assert told.lost_days.mean == pytest.approx(40 * 0.56)
    assert told.lost_share == pytest.approx(40 * 0.56 / 365)
    assert told.hits[0].first_short_day == 50
    assert told.hits[0].lowest_share == pytest.approx(0.44)
    assert told.hits[0].year == 2019
    assert told.lost_days.n_draws == 1  # nothing to draw
    assert not told.is_cut_off


def test_a_capital_good_only_wears_out_after_its_lead_time():
    """90 days at 0.95 not delivered, seen 60 days later; of 3,650 days of life each counts once."""
    network = a_share_network()
    told = stress_shares(network, a_scenario(a_loss(inputs=("press",))))
    worn = 90 * 0.95 / 3650
    assert told.hits[0].delayed_days == pytest.approx(90 * 0.95)
    assert told.hits[0].first_short_day == 60
    assert told.hits[0].lowest_share == pytest.approx(1 - worn)
    rising = sum(0.95 * day / 3650 for day in range(1, 91))
    assert told.lost_days.mean == pytest.approx(rising + (365 - 60 - 90) * worn)
    assert told.is_cut_off


def test_a_capital_good_without_a_life_never_wears_out():
    told = stress_shares(a_share_network(), a_scenario(a_loss(inputs=("laser",))))
    assert told.lost_days.mean == 0
    assert told.path == ()
    assert told.hits[0].delayed_days == pytest.approx(90)
    assert ("laser", "life_days", None) in {(a.input, a.field, a.span) for a in told.assumed}


def test_what_returns_slowly_is_lost_longer():
    fixed = (assumed("resin", stock_days=0),)
    told = stress_shares(
        a_share_network(), a_scenario(a_loss(days=10, back=4, first=3), assumptions=fixed)
    )
    assert told.middle[:3].tolist() == [0, 0, 0]
    assert told.middle[3:18] == pytest.approx([0.56] * 11 + [0.42, 0.28, 0.14, 0])


def test_types_stand_in_for_each_other_as_far_as_is_assumed():
    network = a_share_network()
    life = (assumed("laser", life_days=100),)
    none = stress_shares(network, a_scenario(a_loss(inputs=("laser",)), assumptions=life))
    half = stress_shares(
        network,
        a_scenario(
            a_loss(inputs=("laser",)), assumptions=(*life, assumed("cutter", substitution=0.5))
        ),
    )
    assert none.lost_days.mean > 0
    assert half.lost_days.mean == pytest.approx(none.lost_days.mean / 2)


def test_the_path_leads_from_the_product_to_what_was_lost():
    network = a_share_network()  # the stock of resin lasts in the middle of its span
    told = stress_shares(network, a_scenario())
    assert told.is_path_of_worst
    assert [(step.input, str(step.cause)) for step in told.path] == [
        ("case", "part"), ("moulding", "part"), ("resin", "provider"),
    ]  # fmt: skip
    assert told.path[-1].providers == ("JP",)
    tools = stress_shares(network, a_scenario(a_loss(inputs=("press",))))
    assert [(step.input, str(step.cause)) for step in tools.path][-2:] == [
        ("press", "wear"), ("press", "provider"),
    ]  # fmt: skip


def test_a_loss_that_no_figure_measures_is_named():
    told = stress_shares(a_share_network(), a_scenario(a_loss("GB", inputs=())))
    assert told.not_told == (("GB", "flame"),)
    assert {hit.input for hit in told.hits} == {"resin", "core"}
    assert told.years == (2019, 2025)


def test_draws_are_common_and_repeat_with_the_seed():
    network = a_share_network()  # the stock of resin is 30..90
    one, again = (stress_shares(network, a_scenario()) for _ in range(2))
    other = stress_shares(network, a_scenario(seed=2))
    assert one.draws.tolist() == again.draws.tolist()
    assert one.draws.tolist() != other.draws.tolist()
    both = stress_shares(network, a_scenario(a_loss(), a_loss(inputs=("press",))))
    assert (both.draws >= one.draws - 1e-12).all()


def test_the_mean_over_draws_is_that_of_the_range():
    """With s days of stock, of 90 days at 0.56 are lost max(0, 50.4 - s); s is 30 to 90."""
    told = stress_shares(a_share_network(), a_scenario(n_draws=2000))
    wanted = 20.4**2 / 2 / 60
    assert abs(told.lost_days.mean - wanted) < 4 * told.lost_days.mean_error
    low, median, high = told.lost_days.quantiles
    assert (low.value, median.value) == (0, 0)
    assert abs(high.value - (50.4 - 33)) < 1
    assert high.low <= high.value <= high.high


def test_what_is_assumed_is_named():
    told = stress_shares(a_share_network(), a_scenario())
    names = {(one.input, one.field) for one in told.assumed}
    assert {("resin", "stock_days"), ("JP", "for_days")} <= names


def test_a_scenario_is_read_and_its_numbers_may_be_spans():
    content = """\
kakehashi: scenario/1
title: {en: No resin, ja: 樹脂の途絶}
losses:
  - {provider: JP, inputs: [resin], share: 0.5..1, for_days: 60..90, returns_over_days: 30}
assumptions:
  - {input: resin, stock_days: 20, source: A survey}
draws: 50
"""
    read = read_scenario("s.yaml", content.encode(), a_share_network())
    assert read.losses[0].share == Span(0.5, 1.0)
    assert read.assumptions[0].stock_days == Span(20, 20, "A survey")
    told = stress_shares(a_share_network(), read)
    assert told.lost_days.n_draws == 50
    assert ("resin", "stock_days") not in {(one.input, one.field) for one in told.assumed}


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (("scenario/1", "scenario/9"), {("wrong_format", "s.yaml:1")}),
        (("provider: JP", "provider: XX"), {("unknown_provider", "s.yaml:4")}),
        (("[resin]", "[no]"), {("unknown_input", "s.yaml:4")}),
        (("for_days: 9", "for_days: -9"), {("no_span", "s.yaml:4")}),
        (("share: 1", "share: 1.5"), {("not_a_share", "s.yaml:4")}),
        (("life_days: 5", "life_days: 0"), {("no_life", "s.yaml:6")}),
        (("  - {provider", "  - {provider: JP, for_days: 1}\n  - {provider"),
         {("lost_twice", "s.yaml:5")}),
    ],
)  # fmt: skip
def test_faults_of_a_scenario_have_their_place(change, wanted):
    content = """\
kakehashi: scenario/1
title: {en: No resin, ja: 樹脂の途絶}
losses:
  - {provider: JP, inputs: [resin], share: 1, for_days: 9}
assumptions:
  - {input: press, life_days: 5}
"""
    with pytest.raises(InputError) as told:
        read_scenario("s.yaml", content.replace(*change).encode(), a_share_network())
    assert {(fault.code, fault.where) for fault in told.value.faults} == wanted


def test_a_firm_is_part_of_its_country():
    with pytest.raises(InputError) as told:
        stress_shares(
            a_share_network(), a_scenario(a_loss("JP", inputs=()), a_loss("acme", inputs=()))
        )
    assert told.value.faults[0].code == "lost_twice"


def test_losses_by_day_add_up():
    told = stress_shares(a_share_network(), a_scenario(assumptions=(assumed("resin"),)))
    assert np.all(np.diff(told.band, axis=0) >= 0)
    assert told.band.shape == (3, 365)


def test_many_draws_are_run_some_at_a_time():
    network = a_share_network()
    few = stress_shares(network, a_scenario(n_draws=300, horizon_days=100))
    many = stress_shares(network, a_scenario(n_draws=1100, horizon_days=100))
    assert many.draws[:300].tolist() == few.draws.tolist()
    assert len(many.draws) == 1100
    assert many.draws.sum() == pytest.approx(many.lost_days.mean * 1100)
