"""Which kind of network files hold, by their names and first lines."""

import re
from collections.abc import Mapping
from enum import StrEnum

from kakehashi.supply.read_chip_explorer import TABLES as EXPLORER_TABLES
from kakehashi.supply.read_chip_explorer import is_chip_explorer
from kakehashi.supply.read_flow import FILES as FLOW_TABLES
from kakehashi.supply.read_shares import FILES as SHARE_TABLES

_BACI = frozenset("tijkv")
_INDUSTRY = re.compile(r"[A-Z]{2}[A-Z0-9]_[A-Z0-9_]+")


class NetworkKind(StrEnum):
    """The formats that are read; the last three give flow networks."""

    SHARES = "shares"  # inputs, relations, providers, shares
    CHIP_EXPLORER = "chip_explorer"
    FLOWS = "flows"  # edges, firms, essential
    ICIO = "icio"
    BACI = "baci"

    @property
    def is_of_shares(self) -> bool:
        """Whether it gives a share network; else a flow network."""
        return self in {NetworkKind.SHARES, NetworkKind.CHIP_EXPLORER}


def network_kinds(heads: Mapping[str, bytes]) -> dict[NetworkKind, tuple[str, ...]]:
    r"""Return the kinds that files hold, each with the names of its files in their order.

    Parameters
    ----------
    heads
        By file name, at least the first 4,096 bytes of each file.

    Notes
    -----
    Our own tables and the chip explorer's are known by their names, ICIO and BACI by
    their first line. One kind is what a folder should hold; none or several is for the
    caller to refuse.

    >>> network_kinds({"a.csv": b"t,i,j,k,v,q\n", "notes.txt": b""})
    {<NetworkKind.BACI: 'baci'>: ('a.csv',)}
    """
    found: dict[NetworkKind, list[str]] = {}
    tables = {file: _table(file) for file in sorted(heads)}
    is_explorer = is_chip_explorer({f"{table}.": b"" for table in tables.values()})
    kinds = {
        NetworkKind.CHIP_EXPLORER if is_explorer else NetworkKind.SHARES: (
            EXPLORER_TABLES if is_explorer else SHARE_TABLES
        ),
        NetworkKind.FLOWS: FLOW_TABLES,
    }
    for kind, names in kinds.items():
        files = [file for file, table in tables.items() if table in names]
        # a matrix of essential inputs alone is no network: it may stand beside another table
        if {tables[file] for file in files} - {"essential"}:
            found[kind] = files
    for file in sorted(heads):
        by_line = _by_line(heads[file]) if file.lower().endswith(".csv") else None
        if by_line is not None:
            found.setdefault(by_line, []).append(file)
    return {kind: tuple(files) for kind, files in found.items()}


def _table(file: str) -> str:
    """Return the name of a table of a folder, `edges` of `edges.csv`; else nothing."""
    name, _, kind = file.rpartition(".")
    return name if kind in ("csv", "parquet") else ""


def _by_line(head: bytes) -> NetworkKind | None:
    line = head.partition(b"\n")[0].decode("utf-8-sig", errors="replace").strip()
    cells = [cell.strip().strip('"') for cell in line.split(",")]
    if {cell.lower() for cell in cells} >= _BACI:
        return NetworkKind.BACI
    industries = [cell for cell in cells[1:3] if _INDUSTRY.fullmatch(cell)]
    return NetworkKind.ICIO if industries else None
