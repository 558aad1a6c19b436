"""What the daily model takes besides a network, and what it tells, as frozen values."""

from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.flow_network import Floats, Ints
from kakehashi.terms.errors import Fault

YEAR_DAYS = 365


class Rationing(StrEnum):
    """Who goes short where a supplier makes less than is asked of it."""

    PROPORTIONAL = "proportional"  # everybody by the same share
    FINAL_LAST = "final_last"  # firms and rebuilding first, final demand has what is left
    SMALL_FIRST = "small_first"  # the smallest order in full, then the next


class Limiting(StrEnum):
    """Which inputs stop production once they run short."""

    ALL = "all"
    ESSENTIAL = "essential"  # those of class 2 in the network's matrix


class Returns(StrEnum):
    """How lost capacity comes back after the days of full loss."""

    LINEAR = "linear"  # in a straight line over `over_days`
    EXPONENTIAL = "exponential"  # each day 1/`over_days` of what is still lost
    S_CURVE = "s_curve"  # half a cosine wave over `over_days`: slow, fast, slow
    REBUILT = "rebuilt"  # as fast as the rebuilding sectors deliver


class Hit(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """Some firms lose a share of their capacity on a day."""

    firm: Ints  # [hit firm] places in the network, each once
    lost_share: Floats  # [hit firm] of capacity, 0 to 1
    from_day: int = 0  # the first day counts as 0
    for_days: int = 1  # days of full loss
    returns: Returns = Returns.LINEAR
    over_days: int = 0  # 0: all back at once


class Rebuilding(msgspec.Struct, frozen=True, kw_only=True):
    """What it takes to rebuild what was destroyed."""

    sectors: tuple[tuple[str, float], ...]  # who builds, and its share; the shares sum to 1
    capital_years: float = 4.0  # capital of a firm, in years of its value added
    factor: float = 1.0  # cost of rebuilding, as a multiple of the capital destroyed


class MoreStock(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """Days of one input that some firms want, and have, in stock beyond the others' days."""

    market: int  # place of the input
    firm: Ints  # [holder] places in the network, each once
    days: float


class Ario(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers of the model, in days and shares; defaults as BoARIO 0.7.2, but for rest."""

    stock_days: float = 90.0  # of each input, where the network has no figure; may be infinite
    stock_days_by_input: tuple[tuple[str, float], ...] = ()  # by market; before all others
    more_stock: tuple[MoreStock, ...] = ()  # on top of these
    psi: float = 0.8  # share of the wanted stock below which production is cut, 0 to 1
    restoration_days: float = 60.0  # over which orders close a gap in the stock
    overproduction_max: float = 1.25  # capacity under lasting scarcity, as a multiple
    overproduction_days: float = 365.0  # time constant of reaching it
    rationing: Rationing = Rationing.PROPORTIONAL
    limiting: Limiting = Limiting.ALL
    is_capacity_followed: bool = True  # orders turn to the suppliers of a market that still can
    smallest_need_share: float = 1e-5 / YEAR_DAYS  # inputs below this share of output limit nobody
    # stocks rest while no delivery differs from use by more than this share of it plus this
    # value a day: what is rounding, so that it does not grow (BoARIO: 1e-5, 1e-8)
    still_share: float = 1e-10
    still_value: float = 0.0
    rebuilding: Rebuilding | None = None


class Assumed(msgspec.Struct, frozen=True, kw_only=True):
    """One number that the result rests on, and where it is from."""

    name: str  # a field of `Ario`, or `stock_days_of_firms`
    value: str
    is_default: bool  # nobody set it: it is this project's default, an assumption


class Simulated(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """Each day of the model. Money is in the network's currency, a day.

    Axis `day` starts at day 0; the other axes are those of the network. What is lost is
    the usual value less that of the day, below zero where more was made than usual.
    """

    usual_output: Floats  # [firm] a day
    usual_final: Floats  # [firm] final demand a day
    usual_stock: Floats  # [market] value of the input in stock, over all who hold it
    output_by_sector: Floats  # [day, sector]
    output_by_country: Floats  # [day, country]
    unmet_by_sector: Floats  # [day, sector] final demand for what the sector makes
    unmet_by_country: Floats  # [day, country] of the maker
    unmet_by_consumer: Floats | None  # [day, country] of the consumer, where the network knows it
    stock_by_input: Floats  # [day, market] at the start of the day
    stock_by_country: Floats  # [day, country] of the holder, at the start of the day
    lost_output: Floats  # [firm] over all days
    first_short_day: Ints  # [firm] first day on which an input cut production, -1 for none
    first_short_input: Ints  # [firm] its market, -1 for none
    rebuilt: Floats  # [day] delivered to rebuilding
    imbalance_share: float  # largest error of a day's books, as a share of its output
    output: Floats | None = None  # [day, firm], and the two below: only where asked for
    capacity: Floats | None = None  # [day, firm]
    unmet: Floats | None = None  # [day, firm]
    assumed: tuple[Assumed, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def n_days(self) -> int:
        """How many days were run."""
        return len(self.rebuilt)

    @property
    def lost_by_day(self) -> Floats:
        """[day] output lost, all firms."""
        lost: NDArray[np.float64] = self.usual_output.sum() - self.output_by_sector.sum(axis=1)
        return lost
