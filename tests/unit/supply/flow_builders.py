"""Small flow networks, scenarios and measures to alter."""

import numpy as np
from msgspec.structs import replace

from kakehashi.supply import read_flow_network
from kakehashi.supply.ario_model import Ario
from kakehashi.supply.draws import marks_of
from kakehashi.supply.flow_draw import DrawnLoss, DrawnScenario
from kakehashi.supply.flow_mending import FlowMeasure, FlowMeasures
from kakehashi.supply.share_mending import MeasureKind
from kakehashi.supply.share_network import Span
from kakehashi.terms.text import Text

UNIT = Text(en="made-up units", ja="架空の単位")
# old and new make wafers, us and them make chips of them, each with a supplier of its own
EDGES = "supplier,customer,sales\nold,us,365\nnew,them,365\n"
FIRMS = (
    "firm,sector,revenue,country\nold,wafers,730,JP\nnew,wafers,730,KR\n"
    "us,chips,3650,GB\nthem,chips,3650,JP\n"
)
SHORT = Ario(stock_days=5.0, psi=0.0, restoration_days=10.0)


def two_chains(edges=EDGES, firms=FIRMS, *, is_essential=False):
    """old sells 1 a day to us, new 1 a day to them; 1 of each to final demand."""
    told = {"edges.csv": edges, "firms.csv": firms}
    network = read_flow_network({name: text.encode() for name, text in told.items()})
    essential = network.essential.copy()
    if is_essential:
        wafers, chips = (network.sectors.index(one) for one in ("wafers", "chips"))
        essential[wafers, chips] = 2
    return replace(network, essential=essential)


def places(network, *firms):
    return np.array([network.firms.index(one) for one in firms], np.int32)


def a_loss(network, *firms, share=(1, 1), from_day=0, days=(20, 20), name="loss"):
    return DrawnLoss(
        name=name, firm=places(network, *firms), mark=marks_of(firms), share=Span(*share),
        from_day=Span(from_day, from_day), for_days=Span(*days), over_days=Span(0, 0),
    )  # fmt: skip


def a_scenario(network, *firms, model=SHORT, days=30, n_draws=20, **told):
    return DrawnScenario(
        title=UNIT, losses=(a_loss(network, *firms, **told),), model=model, horizon_days=days,
        n_draws=n_draws,
    )  # fmt: skip


def a_measure(network, name, *firms, market="wafers", cost=1.0, amount=5.0, **told):
    """A stock of five days, unless told; at those who buy of the market."""
    return FlowMeasure(
        id=name, name=Text(en=name, ja=name), market=network.markets.index(market),
        kind=MeasureKind(told.pop("kind", "stock")), firm=places(network, *firms),
        amount=amount, cost=cost, **told,
    )  # fmt: skip


def some_measures(*measures):
    return FlowMeasures(cost_unit=UNIT, measures=measures)
