"""Paths of losses on networks small enough to follow by hand."""

import numpy as np
import pytest
from flow_builders import a_scenario, places, two_chains
from msgspec.structs import replace

from kakehashi.supply import Model, each_firm_alone, read_flow_network
from kakehashi.supply.ario_model import Ario, Hit
from kakehashi.supply.ario_path import Reason, daily_path
from kakehashi.supply.flow_draw import draw_scenario
from kakehashi.supply.flow_path import Cause, Side, index_path
from kakehashi.terms.errors import InputError

SHORT = Ario(stock_days=5.0, psi=0.0, restoration_days=10.0)


def hit(network, share, *firms):
    return Hit(firm=places(network, *firms), lost_share=np.full(len(firms), share), for_days=20)


def test_the_day_path_names_the_stock_the_supplier_and_the_hit():
    network = two_chains()
    hits = draw_scenario(a_scenario(network, "old"), 0).hits
    path = daily_path(network, hits, 12, SHORT)
    first, end = path.steps
    assert (path.sector, path.day) == ("chips", 5)  # five days of stock
    assert path.lost_share == pytest.approx(0.5)  # us, of us and them
    assert (first.firm, first.reason, first.input, first.other) == ("us", "input", "wafers", "old")
    assert (first.stock_days, first.needed_days) == pytest.approx((0, 1))
    assert (first.output_share, first.without, first.delivered_share) == pytest.approx((0, 1, 0))
    assert (end.firm, end.day, end.reason, end.lost_capacity_share) == ("old", 0, Reason.HIT, 1)
    wafers = daily_path(network, hits, 12, SHORT, "wafers")  # new is not hit, and loses nothing
    assert (wafers.steps, wafers.lost_share) == ((), 0)
    with pytest.raises(InputError):
        daily_path(network, hits, 12, SHORT, "steel")


def test_without_one_short_stock_the_next_would_have_cut_output():
    edges = "supplier,customer,sales\nold,us,365\nnew,us,365\n"
    firms = (
        "firm,sector,revenue,country\nold,wafers,365,JP\nnew,glass,365,KR\n"
        "us,chips,3650,GB\nthem,chips,3650,JP\n"
    )
    network = two_chains(edges=edges, firms=firms)
    hits = (hit(network, 0.8, "old"), hit(network, 0.75, "new"))
    step, end = daily_path(network, hits, 15, SHORT).steps
    assert (step.other, end.firm) == ("old", "old")
    assert 0.2 < step.output_share < step.without < 1


def test_fewer_orders_lead_back_to_the_customer():
    network = two_chains()
    step, end = daily_path(network, (hit(network, 1.0, "us"),), 4, SHORT).steps
    assert (step.firm, step.reason, step.other) == ("old", Reason.ORDERS, "us")
    assert (step.output_share, step.ordered_share) == pytest.approx((0.5, 0))
    assert (end.firm, end.day) == ("us", step.day - 1)


def test_a_firm_that_stands_in_is_crowded_by_the_one_that_failed():
    """Orders of us turn from old to new, which makes no more: them gets less of it."""
    firms = (
        "firm,sector,revenue,country\nold,wafers,730,JP\nnew,wafers,730,KR\n"
        "us,chips,3650,GB\nthem,cars,3650,JP\n"
    )
    edges = "supplier,customer,sales\nold,us,365\nnew,us,365\nnew,them,73\n"
    network = two_chains(edges=edges, firms=firms)
    model = replace(SHORT, overproduction_max=1.0)
    steps = daily_path(network, (hit(network, 1.0, "old"),), 20, model, "cars").steps
    assert [(one.firm, one.reason) for one in steps] == [
        ("them", Reason.INPUT), ("new", Reason.CROWDED), ("old", Reason.HIT),
    ]  # fmt: skip
    assert steps[1].output_share >= 1
    assert steps[1].day == steps[2].day


def test_the_index_path_follows_the_essential_input():
    edges = "supplier,customer,sales\nold,us,365\nnew,them,365\nus,them,100\n"
    network = two_chains(edges=edges, is_essential=True)
    path = index_path(network, each_firm_alone(network), network.firms.index("old"), Model())
    first, end = path.steps
    assert (path.side, path.firm, path.lost_share) == (Side.DOWN, "us", 1)
    assert (first.cause, first.sector, first.other) == (Cause.INPUT, "wafers", "old")
    assert (first.part, first.without) == pytest.approx((1, 0))
    assert (end.firm, end.sweep, end.cause) == ("old", 0, Cause.SHOCK)


def test_the_index_path_follows_sales_and_names_nobody_where_nobody_lost():
    network = two_chains()
    path = index_path(network, each_firm_alone(network), network.firms.index("us"), Model())
    assert (path.side, path.firm, path.steps[0].cause) == (Side.UP, "old", Cause.SALES)
    assert path.steps[0].other == "us"
    apart = read_flow_network(
        {"edges.csv": b"supplier,customer,sales\na,b,1\n",
         "firms.csv": b"firm,sector\na,0\nb,1\nc,2\n"}
    )  # fmt: skip
    path = index_path(apart, each_firm_alone(apart), apart.firms.index("c"))
    assert (path.firm, path.steps) == ("", ())
