"""The daily model gives what BoARIO 0.7.2 gives on pymrio's test table, to 1e-9."""

import logging
import warnings

import numpy as np
import pytest

from kakehashi.supply.ario import simulate
from kakehashi.supply.ario_model import Ario, Hit, Rebuilding, Returns
from kakehashi.supply.read_pymrio import read_pymrio

N_DAYS = 90
LOST = {("reg1", "manufactoring"): 0.4, ("reg3", "mining"): 0.7}
STILL = {"still_share": 1e-5, "still_value": 1e-8}  # where BoARIO lets stocks rest
BUILDERS = {"construction": 0.6, "manufactoring": 0.4}
CLOSE = 1e-9


@pytest.fixture(scope="module")
def table():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pymrio and pandas, on import and on reading
        import pymrio

        held = pymrio.load_test()
        held.calc_all()
    return held


@pytest.fixture
def in_boario(table, tmp_path):
    """Returns a function that runs BoARIO and gives its tables as arrays."""

    def run(event_kind, lost, event, model):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of its own defaults at every start
            import boario.event
            import pandas as pd
            from boario.extended_models import ARIOPsiModel
            from boario.simulation import Simulation

            logging.getLogger("boario").setLevel(logging.CRITICAL)
            added = (table.x.T - table.Z.sum(axis=0)).iloc[0]
            index = pd.MultiIndex.from_tuples(lost, names=["region", "sector"])
            impact = pd.Series([4 * added[one] * lost[one] for one in lost], index=index)
            simulation = Simulation(
                ARIOPsiModel(table, **model), n_temporal_units_to_sim=N_DAYS,
                boario_output_dir=tmp_path, register_stocks=True,
            )  # fmt: skip
            simulation.add_event(boario.event.from_series(
                impact, event_type=event_kind, occurrence=3, duration=5,
                event_monetary_factor=10**6, **event,
            ))  # fmt: skip
            simulation.loop()
        for handler in logging.getLogger("boario").handlers[:]:
            if isinstance(handler, logging.FileHandler):
                handler.close()
                logging.getLogger("boario").removeHandler(handler)
        return simulation

    return run


def a_hit(network, lost=LOST, **told):
    places = [network.firms.index(" | ".join(one)) for one in lost]
    shares = np.array(list(lost.values()))
    return Hit(firm=np.array(places, np.int32), lost_share=shares, from_day=3, **told)


# BoARIO's loss stands for its duration and two days more before it begins to return
CURVES = {
    "linear": ("recovery", {"recovery_tau": 30, "recovery_function": "linear"},
               {"returns": Returns.LINEAR, "over_days": 30, "for_days": 7}),
    "exponential": ("recovery", {"recovery_tau": 30, "recovery_function": "convexe noscale"},
                    {"returns": Returns.EXPONENTIAL, "over_days": 30, "for_days": 7}),
    "rebuilt": ("rebuild", {"rebuild_tau": 30, "rebuilding_sectors": BUILDERS},
                {"returns": Returns.REBUILT, "over_days": 30, "for_days": 5}),
}  # fmt: skip
MODELS = {
    "as BoARIO has them": ({}, {}),
    "short stocks": ({"main_inv_dur": 4, "inventory_restoration_tau": 10},
                     {"stock_days": 4.0, "restoration_days": 10.0}),
    "other numbers": (
        {"main_inv_dur": 20, "inventory_restoration_tau": 7, "psi_param": 0.5, "alpha_max": 1.5,
         "alpha_tau": 40, "order_type": "noalt", "infinite_inventories_sect": ["mining"]},
        {"stock_days": 20.0, "restoration_days": 7.0, "psi": 0.5, "overproduction_max": 1.5,
         "overproduction_days": 40.0, "is_capacity_followed": False,
         "stock_days_by_input": (("mining", np.inf),)}),
}  # fmt: skip
PAIRS = [("linear", name) for name in MODELS] + [
    ("exponential", "other numbers"),
    ("rebuilt", "short stocks"),
]


@pytest.mark.parametrize(("curve", "numbers"), PAIRS)
def test_each_day_is_that_of_boario(table, in_boario, curve, numbers):
    kind, event, hit = CURVES[curve]
    theirs, ours = MODELS[numbers]
    expected = in_boario(kind, LOST, event, theirs)
    network = read_pymrio(table)
    rebuilding = Rebuilding(sectors=tuple(BUILDERS.items()))
    told = simulate(
        network,
        [a_hit(network, **hit)],
        N_DAYS,
        Ario(rebuilding=rebuilding, **STILL, **ours),
        is_by_firm=True,
    )
    usual = told.usual_output
    for mine, its in (
        (told.output, expected.production_realised),
        (told.capacity, expected.production_capacity),
        (told.unmet, expected.final_demand_undist),
    ):
        assert (np.abs(mine - its.to_numpy()) / usual).max() < CLOSE
    assert told.lost_output.sum() > 1e-4 * usual.sum() * N_DAYS  # there is something to compare


def test_stocks_are_those_of_boario(table, in_boario):
    kind, event, hit = CURVES["linear"]
    theirs, ours = MODELS["short stocks"]
    stocks = in_boario(kind, LOST, event, theirs).inputs_stocks
    network = read_pymrio(table)
    told = simulate(network, [a_hit(network, **hit)], N_DAYS, Ario(**STILL, **ours))
    its = stocks.to_numpy().reshape(N_DAYS, len(network.sectors), -1).sum(axis=2)
    assert np.abs(told.stock_by_input / its - 1).max() < CLOSE


def test_without_a_loss_nothing_moves(table):
    network = read_pymrio(table)
    told = simulate(network, [], 60, is_by_firm=True)
    assert np.abs(told.output / told.usual_output - 1).max() < CLOSE
    assert np.abs(told.stock_by_input / told.usual_stock - 1).max() < CLOSE
    assert told.warnings == ()
