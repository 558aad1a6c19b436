"""The index: as the reference implementation gives it, and what it says of a small network."""

import numpy as np
import pytest

from kakehashi.supply import (
    MadeUp,
    Mode,
    Model,
    Shocks,
    each_firm_alone,
    generate_network,
    rank,
    read_flow_network,
    read_shocks,
)
from kakehashi.terms.errors import InputError

RUNS = {
    "single_eps2": Model(),
    "single_nosub_eps2": Model(is_replaceable=False),
    "single_open_eps6": Model(is_open=True, stop=1e-6),
    "multi_open_eps2": Model(is_open=True),
    "multi_open_eps8": Model(is_open=True, stop=1e-8),
}


@pytest.mark.parametrize("name", RUNS)
def test_the_kit_comes_out_as_the_reference_has_it(name, kit, kit_file, expected):
    shocks = read_shocks("shocks.csv", kit_file("shocks"), kit) if "multi" in name else None
    losses = rank(kit, shocks, RUNS[name])
    wanted = expected(name)
    got = np.column_stack((losses.index, losses.index_down, losses.index_up))
    assert [float(scenario) for scenario in losses.scenarios] == wanted[:, 0].tolist()
    assert np.abs(got - wanted[:, 1:4]).max() <= 1e-12
    assert losses.iterations.tolist() == wanted[:, 4].tolist()


def test_losses_by_sector_and_country_add_up_to_the_index():
    made = generate_network(MadeUp(n_firms=80, seed=5))
    losses = rank(made, is_by_group=True)
    assert losses.by_sector.shape == (80, len(made.sectors))
    assert losses.by_country.shape == (80, len(made.countries))
    for groups in (losses.by_sector, losses.by_country):
        assert np.abs(groups.sum(axis=1) - losses.index).max() < 1e-13


def test_a_shock_upstream_only_costs_customers_nothing(kit):
    alone = each_firm_alone(kit)
    upstream = Shocks(
        scenarios=alone.scenarios, start=alone.start, firm=alone.firm,
        down_loss_share=np.zeros(kit.n_firms), up_loss_share=alone.up_loss_share,
    )  # fmt: skip
    model = Model(is_open=True, stop=1e-12)
    losses, both = rank(kit, upstream, model), rank(kit, None, model)
    assert losses.index_down.max() == 0
    assert np.abs(losses.index_up - both.index_up).max() < 1e-9
    assert losses.index.tolist() == losses.index_up.tolist()


def test_results_do_not_depend_on_what_ran_before(kit):
    whole = rank(kit)
    few = np.arange(290, 300, dtype=np.int32)
    last = Shocks(
        scenarios=kit.firms[290:], start=np.arange(11), firm=few,
        down_loss_share=np.ones(10), up_loss_share=np.ones(10),
    )  # fmt: skip
    assert rank(kit, last).index.tolist() == whole.index[290:].tolist()


def test_a_chain_of_two_by_hand(a_folder):
    """b buys half its non-essential inputs from a; a stops, and half of b's output goes."""
    network = read_flow_network(
        a_folder(
            edges="supplier,customer,sales\na,b,3\nc,b,3\nb,d,4\n",
            firms="firm,sector\na,0\nb,1\nc,2\nd,3\n",
            essential="1,1,1,1\n" * 4,
        )
    )
    losses = rank(network)
    # output: a 3, b 4, c 3 of 10; a loses all, b half of its output, d sells nothing
    assert losses.index_down[0] == pytest.approx(0.3 + 0.4 * 0.5)
    # d buys all that b sells, and b all that a and c sell
    assert losses.index_up[3] == pytest.approx(1.0)


def test_progress_tells_every_scenario(kit):
    told = []
    rank(kit, progress=told.append)
    assert sum(told) == 300


@pytest.mark.parametrize("stop", [0.0, -1.0, 1.0, float("nan")])
def test_a_stop_rule_out_of_range_is_refused(kit, stop):
    with pytest.raises(InputError) as refused:
        rank(kit, model=Model(stop=stop))
    assert [fault.code for fault in refused.value.faults] == ["bad_stop"]


def test_an_open_network_needs_revenue_and_costs(a_folder):
    network = read_flow_network(a_folder(firms="firm,sector,costs\na,0,9\nb,1,\nc,1,0\n"))
    with pytest.raises(InputError) as refused:
        rank(network, model=Model(is_open=True))
    assert [(f.code, f.what.en) for f in refused.value.faults] == [
        ("not_open", "revenue is not known for 3 firms that trade"),
        ("not_open", "costs is not known for 2 firms that trade"),
    ]


CERTIFIED = Model(mode=Mode.CERTIFIED, is_open=True)


def test_an_open_network_is_certified_and_encloses_the_long_run(kit, kit_file):
    shocks = read_shocks("shocks.csv", kit_file("shocks"), kit)
    proven = rank(kit, shocks, CERTIFIED)
    long_run = rank(kit, shocks, Model(is_open=True, stop=1e-13))
    assert proven.is_certified.all()
    assert (proven.high - proven.low).max() <= 1e-6
    assert (proven.low <= long_run.index + 1e-11).all()
    assert (long_run.index <= proven.high).all()
    assert proven.warnings == ()


def test_where_nothing_leaks_it_warns_and_certifies_nothing(kit, kit_file):
    shocks = read_shocks("shocks.csv", kit_file("shocks"), kit)
    proven = rank(kit, shocks, Model(mode=Mode.CERTIFIED))
    assert [warning.code for warning in proven.warnings] == ["no_leak", "not_certified"]
    assert not proven.is_certified.any()
    assert (proven.high == 1).all()


@pytest.mark.parametrize("model", [Model(stop=1e-300), Model(mode=Mode.CERTIFIED)])
def test_whoever_looks_ends_the_run_though_one_scenario_sweeps_for_long(model):
    n = 1_500  # a ring: each loss goes round it firm by firm, and others sell a little to many
    pairs = [(at, (at + step) % n) for at in range(n) for step in range(1, 9)]
    flows = "".join(f"f{one},f{other},{1000 if other == (one + 1) % n else 1}\n"
                    for one, other in pairs)  # fmt: skip
    firms = "firm,sector,revenue,costs\n" + "".join(f"f{at},0,1000,1000\n" for at in range(n))
    files = {"edges.csv": f"supplier,customer,sales\n{flows}".encode(), "firms.csv": firms.encode()}
    done = []

    def look(n_done):
        done.append(n_done)
        if n_done == 0:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        rank(read_flow_network(files), None, model, progress=look)
    assert sum(done) < n
