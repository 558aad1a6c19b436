"""Each step of a path says what is true of the states of the slow twin."""

import importlib.util
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.supply import MadeUp, Mode, Model, Shocks, generate_network
from kakehashi.supply.ario_model import Ario, Hit, Limiting, Rationing
from kakehashi.supply.ario_path import Reason, daily_path
from kakehashi.supply.flow_path import Cause, Side, index_path


def _load(name):
    spec = importlib.util.spec_from_file_location(
        name, Path(__file__).parents[1] / f"reference/{name}.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


index_twin, days_twin = _load("supply_index"), _load("ario_days")
N_DAYS = 16


def networks(most):
    return st.builds(
        MadeUp, n_firms=st.integers(4, most), edges_per_firm=st.sampled_from((2.0, 6.0)),
        n_sectors=st.integers(1, 5), negligible_share=st.sampled_from((0.0, 0.5)),
        essential_share=st.just(0.4), seed=st.integers(0, 2**20),
    ).map(generate_network).filter(lambda made: made.n_edges > 0)  # fmt: skip


index_twin, days_twin = _load("supply_index"), _load("ario_days")
N_DAYS = 16


@settings(max_examples=60, deadline=None)
@given(
    network=networks(20), seed=st.integers(0, 99), share=st.sampled_from((0.4, 1.0)),
    is_replaceable=st.booleans(), mode=st.sampled_from(Mode),
)  # fmt: skip
def test_without_what_a_step_names_the_firm_would_have_lost_less(
    network, seed, share, is_replaceable, mode
):
    rng = np.random.default_rng(seed)
    firm = np.sort(rng.choice(network.n_firms, rng.integers(1, 3), replace=False)).astype(np.int32)
    shares = np.full(len(firm), share)
    shocks = Shocks(scenarios=("s",), start=np.array([0, len(firm)]), firm=firm,
                    down_loss_share=shares, up_loss_share=shares)  # fmt: skip
    model = Model(mode=mode, is_replaceable=is_replaceable, is_open=True)
    path = index_path(network, shocks, 0, model)
    twin = index_twin.Twin(network, is_replaceable=is_replaceable, is_open=True)
    psi = np.ones(network.n_firms)
    psi[firm] -= shares
    states = [(psi, psi)]
    for _ in range(path.n_sweeps):
        states.append(twin.step(psi, psi, *states[-1]))
    side = 0 if path.side is Side.DOWN else 1
    output = np.bincount(network.supplier, network.value, network.n_firms)
    lost = output * (1 - np.minimum(*states[-1]))
    lost[firm] = 0
    if not path.steps:
        assert lost.max() < 1e-8 * output.sum()
        return
    asked = network.firms.index(path.firm)
    assert lost[asked] >= lost.max() * (1 - 1e-9)
    assert path.steps[0].firm == path.firm
    *steps, end = path.steps
    assert (end.cause, end.sweep, network.firms.index(end.firm) in firm) == (Cause.SHOCK, 0, True)
    for step, after in zip(steps, path.steps[1:], strict=True):
        this, other = network.firms.index(step.firm), network.firms.index(step.other)
        assert (after.firm, after.sweep < step.sweep) == (step.other, True)
        told = 1 - states[step.sweep][side][this]
        assert abs(step.lost_share - told) < 1e-9
        hd, hu = states[step.sweep - 1]
        assert abs(step.other_lost_share - (1 - (hd, hu)[side][other])) < 1e-9
        # the same sweep, but that what the other lost does not reach this firm
        x = twin.lost_down(hd, twin.sums(hd, np.ones(network.n_firms, bool)))
        u = 1 - hu
        (x, u)[side][other] = 0.0
        bare = 1 - twin.move(psi, psi, x, u)[side][this]
        assert abs(step.without - bare) < 1e-9
        assert step.part > 0
        assert told - bare <= step.part + 1e-9
        if step.sector is not None:
            assert network.sectors[network.sector_of[other]] == step.sector
        # most of what the firm lost until the step before had come by then
        assert told >= 0.5 * (1 - states[-1][side][this]) or step is not path.steps[0]


class Days:
    """The twin's days, each as it was before and after."""

    def __init__(self, network, lost, model):
        self.network, self.lost, self.model = network, lost, model
        self.twin = days_twin.Twin(network, lost, model)
        self.stock, self.orders, self.made, self.capacity, self.given = [], [], [], [], []
        for day in range(N_DAYS):
            self.stock.append(self.twin.stock.copy())
            self.orders.append(self.twin.orders.copy())
            made, capacity, given, _ = self.twin.day(day)
            self.made.append(made)
            self.capacity.append(capacity)
            self.given.append(given)

    def made_with(self, day, market, firm, stock):
        """What a firm would have made on a day with another stock of one input."""
        twin = days_twin.Twin(self.network, self.lost, self.model)
        for before in range(day):
            twin.day(before)
        twin.stock[market, firm] = stock
        return twin.day(day)[0][firm]

    def check(self, step, after):
        """Fails where what a step says is not so."""
        names, twin, day = self.network.firms, self.twin, step.day
        firm = names.index(step.firm)
        other = None if step.other is None else names.index(step.other)
        usual, made = twin.usual[firm], self.made[day][firm]
        assert abs(step.output_share - made / usual) < 1e-9
        demand = self.orders[day][firm].sum() + twin.final[firm]
        if after is not None:
            assert (after.firm, after.day <= day) == (step.other, True)
        if step.reason in (Reason.INPUT, Reason.USE):
            market = self.network.markets.index(step.input)
            need = twin.need[market, firm]
            assert abs(step.stock_days - self.stock[day][market, firm] / (need * usual)) < 1e-9
            assert step.stock_days < step.needed_days
            enough = self.made_with(day, market, firm, 1e9)
            assert abs(step.without - enough / usual) < 1e-9
            assert step.without >= step.output_share  # two may be as short
            if step.reason is Reason.INPUT:
                sellers = self.network.market_of == market
                part = twin.flow[other, firm] / twin.flow[sellers, firm].sum()
                used = np.array(self.made[:day])[:, firm] * need
                came = np.array(self.given[:day])[:, other, firm]
                assert abs(step.delivered_share - came.sum() / (part * used).sum()) < 1e-9
                assert step.delivered_share < 1
                assert came[after.day] < part * used[after.day]
                parts = twin.flow[sellers, firm] / twin.flow[sellers, firm].sum()
                behind = parts * used.sum() - np.array(self.given[:day])[:, sellers, firm].sum(
                    axis=0
                )
                assert (part * used - came).sum() >= behind.max() - 1e-9
        elif step.reason is Reason.HIT:
            assert step.lost_capacity_share in (self.lost[day, firm], self.lost[day - 1, firm])
            assert step.lost_capacity_share > 0
        elif step.reason is Reason.ORDERS:
            assert abs(made - demand) < 1e-9 * usual
            got, was = self.orders[day][firm, other], twin.flow[firm, other]
            assert abs(step.ordered_share - got / was) < 1e-9
            assert was - got >= (twin.flow[firm] - self.orders[day][firm]).max() - 1e-9
            assert after.day == day - 1
        elif step.reason is Reason.CROWDED:
            assert demand >= self.capacity[day][firm] - 1e-9
            assert self.network.market_of[other] == self.network.market_of[firm]
            assert self.made[day][other] < twin.usual[other]
        else:
            raise AssertionError(step.reason)


@settings(max_examples=25, deadline=None)
@given(
    network=networks(14), seed=st.integers(0, 99), rationing=st.sampled_from(Rationing),
    limiting=st.sampled_from(Limiting), psi=st.sampled_from((0.0, 0.5, 0.8)),
)  # fmt: skip
def test_each_day_of_a_path_is_as_the_step_says(network, seed, rationing, limiting, psi):
    rng = np.random.default_rng(seed)
    firm = np.sort(rng.choice(network.n_firms, rng.integers(1, 4), replace=False)).astype(np.int32)
    share = float(rng.choice((0.4, 1.0)))
    hit = Hit(firm=firm, lost_share=np.full(len(firm), share), from_day=1, for_days=6, over_days=4)
    lost = np.zeros((N_DAYS, network.n_firms))
    for day, part in enumerate((0, 1, 1, 1, 1, 1, 1, 0.75, 0.5, 0.25)):
        lost[day, firm] = share * part
    model = Ario(stock_days=4.0, psi=psi, restoration_days=9.0, rationing=rationing,
                 limiting=limiting)  # fmt: skip
    days = Days(network, lost, model)
    for sector in (None, network.sectors[0]):
        path = daily_path(network, (hit,), N_DAYS, model, sector)
        for step, after in zip(path.steps, (*path.steps[1:], None), strict=False):
            days.check(step, after)
        if path.steps:  # nothing but the hits disturbs this economy
            end = path.steps[-1]
            assert end.reason in (Reason.HIT, Reason.USE, Reason.REFILL, Reason.TURNED)
            if end.reason is Reason.HIT:
                assert network.firms.index(end.firm) in firm
            in_sector = network.sector_of == network.sectors.index(path.sector)
            in_sector[firm] = False
            usual = days.twin.usual[in_sector].sum()
            by_day = usual - np.array(days.made)[:, in_sector].sum(axis=1)
            assert abs(path.lost_share - by_day.max() / usual) < 1e-9
