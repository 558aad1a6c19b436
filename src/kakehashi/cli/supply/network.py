"""The network that a command names: of which kind it is, and whether the command takes it."""

import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kakehashi.cli.folder import a_fault, check_folder, read_file
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.places import home_folder
from kakehashi.cli.wide import wrap
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply import FlowNetwork
    from kakehashi.supply.network_kind import NetworkKind
    from kakehashi.supply.shares import ShareNetwork

MOST_TABLE_BYTES = 4 * 2**30
HEAD_BYTES = 4_096
# the commands that take a network, and which to use in place of one that does not
TAKEN_BY = {
    "shares": ("measure", "reach", "cut", "stress", "ensemble", "mend"),
    "flows": ("measure", "reach", "cut", "rank", "simulate", "ensemble", "mend"),
    "trade": ("measure",),
}
INSTEAD = {
    ("shares", "rank"): "reach", ("shares", "simulate"): "stress",
    ("flows", "stress"): "simulate",
}  # fmt: skip


class Found(NamedTuple):
    """A network as it lies on the disk: its kind and its own tables."""

    kind: "NetworkKind"
    folder: Path
    paths: tuple[Path, ...]

    @property
    def family(self) -> str:
        """Which questions it answers: `shares`, `flows` or `trade`."""
        if self.kind.is_of_shares:
            return "shares"
        return "trade" if self.kind == "baci" else "flows"


def add_network_argument(parser: HouseParser) -> None:
    """Add NETWORK: a shipped name, a folder or a file."""
    parser.add_argument("network", metavar="NETWORK", help=say("argument.network", parser.lang))


def keep_kernels() -> None:
    """Let compiled kernels be kept in KAKEHASHI_HOME where the package's folder is read-only."""
    from kakehashi import supply

    if not os.access(Path(supply.__file__).parent, os.W_OK):
        supply.keep_kernels_in(str(home_folder(os.environ) / "kernels"))


def is_of_flows(asked: Namespace) -> bool:
    """Return whether NETWORK holds yearly flows; refuse what the command does not take."""
    found = _found(asked)
    return found is not None and not found.kind.is_of_shares


def share_network_of(asked: Namespace) -> "ShareNetwork":
    """Return the share network that was asked for, its warnings told."""
    keep_kernels()
    from kakehashi.answers.shares import shipped_network
    from kakehashi.supply.shares import read_share_network

    found = _found(asked)
    if found is None:
        network = shipped_network(asked.network)
    else:
        network = read_share_network(read_tables(found.paths))
    put_warnings(network.warnings, asked.lang)
    return network


def flow_network_of(asked: Namespace) -> "FlowNetwork":
    """Return the one flow network of a table, or of `--year`; its warnings are for the caller."""
    found = _found(asked)
    is_many = found is not None and len(found.paths) > 1 and found.kind != "flows"
    if found is not None and is_many and getattr(asked, "year", None) is None:
        names = ", ".join(path.name for path in found.paths)
        raise InputError(
            a_fault("several_tables", asked.network, "one_table", "name_one", names=names)
        )
    return next(flow_networks_of(asked))


def flow_networks_of(asked: Namespace) -> "Iterator[FlowNetwork]":
    """Give the flow networks that were asked for one after the other: a table is a year.

    Raises
    ------
    InputError
        With all faults of a table; and where there is none of `--year`.
    """
    found = _found(asked)
    assert found is not None  # noqa: S101  the shipped ones hold shares, and were refused
    keep_kernels()
    wanted, years = getattr(asked, "year", None), set()
    for network in _networks_at(found):
        if wanted in (None, network.year):
            yield network
        years.add(network.year)
    if wanted is not None and wanted not in years:
        known = ", ".join(sorted(str(year) for year in years if year is not None)) or "–"
        raise InputError(
            a_fault("no_such_year", "--year", "a_known_year", "known_year_mend", years=known)
        )


def _networks_at(found: Found) -> "Iterator[FlowNetwork]":
    if found.kind == "flows":
        from kakehashi.supply import read_flow_network

        yield read_flow_network(read_tables(found.paths))
        return
    from kakehashi.supply.read_baci import CODES, read_baci
    from kakehashi.supply.read_icio import read_icio

    is_trade = found.kind == "baci"
    names = (f"{CODES}*.csv",) if is_trade else ("essential.csv", "essential.parquet")
    extra = [path for name in names for path in found.folder.glob(name) if path.is_file()]
    if len(extra) > 1:
        told = ", ".join(path.name for path in extra)
        where = str(found.folder)
        raise InputError(a_fault("several_beside", where, "one_beside", "name_one", names=told))
    beside = read_tables(extra)
    for path in found.paths:
        ((name, content),) = read_tables([path]).items()
        yield (read_baci if is_trade else read_icio)(name, content, beside)


def _found(asked: Namespace) -> Found | None:
    """Return the network that was asked for, None for a shipped one; refuse what is not taken."""
    found = None if _is_shipped(asked.network) else find_network(asked.network)
    family = "shares" if found is None else found.family
    if asked.command not in TAKEN_BY[family]:
        taken = "shares" if asked.command in TAKEN_BY["shares"] else "flows"
        raise InputError(
            a_fault(
                f"holds_{family}",
                asked.network,
                f"takes_{taken}",
                "use_instead",
                command=asked.command,
                instead=INSTEAD.get((family, asked.command), "measure"),
                others=", ".join(TAKEN_BY[family]),
            )
        )
    return found


def find_network(name: str) -> Found:
    """Return which network lies at a path. Raises InputError where none, or several, do."""
    from kakehashi.answers.shares import SHIPPED
    from kakehashi.supply.network_kind import network_kinds

    path = Path(name)
    if path.is_dir():
        check_folder(path)
        folder, paths = path, sorted(one for one in path.iterdir() if one.is_file())
    elif path.is_file():
        folder, paths = path.parent, [path]
    else:
        shipped = ", ".join(SHIPPED)
        raise InputError(a_fault("no_network", name, "a_network", "check_path", names=shipped))
    heads = {one.name: _head(one) for one in paths if one.suffix.lower() in (".csv", ".parquet")}
    kinds = network_kinds(heads)
    if len(kinds) != 1:
        key = "several_networks" if kinds else "no_network_there"
        raise InputError(
            a_fault(key, name, "a_known_network", "known_network_mend", names=", ".join(kinds))
        )
    ((kind, files),) = kinds.items()
    if path.is_file() and kind not in ("icio", "baci"):
        return find_network(str(folder))  # one table of a folder: the others belong to it
    return Found(kind, folder, tuple(folder / file for file in files))


def _is_shipped(name: str) -> bool:
    if Path(name).exists():
        return False
    from kakehashi.answers.shares import SHIPPED

    return name in SHIPPED


def _head(path: Path) -> bytes:
    head = read_file(path, str(path), HEAD_BYTES - 1)
    if isinstance(head, Fault):
        raise InputError(head)
    return head


def read_tables(paths: Iterable[Path]) -> dict[str, bytes]:
    """Return files by name. Raises InputError for those that cannot be read or are too big."""
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for path in paths:
        content = read_file(path, str(path), MOST_TABLE_BYTES)
        if isinstance(content, Fault):
            faults.append(content)
        elif len(content) > MOST_TABLE_BYTES:
            most = {"most": MOST_TABLE_BYTES}
            faults.append(
                a_fault("too_big_together", str(path), "fewer_bytes", "fewer_mend", **most)
            )
        else:
            files[path.name] = content
    if faults:
        raise InputError(faults)
    return files


def put_warnings(warnings: Sequence[Fault], lang: Lang) -> None:
    """Tell the first warning of each kind, and how many more there are of it."""
    counted = Counter(warning.code for warning in warnings)
    first = {warning.code: warning for warning in reversed(warnings)}
    for code, warning in reversed(first.items()):
        told = say(
            "supply.warning", lang, where=warning.where,
            what=warning.what.into(lang), mend=warning.mend.into(lang),
        )  # fmt: skip
        if counted[code] > 1:
            told += say("shares.more_warnings", lang, n=counted[code] - 1)
        for line in wrap(told, 80):
            print(line, file=sys.stderr)
