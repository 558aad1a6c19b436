"""Supply networks in; concentration, losses and what to mend out.

Takes tables as bytes and gives a `FlowNetwork` (who sells how much to whom) and what
all firms lose when some stop (`rank`), as the published index or with a proven
interval. Refuses tables with any fault (`InputError`, all faults with file and row)
and figures that the question needs and the tables lack.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kakehashi.supply.flow_network import FlowNetwork, Losses, Shocks
    from kakehashi.supply.generate import MadeUp, Statistics, generate_network, statistics
    from kakehashi.supply.index import Mode, Model, each_firm_alone, rank
    from kakehashi.supply.kernels.place import keep_kernels_in
    from kakehashi.supply.parties import Boundary, Cascade, Part, finish, start, sweep
    from kakehashi.supply.read_flow import read_flow_network, read_shocks

_LATER = {  # every module of the room is heavy: imported when first asked for
    "flow_network": ("FlowNetwork", "Losses", "Shocks"),
    "generate": ("MadeUp", "Statistics", "generate_network", "statistics"),
    "index": ("Mode", "Model", "each_firm_alone", "rank"),
    "kernels.place": ("keep_kernels_in",),
    "parties": ("Boundary", "Cascade", "Part", "finish", "start", "sweep"),
    "read_flow": ("read_flow_network", "read_shocks"),
}
__all__ = [
    "Boundary", "Cascade", "FlowNetwork", "Losses", "MadeUp", "Mode", "Model", "Part", "Shocks",
    "Statistics", "each_firm_alone", "finish", "generate_network", "keep_kernels_in", "rank",
    "read_flow_network", "read_shocks", "start", "statistics", "sweep",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
