"""The end of a cascade with a proven interval, and a warning where nothing leaks."""

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.checks import Findings
from kakehashi.supply.kernels.arrays import Lanes, Lost, Room, Rows, Shocked
from kakehashi.supply.kernels.certify import (
    Known,
    certify,
    reaches_leak,
    weigh_down,
    weigh_up,
)
from kakehashi.supply.threads import Progress, run_in_threads

WIDEST = 1e-6  # an interval wider than this is not certified
FIRST_TRY = 1e-7  # largest change of a sweep
MOST_SWEEPS = 2_000
MOST_IN_VAIN = 50  # where no interval can come of it
MOST_WEIGHING = 2_000


def check_leak(rows: Rows, findings: Findings) -> None:
    """Warn of firms whose losses can never leave: their cascade ends only when all is lost."""
    caught = int((~reaches_leak(rows)).sum())
    if caught:
        findings.warn("no_leak", "edges", n=caught)


def prove_all(
    rows: Rows, shocked: Shocked, lost: Lost, *, is_replaceable: bool, progress: Progress | None
) -> Known:
    """Write into `lost` what each scenario loses in the end, and return the intervals.

    Notes
    -----
    See kernels/certify.py for the known. Once a network: two weights a firm, by
    sweeps over all edges. A scenario: sweeps until the interval is half as wide as
    `WIDEST`, or nothing more is to be won.
    """
    n = len(lost.iterations)
    known = Known(
        q=weigh_up(rows, reaches_leak(rows), MOST_WEIGHING),
        v=weigh_down(
            rows, rows.market_output, np.zeros_like(rows.output), int(is_replaceable), MOST_WEIGHING
        ),
        low=np.zeros(n),
        high=np.ones(n),
    )
    options = np.array([is_replaceable, MOST_SWEEPS, FIRST_TRY, WIDEST / 2, MOST_IN_VAIN])

    def certify_some(room: Room, _lanes: Lanes, scenarios: NDArray[np.int64]) -> int:
        certify(rows, room, shocked, lost, known, scenarios, options)
        return len(scenarios)

    run_in_threads(rows, n, certify_some, progress)
    return known


def is_certified(known: Known) -> NDArray[np.bool_]:
    """Return for each scenario whether its interval is narrow enough."""
    return known.high - known.low <= WIDEST
