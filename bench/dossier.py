"""How long one dossier takes from bytes to the answer for both countries, all told."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from evidence import LARGE, READ_AT, sbom
from peak import peak_bytes

from kakehashi.answers import as_json, may_sell, shipped_rulebooks
from kakehashi.evidence import read_dossier

EXAMPLES = Path(__file__).parents[1] / "examples"
MOST_MEMORY = 5.0  # times the file's size


def _files(n_components: int) -> dict[str, bytes]:
    folder = EXAMPLES / "thermostat-for-both"
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    return {**files, "sbom.json": sbom(n_components)}


def _answer(files: dict[str, bytes]) -> dict[str, Any]:
    """Read, decide all rulebooks, explain each verdict, rank the questions, shape the JSON."""
    rulebooks = shipped_rulebooks()
    dossier = read_dossier(files, vocabulary=rulebooks.vocabulary, read_at=READ_AT)
    return as_json(may_sell(rulebooks, dossier, as_of=READ_AT))


def _p95_ms(files: dict[str, bytes], n_runs: int) -> float:
    times = []
    for _ in range(n_runs):
        start = time.perf_counter()
        _answer(files)
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def _grown_share(path: Path) -> float:
    """Return by how much answering raises this process's peak memory, over the file's size."""
    _answer(_files(10))
    before = peak_bytes()
    files = {**_files(10), "sbom.json": path.read_bytes()}
    _answer(files)
    return (peak_bytes() - before) / path.stat().st_size


def _memory_share(data: bytes) -> float:
    """Measure in a process of its own: a peak never falls."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(data)
        file.flush()
        run = subprocess.run(
            [sys.executable, __file__, file.name],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        )
    return float(run.stdout)


def rows() -> list[dict[str, Any]]:
    """Return the rows of the whole way: bytes in, answer out."""
    small, large = _files(1_000), _files(LARGE)
    _answer(small)  # the rulebooks are parsed once a process
    small_ms, large_ms = _p95_ms(small, 100), _p95_ms(large, 20)
    share = _memory_share(large["sbom.json"])
    return [
        _row("1,000 components, p95", small_ms, "ms", 50.0),
        _row(f"{LARGE:,} components, p95", large_ms, "ms", 1_000.0),
        _row(f"peak memory over file size, {LARGE:,} components", share, "times", MOST_MEMORY),
    ]


def _row(name: str, value: float, unit: str, target: float) -> dict[str, Any]:
    is_met = value <= target
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "target": target,
        "met": is_met,
        "note": "all rulebooks, explained, as JSON" if is_met else "slower than promised",
    }


if __name__ == "__main__":
    print(_grown_share(Path(sys.argv[1])))
