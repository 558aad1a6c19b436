"""Measures: what each saves, what a budget buys, and what is proven of it."""

import numpy as np
import pytest
from share_builders import a_share_network

from kakehashi.supply.choose import choose
from kakehashi.supply.shares import (
    Loss,
    Measure,
    Measures,
    Scenario,
    Span,
    mend_shares,
    ranked,
    read_measures,
)
from kakehashi.terms.errors import InputError
from kakehashi.terms.text import Text

UNIT = Text(en="made-up units", ja="架空の単位")


def exactly(number):
    return Span(number, number)


def a_measure(name, kind="stock", one="resin", amount=10.0, cost=1.0, ready=0):
    return Measure(
        id=name, name=Text(en=name, ja=name), kind=kind, input=one, amount=exactly(amount),
        cost=cost, ready_on_day=exactly(ready),
    )  # fmt: skip


def a_scenario(inputs=("resin",), days=90, **more):
    loss = Loss(
        provider="JP", inputs=inputs, share=exactly(1), from_day=0, for_days=exactly(days),
        returns_over_days=exactly(0),
    )  # fmt: skip
    return Scenario(title=UNIT, losses=(loss,), **more)


def mended(*measures, budget=1.0, by="expected", network=None, scenario=None):
    return mend_shares(
        network or a_share_network(), scenario or a_scenario(),
        Measures(cost_unit=UNIT, measures=measures), budget, by,
    )  # fmt: skip


NO_STOCK = "id,en,ja,kind\nresin,Resin,樹脂,consumable\nwire,Wire,線,consumable\ncase,C,筐,step\n"
TWO_PARTS = {
    "inputs": NO_STOCK,
    "relations": "upstream,relation,downstream\nresin,goes_into,case\nwire,goes_into,case\n",
    "shares": "input,provider,share\nresin,JP,0.5\nwire,JP,0.5\n",
}


def test_each_kind_of_measure_saves_what_it_should():
    """Without stock 90 days at a half are lost: 45. Ten days of stock save 10 of them."""
    network = a_share_network(**TWO_PARTS)
    told = mended(
        a_measure("stock"),
        a_measure("late", kind="second_source", amount=0.2, ready=40),
        network=network, scenario=a_scenario(),
    )  # fmt: skip
    assert told.expected_days == pytest.approx(45)
    saved = {one.measure.id: one.saved_days for one in told.singles}
    assert saved == {"stock": pytest.approx(10), "late": pytest.approx(50 * 0.2)}


def test_two_inputs_of_one_step_help_only_together_and_the_pair_is_found():
    """Each alone saves nothing, so greedy finds neither; all sets being tried, the pair is."""
    network = a_share_network(**TWO_PARTS)
    pair = (a_measure("resin"), a_measure("wire", one="wire"))
    told = mended(*pair, budget=2, network=network, scenario=a_scenario(("resin", "wire")))
    assert [one.saved_days for one in told.singles] == [0, 0]
    assert told.chosen.measures == ("resin", "wire")
    assert told.chosen.saved_days == pytest.approx(10)
    assert (told.chosen.is_best, told.chosen.bound_share) == (True, 1)


def test_the_budget_holds_and_what_adds_nothing_is_not_bought():
    told = mended(
        a_measure("much", amount=30, cost=3), a_measure("some", amount=12, cost=2),
        a_measure("none", one="press", cost=0.5),
        budget=4, scenario=a_scenario(),
    )  # fmt: skip
    assert told.chosen.measures == ("much",)
    assert told.chosen.cost == 3
    assert [one.measure.id for one in told.singles] == ["much", "some", "none"]


def test_a_tail_can_be_lowered_where_the_mean_hardly_moves():
    told = mended(a_measure("stock"), by="tail")
    single = told.singles[0]
    assert single.saved_tail_days == pytest.approx(10)
    assert single.saved_days < 5
    assert told.chosen.saved_days == single.saved_tail_days


def test_a_place_that_flips_between_draws_is_undecided():
    told = ranked(("a", "b", "c"), np.array([[2.0, 1.0, 0.0], [1.0, 1.5, 0.0]]))
    assert [(one.name, one.is_undecided) for one in told] == [
        ("a", True), ("b", True), ("c", False),
    ]  # fmt: skip


def test_greedy_alone_has_its_bound_against_all_members():
    """Costs 1 and 10, gains 1 and 9, budget 10: by gain per cost it would stop at 1."""

    def gains(sets):
        return np.array([sum({0: 1.0, 1: 9.0}[at] for at in one) for one in sets])

    picked = choose(np.array([1.0, 10.0]), 10.0, gains, most_sets=0)
    assert (picked.members, picked.is_best, picked.bound_share) == ((1,), False, 0.9)


def test_measures_are_read_with_all_faults():
    content = """\
kakehashi: measures/1
cost_unit: {en: units, ja: 単位}
measures:
  - {id: a, name: {en: A, ja: あ}, kind: stock, input: resin, days: 5..9, cost: 2.5}
  - {id: b, name: {en: B, ja: い}, kind: second_source, input: resin, share: 0.3, cost: 4}
  - {id: c, name: {en: C, ja: う}, kind: substitution, input: cutter, share: 0.5, cost: 1}
"""
    network = a_share_network()
    read = read_measures("m.yaml", content.encode(), network)
    assert [(one.id, one.amount.high, one.cost) for one in read.measures] == [
        ("a", 9, 2.5), ("b", 0.3, 4), ("c", 0.5, 1),
    ]  # fmt: skip
    broken = content.replace("id: b", "id: a").replace("cutter", "press").replace("2.5", "0")
    broken = broken.replace("share: 0.3", "days: 3").replace(
        "input: resin, days: 5", "input: no, days: 5"
    )
    with pytest.raises(InputError) as told:
        read_measures("m.yaml", broken.encode(), network)
    assert {(fault.code, fault.where) for fault in told.value.faults} == {
        ("bad_cost", "m.yaml:4"), ("unknown_input", "m.yaml:4"), ("measure_amount", "m.yaml:5"),
        ("measure_twice", "m.yaml:5"), ("no_types", "m.yaml:6"),
    }  # fmt: skip


def test_a_budget_below_zero_is_refused():
    with pytest.raises(InputError):
        mended(a_measure("stock"), budget=-1)
