"""Share networks: who provides which share of what, and what is lost when it stops.

Takes tables as bytes and gives a `ShareNetwork`; of it concentration, exposure,
reach and cuts; with a scenario what is lost through time, along which path, and
which measures lower that most under a budget. Refuses tables with any fault
(`InputError`, all faults with file and row), and never adds or compares figures of
different years without saying so.
"""

from kakehashi.supply.choose import By
from kakehashi.supply.mend_shares import Chosen, Mended, Single, mend_shares
from kakehashi.supply.read_shares import read_share_network
from kakehashi.supply.scenario import Assumption, Loss, Scenario, read_scenario
from kakehashi.supply.share_ensemble import Quantile, Ranked, Summary, ranked, ranked_draws, summary
from kakehashi.supply.share_graph import as_graphml
from kakehashi.supply.share_holdings import Held, Holding, holdings, latest
from kakehashi.supply.share_measures import Concentration, Exposure, concentrations, exposures
from kakehashi.supply.share_mending import Measure, MeasureKind, Measures, read_measures
from kakehashi.supply.share_network import (
    Input,
    InputKind,
    Provider,
    ProviderKind,
    Relation,
    RelationKind,
    Share,
    ShareNetwork,
    Span,
)
from kakehashi.supply.share_path import Cause, Step
from kakehashi.supply.share_reach import Cut, Reach, minimum_cut, reach, reach_of_each
from kakehashi.supply.stress_shares import Assumed, Hit, Stressed, stress_shares

__all__ = [
    "Assumed", "Assumption", "By", "Cause", "Chosen", "Concentration", "Cut", "Exposure", "Held",
    "Hit", "Holding", "Input", "InputKind", "Loss", "Measure", "MeasureKind", "Measures", "Mended",
    "Provider", "ProviderKind", "Quantile", "Ranked", "Reach", "Relation", "RelationKind",
    "Scenario", "Share", "ShareNetwork", "Single", "Span", "Step", "Stressed", "Summary",
    "as_graphml", "concentrations", "exposures", "holdings", "latest", "mend_shares",
    "minimum_cut", "ranked", "ranked_draws", "reach", "reach_of_each", "read_measures",
    "read_scenario", "read_share_network", "stress_shares", "summary",
]  # fmt: skip
