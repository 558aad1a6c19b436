"""What is drawn in a scenario on a flow network: spans, days, who is hit; and what is refused."""

from itertools import combinations

import numpy as np
import pytest

from kakehashi.supply import read_flow_network
from kakehashi.supply.draws import Places, chosen, marks_of
from kakehashi.supply.flow_draw import draw_scenario, ends_of
from kakehashi.supply.flow_scenario import read_drawn_scenario, read_flow_scenario
from kakehashi.supply.share_network import Span
from kakehashi.terms.errors import InputError

EDGES = "supplier,customer,sales\n" + "".join(f"a{at},b,10\n" for at in range(6))
FIRMS = (
    "firm,sector,revenue,country\nb,cars,900,GB\n"
    + "".join(f"a{at},parts,20,{'JP' if at < 4 else 'GB'}\n" for at in range(6))
)  # fmt: skip
DRAWN = """\
kakehashi: flow-scenario/1
title: {en: Some stop, ja: 一部の停止}
losses:
  - {sectors: [parts], draw: {n_firms: 2}, share: 0.3..0.6, from_day: 0..3, for_days: 60..62,
     returns_over_days: 5}
model: {stock_days: 3..10, psi: 0.5, stock_days_by_input: {parts: 4..8},
        rebuilding: {sectors: {cars: 1}, capital_years: 2..3}}
draws: 50
seed: 4
"""


@pytest.fixture
def network():
    """b buys from six firms of one sector, four of them in Japan."""
    return read_flow_network({"edges.csv": EDGES.encode(), "firms.csv": FIRMS.encode()})


@pytest.fixture
def drawn(network):
    return lambda text=DRAWN: read_drawn_scenario("s.yaml", text.encode(), network)


def test_each_draw_lies_in_its_spans_and_every_whole_day_is_met(drawn):
    scenario = drawn()
    draws = [draw_scenario(scenario, at) for at in range(200)]
    hits = [one.hits[0] for one in draws]
    assert {one.for_days for one in hits} == {60, 61, 62}
    assert {one.from_day for one in hits} == {0, 1, 2, 3}
    assert {one.over_days for one in hits} == {5}
    assert all(0.3 <= one.lost_share[0] == one.lost_share[1] <= 0.6 for one in hits)
    assert all(3 <= one.model.stock_days <= 10 and one.model.psi == 0.5 for one in draws)
    by_input = [dict(one.model.stock_days_by_input)["parts"] for one in draws]
    assert 4 <= min(by_input) < 5
    assert 7 < max(by_input) <= 8
    assert all(2 <= one.model.rebuilding.capital_years <= 3 for one in draws)


def test_every_set_of_firms_is_as_likely_as_another():
    marks, n_draws = marks_of(f"firm {at}" for at in range(5)), 4000
    met = [tuple(chosen(marks, 2, 1, "some", at).tolist()) for at in range(n_draws)]
    counts = np.array([met.count(pair) for pair in combinations(range(5), 2)])
    assert counts.sum() == n_draws
    # chi-square of ten sets: above 27.9 once in a thousand seeds; the seed is fixed
    assert ((counts - n_draws / 10) ** 2 / (n_draws / 10)).sum() < 27.9


def test_more_are_drawn_of_the_same_and_a_shorter_list_keeps_who_was_chosen():
    marks = marks_of("abcdefgh")
    for draw in range(30):
        three = set(chosen(marks, 3, 7, "x", draw).tolist())
        assert three < set(chosen(marks, 5, 7, "x", draw).tolist())
        kept = sorted(three | {0, 1})
        again = chosen(marks[kept], 3, 7, "x", draw)
        assert three == {kept[place] for place in again}


def test_the_same_number_lies_at_the_same_place_in_another_scenario(drawn):
    wide = drawn(DRAWN.replace("0.3..0.6", "0.6..1").replace("n_firms: 2", "n_firms: 3"))
    for at in range(20):
        one, other = draw_scenario(drawn(), at), draw_scenario(wide, at)
        place = (one.hits[0].lost_share[0] - 0.3) / 0.3
        assert (other.hits[0].lost_share[0] - 0.6) / 0.4 == pytest.approx(place)
        assert set(one.hits[0].firm.tolist()) < set(other.hits[0].firm.tolist())
        assert one.model == other.model


def test_a_number_is_drawn_as_on_share_networks(drawn):
    stock = [draw_scenario(drawn(), at).model.stock_days_by_input[0][1] for at in range(5)]
    assert stock == Places(5, 4).along(Span(4, 8), "parts", "stock_days").tolist()


def test_two_losses_on_the_same_firms_are_drawn_apart(drawn):
    loss = "  - {sectors: [parts], draw: {n_firms: 2}, share: 0..1, for_days: 9}\n"
    scenario = drawn(DRAWN.replace("losses:\n", f"losses:\n{loss}{loss}"))
    assert len({one.name for one in scenario.losses}) == 3
    draws = [draw_scenario(scenario, at).hits for at in range(20)]
    assert any(one.firm.tolist() != other.firm.tolist() for one, other, _ in draws)
    assert all(one.lost_share[0] != other.lost_share[0] for one, other, _ in draws)


def test_a_file_without_spans_is_the_same_in_every_draw(network):
    fixed = DRAWN.replace("0.3..0.6", "0.4").replace("0..3", "1").replace("60..62", "60")
    fixed = fixed.replace("3..10", "1e1").replace("4..8", "inf").replace("2..3", "2")
    fixed = fixed.replace("draw: {n_firms: 2}", "draw: {n_firms: 6}")
    settled = read_flow_scenario("s.yaml", fixed.encode(), network)
    scenario = read_drawn_scenario("s.yaml", fixed.encode(), network)
    assert not scenario.is_drawn
    assert settled.model.stock_days == 10
    for one in (draw_scenario(scenario, 3), *ends_of(scenario)):
        assert one.model == settled.model
        assert one.hits[0].firm.tolist() == [1, 2, 3, 4, 5, 6]
        assert one.hits[0].for_days == settled.hits[0].for_days == 60


def test_the_ends_hold_every_draw(drawn):
    low, high = ends_of(drawn())
    assert (low.model.stock_days, high.model.stock_days) == (3, 10)
    assert (low.hits[0].for_days, high.hits[0].for_days) == (60, 62)
    assert len(low.hits[0].firm) == 6


def faults_of(call):
    with pytest.raises(InputError) as caught:
        call()
    assert all(one.where.startswith("s.yaml") for one in caught.value.faults)
    return [one.code for one in caught.value.faults]


def test_one_run_refuses_what_is_to_be_drawn(network):
    codes = faults_of(lambda: read_flow_scenario("s.yaml", DRAWN.encode(), network))
    assert codes == ["to_be_drawn"] * 7


def test_what_cannot_be_drawn_is_refused_all_at_once(drawn):
    wrong = (
        DRAWN.replace("n_firms: 2", "n_firms: 7").replace("0.3..0.6", "0.6..1.3")
        .replace("0..3", "3..0").replace("60..62", "60..61.5").replace("cars: 1", "cars: 0.5..1")
        .replace("returns_over_days: 5", "returns_over_days: -5")
    )  # fmt: skip
    assert sorted(faults_of(lambda: drawn(wrong))) == [
        "no_days", "no_days", "no_span", "not_a_number", "not_a_share", "too_few_to_draw",
    ]  # fmt: skip
