"""The kernel gives what its slow twin gives, on any small network."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.supply import (
    MadeUp,
    Mode,
    Model,
    Shocks,
    each_firm_alone,
    generate_network,
    index,
    rank,
    threads,
)

_SPEC = importlib.util.spec_from_file_location(
    "supply_index", Path(__file__).parents[1] / "reference/supply_index.py"
)
twin = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(twin)

networks = st.builds(
    MadeUp,
    n_firms=st.integers(2, 40),
    edges_per_firm=st.floats(1, 6),
    n_sectors=st.integers(1, 8),
    negligible_share=st.floats(0, 0.6),
    essential_share=st.floats(0, 0.4),
    seed=st.integers(0, 2**32),
).map(generate_network)


@st.composite
def shocks_of(draw, network):
    draws = np.random.default_rng(draw(st.integers(0, 2**32)))
    firms = [
        np.flatnonzero(draws.random(network.n_firms) < draw(st.sampled_from((0.05, 0.3, 1.0))))
        for _ in range(3)
    ]
    n = sum(map(len, firms))
    losses = draws.random((2, n)) * draw(st.sampled_from((0.1, 1.0, 1.5)))
    return Shocks(
        scenarios=("0", "1", "2"),
        start=np.cumsum([0, *map(len, firms)]),
        firm=np.concatenate(firms).astype(np.int32),
        down_loss_share=np.minimum(1, losses[0]),
        up_loss_share=np.minimum(1, losses[1]),
    )


@settings(max_examples=60)
@given(st.data(), networks, st.booleans(), st.booleans(), st.sampled_from((1e-2, 1e-4, 1e-8)))
def test_kernels_and_twin_agree(data, network, is_replaceable, is_open, stop):
    """Alone to the end, alone and then in a lane, and in a lane from the start."""
    if network.n_edges == 0:
        return
    shocks = data.draw(shocks_of(network))
    model = Model(is_replaceable=is_replaceable, is_open=is_open, stop=stop)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "NARROW", data.draw(st.sampled_from((1e-3, 3.0, 1e9))))
        losses = rank(network, shocks, model, is_by_group=True)
    shares, by_firm = twin.Twin(network, is_replaceable=is_replaceable, is_open=is_open).losses(
        shocks, stop
    )
    got = np.column_stack((losses.index, losses.index_down, losses.index_up))
    assert np.abs(got - shares[:, :3]).max() <= 1e-12
    assert losses.iterations.tolist() == shares[:, 3].tolist()
    for group_of, groups in (
        (network.sector_of, losses.by_sector), (network.country_of, losses.by_country)
    ):  # fmt: skip
        wanted = [np.bincount(group_of, lost, groups.shape[1]) for lost in by_firm]
        assert np.abs(groups - wanted).max() <= 1e-12


@settings(max_examples=40)
@given(st.data(), networks, st.booleans())
def test_the_interval_holds_the_end_of_the_twin_s_cascade(data, network, is_replaceable):
    if network.n_edges == 0:
        return
    shocks = data.draw(shocks_of(network))
    model = Model(mode=Mode.CERTIFIED, is_replaceable=is_replaceable, is_open=True)
    proven = rank(network, shocks, model)
    long_run, _ = twin.Twin(
        network, is_replaceable=is_replaceable, is_open=True, empty_is_whole=False
    ).losses(shocks, 1e-14)
    assert (proven.low <= long_run[:, 0] + 1e-10).all()
    assert (long_run[:, 0] <= proven.high + 1e-10).all()
    assert (proven.is_certified == (proven.high - proven.low <= 1e-6)).all()


@settings(max_examples=30)
@given(networks, st.booleans(), st.randoms(use_true_random=False))
def test_order_and_threads_change_no_bit(network, proven, random):
    """Each scenario gets what it gets alone: whatever lane it takes, whoever is beside it."""
    if network.n_edges == 0:
        return
    alone = each_firm_alone(network)
    model = Model(mode=Mode.CERTIFIED if proven else Mode.PAPER, is_open=True)
    whole = rank(network, alone, model)
    order = random.sample(range(network.n_firms), network.n_firms)
    mixed = Shocks(
        scenarios=tuple(alone.scenarios[at] for at in order), start=alone.start,
        firm=alone.firm[order], down_loss_share=alone.down_loss_share,
        up_loss_share=alone.up_loss_share,
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as one_thread:
        one_thread.setattr(threads, "N_THREADS", 1)
        again = rank(network, mixed, model)
    names = ("index", "index_down", "index_up", "iterations", *(("low", "high") if proven else ()))
    for name in names:
        assert getattr(again, name).tolist() == getattr(whole, name)[order].tolist()
