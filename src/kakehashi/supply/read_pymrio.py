"""Flow networks out of tables as pymrio holds them, without pymrio."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import NON_ESSENTIAL, FlowNetwork
from kakehashi.terms.faults import shown

SEPARATOR = " | "  # between country and sector in the name of an industry


class Frame(Protocol):
    """What is read of a table with names: a pandas one has it."""

    index: Any
    columns: Any

    def to_numpy(self) -> Any:
        """Return the values, rows by columns."""


class InputOutput(Protocol):
    """An input-output system as pymrio holds it: yearly flows between industries."""

    Z: Any  # [country and sector, country and sector] between industries
    Y: Any  # [country and sector, country and category] to final demand
    x: Any  # [country and sector, 1] output


def read_pymrio(
    table: InputOutput,
    *,
    currency: str | None = None,
    year: int | None = None,
    is_made_up: bool = False,
) -> FlowNetwork:
    """Return the flow network of an input-output table, a firm for each industry.

    Parameters
    ----------
    table
        Anything with frames `Z`, `Y` and `x` whose rows are named (country, sector),
        as `pymrio.load_test()` or a parsed ICIO or EXIOBASE has them.
    currency, year
        Of the values, where known.
    is_made_up
        Whether the figures are known to be made up.

    Raises
    ------
    InputError
        Where shapes or names do not fit, or flows are negative or no numbers.

    Notes
    -----
    Industries, countries and sectors are sorted by name. Final demand below zero, such as
    goods taken out of stock, is set to 0 with a warning. No input is known to be essential.
    """
    findings = Findings()
    rows = _names(table.Z.index, "Z", findings)
    flows, final, output = (
        np.asarray(frame.to_numpy(), dtype=np.float64) for frame in (table.Z, table.Y, table.x)
    )
    n = len(rows)
    if flows.shape != (n, n) or len(final) != n or output.size != n:
        findings.fault(
            "table_shape", "Z", flows=flows.shape, final=final.shape, output=output.shape
        )
    findings.check()
    for name, frame in (("Z", table.Z.columns), ("Y", table.Y.index), ("x", table.x.index)):
        if _names(frame, name, findings) != rows:
            findings.fault("table_names", name)
    _check_values(flows, final, output, findings)
    consumers = [str(_pair(name)[0]) for name in table.Y.columns]
    order = np.array(sorted(range(n), key=rows.__getitem__))
    countries = tuple(sorted({country for country, _ in rows} | set(consumers)))
    sectors = tuple(sorted({sector for _, sector in rows}))
    by_country = np.zeros((n, len(countries)))
    for at, consumer in enumerate(consumers):
        by_country[:, countries.index(consumer)] += np.maximum(0.0, final[:, at])
    flows = flows[np.ix_(order, order)]
    supplier, customer = np.nonzero(flows)
    sector_of = np.array([sectors.index(rows[at][1]) for at in order], np.int32)
    return FlowNetwork(
        firms=tuple(SEPARATOR.join(rows[at]) for at in order),
        sectors=sectors,
        markets=sectors,
        countries=countries,
        sector_of=sector_of,
        market_of=sector_of,
        country_of=np.array([countries.index(rows[at][0]) for at in order], np.int32),
        supplier=supplier.astype(np.int32),
        customer=customer.astype(np.int32),
        value=flows[supplier, customer],
        essential=np.full((len(sectors), len(sectors)), NON_ESSENTIAL, np.uint8),
        revenue=output.ravel()[order],
        final_demand=by_country[order],
        currency=currency,
        year=year,
        is_made_up=is_made_up,
        warnings=findings.warnings(),
    )


def _check_values(
    flows: NDArray[np.float64],
    final: NDArray[np.float64],
    output: NDArray[np.float64],
    findings: Findings,
) -> None:
    """Raise what is no flow; warn of final demand below zero."""
    for name, values in (("Z", flows), ("x", output)):
        n_wrong = int((~np.isfinite(values) | (values < 0)).sum())
        if n_wrong:
            findings.fault("table_values", name, n=n_wrong)
    if not np.isfinite(final).all():
        findings.fault("table_values", "Y", n=int((~np.isfinite(final)).sum()))
    findings.check()
    n_below = int((final < 0).sum())
    if n_below:
        findings.warn("final_below_zero", "Y", n=n_below, value=f"{final[final < 0].sum():.6g}")


def _names(index: Sequence[Any], frame: str, findings: Findings) -> list[tuple[str, str]]:
    """Return (country, sector) of each row; a fault for each that is no such pair."""
    found = []
    for at, name in enumerate(index):
        pair = _pair(name)
        if len(pair) != 2:  # noqa: PLR2004  country and sector
            findings.fault("no_pair", f"{frame}:{at + 1}", shown=shown(str(name)))
            continue
        found.append((str(pair[0]), str(pair[1])))
    if len(set(found)) != len(found):
        findings.fault("table_names", frame)
    return found


def _pair(name: Any) -> tuple[Any, ...]:
    return name if isinstance(name, tuple) else (name,)
