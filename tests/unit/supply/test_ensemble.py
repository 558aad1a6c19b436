"""Ensembles over draws: what they say, that nothing but the draws moves it, and going on."""

from math import comb

import numpy as np
import pytest
from share_builders import a_share_network

from kakehashi.supply import MadeUp, Model, generate_network, rank
from kakehashi.supply.ario import simulate
from kakehashi.supply.ensemble import PartKind, run_ensemble
from kakehashi.supply.flow_draw import draw_scenario
from kakehashi.supply.flow_ensemble import FlowDays, FlowIndex, shocks_of, with_common
from kakehashi.supply.flow_scenario import read_drawn_scenario
from kakehashi.supply.kept_draws import check_head, head_line, head_of, line_of, read_draws
from kakehashi.supply.scenario import read_scenario
from kakehashi.supply.share_ensemble import summary
from kakehashi.supply.share_runs import ShareDays
from kakehashi.supply.shares import stress_shares
from kakehashi.terms.errors import InputError

DRAWN = """\
kakehashi: flow-scenario/1
title: {en: Some of COUNTRY, ja: COUNTRYの一部}
losses:
  - {countries: [COUNTRY], draw: {n_firms: 3}, share: SHARE, for_days: 5..9}
model: {stock_days: 3..10}
horizon_days: 20
draws: 12
seed: 4
"""
SHARES = """\
kakehashi: scenario/1
title: {en: Without resin, ja: 樹脂なし}
losses: [{provider: JP, inputs: [resin], for_days: 60..90}]
horizon_days: 120
draws: 70
seed: 3
"""


@pytest.fixture(scope="module")
def network():
    return generate_network(MadeUp(n_firms=30, seed=2))


@pytest.fixture(scope="module")
def a_scenario(network):
    def made(countries="AA", share="0.3..0.9", **replaced):
        text = DRAWN.replace("COUNTRY", countries).replace("SHARE", share)
        for old, new in replaced.values():
            text = text.replace(old, new)
        return read_drawn_scenario("s.yaml", text.encode(), network)

    return made


def same(one, other):
    assert one.ranking == other.ranking
    for mine, theirs in zip(one.scenarios, other.scenarios, strict=True):
        assert mine.draws.tobytes() == theirs.draws.tobytes()
        assert mine.lost == theirs.lost
        assert (mine.by_day, mine.groups, mine.others) == (
            theirs.by_day, theirs.groups, theirs.others,
        )  # fmt: skip


def test_each_draw_is_the_run_of_its_settled_scenario(network, a_scenario):
    scenario = a_scenario()
    (told,) = run_ensemble(FlowDays(network, [scenario])).scenarios
    settled = draw_scenario(scenario, 7)
    alone = simulate(network, settled.hits, 20, settled.model)
    assert told.draws[7] == alone.lost_output.sum() / alone.usual_output.sum()
    (index,) = run_ensemble(FlowIndex(network, [scenario], Model())).scenarios
    assert index.draws[7] == rank(network, shocks_of([settled])).index[0]
    assert told.n_draws == index.n_draws == 12


def test_parts_add_up_and_days_have_bands(network, a_scenario):
    for runs in (FlowDays(network, [a_scenario()]), FlowIndex(network, [a_scenario()], Model())):
        (told,) = run_ensemble(runs).scenarios
        for kind in (PartKind.SECTOR, PartKind.COUNTRY):
            parts = [one.lost.mean for one in told.groups if one.kind is kind]
            assert sum(parts) == pytest.approx(told.lost.mean, rel=1e-9)
            assert parts == sorted(parts, reverse=True)
    (told,) = run_ensemble(FlowDays(network, [a_scenario()])).scenarios
    assert len(told.by_day) == 20
    assert sum(one.mean for one in told.by_day) == pytest.approx(told.lost.mean, rel=1e-9)
    low, middle, high = ([one.quantiles[at].value for one in told.by_day] for at in range(3))
    assert all(np.less_equal(low, middle))
    assert all(np.less_equal(middle, high))
    assert max(np.subtract(high, low)) > 0


def test_neither_threads_nor_an_interruption_move_a_bit(network, a_scenario):
    scenarios = [a_scenario(), a_scenario("AB")]
    whole = run_ensemble(FlowDays(network, scenarios, n_threads=1))
    same(whole, run_ensemble(FlowDays(network, scenarios, n_threads=2)))
    kept = []

    def keep(one):
        if len(kept) == 9:
            raise KeyboardInterrupt
        kept.append(line_of(one))

    for runs in (FlowDays(network, scenarios), FlowIndex(network, scenarios, Model())):
        kept.clear()
        with pytest.raises(KeyboardInterrupt):
            run_ensemble(runs, keep=keep)
        assert len(kept) == 9
        lines = [*kept, kept[-1][:-3]]  # the last one was being written
        went = []
        finished = read_draws("f", lines, runs.plans)
        again = run_ensemble(runs, finished, went.append)
        assert len(went) == 24 - 9
        same(again, run_ensemble(runs))


def test_more_draws_keep_the_earlier_ones(network, a_scenario):
    (few,) = run_ensemble(FlowDays(network, [a_scenario()])).scenarios
    scenarios = with_common([a_scenario()], 20, None)
    (more,) = run_ensemble(FlowDays(network, scenarios)).scenarios
    assert more.draws[:12].tolist() == few.draws.tolist()
    assert len(set(more.draws)) == 20


def test_scenarios_are_ranked_and_undecided_where_draws_flip(network, a_scenario):
    scenarios = [a_scenario(share="0.1"), a_scenario("AB"), a_scenario(share="0.5")]
    told = run_ensemble(FlowIndex(network, scenarios, Model(stop=1e-6)))
    by_name = {one.name: one for one in told.ranking}
    assert "2" not in by_name["0"].undecided_with  # the same firms, each losing less
    flips = {one.name: one.undecided_with for one in told.ranking if one.is_undecided}
    draws = [one.draws for one in told.scenarios]
    is_flipping = (draws[1] > draws[2]).any() and (draws[2] > draws[1]).any()
    assert ("2" in flips.get("1", ())) == bool(is_flipping)
    first, second = (int(one.name) for one in told.ranking[:2])
    assert told.upset_shares[0] == np.mean(draws[second] > draws[first])
    assert told.upset_shares[-1] is None


def test_days_and_stocks_do_not_move_the_index(network, a_scenario):
    everybody = {"who": ("draw: {n_firms: 3}, ", "")}
    (told,) = run_ensemble(
        FlowIndex(network, [a_scenario(share="0.5", **everybody)], Model())
    ).scenarios
    assert told.n_draws == 1
    (told,) = run_ensemble(FlowDays(network, [a_scenario(share="0.5", **everybody)])).scenarios
    assert told.n_draws == 12


def test_a_certified_index_tells_what_is_not_proven(network, a_scenario):
    from kakehashi.supply import Mode

    model = Model(mode=Mode.CERTIFIED, is_open=True)
    (told,) = run_ensemble(FlowIndex(network, [a_scenario()], model)).scenarios
    (unproven,) = [one.lost for one in told.others if one.kind is PartKind.UNPROVEN]
    assert unproven.mean == 0
    closed = Model(mode=Mode.CERTIFIED)  # nothing leaks, so that nothing is proven
    runs = FlowIndex(network, [a_scenario()], closed)
    (told,) = run_ensemble(runs).scenarios
    (unproven,) = [one.lost for one in told.others if one.kind is PartKind.UNPROVEN]
    assert unproven.mean == 1
    assert "no_leak" in [one.code for one in runs.warnings]


def test_share_networks_give_the_draws_of_stress():
    network = a_share_network()
    scenario = read_scenario("s.yaml", SHARES.encode(), network)
    fixed = read_scenario("s.yaml", SHARES.replace("60..90", "60").encode(), network)
    told = run_ensemble(ShareDays(network, [scenario, fixed]))
    stressed = stress_shares(network, scenario)
    assert told.scenarios[0].draws.tolist() == pytest.approx(stressed.draws.tolist(), rel=1e-12)
    middle = [one.quantiles[1].value for one in told.scenarios[0].by_day]
    assert middle == pytest.approx(stressed.band[1].tolist(), abs=1e-12)
    kept = []

    def keep(one):
        if len(kept) == 40:
            raise KeyboardInterrupt
        kept.append(one)

    with pytest.raises(KeyboardInterrupt):
        run_ensemble(ShareDays(network, [scenario, fixed]), keep=keep)
    same(run_ensemble(ShareDays(network, [scenario, fixed]), kept), told)


def faults_of(call):
    with pytest.raises(InputError) as caught:
        call()
    return [(one.code, one.where) for one in caught.value.faults]


def test_a_file_of_another_question_is_refused(network, a_scenario):
    head = head_of("1", network, [a_scenario()], Model())
    check_head("f", head_line(head), head)
    more = with_common([a_scenario()], 500, None)
    check_head("f", head_line(head), head_of("1", network, more, Model()))  # more draws go on
    other = head_of("2", network, with_common([a_scenario("AB")], None, 9), Model(stop=0.1))
    assert faults_of(lambda: check_head("f", head_line(other), head)) == [
        ("other_question", "f:1")
    ] * 4  # fmt: skip
    assert faults_of(lambda: check_head("f", b"supplier,customer\n", head)) == [
        ("no_draws_file", "f:1")
    ]


@pytest.mark.parametrize("line", [b"[0,1]\n", b"[7,0,[1.0]]\n", b"[0,0,[1.0]]\n", b"\xff\n"])
def test_a_damaged_line_is_told_with_its_place(network, a_scenario, line):
    runs = FlowDays(network, [a_scenario()])
    assert faults_of(lambda: list(read_draws("f", [line], runs.plans))) == [("damaged_draw", "f:2")]


def test_what_cannot_be_run_is_refused_before_any_draw(network, a_scenario):
    wrong = a_scenario(psi=("stock_days: 3..10", "psi: 0.5..1.5"))
    assert faults_of(lambda: FlowDays(network, [wrong])) == [("out_of_range", "psi")]
    long = a_scenario(n=("horizon_days: 20", "horizon_days: 3660"))
    assert faults_of(lambda: FlowDays(network, with_common([long] * 5, 10_000, None))) == [
        ("too_many_draws", "draws")
    ]
    one, other = a_scenario(), a_scenario(seed=("seed: 4", "seed: 5"), n=("draws: 12", "draws: 9"))
    assert faults_of(lambda: with_common([one, other], None, None)) == [
        ("not_common", "draws"), ("not_common", "seed"),
    ]  # fmt: skip
    assert [one.seed for one in with_common([one, other], 5, 6)] == [6, 6]


def coverage(n, at):
    """How often the interval of a quantile holds it: exactly, whatever the draws are like."""
    quantile = next(one for one in summary(np.arange(float(n))).quantiles if one.at == at)
    low, high = int(quantile.low), int(quantile.high)  # places of order statistics from 0
    below = [comb(n, k) * at**k * (1 - at) ** (n - k) for k in range(low + 1, high + 1)]
    return sum(below)


def test_intervals_of_quantiles_cover_what_the_documents_say():
    assert min(coverage(n, 0.5) for n in (50, 110, 200, 1000)) >= 0.95
    for at in (0.05, 0.95):
        assert min(coverage(n, at) for n in (110, 150, 200, 500, 1000)) >= 0.95
        assert 0.9 <= coverage(50, at) < 0.95
