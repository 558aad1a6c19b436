"""Results of the daily model as tables, by day and over all days."""

import msgspec
import numpy as np
import polars as pl

from kakehashi.supply.ario_model import Simulated
from kakehashi.supply.flow_network import FlowNetwork


class GroupLoss(msgspec.Struct, frozen=True, kw_only=True):
    """What one sector or country loses over all days, in the network's currency."""

    name: str
    lost_output: float
    lost_share: float | None  # of its usual output; None where it has none
    unmet_final_demand: float


def daily_table(network: FlowNetwork, told: Simulated) -> pl.DataFrame:
    """Return a row for each group, day, and sector or country: values a day.

    A sector's stock is what all firms hold of what it sells, null where markets are no
    sectors; a country's is what its firms hold of any input.
    """
    is_same = network.markets == network.sectors
    groups = (
        ("sector", network.sectors, network.sector_of, told.output_by_sector,
         told.unmet_by_sector, told.stock_by_input if is_same else None),
        ("country", network.countries, network.country_of, told.output_by_country,
         told.unmet_by_country, told.stock_by_country),
    )  # fmt: skip
    frames = []
    for group, names, group_of, output, unmet, stock in groups:
        n = len(names)
        usual = np.tile(np.bincount(group_of, told.usual_output, n), told.n_days)
        frame = pl.DataFrame({
            "day": np.repeat(np.arange(told.n_days), n),
            "group": [group] * (n * told.n_days),
            "name": list(names) * told.n_days,
            "usual_output": usual,
            "output": output.ravel(),
            "lost_output": usual - output.ravel(),
            "unmet_final_demand": unmet.ravel(),
        })  # fmt: skip
        held = pl.lit(None, pl.Float64) if stock is None else pl.Series(stock.ravel())
        frames.append(frame.with_columns(held.alias("stock")))
    return pl.concat(frames)


def losses_of(network: FlowNetwork, told: Simulated, group: str) -> tuple[GroupLoss, ...]:
    """Return the loss of each sector, or each country, the largest first.

    `group` is `sector` or `country`.
    """
    is_sector = group == "sector"
    names = network.sectors if is_sector else network.countries
    group_of = network.sector_of if is_sector else network.country_of
    unmet = (told.unmet_by_sector if is_sector else told.unmet_by_country).sum(axis=0)
    usual = np.bincount(group_of, told.usual_output, len(names)) * told.n_days
    lost = np.bincount(group_of, told.lost_output, len(names))
    return tuple(
        GroupLoss(
            name=names[at],
            lost_output=float(lost[at]),
            lost_share=float(lost[at] / usual[at]) if usual[at] else None,
            unmet_final_demand=float(unmet[at]),
        )
        for at in np.argsort(-lost, kind="stable")
    )
