"""How long the command line takes to open."""

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

RUNS = 9
HELP_AT_MOST_S = 0.3


def rows() -> list[dict[str, Any]]:
    """Return the wall time of `kakehashi --help`, and of Python alone beside it."""
    kakehashi = str(Path(sys.executable).with_name("kakehashi"))
    help_s = _median_s([kakehashi, "--help"])
    python_s = _median_s([sys.executable, "-c", "pass"])
    import_s = _median_s([sys.executable, "-c", "import kakehashi.cli.main"])
    return [
        {
            "name": "help",
            "value": help_s,
            "unit": "s",
            "target": HELP_AT_MOST_S,
            "met": help_s <= HELP_AT_MOST_S,
            "note": f"median of {RUNS} runs; Python alone takes {python_s:.3f} s",
        },
        {
            "name": "import",
            "value": import_s - python_s,
            "unit": "s",
            "note": f"import of kakehashi.cli.main, Python's own start taken off; {RUNS} runs",
        },
    ]


def _median_s(command: list[str]) -> float:
    def once() -> float:
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - start

    once()  # the first run fills the disk's cache
    return statistics.median(once() for _ in range(RUNS))
