"""The end of a cascade with a proven interval, and a warning where nothing leaks."""

import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.checks import Findings
from kakehashi.supply.kernels.arrays import N_LANES, Lanes, Lost, Room, Rows, Shocked, lines
from kakehashi.supply.kernels.certify import (
    LAST_PLACE,
    NO_BOUND,
    Known,
    Proof,
    certify,
)
from kakehashi.supply.kernels.lanes import NARROW
from kakehashi.supply.kernels.weights import reaches_leak, slowest_mode, weigh_down, weigh_up
from kakehashi.supply.threads import Progress, run_in_threads

WIDEST = 1e-6  # an interval wider than this is not certified
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
    See kernels/certify.py for the proof. Once a network: two weights and one mode, by
    sweeps over all edges. A scenario: sweeps until the interval is at most `WIDEST` wide,
    or nothing more is to be won.
    """
    n = len(lost.iterations)
    known = _known(rows, n, is_replaceable=is_replaceable)
    most_alone = len(rows.up_share) / NARROW
    options = np.array([is_replaceable, MOST_SWEEPS, 0.99 * WIDEST, MOST_IN_VAIN, most_alone])
    proofs: dict[int, Proof] = {}  # of each thread, which has lanes of its own

    def certify_some(room: Room, lanes: Lanes, scenarios: NDArray[np.int64]) -> int:
        proof = proofs.get(id(lanes))
        if proof is None:
            proof = proofs[id(lanes)] = _proof(known)
        pair, told = (lanes, proof), (shocked, lost)
        return certify(rows, room, pair, told, known, scenarios, options)

    def give_up() -> None:
        options[1] = 0.0  # sweeps

    run_in_threads(rows, n, certify_some, give_up, progress)
    return known


def _known(rows: Rows, n_scenarios: int, *, is_replaceable: bool) -> Known:
    q = weigh_up(rows, reaches_leak(rows), MOST_WEIGHING)
    z, lz = slowest_mode(rows, q)
    q = np.where(q < np.inf, q, NO_BOUND)
    all_left, no_loss = np.ones_like(rows.output), np.zeros_like(rows.output)
    v = weigh_down(rows, rows.market_output, all_left, no_loss, int(is_replaceable), MOST_WEIGHING)
    return Known(
        q=q,
        rounding=(np.diff(rows.sale_start) + 8) * LAST_PLACE * (q + rows.weight),
        v=v,
        z=z,
        lz=lz,
        low=np.zeros(n_scenarios),
        high=np.ones(n_scenarios),
    )


def _proof(known: Known) -> Proof:
    v = lines(len(known.v))
    v[:] = known.v[:, None]
    return Proof(
        v=v,
        shift=lines(1),
        step=lines(1),
        slope=np.zeros(N_LANES),
        bound=np.zeros(N_LANES),
        n_vain=np.zeros(N_LANES, np.int32),
        is_ready=np.zeros(N_LANES, np.bool_),
        n_guesses=np.zeros(N_LANES, np.int32),
    )


def is_certified(known: Known) -> NDArray[np.bool_]:
    """Return for each scenario whether its interval is narrow enough."""
    return known.high - known.low <= WIDEST
