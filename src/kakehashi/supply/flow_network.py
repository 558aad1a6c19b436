"""Who sells how much to whom in a year, as frozen values."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from kakehashi.terms.errors import Fault

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

NEGLIGIBLE, NON_ESSENTIAL, ESSENTIAL = 0, 1, 2


class FlowNetwork(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """A network of yearly sales between firms (or sectors, a firm each).

    Axis `firm` is in the order of `firms`, axis `sector` in that of `sectors`, and so
    on. Money is in one currency and one year, or does not say; a model uses shares.
    `market_of` says which firms can stand in for one another.
    """

    firms: tuple[str, ...]
    sectors: tuple[str, ...]
    markets: tuple[str, ...]
    countries: tuple[str, ...]  # "" where a firm has none
    sector_of: Ints  # [firm]
    market_of: Ints  # [firm]
    country_of: Ints  # [firm]
    supplier: Ints  # [edge]
    customer: Ints  # [edge]
    value: Floats  # [edge] yearly sales, above 0
    essential: NDArray[np.uint8]  # [supplier's sector, customer's sector] 0, 1 or 2
    revenue: Floats | None = None  # [firm] a year, final demand included
    costs: Floats | None = None  # [firm] a year, all inputs and wages
    stock_days: Floats | None = None  # [firm] of inputs; NaN where not known
    final_demand: Floats | None = None  # [firm, consumer's country] sales a year; else revenue says
    currency: str | None = None
    year: int | None = None
    is_made_up: bool = False
    is_trade: bool = False  # buyers are whole countries that sell nothing on: no cascade
    warnings: tuple[Fault, ...] = ()

    @property
    def n_firms(self) -> int:
        """How many firms there are."""
        return len(self.firms)

    @property
    def n_edges(self) -> int:
        """How many pairs of a supplier and a customer trade."""
        return len(self.value)


class Shocks(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """Scenarios: in each, some firms lose a share of their capacity at the start.

    Compressed rows: the losses of scenario s stand at `start[s]` up to `start[s + 1]`.
    """

    scenarios: tuple[str, ...]
    start: NDArray[np.int64]  # [scenario + 1]
    firm: Ints  # [loss]
    down_loss_share: Floats  # [loss] 0 to 1: what customers no longer get
    up_loss_share: Floats  # [loss] 0 to 1: what suppliers no longer sell to it


class Losses(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What each scenario loses, as shares of the output of all firms, 0 to 1.

    In certified mode the index lies between `low` and `high`, and `index` is the
    middle; where they are further apart than 1e-6, `is_certified` is False. In
    paper mode these three are None: the iteration stops early, and says nothing of
    how far it still had to go.
    """

    scenarios: tuple[str, ...]
    index: Floats  # [scenario]
    index_down: Floats  # [scenario] of losses towards customers alone
    index_up: Floats  # [scenario] of losses towards suppliers alone
    iterations: Ints  # [scenario]
    by_sector: Floats | None = None  # [scenario, sector] adds up to `index`
    by_country: Floats | None = None  # [scenario, country] adds up to `index`
    low: Floats | None = None  # [scenario]
    high: Floats | None = None  # [scenario]
    is_certified: NDArray[np.bool_] | None = None  # [scenario]
    warnings: tuple[Fault, ...] = ()
