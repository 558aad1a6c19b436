"""What is written of scenarios, measures and results is read back as it was."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from share_builders import a_share_network

from kakehashi.supply.scenario import scenario_of
from kakehashi.supply.share_files import (
    measures_file,
    mended_of,
    plain_network,
    plain_result,
    scenario_file,
    stressed_of,
)
from kakehashi.supply.share_mending import measures_of
from kakehashi.supply.shares import (
    Assumption,
    Loss,
    Measure,
    MeasureKind,
    Measures,
    Scenario,
    Span,
    mend_shares,
    stress_shares,
)
from kakehashi.terms.plain import Plain
from kakehashi.terms.text import Text

NETWORK = a_share_network()
NO_SOURCE = st.none()
numbers = st.floats(0.001, 3_000, allow_nan=False)
shares = st.floats(0, 1, allow_nan=False)
texts = st.builds(lambda word: Text(en=word, ja=word), st.text("ab ウ:#'", min_size=1))


def spans(of=numbers, source=NO_SOURCE):
    return st.builds(lambda pair, by: Span(min(pair), max(pair), by), st.tuples(of, of), source)


sources = st.sampled_from([None, "a text", "another: text"])
inputs = st.sampled_from(sorted(NETWORK.input_of))
scenarios = st.builds(
    Scenario,
    title=texts,
    losses=st.tuples(
        st.builds(
            Loss, provider=st.just("JP"), inputs=st.tuples(inputs), share=spans(shares),
            from_day=st.integers(0, 50), for_days=spans(), returns_over_days=spans(),
        )
    ),
    assumptions=st.tuples(
        st.builds(
            lambda name, span: Assumption(input=name, stock_days=span, life_days=span),
            inputs, spans(source=sources),
        )
    ),
    horizon_days=st.integers(1, 900),
    n_draws=st.integers(1, 900),
    seed=st.integers(0, 2**40),
    year=st.sampled_from([None, 2019]),
)  # fmt: skip


@given(scenarios)
def test_a_scenario_is_read_as_it_was_written(scenario):
    assert scenario_of(Plain("s", scenario_file(scenario)), NETWORK) == scenario


@given(st.sampled_from(["stock", "second_source"]), spans(shares), st.floats(0.001, 1e6))
def test_measures_are_read_as_they_were_written(kind, amount, cost):
    one = Measure(
        id="a", name=Text(en="a", ja="あ"), kind=MeasureKind(kind), input="resin", amount=amount,
        cost=cost, ready_on_day=Span(0, 3),
    )  # fmt: skip
    measures = Measures(cost_unit=Text(en="£", ja="ポンド"), measures=(one,))
    assert measures_of(Plain("m", measures_file(measures)), NETWORK) == measures


def test_sources_that_differ_within_one_assumption_stay_apart():
    assumed = Assumption(input="resin", stock_days=Span(1, 2, "a"), lead_days=Span(3, 4))
    loss = Loss(
        provider="JP", inputs=(), share=Span(1, 1), from_day=0, for_days=Span(9, 9),
        returns_over_days=Span(0, 0),
    )  # fmt: skip
    scenario = Scenario(title=Text(en="a", ja="あ"), losses=(loss,), assumptions=(assumed,))
    again = scenario_of(Plain("s", scenario_file(scenario)), NETWORK)
    assert [(one.stock_days, one.lead_days) for one in again.assumptions] == [
        (Span(1, 2, "a"), None), (None, Span(3, 4)),
    ]  # fmt: skip


def test_results_are_read_as_they_were_written():
    loss = Loss(
        provider="JP", inputs=("resin",), share=Span(1, 1), from_day=0, for_days=Span(200, 210),
        returns_over_days=Span(0, 0),
    )  # fmt: skip
    scenario = Scenario(title=Text(en="a", ja="あ"), losses=(loss,), horizon_days=250, n_draws=20)
    told = stress_shares(NETWORK, scenario)
    again = stressed_of(plain_result(told))
    assert plain_result(again) == plain_result(told)
    assert np.array_equal(again.band, told.band)
    assert again.reached[0].lost_days > 0
    one = Measure(
        id="a", name=Text(en="a", ja="あ"), kind=MeasureKind.STOCK, input="resin",
        amount=Span(5, 5), cost=1.0, ready_on_day=Span(0, 0),
    )  # fmt: skip
    measures = Measures(cost_unit=Text(en="£", ja="ポンド"), measures=(one,))
    sets = []
    mended = mend_shares(NETWORK, scenario, measures, 1.0, progress=sets.append)
    assert plain_result(mended_of(plain_result(mended))) == plain_result(mended)
    assert sum(sets) == 2


def test_progress_counts_every_draw_and_what_it_raises_ends_the_run():
    loss = Loss(
        provider="JP", inputs=("resin",), share=Span(1, 1), from_day=0, for_days=Span(3, 6),
        returns_over_days=Span(0, 0),
    )  # fmt: skip
    scenario = Scenario(title=Text(en="a", ja="あ"), losses=(loss,), horizon_days=9, n_draws=1_200)
    done = []
    stress_shares(NETWORK, scenario, done.append)
    assert done == [500, 500, 200]

    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stress_shares(NETWORK, scenario, stop)


def test_a_share_network_says_what_it_says_wherever_its_files_lie():
    assert plain_network(NETWORK) == plain_network(a_share_network())
    assert all("where" not in one for one in plain_network(NETWORK)["shares"])
