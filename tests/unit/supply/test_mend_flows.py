"""Measures on flow networks: what each changes, what a budget buys, what may do harm."""

import msgspec
import numpy as np
import pytest
from flow_builders import (
    SHORT,
    a_measure,
    a_scenario,
    places,
    some_measures,
    two_chains,
)

from kakehashi.answers.flow_mended import flow_chosen_words
from kakehashi.supply import MadeUp, Model, each_firm_alone, generate_network, rank
from kakehashi.supply.ario import simulate
from kakehashi.supply.ario_model import Limiting
from kakehashi.supply.flow_draw import draw_scenario
from kakehashi.supply.flow_mending import read_flow_measures, with_measures
from kakehashi.supply.mend_flows import Aim, Lowered, mend_flows
from kakehashi.terms.errors import InputError


def mended(network, *measures, budget=1.0, scenario=None, **aim):
    scenario = scenario or a_scenario(network, "old")
    return mend_flows(network, scenario, some_measures(*measures), budget, Aim(**aim))


def test_a_stock_lasts_as_many_days_longer_as_it_has_more():
    """5 days of wafers, 20 without: 15 days of our 10 are lost, of 24 a day that all make."""
    network = two_chains()
    scenario = a_scenario(network, "old", days=20)
    told = mended(network, a_measure(network, "more", "us"), scenario=scenario)
    usual = 2 + 2 + 10 + 10
    own = 20 * 2 / usual  # what old itself does not make, whatever others hold
    assert told.lost.expected == pytest.approx(own + 15 * 10 / usual)
    assert told.singles[0].saved.expected == pytest.approx(5 * 10 / usual)
    assert told.singles[0].saved_beside.expected > 0
    assert (told.chosen.measures, told.chosen.is_best) == (("more",), True)


def test_more_stock_is_the_same_as_more_days_of_the_input():
    network = generate_network(MadeUp(n_firms=25, n_sectors=4, seed=2))
    name = network.markets[1]
    everybody = np.arange(25, dtype=np.int32)
    scenario = a_scenario(network, "3", days=15)
    more = a_measure(network, "more", *network.firms, market=name, amount=4.0)
    taken = with_measures(network, scenario, (more,))
    assert taken.scenario.model.more_stock[0].firm.tolist() == everybody.tolist()
    days = msgspec.structs.replace(SHORT, stock_days_by_input=((name, 9.0),))
    settled = draw_scenario(taken.scenario, 0)
    told = simulate(network, settled.hits, 15, settled.model)
    other = simulate(network, settled.hits, 15, days)
    assert (told.output_by_sector == other.output_by_sector).all()
    assert {one.name: one.value for one in told.assumed}["more_stock"] == "25 × 4"


def test_a_second_source_moves_the_shortage_to_whom_it_served():
    """Half of our wafers from new: we keep half, they lose half, and nothing is saved in all."""
    network = two_chains()
    source = a_measure(
        network, "half", "us", kind="second_source", amount=0.5, source=places(network, "new")
    )
    taken = with_measures(network, a_scenario(network, "old"), (source,))
    made = taken.network
    assert sorted(zip(made.supplier.tolist(), made.customer.tolist(), made.value.tolist(),
                      strict=True)) == sorted(
        (int(one), int(other), 182.5)
        for one in places(network, "old", "new") for other in places(network, "us", "them")
    )  # fmt: skip
    hits = draw_scenario(a_scenario(network, "old"), 0).hits
    told = simulate(made, hits, 30, SHORT, is_by_firm=True)
    us, them = places(network, "us", "them")
    assert told.lost_output[us] == pytest.approx(told.lost_output[them])
    bare = simulate(network, hits, 30, SHORT, is_by_firm=True)
    assert told.lost_output[us] < 0.6 * bare.lost_output[us]
    assert taken.parts == (1.0,)


def test_what_the_source_sells_to_nobody_else_cannot_be_moved():
    network = two_chains(edges="supplier,customer,sales\nold,us,365\nnew,them,73\n")
    source = a_measure(
        network, "half", "us", kind="second_source", amount=0.5, source=places(network, "new")
    )
    told = mended(network, source)
    assert told.singles[0].part == pytest.approx(73 / 182.5)
    nobody = two_chains(edges="supplier,customer,sales\nold,us,365\nnew,us,73\n")
    told = mended(nobody, msgspec.structs.replace(source, firm=places(nobody, "us")))
    assert (told.singles[0].part, told.singles[0].saved.expected) == (0, 0)


def test_a_wider_market_lets_one_supplier_stand_in_for_another():
    """Where both are bought, orders turn to the one that still can."""
    edges = "supplier,customer,sales\nold,us,365\nnew,us,365\n"
    firms = (
        "firm,sector,revenue,country\nold,wafers,365,JP\nnew,glass,3650,KR\n"
        "us,chips,3650,GB\nthem,chips,3650,JP\n"
    )
    network = two_chains(edges=edges, firms=firms)
    swap = a_measure(
        network, "swap", "us", kind="substitution", stand_in=network.markets.index("glass")
    )
    told = mended(network, swap)
    assert told.singles[0].saved.expected > 0.5 * told.lost.expected
    # on the index, too, others of the wider market replace what is lost
    index = mended(network, swap, lowered=Lowered.INDEX, index=Model(is_open=False))
    assert index.singles[0].saved.expected >= 0
    assert index.lost_beside is None


def test_an_input_that_is_no_longer_essential():
    network = two_chains(is_essential=True)
    drop = a_measure(network, "drop", "us", kind="substitution")
    assert not mended(network, drop).singles[0].is_carried  # every input may stop output
    essential = msgspec.structs.replace(SHORT, limiting=Limiting.ESSENTIAL)
    told = mended(network, drop, scenario=a_scenario(network, "old", model=essential))
    assert told.singles[0].is_carried
    assert told.singles[0].saved.expected > 0.5 * told.lost.expected
    aim = {"lowered": Lowered.INDEX, "index": Model(is_open=False)}
    changed = msgspec.structs.replace(network, essential=np.minimum(network.essential, 1))
    saved = mended(network, drop, **aim).singles[0].saved.expected
    at = network.firms.index("old")
    lost = [rank(one, each_firm_alone(one)).index[at] for one in (network, changed)]
    assert saved == pytest.approx(lost[0] - lost[1], abs=1e-15)


def test_the_index_knows_no_stocks():
    network = two_chains()
    told = mended(network, a_measure(network, "more", "us"), lowered=Lowered.INDEX)
    assert (told.singles[0].is_carried, told.singles[0].saved.expected) == (False, 0)
    assert told.chosen.measures == ()


def test_what_does_harm_is_told_and_not_bought():
    """We have stock for the whole loss and they have none: wafers of old are best left with us."""
    network = two_chains()
    source = a_measure(
        network, "swap", "us", kind="second_source", amount=0.5, source=places(network, "new")
    )
    kept = with_measures(
        network, a_scenario(network, "old"), (a_measure(network, "more", "us", amount=30.0),)
    ).scenario
    told = mended(network, source, scenario=kept)
    assert told.singles[0].saved.expected < -1
    assert (told.chosen.measures, told.chosen.saved) == ((), 0)
    assert told.chosen.saved_with_all < 0


def test_every_set_sees_the_same_draws_and_is_run_once():
    network = two_chains()
    steps = []
    measures = [a_measure(network, f"m{n}", "us", amount=n, cost=n) for n in (1, 2, 3)]
    scenario = a_scenario(network, "old", days=25, share=(0.5, 1))
    told = mend_flows(network, scenario, some_measures(*measures), 3, progress=steps.append)
    assert told.n_draws == 20
    assert sum(steps) == told.chosen.n_tried
    assert told.lost.tail > told.lost.expected
    saved = {one.measure.id: one.saved.expected for one in told.singles}
    assert saved["m3"] > saved["m2"] > saved["m1"]
    assert told.chosen.measures in {("m3",), ("m1", "m2")}  # three days more, either way
    assert not any(one.is_undecided for one in told.ranking)


def test_of_many_sets_the_best_that_was_tried_is_told_as_no_more_than_that():
    """Nine measures make 512 sets: greedy tries some, and takes all days that the budget buys."""
    network = two_chains()
    measures = [a_measure(network, f"m{n}", "us", amount=n % 3 + 1, cost=n % 3 + 1)
                for n in range(9)]  # fmt: skip
    told = mended(network, *measures, budget=7.0)
    assert not told.chosen.is_best
    assert told.chosen.n_tried < 100
    assert told.chosen.cost == 7
    seven = mended(network, a_measure(network, "seven", "us", amount=7), budget=1.0)
    assert told.chosen.saved == pytest.approx(seven.chosen.saved)
    said = flow_chosen_words(told, "en")[-1]
    assert f"best of {told.chosen.n_tried} sets" in said
    assert "No bound is claimed" in said


CONTENT = """\
kakehashi: measures/1
cost_unit: {en: units, ja: 単位}
measures:
  - {id: a, name: {en: A, ja: あ}, kind: stock, input: wafers, days: 9, cost: 2.5,
     at: {sectors: [chips], countries: [GB]}}
  - {id: b, name: {en: B, ja: い}, kind: second_source, input: wafers, share: 0.3, cost: 4,
     from: {firms: [new]}}
  - {id: c, name: {en: C, ja: う}, kind: substitution, input: wafers, cost: 1,
     stand_in: chips}
  - {id: d, name: {en: D, ja: え}, kind: substitution, input: wafers, cost: 1.5,
     at: {sectors: [chips]}}
"""


def test_measures_are_read_with_all_faults():
    network = two_chains(is_essential=True)
    a, b, c, _d = read_flow_measures("m.yaml", CONTENT.encode(), network).measures
    assert (a.firm.tolist(), a.amount, a.cost) == (places(network, "us").tolist(), 9, 2.5)
    assert b.firm.tolist() == sorted(places(network, "us", "them").tolist())
    assert b.source.tolist() == places(network, "new").tolist()
    assert network.markets[c.stand_in] == "chips"
    broken = CONTENT
    for good, bad in (
        ("days: 9", "days: 5..9, share: 1"), ("id: b", "id: a"), ("[new]", "[us]"),
        ("stand_in: chips", "stand_in: wafers, at: {firms: [us]}"), ("cost: 4", "cost: 0"),
        ("wafers, cost: 1.5", "no, cost: 1.5"),
    ):  # fmt: skip
        assert good in broken
        broken = broken.replace(good, bad)
    with pytest.raises(InputError) as told:
        read_flow_measures("m.yaml", broken.encode(), network)
    assert sorted((fault.code, fault.where) for fault in told.value.faults) == [
        ("bad_cost", "m.yaml:6"), ("field_of_another_kind", "m.yaml:4"),
        ("measure_twice", "m.yaml:6"), ("no_second_source", "m.yaml:6"),
        ("span_of_measure", "m.yaml:4"), ("stands_in_for_itself", "m.yaml:9"),
        ("substitution_for_all", "m.yaml:8"), ("unknown_market", "m.yaml:10"),
    ]  # fmt: skip


def test_a_measure_that_can_do_nothing_is_refused():
    network = two_chains()  # no input is essential
    content = CONTENT.replace("countries: [GB]", "firms: [old]").replace("share: 0.3, ", "")
    with pytest.raises(InputError) as told:
        read_flow_measures("m.yaml", content.encode(), network)
    assert sorted(fault.code for fault in told.value.faults) == [
        "measure_amount", "nobody_buys", "not_essential",
    ]  # fmt: skip


def test_a_budget_below_zero_is_refused():
    network = two_chains()
    with pytest.raises(InputError):
        mended(network, a_measure(network, "more", "us"), budget=-1)
