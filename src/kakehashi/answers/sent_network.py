"""A network out of tables that somebody sent: within caps, and of a kind that is known."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import msgspec
import polars as pl

from kakehashi.answers.faults import a_fault
from kakehashi.supply import FlowNetwork, read_flow_network
from kakehashi.supply.network_kind import NetworkKind, network_kinds
from kakehashi.supply.read_baci import CODES, read_baci
from kakehashi.supply.read_icio import read_icio
from kakehashi.supply.shares import ShareNetwork, read_share_network
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.faults import printable
from kakehashi.terms.steady import steers

HEAD_BYTES = 4_096
MOST_FILES = 8
ESSENTIAL = ("essential.csv", "essential.parquet")


class NetworkCaps(msgspec.Struct, frozen=True, kw_only=True):
    """How large a network that is sent may be."""

    n_bytes: int = 4 * 2**20  # of all tables together
    n_rows: int = 20_000  # of each table
    n_firms: int = 2_000
    n_edges: int = 20_000
    n_inputs: int = 200
    n_relations: int = 1_000
    n_providers: int = 100
    n_shares: int = 5_000


def sent_network(
    files: Mapping[str, bytes], caps: NetworkCaps | None = None
) -> ShareNetwork | FlowNetwork:
    r"""Return the network that the tables hold.

    Parameters
    ----------
    files
        By name, CSV or Parquet: the tables of one network, in any format that the
        command line reads; of ICIO and BACI one table.
    caps
        How large it may be.

    Raises
    ------
    InputError
        For tables beyond the caps, of no known kind or of several, and with all faults
        of the tables at once.

    Examples
    --------
    >>> edges, firms = b"supplier,customer,sales\na,b,2\n", b"firm,sector\na,0\nb,0\n"
    >>> sent_network({"edges.csv": edges, "firms.csv": firms}).firms
    ('a', 'b')
    """
    caps = caps or NetworkCaps()
    _check_files(files, caps)
    kinds = network_kinds({name: content[:HEAD_BYTES] for name, content in files.items()})
    if len(kinds) != 1:
        code = "several_networks" if kinds else "no_network"
        told = ", ".join(kinds or map(printable, files)) or "–"
        raise InputError(a_fault(code, "files", names=told))
    ((kind, names),) = kinds.items()
    network = _read(kind, names, files)
    _check_size(network, caps)
    return network


def _read(
    kind: NetworkKind, names: Sequence[str], files: Mapping[str, bytes]
) -> ShareNetwork | FlowNetwork:
    own = {name: files[name] for name in names}
    if kind.is_of_shares:
        return read_share_network(own)
    if kind is NetworkKind.FLOWS:
        return read_flow_network(own)
    if len(own) > 1:
        raise InputError(a_fault("several_years", "files", names=", ".join(map(printable, own))))
    ((name, content),) = own.items()
    if kind is NetworkKind.BACI:
        beside = {one: files[one] for one in files if one.startswith(CODES)}
        return read_baci(name, content, beside)
    return read_icio(name, content, {one: files[one] for one in ESSENTIAL if one in files})


def _check_files(files: Mapping[str, bytes], caps: NetworkCaps) -> None:
    faults: list[Fault] = []
    if len(files) > MOST_FILES:
        faults.append(a_fault("too_many_tables", "files", n=len(files), most=MOST_FILES))
    n_bytes = sum(map(len, files.values()))
    if n_bytes > caps.n_bytes:
        told = {"n": f"{n_bytes:,}", "most": f"{caps.n_bytes:,}"}
        faults.append(a_fault("too_many_bytes", "files", **told))
    if not faults:
        for name, content in files.items():
            faults += _unfit(name, content)
            n = _rows_at_most(name, content)
            if n > caps.n_rows:
                told = {"n": f"{n:,}", "most": f"{caps.n_rows:,}"}
                faults.append(a_fault("too_many_of", printable(name), of="rows", **told))
    if faults:
        raise InputError(faults)


def _unfit(name: str, content: bytes) -> list[Fault]:
    """Return a fault at the first line that would steer a terminal or turn a text's direction."""
    if name.lower().endswith(".parquet"):
        return []
    for at, line in enumerate(content.decode(errors="replace").split("\n"), 1):
        if steers(line.removesuffix("\r"), has_lines=True):
            return [a_fault("unfit_table", f"{printable(name)}:{at}")]
    return []


def _rows_at_most(name: str, content: bytes) -> int:
    """Return how many rows a table holds at most; of Parquet as it says itself.

    A few bytes of Parquet can hold a hundred million rows: it is asked before it is read.
    """
    if not name.lower().endswith(".parquet"):
        return content.count(b"\n")
    try:
        return int(pl.scan_parquet(BytesIO(content)).select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError):
        return 0  # the reader says what is wrong with it


def _check_size(network: ShareNetwork | FlowNetwork, caps: NetworkCaps) -> None:
    if isinstance(network, FlowNetwork):
        sizes = {
            "firms": (network.n_firms, caps.n_firms),
            "flows": (network.n_edges, caps.n_edges),
        }
    else:
        sizes = {
            "inputs": (len(network.inputs), caps.n_inputs),
            "relations": (len(network.relations), caps.n_relations),
            "providers": (len(network.providers), caps.n_providers),
            "shares": (len(network.shares), caps.n_shares),
        }
    faults = [
        a_fault("too_many_of", "files", of=of, n=f"{n:,}", most=f"{most:,}")
        for of, (n, most) in sizes.items()
        if n > most
    ]
    if faults:
        raise InputError(faults)
