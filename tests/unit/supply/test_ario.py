"""The daily model by hand; what is refused and warned of; scenario files and pymrio's frames."""

import numpy as np
import pytest

from kakehashi.supply import read_flow_network
from kakehashi.supply.ario import simulate
from kakehashi.supply.ario_model import Ario, Hit, Rationing, Rebuilding, Returns
from kakehashi.supply.flow_scenario import read_flow_scenario
from kakehashi.supply.read_pymrio import read_pymrio
from kakehashi.terms.errors import InputError

EDGES = "supplier,customer,sales\na,b,365\na,c,730\nbuild,a,73\n"
FIRMS = (
    "firm,sector,revenue,country\na,parts,1460,JP\nb,cars,3650,GB\nc,cars,3650,JP\n"
    "build,works,730,JP\n"
)
SCENARIO = """\
kakehashi: flow-scenario/1
title: {en: A loss, ja: 喪失}
losses:
  - {sectors: [cars], countries: [JP], share: 0.5, from_day: 2, for_days: 3}
model: {psi: 0.5, rationing: small_first}
horizon_days: 9
"""


@pytest.fixture
def network():
    """a makes 4 a day: 1 for b, 2 for c, 1 for final demand."""
    return read_flow_network({"edges.csv": EDGES.encode(), "firms.csv": FIRMS.encode()})


def a_hit(firm=0, share=0.5, **told):
    return Hit(firm=np.array([firm], np.int32), lost_share=np.array([share]), **told)


SERVED = {  # of 2 that are made: what b's stock, c's stock and final demand get
    Rationing.PROPORTIONAL: (0.5, 1.0, 0.5),
    Rationing.FINAL_LAST: (2 / 3, 4 / 3, 0.0),
    Rationing.SMALL_FIRST: (1.0, 0.0, 1.0),
}


@pytest.mark.parametrize("rationing", Rationing)
def test_a_short_supplier_serves_by_the_rule(network, rationing):
    told = simulate(network, [a_hit(for_days=9)], 2, Ario(rationing=rationing), is_by_firm=True)
    to_b, to_c, to_final = SERVED[rationing]
    assert told.output[0].tolist() == pytest.approx([2, 10, 10, 2])
    assert told.unmet[0, 0] == pytest.approx(1 - to_final)
    parts = network.markets.index("parts")
    moved = told.stock_by_input[1, parts] - told.stock_by_input[0, parts]
    assert moved == pytest.approx(to_b + to_c - 3)  # 3 were used


def test_stocks_run_out_on_the_day_that_they_hold_until(network):
    """10 days of parts, none come in: from day 10 nothing is made; psi 0 cuts nothing before."""
    model = Ario(stock_days=10.0, psi=0.0)
    told = simulate(network, [a_hit(share=1.0, for_days=30)], 12, model, is_by_firm=True)
    assert told.output[9, 1:3].tolist() == pytest.approx([10, 10])
    assert told.output[10, 1:3].tolist() == pytest.approx([0, 0], abs=1e-9)
    assert told.first_short_day.tolist() == [-1, 10, 10, -1]
    assert network.markets[told.first_short_input[1]] == "parts"


def test_rebuilding_asks_more_of_those_who_build_and_gives_back_capacity(network):
    rebuilding = Rebuilding(sectors=(("works", 1.0),))
    hit = a_hit(for_days=1, returns=Returns.REBUILT, over_days=10)
    told = simulate(network, [hit], 300, Ario(rebuilding=rebuilding), is_by_firm=True)
    cost = 0.5 * 4 * (1460 - 73)
    assert told.rebuilt.sum() <= cost
    assert told.output[:, 3].max() > 2 * (1 + 1e-6)  # builders work more than usual
    lost = 1 - told.capacity[:, 0] / (4 * (told.capacity[:, 1] / 10))
    assert lost[0] == pytest.approx(0.5)
    assert (told.rebuilt[1:] > 0).all()
    assert told.capacity[-1, 0] > told.capacity[0, 0] * 1.2


def refused(call):
    with pytest.raises(InputError) as caught:
        call()
    return [fault.code for fault in caught.value.faults]


def test_all_that_is_out_of_range_is_told_at_once(network):
    hits = [a_hit(share=1.5), a_hit(firm=9), a_hit(returns=Returns.REBUILT, over_days=0)]
    model = Ario(stock_days=0.0, psi=2.0, stock_days_by_input=(("parts", 0.5),))
    assert refused(lambda: simulate(network, hits, 0, model)) == [
        "out_of_range", "out_of_range", "out_of_range", "out_of_range",
        "not_a_share", "unknown_place", "no_rebuilding", "out_of_range",
    ]  # fmt: skip
    builders = Ario(rebuilding=Rebuilding(sectors=(("works", 0.5), ("nobody", 0.4))))
    assert refused(lambda: simulate(network, [], 5, builders)) == [
        "builders_not_whole", "unknown_builder",
    ]  # fmt: skip
    unsold = [a_hit(firm=1, returns=Returns.REBUILT, over_days=5)]
    works = Ario(rebuilding=Rebuilding(sectors=(("works", 1.0),)))
    assert refused(lambda: simulate(network, unsold, 5, works)) == ["no_builder"]
    unknown = Ario(stock_days_by_input=(("nothing", 5.0),))
    assert refused(lambda: simulate(network, [], 5, unknown)) == ["unknown_market"]


def test_books_out_of_balance_are_told():
    firms = FIRMS.replace("1460", "700").replace("b,cars,3650", "b,cars,100")
    made = read_flow_network({"edges.csv": EDGES.encode(), "firms.csv": firms.encode()})
    told = simulate(made, [a_hit(), a_hit(share=0.9)], 3)
    codes = [warning.code for warning in told.warnings]
    assert codes == ["not_balanced", "no_value_added", "lost_more_than_all"]
    no_final = read_flow_network(
        {"edges.csv": EDGES.encode(), "firms.csv": b"firm,sector\na,0\nb,1\nc,1\nbuild,2\n"}
    )
    assert "no_final_demand" in [w.code for w in simulate(no_final, [], 2).warnings]


def test_each_number_that_nobody_stated_is_flagged(network):
    told = simulate(network, [], 1, Ario(psi=0.5))
    flags = {one.name: one.is_default for one in told.assumed}
    assert not flags["psi"]
    assert flags["stock_days"]
    assert flags["stock_days_of_firms"]


def test_a_scenario_hits_who_is_in_all_its_lists(network):
    scenario = read_flow_scenario("s.yaml", SCENARIO.encode(), network)
    (hit,) = scenario.hits
    assert [network.firms[at] for at in hit.firm] == ["c"]
    assert (scenario.model.psi, str(scenario.model.rationing)) == (0.5, "small_first")
    assert scenario.horizon_days == 9


def test_a_scenario_of_unknown_names_is_refused_with_places(network):
    wrong = SCENARIO.replace("[cars]", "[boats]").replace("[JP]", "[FR]")
    with pytest.raises(InputError) as caught:
        read_flow_scenario("s.yaml", wrong.encode(), network)
    codes = [fault.code for fault in caught.value.faults]
    assert codes == ["not_in_network", "not_in_network", "nobody_hit"]
    assert all(fault.where.startswith("s.yaml") for fault in caught.value.faults)


class AFrame:
    """Has what is read of a frame."""

    def __init__(self, index, columns, values):
        self.index, self.columns, self.values = index, columns, np.array(values, float)

    def to_numpy(self):
        return self.values


class ATable:
    def __init__(self, final=((1, 2), (3, 4)), names=(("JP", "b"), ("GB", "a"))):
        self.Z = AFrame(names, names, [[1, 2], [3, 0]])
        self.Y = AFrame(names, [("GB", "home"), ("JP", "home")], final)
        self.x = AFrame(names, ["out"], [[6], [10]])


def test_a_table_of_pymrio_becomes_a_network_in_the_order_of_names():
    network = read_pymrio(ATable())
    assert network.firms == ("GB | a", "JP | b")
    assert network.revenue.tolist() == [10, 6]
    assert network.final_demand.tolist() == [[3, 4], [1, 2]]
    flows = dict(
        zip(zip(network.supplier, network.customer, strict=True), network.value, strict=True)
    )
    assert flows == {(0, 1): 3, (1, 0): 2, (1, 1): 1}


def test_a_table_with_faults_is_refused():
    assert refused(lambda: read_pymrio(ATable(names=("JP", "GB")))) == [
        "no_pair", "no_pair", "table_shape",
    ]  # fmt: skip
    assert refused(lambda: read_pymrio(ATable(final=((np.nan, 2), (3, 4))))) == ["not_a_number"]
    below = read_pymrio(ATable(final=((-1, 2), (3, 4))))
    assert [warning.code for warning in below.warnings] == ["final_below_zero", "no_essential"]
    assert below.final_demand.min() == 0
