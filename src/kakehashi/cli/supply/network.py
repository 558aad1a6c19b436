"""The network that a command names, and where compiled kernels are kept."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli.folder import a_fault, check_folder, read_file
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.places import home_folder
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import say

if TYPE_CHECKING:
    from kakehashi.supply import FlowNetwork

FLOW_TABLES = ("edges", "firms", "essential")
MOST_TABLE_BYTES = 4 * 2**30


def add_network_argument(parser: HouseParser) -> None:
    """Add the folder, NETWORK."""
    parser.add_argument(
        "network", metavar="NETWORK", type=Path, help=say("argument.network", parser.lang)
    )


def keep_kernels() -> None:
    """Let compiled kernels be kept in KAKEHASHI_HOME where the package's folder is read-only."""
    from kakehashi import supply

    if not os.access(Path(supply.__file__).parent, os.W_OK):
        supply.keep_kernels_in(str(home_folder(os.environ) / "kernels"))


def flow_network_at(folder: Path) -> "FlowNetwork":
    """Return the flow network of a folder. Raises InputError with all its faults."""
    from kakehashi.supply import read_flow_network

    return read_flow_network(tables_at(folder, FLOW_TABLES))


def tables_at(folder: Path, names: tuple[str, ...]) -> dict[str, bytes]:
    """Return the tables of a folder that are there, by file name."""
    check_folder(folder)
    paths = (folder / f"{name}.{kind}" for name in names for kind in ("csv", "parquet"))
    return read_tables(path for path in paths if path.is_file())


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
