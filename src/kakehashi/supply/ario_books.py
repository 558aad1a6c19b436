"""The books of the daily model: sums by sector and country, and whether they close."""

from typing import Any, Protocol

import numpy as np

from kakehashi.supply.ario_model import Ario, Assumed, MoreStock, Rebuilding, Simulated
from kakehashi.supply.ario_rows import Slots
from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import Floats, FlowNetwork, Ints
from kakehashi.terms.errors import Fault

ROUNDING = 1e-9  # share of a day's output by which its books may miss


class Day(Protocol):
    """What the books read of a day that has been run."""

    made: Floats  # [firm]
    capacity: Floats  # [firm]
    to_final: Floats  # [firm]
    to_rebuild: Floats  # [firm]
    came: Floats  # [slot]
    cut_by: Ints  # [firm]


class Books:
    """Written day by day."""

    def __init__(
        self, network: FlowNetwork, slots: Slots, n_days: int, *, is_by_firm: bool
    ) -> None:
        n, zeros = network.n_firms, np.zeros
        self.network, self.slots = network, slots
        n_sectors, n_countries = len(network.sectors), len(network.countries)
        self.made = zeros((n_days, n_sectors)), zeros((n_days, n_countries))
        self.unmet = zeros((n_days, n_sectors)), zeros((n_days, n_countries))
        self.stock = zeros((n_days, len(network.markets))), zeros((n_days, n_countries))
        self.rebuilt, self.lost = zeros(n_days), zeros(n)
        self.short_day, self.short_input = np.full(n, -1, np.int32), np.full(n, -1, np.int32)
        self.kept = zeros((3, n_days if is_by_firm else 0, n))
        self.imbalance = 0.0
        self.stock_country = network.country_of[slots.owner]
        self.to_consumer: Floats | None = None  # [firm, country] shares of its final demand
        self.by_consumer: Floats | None = None
        if network.final_demand is not None:
            total = network.final_demand.sum(axis=1, keepdims=True)
            shares = np.zeros_like(network.final_demand)
            self.to_consumer = np.divide(network.final_demand, total, out=shares, where=total > 0)
            self.by_consumer = zeros((n_days, n_countries))

    def begin(self, day: int, stock: Floats) -> None:
        """Write down the stocks at the start of a day; endless ones do not count."""
        held = np.where(np.isfinite(stock), stock, 0.0)
        by_input, by_country = self.stock
        by_input[day] = np.bincount(self.slots.market, held, by_input.shape[1])
        by_country[day] = np.bincount(self.stock_country, held, by_country.shape[1])

    def close(self, day: int, run: Day) -> None:
        """Write down a day."""
        network, slots = self.network, self.slots
        unmet = slots.final - run.to_final
        for written, values in ((self.made, run.made), (self.unmet, unmet)):
            for table, group in zip(written, (network.sector_of, network.country_of), strict=True):
                table[day] = np.bincount(group, values, table.shape[1])
        if self.by_consumer is not None and self.to_consumer is not None:
            self.by_consumer[day] = unmet @ self.to_consumer
        self.rebuilt[day] = run.to_rebuild.sum()
        self.lost += slots.output - run.made
        is_first = (run.cut_by >= 0) & (self.short_day < 0)
        self.short_day[is_first] = day
        self.short_input[is_first] = slots.market[run.cut_by[is_first]]
        if self.kept.shape[1]:
            self.kept[:, day] = run.made, run.capacity, unmet
        given = run.came.sum() + run.to_final.sum() + run.to_rebuild.sum()
        made = run.made.sum()
        self.imbalance = max(self.imbalance, abs(given - made) / max(made, 1e-300))

    def check(self, findings: Findings) -> None:
        """Keep a warning where what was delivered is not what was made."""
        if self.imbalance > ROUNDING:
            findings.warn("books_open", "n_days", share=f"{self.imbalance:.2g}")

    def told(self, model: Ario, network: FlowNetwork, warnings: tuple[Fault, ...]) -> Simulated:
        """Return all that was written."""
        slots = self.slots
        usual = slots.output[slots.owner] * slots.need * slots.days
        kept = self.kept if self.kept.shape[1] else (None, None, None)
        return Simulated(
            usual_output=slots.output,
            usual_final=slots.final,
            usual_stock=np.bincount(
                slots.market, np.where(np.isfinite(usual), usual, 0.0), len(network.markets)
            ).astype(np.float64),
            output_by_sector=self.made[0],
            output_by_country=self.made[1],
            unmet_by_sector=self.unmet[0],
            unmet_by_country=self.unmet[1],
            unmet_by_consumer=self.by_consumer,
            stock_by_input=self.stock[0],
            stock_by_country=self.stock[1],
            lost_output=self.lost,
            first_short_day=self.short_day,
            first_short_input=self.short_input,
            rebuilt=self.rebuilt,
            imbalance_share=float(self.imbalance),
            output=kept[0],
            capacity=kept[1],
            unmet=kept[2],
            assumed=assumed_numbers(model, network),
            warnings=warnings,
        )


def assumed_numbers(model: Ario, network: FlowNetwork) -> tuple[Assumed, ...]:
    """Return every number of the model, with whether anyone set it."""
    default = Ario()
    told = [
        Assumed(
            name=name, value=_words(getattr(model, name)),
            is_default=getattr(model, name) == getattr(default, name),
        )
        for name in model.__struct_fields__
        if getattr(model, name) not in (None, ())
    ]  # fmt: skip
    known = 0 if network.stock_days is None else int(np.isfinite(network.stock_days).sum())
    n_firms = f"{known}/{network.n_firms}"
    return (*told, Assumed(name="stock_days_of_firms", value=n_firms, is_default=known == 0))


def _words(value: Any) -> str:
    """Return a number or choice as it is written in a scenario."""
    if isinstance(value, Rebuilding):
        builders = ", ".join(f"{name} {share:g}" for name, share in value.sectors)
        return f"{builders}; {value.capital_years:g} × value added; × {value.factor:g}"
    if isinstance(value, tuple):
        return ", ".join(
            f"{len(one.firm)} × {one.days:g}"
            if isinstance(one, MoreStock)
            else f"{one[0]} {one[1]:g}"
            for one in value
        )
    return f"{value:g}" if isinstance(value, float) else str(value)
