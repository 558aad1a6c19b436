"""Parquet that somebody sent, as CSV: read in a process of its own, within bounds.

A few kilobytes of Parquet can hold gigabytes, and what its own head says of that may be
false; a bound that holds is one of the process that reads it.
"""

import subprocess
import sys
from collections.abc import Mapping

from kakehashi.answers.faults import a_fault
from kakehashi.answers.own_network import CAPS, refused_parquet
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.faults import printable

MOST_MEMORY = 2**30  # bytes, where the system can hold a process to it
SECONDS = 5.0
PARQUET = ".parquet"
_TOO_LARGE = 3
_READ = f"""
import io, os, sys
os.environ["POLARS_MAX_THREADS"] = "1"
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY}))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except ImportError:
    pass
import polars as pl
content = io.BytesIO(sys.stdin.buffer.read())
if pl.scan_parquet(content).select(pl.len()).collect().item() > {CAPS.n_rows}:
    sys.exit({_TOO_LARGE})
written = io.BytesIO()
pl.read_parquet(content).write_csv(written)
if written.tell() > {CAPS.n_bytes}:
    sys.exit({_TOO_LARGE})
sys.stdout.buffer.write(written.getvalue())
"""


def without_parquet(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files, each Parquet table of them as CSV.

    Raises
    ------
    InputError
        For tables that cannot be read within the bounds, and two of one name.
    """
    told: dict[str, bytes] = {}
    faults: list[Fault] = []
    for name, content in files.items():
        if not name.lower().endswith(PARQUET):
            told[name] = content
            continue
        as_csv = name[: -len(PARQUET)] + ".csv"
        if as_csv in files:
            faults.append(a_fault("table_twice", printable(as_csv)))
        else:
            told[as_csv] = _read(name, content, faults)
    if faults:
        raise InputError(faults)
    return told


def _read(name: str, content: bytes, faults: list[Fault]) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  this Python, our own words
            [sys.executable, "-P", "-c", _READ],
            input=content, capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        done = None
    if done is not None and done.returncode == 0:
        return done.stdout
    faults.append(refused_parquet(name))
    return b""
