"""Flow networks out of tables as pymrio holds them, without pymrio."""

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np

from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import FlowNetwork
from kakehashi.supply.table_network import (
    SEPARATOR,
    Floats,
    Industries,
    find_wrong_values,
    network_of_industries,
)
from kakehashi.terms.faults import shown


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
    _check_values(rows, flows, final, output.reshape(n, 1), findings)
    industries = Industries(
        names=rows,
        countries=[country for country, _ in rows],
        flows=flows,
        final=np.maximum(0.0, final),
        consumers=[str(_pair(name)[0]) for name in table.Y.columns],
        output=output.ravel(),
        costs=None,
    )
    return network_of_industries(
        industries, findings, currency=currency, year=year, is_made_up=is_made_up
    )


def _check_values(
    rows: list[tuple[str, str]], flows: Floats, final: Floats, output: Floats, findings: Findings
) -> None:
    """Raise what is no flow; warn of final demand below zero."""
    lines = list(range(1, len(rows) + 1))
    find_wrong_values(flows, "Z", [SEPARATOR.join(name) for name in rows], lines, findings)
    find_wrong_values(output, "x", ["x"], lines, findings)
    finite = np.where(final < 0, 0.0, final)  # what is below zero is only warned of
    columns = [f"Y {at + 1}" for at in range(final.shape[1])]
    find_wrong_values(finite, "Y", columns, lines, findings)
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
