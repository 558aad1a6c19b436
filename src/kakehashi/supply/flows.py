"""Flow networks: who sells how much to whom in a year, and what that tells without a shock.

Takes tables as bytes (edges and firms; in the form of ICIO or BACI) or pymrio's frames
and gives a `FlowNetwork`; of it concentration, exposure, reach and cuts. What is lost
when firms stop: `kakehashi.supply` (`rank`), day by day `kakehashi.supply.ario`. Refuses
tables with any fault (`InputError`, all faults with file and row).
"""

from kakehashi.supply.flow_graph import flow_graphml
from kakehashi.supply.flow_measures import (
    FlowConcentration,
    FlowExposure,
    Sold,
    flow_concentrations,
    flow_exposures,
)
from kakehashi.supply.flow_network import FlowNetwork
from kakehashi.supply.flow_reach import (
    FlowCut,
    FlowReach,
    flow_cut,
    flow_reach,
    flow_reach_of_each,
)
from kakehashi.supply.read_baci import read_baci
from kakehashi.supply.read_flow import read_flow_network
from kakehashi.supply.read_icio import read_icio
from kakehashi.supply.read_pymrio import read_pymrio

__all__ = [
    "FlowConcentration", "FlowCut", "FlowExposure", "FlowNetwork", "FlowReach", "Sold",
    "flow_concentrations", "flow_cut", "flow_exposures", "flow_graphml", "flow_reach",
    "flow_reach_of_each", "read_baci", "read_flow_network", "read_icio", "read_pymrio",
]  # fmt: skip
