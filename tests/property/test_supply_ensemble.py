"""Ensembles: closed spans are the fixed run; a larger share lost never loses less in the index."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kakehashi.supply import MadeUp, Mode, Model, generate_network
from kakehashi.supply.ario import simulate
from kakehashi.supply.ario_model import Ario, Hit
from kakehashi.supply.draws import marks_of
from kakehashi.supply.ensemble import run_ensemble
from kakehashi.supply.flow_draw import DrawnLoss, DrawnNumber, DrawnScenario
from kakehashi.supply.flow_ensemble import FlowDays, FlowIndex
from kakehashi.supply.share_network import Span
from kakehashi.terms.text import Text

TITLE = Text(en="some", ja="一部")
WIDEST = 1e-6  # interval of a certified index

networks = st.builds(
    MadeUp, n_firms=st.integers(4, 25), edges_per_firm=st.sampled_from((2.0, 6.0)),
    n_sectors=st.integers(1, 6), seed=st.integers(0, 2**20),
).map(generate_network)  # fmt: skip
shares = st.floats(0, 1)
days = st.integers(0, 9)


def once(number):
    return Span(number, number)


@st.composite
def losses(draw, network, share):
    firm = np.array(
        sorted(draw(st.sets(st.integers(0, network.n_firms - 1), min_size=1))), np.int32
    )
    return DrawnLoss(
        name="some", firm=firm, mark=marks_of(network.firms[at] for at in firm), share=share,
        n_firms=draw(st.none() | st.integers(1, len(firm))), from_day=once(draw(days)),
        for_days=once(draw(days)), over_days=once(draw(days)),
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(data=st.data(), network=networks, share=shares)
def test_an_ensemble_of_closed_spans_is_the_fixed_run(data, network, share):
    loss = data.draw(losses(network, once(share)))
    loss = replace(loss, n_firms=None if loss.n_firms is None else len(loss.firm))
    stock = data.draw(st.floats(2, 20))
    number = DrawnNumber(field="stock_days", span=once(stock))
    scenario = DrawnScenario(
        title=TITLE, losses=(loss,), model=Ario(), numbers=(number,), horizon_days=12
    )
    hit = Hit(
        firm=loss.firm, lost_share=np.full(len(loss.firm), share),
        from_day=int(loss.from_day.low), for_days=int(loss.for_days.low),
        over_days=int(loss.over_days.low),
    )  # fmt: skip
    fixed = simulate(network, [hit], 12, Ario(stock_days=stock))
    (told,) = run_ensemble(FlowDays(network, [scenario])).scenarios
    lost_by_day = (fixed.lost_by_day / fixed.usual_output.sum()).tolist()
    assert told.n_draws == 1
    assert [one.mean for one in told.by_day] == lost_by_day
    assert told.lost.mean_error == 0
    assert {one.value for one in told.lost.quantiles} == {told.lost.mean}


@settings(max_examples=25, deadline=None)
@given(data=st.data(), network=networks, low=shares, more=shares, seed=st.integers(0, 99))
def test_a_larger_share_lost_never_loses_less_in_the_index(data, network, low, more, seed):
    """Of common draws: the same firms are hit, and each number lies as far in its span."""
    high = low + (1 - low) * more
    width = (1 - high) * data.draw(shares)
    hit = data.draw(losses(network, once(low)))
    pair = [
        DrawnScenario(
            title=TITLE, model=Ario(), n_draws=4, seed=seed,
            losses=(replace(hit, share=Span(start, min(1.0, start + width))),),
        )
        for start in (low, high)
    ]  # fmt: skip
    smaller, larger = run_ensemble(
        FlowIndex(network, pair, Model(mode=Mode.CERTIFIED, is_open=True))
    ).scenarios
    assert (larger.draws >= smaller.draws - WIDEST).all()
