"""Measures, reach and cuts of flow networks give what their slow twins give."""

import importlib.util
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.supply import MadeUp, generate_network
from kakehashi.supply.flow_measures import flow_concentrations, flow_exposures
from kakehashi.supply.flow_reach import flow_cut, flow_reach, flow_reach_of_each
from kakehashi.supply.share_network import ProviderKind

_SPEC = importlib.util.spec_from_file_location(
    "flow_questions", Path(__file__).parents[1] / "reference/flow_questions.py"
)
twin = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(twin)

SEEDS = st.integers(0, 10_000)


def a_network(seed, n_firms=12, *, has_demand=False, is_named=True):
    asked = MadeUp(n_firms=n_firms, edges_per_firm=2.5, n_sectors=4, essential_share=0.6,
                   negligible_share=0.2, seed=seed)  # fmt: skip
    made = generate_network(asked)
    if has_demand:
        draw = np.random.default_rng(seed)
        demand = draw.integers(0, 3, (n_firms, len(made.countries))).astype(float)
        made = msgspec.structs.replace(made, final_demand=demand)
    if not is_named:
        made = msgspec.structs.replace(made, countries=("", *made.countries[1:]))
    return made


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.booleans(), st.booleans())
def test_concentration_is_that_of_single_flows(seed, has_demand, is_named):
    network = a_network(seed, has_demand=has_demand, is_named=is_named)
    for level, group in (
        (ProviderKind.FIRM, lambda i: network.firms[i]),
        (ProviderKind.COUNTRY, lambda i: twin.country(network, i)),
    ):
        sold = twin.sales(network, group)
        found = flow_concentrations(network, level)
        assert {one.input for one in found} == {market for market, _ in sold}
        for one in found:
            mine = {who: value for (market, who), value in sold.items() if market == one.input}
            total = sum(mine.values())
            rest = mine.pop("", 0.0) / total
            shares = sorted((value / total for value in mine.values()), reverse=True)
            assert one.value == pytest.approx(total)
            assert one.hhi_low == pytest.approx(sum(share**2 for share in shares))
            assert one.not_told_share == pytest.approx(rest)
            assert one.n_providers == len(shares)
            if shares:
                assert one.top_share == pytest.approx(shares[0])
                assert mine[one.top_provider] / total == pytest.approx(shares[0])
            if not rest:
                assert one.hhi_high == pytest.approx(one.hhi_low)
                assert one.is_single_source == (shares[0] >= 0.995)
            # whoever the rest belongs to, the index stays below the upper end
            worst = max([(shares[0] if shares else 0) + rest, rest])
            assert one.hhi_high >= worst**2 + sum(s**2 for s in shares[1:]) - 1e-12


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.booleans(), st.booleans())
def test_exposure_is_that_of_single_flows(seed, has_demand, is_named):
    network = a_network(seed, has_demand=has_demand, is_named=is_named)
    here, there = network.countries[1:3]
    bought = twin.purchases(network, here)
    abroad_of = {c: twin.purchases(network, c) for c in network.countries if c not in (here, there)}
    found = {one.input: one for one in flow_exposures(network, here, there)}
    assert set(found) == {market for (market, _), value in bought.items() if value > 0}
    for market, one in found.items():
        mine = {who: value for (m, who), value in bought.items() if m == market}
        total = sum(mine.values())
        third = {c: v for c, v in mine.items() if c not in (here, there, "")}
        assert one.value == pytest.approx(total)
        assert one.own_share == pytest.approx(mine.get(here, 0) / total)
        assert one.partner_share == pytest.approx(mine.get(there, 0) / total)
        assert one.others_share == pytest.approx(sum(third.values()) / total)
        assert one.not_told_share == pytest.approx(mine.get("", 0) / total)
        spare = sum(table.get((market, there), 0.0) for table in abroad_of.values())
        if sum(third.values()) > 0:
            assert third[one.top_other] == pytest.approx(max(third.values()))
            assert one.could_cover_share == pytest.approx(min(1, spare / sum(third.values())))
        else:
            assert one.could_cover_share is one.top_other is None
        sold = twin.sales(network, lambda i: twin.country(network, i))
        assert one.partner_sold == pytest.approx(sold.get((market, there), 0.0))


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.sampled_from([0.2, 0.5, 0.9, 1.0]), st.booleans())
def test_reach_is_that_of_trying_every_firm_again(seed, at_least, is_substituted):
    network = a_network(seed)
    if not (network.essential == 2).any():
        return
    first = {0, seed % network.n_firms}
    told = flow_reach(
        network, {network.firms[i] for i in first}, at_least=at_least,
        is_substituted=is_substituted,
    )  # fmt: skip
    expected = twin.stopped(network, first, at_least, is_substituted=is_substituted)
    assert set(told.held) == {network.firms[i] for i in first}
    assert set(told.reached) == {network.firms[i] for i in expected - first}
    with_others = flow_reach(
        network, {network.firms[i] for i in first}, at_least=at_least, is_substituted=True
    )
    assert set(with_others.reached) <= set(told.reached) or is_substituted


@settings(max_examples=30, deadline=None)
@given(SEEDS, st.booleans())
def test_a_cut_is_cheapest_of_all_sets_and_holds(seed, has_costs):
    network = a_network(seed, n_firms=9)
    if not (network.essential == 2).any():
        return
    first, target = {0, seed % 5}, {8}
    costs = {network.firms[i]: 1.0 + (i * seed) % 3 for i in range(9)} if has_costs else {}
    told = flow_cut(network, {network.firms[i] for i in first}, "8", costs=costs)
    expected = twin.cheapest_cut(network, first, target, lambda i: costs.get(network.firms[i], 1.0))
    if expected is None:
        assert told.firms is None
        return
    assert told.cost == pytest.approx(expected)
    secured = {network.firms.index(one) for one in told.firms}
    assert sum(costs.get(one, 1.0) for one in told.firms) == pytest.approx(expected)
    assert not is_reached_by(network, first, target, secured)


def is_reached_by(network, first, target, secured):
    return twin.is_reached(network, first, target, secured)


def test_each_alone_is_what_it_reaches_when_it_is_named():
    network = a_network(7, n_firms=30)
    for level in ProviderKind:
        found = flow_reach_of_each(network, level)
        assert found
        for without, substituted in found:
            who = set(without.providers)
            assert without == flow_reach(network, who)
            assert substituted == flow_reach(network, who, is_substituted=True)
            assert without.reached
