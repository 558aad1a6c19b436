"""Two parties, each with its own edges, get what one gets who has them all."""

import importlib.util
from pathlib import Path

import msgspec
import numpy as np
import pytest

from kakehashi.supply import Model, finish, rank, read_shocks, start, sweep

_SPEC = importlib.util.spec_from_file_location(
    "supply_index", Path(__file__).parents[2] / "reference/supply_index.py"
)
reference = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(reference)

SCENARIO = 2
MODELS = [Model(is_open=True), Model(stop=1e-6, is_open=True, is_replaceable=False)]


def part_of(network, own):
    """The network as one party holds it: of the edges, those that touch its own firms."""
    kept = own[network.supplier] | own[network.customer]
    return msgspec.structs.replace(
        network,
        supplier=network.supplier[kept],
        customer=network.customer[kept],
        value=network.value[kept],
    )


@pytest.fixture
def cut(kit, kit_file):
    """Both halves of the kit, who owns which firm, and the scenarios."""
    is_ours = np.random.default_rng(20261123).random(kit.n_firms) < 0.4
    shocks = read_shocks("shocks.csv", kit_file("shocks"), kit)
    return [(part_of(kit, own), own) for own in (is_ours, ~is_ours)], shocks


@pytest.mark.parametrize("model", MODELS)
def test_two_parties_get_the_joint_result(kit, cut, model):
    halves, shocks = cut
    parties = [start(net, shocks, model, scenario=SCENARIO, is_own=own) for net, own in halves]
    while max(party.largest_fall for party in parties) > model.stop:
        sums = [party.sums() for party in parties]
        ours, theirs = (party.offer(sums) for party in parties)
        parties = [sweep(parties[0], sums, [theirs]), sweep(parties[1], sums, [ours])]
    parts = [finish(party) for party in parties]
    output = sum(part.output for part in parts)
    joint = rank(kit, shocks, model)
    for name, wanted in (
        ("lost", joint.index), ("lost_down", joint.index_down), ("lost_up", joint.index_up)
    ):  # fmt: skip
        got = sum(getattr(part, name) for part in parts) / output
        assert abs(got - wanted[SCENARIO]) <= 1e-12
    assert [part.n_sweeps for part in parts] == [joint.iterations[SCENARIO]] * 2


def test_the_twin_can_be_the_other_party(kit, cut):
    model = MODELS[0]
    ((ours, own), (theirs, foreign)), shocks = cut
    us = start(ours, shocks, model, scenario=SCENARIO, is_own=own)
    twin = reference.Twin(theirs, is_open=True)
    its = slice(shocks.start[SCENARIO], shocks.start[SCENARIO + 1])
    psi = np.ones(kit.n_firms)
    psi[shocks.firm[its]] -= shocks.down_loss_share[its]
    psi[own] = 1
    hd = hu = psi
    names = np.array(kit.firms)
    fall = 1.0
    while fall > model.stop:
        sums = [us.sums(), twin.sums(hd, foreign)]
        told = us.offer(sums)
        x = np.where(foreign, twin.lost_down(hd, sums[0] + sums[1]), 0)
        u = np.where(foreign, 1 - hu, 0)
        crossing = np.unique(np.concatenate((theirs.supplier, theirs.customer)))
        said = type(told)(
            {names[i]: x[i] for i in crossing if foreign[i]},
            {names[i]: u[i] for i in crossing if foreign[i]},
        )
        for lost, boundary in ((x, told.lost_down), (u, told.lost_up)):
            for name, share in boundary.items():
                lost[kit.firms.index(name)] = share
        new_d, new_u = twin.move(psi, psi, x, u)
        new_d, new_u = np.where(foreign, new_d, 1), np.where(foreign, new_u, 1)
        us = sweep(us, sums, [said])
        fall = max((hd - new_d).max(), (hu - new_u).max(), us.largest_fall)
        hd, hu = new_d, new_u
    lost = finish(us).lost + (np.where(foreign, twin.out, 0) * (1 - np.minimum(hd, hu))).sum()
    output = finish(us).output + twin.out[foreign].sum()
    assert abs(lost / output - rank(kit, shocks, model).index[SCENARIO]) <= 1e-12


def test_a_party_tells_of_no_firm_but_its_own_at_the_boundary(cut):
    (net, own), _ = cut[0]
    party = start(net, cut[1], MODELS[0], scenario=SCENARIO, is_own=own)
    told = party.offer([party.sums(), np.ones(len(net.markets))])
    crossing = own[net.supplier] != own[net.customer]
    at_boundary = set(net.supplier[crossing]) | set(net.customer[crossing])
    for names in (told.lost_down, told.lost_up):
        firms = {net.firms.index(name) for name in names}
        assert firms
        assert firms <= at_boundary
        assert all(own[firm] for firm in firms)
