"""A network of one's own: what was uploaded, and what is told of it at once, as rows."""

import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import msgspec

from kakehashi.answers.faults import a_fault
from kakehashi.answers.flow_rows import flow_rows, years_together
from kakehashi.answers.measured import measured
from kakehashi.answers.ranked import loss_rows
from kakehashi.answers.sent_network import MOST_FILES, NetworkCaps, sent_network
from kakehashi.supply import FlowNetwork, Losses, Mode, Model, rank
from kakehashi.supply.shares import ShareNetwork
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.faults import printable

CAPS = NetworkCaps()
MOST_KEPT = 2**20  # bytes of packed tables that are kept
_UNREADABLE = (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError, OSError)


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How the index of a network of flows is found; as the options of `rank`."""

    mode: Mode = Mode.PAPER
    is_replaceable: bool = True
    is_open: bool = False


class Own(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What is told of a network: tables of rows by name, the first the main one."""

    network: ShareNetwork | FlowNetwork
    tables: dict[str, list[dict[str, Any]]]
    warnings: tuple[Fault, ...]
    losses: Losses | None = None  # of a network of flows


def own_answer(
    files: Mapping[str, bytes],
    options: Options | None = None,
    progress: Callable[[int], None] | None = None,
) -> Own:
    """Return what the tables tell.

    Of flows: `rank`, each firm alone, and `concentration` by firm. Of shares:
    `chokepoints`, `reach` and `relations`. Rows are those of the command line.

    Parameters
    ----------
    files
        The tables by name, as `sent_network` takes them.
    options
        How the index is found.
    progress
        Called again and again meanwhile; what it raises ends it.

    Raises
    ------
    InputError
        For tables beyond the caps or with faults, all at once, and for an open index
        where they lack revenue or costs.
    """
    network = sent_network(files, CAPS)
    options = options or Options()
    if not isinstance(network, FlowNetwork):
        tables = {
            name: measured(network, show)
            for name, show in (
                ("chokepoints", "concentration"), ("reach", "reach"), ("relations", "relations"),
            )
        }  # fmt: skip
        return Own(network=network, tables=tables, warnings=network.warnings)
    by = "country" if network.is_trade else "firm"
    sold = years_together(flow_rows(network, "concentration", by=by), "concentration")
    if network.is_trade:  # countries that sell nothing on: no cascade
        return Own(network=network, tables={"concentration": sold}, warnings=network.warnings)
    model = Model(
        mode=options.mode, is_replaceable=options.is_replaceable, is_open=options.is_open
    )  # fmt: skip
    losses = rank(network, None, model, progress=progress)
    return Own(
        network=network,
        tables={"rank": list(loss_rows(losses)), "concentration": sold},
        warnings=(*network.warnings, *losses.warnings),
        losses=losses,
    )


class _Kept(msgspec.Struct, frozen=True):
    files: dict[str, bytes]
    options: Options


def kept_bytes(files: Mapping[str, bytes], options: Options) -> bytes:
    """Return tables and options as bytes that can be kept.

    Raises
    ------
    InputError
        Where they are more than are kept.
    """
    packed = zlib.compress(msgspec.msgpack.encode(_Kept(dict(files), options)))
    if len(packed) > MOST_KEPT:
        told = {"n": f"{len(packed):,}", "most": f"{MOST_KEPT:,}"}
        raise InputError(a_fault("too_much_to_keep", "files", **told))
    return packed


def kept_tables(packed: bytes) -> tuple[dict[str, bytes], Options]:
    """Return the tables and options of `kept_bytes`.

    >>> kept_tables(kept_bytes({"a.csv": b"x"}, Options(is_open=True)))[1].is_open
    True
    """
    kept = msgspec.msgpack.decode(zlib.decompress(packed), type=_Kept)
    return kept.files, kept.options


def unpacked(uploads: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return uploaded files by name, those of a zip in its place; folders' names are dropped.

    Raises
    ------
    InputError
        For a zip that cannot be read, that would be larger than the caps, or two files
        of one name.
    """
    found: dict[str, bytes] = {}
    faults: list[Fault] = []
    for name, content in uploads:
        for inner, held in _within(name, content, faults):
            if inner in found:
                faults.append(a_fault("table_twice", printable(inner)))
            found[inner] = held
    if faults:
        raise InputError(faults)
    return found


def _within(name: str, content: bytes, faults: list[Fault]) -> list[tuple[str, bytes]]:
    if not name.lower().endswith(".zip"):
        return [(PurePosixPath(name).name, content)]
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            members = [one for one in packed.infolist() if not one.is_dir()]
            # what a zip says of sizes may be false: nothing beyond it is read
            n_bytes = sum(one.file_size for one in members)
            if len(members) > MOST_FILES or n_bytes > CAPS.n_bytes:
                told = {"n": len(members), "bytes": f"{n_bytes:,}"}
                most = {"most": MOST_FILES, "most_bytes": f"{CAPS.n_bytes:,}"}
                faults.append(a_fault("zip_too_large", printable(name), **told, **most))
                return []
            return [(PureWindowsPath(one.filename).name, packed.read(one)) for one in members]
    except _UNREADABLE as error:
        faults.append(a_fault("unreadable_zip", printable(name), reason=printable(str(error))))
        return []


def refused_parquet(name: str) -> Fault:
    """Return the fault of a Parquet table that a door could not read within `CAPS`."""
    most = {"rows": f"{CAPS.n_rows:,}", "bytes": f"{CAPS.n_bytes:,}"}
    return a_fault("parquet_refused", printable(name), **most)
