"""A flow network out of an input-output table: each industry of a country is a firm."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.checks import MOST_SHOWN, Findings
from kakehashi.supply.flow_network import NON_ESSENTIAL, FlowNetwork
from kakehashi.supply.tables import MOST_NUMBER
from kakehashi.terms.faults import shown

SEPARATOR = " | "  # between country and sector in the name of an industry
MOST_INDUSTRIES = 10_000  # the table is held whole: 800 MB

Floats = NDArray[np.float64]
Essential = tuple[tuple[str, ...], NDArray[np.uint8]]  # sectors, and their matrix


class Industries(NamedTuple):
    """A table as a reader found it, rows and columns in one order."""

    names: list[tuple[str, str]]  # what stands for the country, and the sector
    countries: list[str]  # [industry]
    flows: Floats  # [supplying industry, buying industry]
    final: Floats  # [industry, column of final demand] from 0 up
    consumers: list[str]  # [column of final demand] its country
    output: Floats  # [industry]
    costs: Floats | None  # [industry]


def network_of_industries(
    table: Industries,
    findings: Findings,
    *,
    essential: Essential | None = None,
    currency: str | None = None,
    year: int | None = None,
    is_made_up: bool = False,
) -> FlowNetwork:
    """Return the network: industries, countries and sectors sorted by name.

    Raises
    ------
    InputError
        With every fault of `findings`.
    """
    names = table.names
    order = np.array(sorted(range(len(names)), key=names.__getitem__), np.intp)
    countries = tuple(sorted({*table.countries, *table.consumers}))
    sectors = tuple(sorted({sector for _, sector in names}))
    matrix = _matrix(sectors, essential, findings)
    findings.check()
    by_country = np.zeros((len(names), len(countries)))
    place = {country: at for at, country in enumerate(countries)}
    for at, consumer in enumerate(table.consumers):
        by_country[:, place[consumer]] += table.final[:, at]
    sector_at = {sector: at for at, sector in enumerate(sectors)}
    sector_of = np.array([sector_at[names[at][1]] for at in order], np.int32)
    flows = table.flows[np.ix_(order, order)]
    supplier, customer = np.nonzero(flows)
    return FlowNetwork(
        firms=tuple(SEPARATOR.join(names[at]) for at in order),
        sectors=sectors,
        markets=sectors,
        countries=countries,
        sector_of=sector_of,
        market_of=sector_of,
        country_of=np.array([place[table.countries[at]] for at in order], np.int32),
        supplier=supplier.astype(np.int32),
        customer=customer.astype(np.int32),
        value=flows[supplier, customer],
        essential=matrix,
        revenue=table.output[order],
        costs=None if table.costs is None else table.costs[order],
        final_demand=by_country[order],
        currency=currency,
        year=year,
        is_made_up=is_made_up,
        warnings=findings.warnings(),
    )


def _matrix(
    sectors: tuple[str, ...], essential: Essential | None, findings: Findings
) -> NDArray[np.uint8]:
    """Return the matrix of essential inputs by `sectors`; faults for those it lacks."""
    n = len(sectors)
    if essential is None:
        findings.warn("no_essential", "essential")
        return np.full((n, n), NON_ESSENTIAL, np.uint8)
    known, matrix = essential
    place = {sector: at for at, sector in enumerate(known)}
    for sector in sectors:
        if sector not in place:
            expected = ", ".join(sectors[:MOST_SHOWN])
            findings.fault("unknown_sector", "essential", shown=shown(sector), sectors=expected)
    at = np.array([place.get(sector, 0) for sector in sectors], np.intp)
    return matrix[np.ix_(at, at)]


def find_wrong_values(
    values: Floats,
    frame: str,
    columns: list[str],
    lines: list[int],
    findings: Findings,
    *,
    told_at: Callable[[int, int], str] | None = None,
) -> None:
    """Keep a fault for each value that is below zero, too large, or no finite number.

    `values` has a row for each of `lines`, where it stands in `frame`, and a column for
    each of `columns`; `told_at` gives what is written there. After 20 of a kind they are
    counted.
    """
    is_finite = np.isfinite(values)
    for code, wrong in (
        ("not_a_number", ~is_finite),
        ("negative", values < 0),
        ("beyond", is_finite & (values > MOST_NUMBER)),
    ):
        cells = np.argwhere(wrong)
        for row, column in cells[: MOST_SHOWN + 1].tolist():
            told = f"{values[row, column]:.6g}" if told_at is None else told_at(row, column)
            is_last = len(cells) > MOST_SHOWN and (row, column) == tuple(cells[MOST_SHOWN])
            findings.fault(
                code, f"{frame}:{lines[row]}", times=len(cells) - MOST_SHOWN if is_last else 1,
                column=columns[column], shown=shown(told), most=f"{MOST_NUMBER:g}",
            )  # fmt: skip
