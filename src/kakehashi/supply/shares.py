"""Share networks: who provides which share of what, and what is lost when it stops.

Takes tables as bytes and gives a `ShareNetwork`; of it concentration, exposure,
reach and cuts. Refuses tables with any fault (`InputError`, all faults with file
and row), and never adds or compares figures of different years without saying so.
"""

from kakehashi.supply.read_shares import read_share_network
from kakehashi.supply.share_holdings import Held, Holding, holdings, latest
from kakehashi.supply.share_measures import Concentration, Exposure, concentrations, exposures
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
from kakehashi.supply.share_reach import Cut, Reach, minimum_cut, reach, reach_of_each

__all__ = [
    "Concentration", "Cut", "Exposure", "Held", "Holding", "Input", "InputKind", "Provider",
    "ProviderKind", "Reach", "Relation", "RelationKind", "Share", "ShareNetwork", "Span",
    "concentrations", "exposures", "holdings", "latest", "minimum_cut", "reach", "reach_of_each",
    "read_share_network",
]  # fmt: skip
