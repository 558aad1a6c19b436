"""The kernel gives what its slow twin gives; choosing keeps its bounds against all sets."""

import importlib.util
from itertools import chain, combinations
from math import e
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.supply.choose import choose
from kakehashi.supply.shares import (
    Assumption,
    Input,
    Loss,
    Measure,
    Measures,
    Provider,
    Relation,
    Scenario,
    Share,
    ShareNetwork,
    Span,
    mend_shares,
    minimum_cut,
    reach,
    stress_shares,
)
from kakehashi.terms.text import Text

_SPEC = importlib.util.spec_from_file_location(
    "share_days", Path(__file__).parents[1] / "reference/share_days.py"
)
twin = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(twin)

N_DAYS = 60
WORDS = Text(en="x", ja="x")
KINDS = ("consumable", "capital_good", "design", "step")


def exactly(number):
    return Span(float(number), float(number))


@st.composite
def cases(draw):
    """A chain of made-up inputs, the numbers of each, and what is lost of it."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n = int(rng.integers(2, 9))
    names = [f"i{at}" for at in range(n)]
    inputs = tuple(Input(id=one, name=WORDS, kind=rng.choice(KINDS)) for one in names)
    relations = tuple(
        Relation(
            upstream=names[up], downstream=names[down],
            kind=str(rng.choice(("goes_into", "is_type_of"), p=(0.6, 0.4))),
        )
        for up in range(n) for down in range(up + 1, n) if rng.random() < 0.4
    )  # fmt: skip
    providers = tuple(Provider(id=one, name=WORDS, kind="country") for one in ("P", "Q"))
    shares = tuple(
        Share(input=one, provider=who, share=float(rng.integers(0, 51)) / 100, year=2025)
        for one in names for who in ("P", "Q")
    )  # fmt: skip
    network = ShareNetwork(inputs=inputs, relations=relations, providers=providers, shares=shares)
    numbers = {
        one: {
            "stock": float(rng.integers(0, 20)) / 2, "life": float(rng.integers(5, 100)),
            "lead": float(rng.integers(0, 15)), "substitution": float(rng.random()),
        }
        for one in names
    }  # fmt: skip
    losses = tuple(
        Loss(
            provider=who, inputs=(), share=exactly(rng.random()),
            from_day=int(rng.integers(0, 20)), for_days=exactly(rng.integers(0, 60) / 2),
            returns_over_days=exactly(rng.integers(0, 10)),
        )
        for who in ("P", "Q")
    )  # fmt: skip
    scenario = Scenario(
        title=WORDS, losses=losses, horizon_days=N_DAYS, products=(names[-1],),
        assumptions=tuple(
            Assumption(
                input=one, stock_days=exactly(told["stock"]), life_days=exactly(told["life"]),
                lead_days=exactly(told["lead"]), substitution=exactly(told["substitution"]),
            )
            for one, told in numbers.items()
        ),
    )  # fmt: skip
    return network, scenario, numbers


@given(cases())
@settings(max_examples=60, deadline=None)
def test_the_kernel_gives_what_the_twin_gives(case):
    network, scenario, numbers = case
    lost = {}
    for loss in scenario.losses:
        for share in network.shares:
            if share.provider == loss.provider:
                lost.setdefault(share.input, []).append((
                    share.share * loss.share.low, loss.from_day,
                    loss.for_days.low, loss.returns_over_days.low,
                ))  # fmt: skip
    slow = twin.Twin(network, numbers, lost, N_DAYS)
    told = stress_shares(network, scenario)
    product = scenario.products[0]
    wanted = [1 - slow.service(product, day) for day in range(N_DAYS)]
    assert np.abs(told.middle - wanted).max() < 1e-9
    assert abs(told.lost_days.mean - slow.lost_days(product)) < 1e-8
    if told.path:
        assert told.path[0].input == product
        assert told.path[-1].cause == "provider"


def subsets(n):
    return [
        frozenset(one)
        for one in chain.from_iterable(combinations(range(n), size) for size in range(n + 1))
    ]


@st.composite
def purchases(draw):
    network, scenario, _ = draw(cases())
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    typed = [one.downstream for one in network.relations if one.kind == "is_type_of"]
    measures = []
    for at in range(4):
        kind = str(rng.choice(["stock", "second_source", *(["substitution"] if typed else [])]))
        one = str(rng.choice(typed if kind == "substitution" else list(network.input_of)))
        amount = exactly(rng.integers(1, 9) if kind == "stock" else rng.random())
        measures.append(
            Measure(
                id=f"m{at}", name=WORDS, kind=kind, input=one, amount=amount,
                cost=float(rng.integers(1, 5)), ready_on_day=exactly(rng.integers(0, 9)),
            )
        )  # fmt: skip
    return network, scenario, Measures(cost_unit=WORDS, measures=tuple(measures))


@given(purchases(), st.integers(0, 12))
@settings(max_examples=25, deadline=None)
def test_more_measures_never_save_less_and_the_chosen_set_is_the_best(purchase, budget):
    network, scenario, measures = purchase
    saved = {}
    for one in subsets(4):
        taken = tuple(measures.measures[at] for at in sorted(one))
        if taken:
            only = Measures(cost_unit=WORDS, measures=taken)
            saved[one] = mend_shares(network, scenario, only, 100).chosen.saved_days
        else:
            saved[one] = 0.0
    assert all(saved[a] <= saved[b] + 1e-8 for a in saved for b in saved if a < b)
    costs = [one.cost for one in measures.measures]
    best = max(saved[one] for one in saved if sum(costs[at] for at in one) <= budget)
    chosen = mend_shares(network, scenario, measures, budget).chosen
    assert chosen.cost <= budget
    assert abs(chosen.saved_days - best) < 1e-8


@given(st.integers(0, 2**32), st.integers(0, 12))
@settings(max_examples=60, deadline=None)
def test_greedy_keeps_its_bound_and_the_known_one_where_returns_fall(seed, budget):
    """Weights covered have falling returns; of pairs that count only together nothing is known."""
    rng = np.random.default_rng(seed)
    weights, covers = rng.random(8), rng.random((6, 8)) < 0.35
    pairs = rng.random((6, 6)) * (rng.random((6, 6)) < 0.3)
    costs = rng.integers(1, 6, 6).astype(float)

    def covered(sets):
        return np.array([weights[covers[sorted(one)].any(axis=0)].sum() for one in sets])

    def together(sets):
        return covered(sets) + [sum(pairs[a, b] for a in one for b in one if a < b) for one in sets]

    for gains, has_falling_returns in ((covered, True), (together, False)):
        picked = choose(costs, budget, gains, most_sets=0)
        able = [one for one in subsets(6) if costs[sorted(one)].sum() <= budget]
        best = max(gains(able))
        assert costs[list(picked.members)].sum() <= budget
        assert picked.gain >= picked.bound_share * best - 1e-9
        if has_falling_returns:
            assert picked.gain >= (1 - 1 / e) / 2 * best - 1e-9


def inputs_downstream(network, start, *, without=frozenset()):
    """Every input that a path from `start` reaches, none of the path in `without`."""
    found, ahead = set(), [one for one in start if one not in without]
    while ahead:
        one = ahead.pop()
        if one not in found:
            found.add(one)
            ahead += [
                relation.downstream
                for relation in network.relations
                if relation.upstream == one and relation.downstream not in without
            ]
    return found


@given(cases(), st.sampled_from((0.1, 0.25, 0.4)))
@settings(max_examples=40, deadline=None)
def test_the_cut_is_the_cheapest_of_all_subsets_and_reach_is_what_paths_reach(case, at_least):
    network, scenario, _ = case
    held = {
        one.input for one in network.shares if one.provider == "P" and one.share >= at_least - 1e-9
    }
    assert set(reach(network, {"P"}, at_least=at_least).reached) == (
        inputs_downstream(network, held) - held
    )
    product = scenario.products[0]
    costs = {
        one.id: float(1 + at % 3) for at, one in enumerate(network.inputs) if one.kind != "step"
    }
    able = [one for one in costs if one != product]
    cuts = [
        sum(costs[one] for one in some)
        for n in range(len(able) + 1)
        for some in combinations(able, n)
        if product not in inputs_downstream(network, held, without=frozenset(some))
    ]
    told = minimum_cut(network, {"P"}, product, at_least=at_least, costs=costs)
    if not cuts:
        assert told.inputs is None
        return
    assert told.cost == min(cuts)
    assert sum(costs[one] for one in told.inputs) == told.cost
    assert product not in inputs_downstream(network, held, without=frozenset(told.inputs))
