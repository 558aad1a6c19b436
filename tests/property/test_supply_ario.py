"""The daily model gives what its slow twin gives; its books close; rationing keeps its order."""

import importlib.util
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.supply.ario import simulate
from kakehashi.supply.ario_model import Ario, Hit, Limiting, Rationing, Returns
from kakehashi.supply.flow_network import FlowNetwork

_SPEC = importlib.util.spec_from_file_location(
    "ario_days", Path(__file__).parents[1] / "reference/ario_days.py"
)
twin = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(twin)

N_DAYS = 25
LONG_DAYS = 400  # in which rounding would have grown, where the steady state is unstable
CURVES = (Returns.LINEAR, Returns.EXPONENTIAL, Returns.S_CURVE)


@st.composite
def networks(draw):
    """A balanced network; in two of three cases most firms do not trade with each other."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, n_sectors = int(rng.integers(2, 9)), int(rng.integers(1, 4))
    flows = rng.lognormal(0, 1, (n, n)) * (rng.random((n, n)) < rng.choice((0.2, 0.4, 1.0)))
    supplier, customer = (side.astype(np.int32) for side in np.nonzero(flows))
    sold, bought = flows.sum(axis=1), flows.sum(axis=0)
    names = tuple(map(str, range(n_sectors)))
    sector_of = rng.integers(0, n_sectors, n).astype(np.int32)
    return FlowNetwork(
        firms=tuple(f"f{at}" for at in range(n)), sectors=names, markets=names,
        countries=("GB", "JP"), sector_of=sector_of, market_of=sector_of,
        country_of=rng.integers(0, 2, n).astype(np.int32), supplier=supplier, customer=customer,
        value=flows[supplier, customer],
        essential=rng.integers(0, 3, (n_sectors, n_sectors)).astype(np.uint8),
        revenue=np.maximum(sold, bought) + rng.lognormal(0, 1, n), is_made_up=True,
    )  # fmt: skip


@st.composite
def hits(draw, n):
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    firm = np.flatnonzero(rng.random(n) < 0.5).astype(np.int32)
    return Hit(
        firm=firm, lost_share=rng.choice((0.3, 0.8, 1.0), len(firm)),
        from_day=int(rng.integers(0, 5)), for_days=int(rng.integers(0, 12)),
        over_days=int(rng.integers(0, 10)), returns=draw(st.sampled_from(CURVES)),
    )  # fmt: skip


models = st.builds(
    Ario,
    stock_days=st.sampled_from((2.0, 2.5, 10.0)),
    psi=st.sampled_from((0.0, 0.5, 1.0)),
    restoration_days=st.sampled_from((1.0, 5.0)),
    overproduction_days=st.sampled_from((1.0, 20.0)),
    overproduction_max=st.sampled_from((1.0, 1.5)),
    rationing=st.sampled_from(Rationing),
    limiting=st.sampled_from(Limiting),
)


def lost_by_day(network, hit):
    """The path of a hit's lost capacity, from its definition."""
    path = np.zeros((N_DAYS, network.n_firms))
    for day in range(hit.from_day, N_DAYS):
        back = max(0, day - (hit.from_day + hit.for_days) + 1)  # days of return so far
        left = 1.0
        if back and hit.returns is Returns.EXPONENTIAL and hit.over_days:
            left = (1 - 1 / hit.over_days) ** back
        elif back >= hit.over_days and back:
            left = 0.0
        elif back:
            part = back / hit.over_days
            left = 1 - part if hit.returns is Returns.LINEAR else 0.5 + 0.5 * np.cos(np.pi * part)
        path[day, hit.firm] = hit.lost_share * left
    return path


@settings(max_examples=60)
@given(st.data(), networks(), models)
def test_the_model_is_its_twin_and_keeps_its_bounds(data, network, model):
    hit = data.draw(hits(network.n_firms))
    told = simulate(network, [hit], N_DAYS, model, is_by_firm=True)
    slow = twin.Twin(network, lost_by_day(network, hit), model)
    scale = told.usual_output.sum()
    for day in range(N_DAYS):
        stock = slow.stock.sum(axis=1)
        made, capacity, _, to_final = slow.day(day)
        assert np.abs(told.stock_by_input[day] - stock).max() < 1e-9 * max(scale, stock.max())
        assert np.abs(told.output[day] - made).max() < 1e-9 * scale
        assert np.abs(told.capacity[day] - capacity).max() < 1e-9 * scale
        assert np.abs(told.unmet[day] - (slow.final - to_final)).max() < 1e-9 * scale
    assert (told.output <= told.capacity + 1e-12 * scale).all()
    assert (told.unmet >= -1e-9 * scale).all()
    assert (told.stock_by_input >= 0).all()
    assert told.imbalance_share < 1e-9
    assert np.allclose(told.output_by_country.sum(axis=1), told.output.sum(axis=1))


@settings(max_examples=20)
@given(networks(), models)
def test_without_a_loss_nothing_moves(network, model):
    told = simulate(network, [], LONG_DAYS, model, is_by_firm=True)
    assert np.allclose(told.output, told.usual_output, rtol=1e-9, atol=0)
    assert np.allclose(told.stock_by_input, told.usual_stock, rtol=1e-9, atol=0)


@settings(max_examples=30)
@given(st.data(), networks())
def test_final_demand_waits_where_it_is_last(data, network):
    hit = data.draw(hits(network.n_firms))
    both = {
        kind: simulate(network, [hit], 1, Ario(rationing=kind), is_by_firm=True)
        for kind in (Rationing.PROPORTIONAL, Rationing.FINAL_LAST)
    }
    last, fair = both[Rationing.FINAL_LAST], both[Rationing.PROPORTIONAL]
    assert np.array_equal(last.output, fair.output)  # on the first day all stocks are full
    assert (last.unmet >= fair.unmet - 1e-9 * last.usual_output.sum()).all()
    # firms are short of the first day's orders only where final demand got nothing
    sold = np.bincount(network.supplier, network.value, network.n_firms) / 365
    is_short = last.output[0] < sold * (1 - 1e-9)
    assert np.allclose(last.unmet[0][is_short], last.usual_final[is_short])
