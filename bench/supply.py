"""How fast the losses of a firm's stop are found, and how many are proven.

Setting: float64, stop 1e-2, replaceability on, full shocks of single firms drawn
uniformly with a seed, two threads. Each size runs in a process of its own, so that its
peak memory is its own; the streaming copy is measured in that same process, on one thread.
"""

import json
import subprocess
import sys
import time
from typing import Any

import numpy as np
from peak import peak_bytes

from kakehashi.supply import (
    MadeUp,
    Mode,
    Model,
    Shocks,
    each_firm_alone,
    generate_network,
    rank,
    statistics,
)
from kakehashi.supply.kernels.arrays import lanes_of
from kakehashi.supply.kernels.lanes import sweep_lanes
from kakehashi.supply.rows import rows_of

SEED = 20_261_123
# firms, shocks, target in ms a shock, the reference in R and C++ on a 2-core machine (ms)
SIZES = (
    (10_000, 10_000, 0.1, 366.0),
    (100_000, 1_000, 2.0, 4_600.0),
    (1_000_000, 1_000, 40.0, None),
)
N_PROVEN = {10_000: 1_000, 100_000: 100, 1_000_000: 32}
MOST_GB = 4.0
MOST_RATIO = 3.0
Row = dict[str, Any]


def rows() -> list[Row]:
    """Return time a shock, memory, bandwidth and the certified share at each size."""
    return [row for size in SIZES for row in _in_own_process(size)]


def _in_own_process(size: tuple[Any, ...]) -> list[Row]:
    run = subprocess.run(
        [sys.executable, __file__, json.dumps(size)], check=True, capture_output=True, text=True
    )
    print(run.stderr, end="")
    rows: list[Row] = json.loads(run.stdout)
    return rows


def _rows_of(n_firms: int, n_shocks: int, target_ms: float, peer_ms: float | None) -> list[Row]:
    network = generate_network(MadeUp(n_firms=n_firms, seed=SEED))
    told = statistics(network)
    print(f"supply: {told}", file=sys.stderr)
    rank(network, _shocks(network, 2))  # compiled kernels are loaded, or made
    paper_ms, busy_ms, _ = _timed(network, _shocks(network, n_shocks), Model())
    n = N_PROVEN[n_firms]
    few = _shocks(network, n)
    rank(network, _shocks(network, 2), Model(mode=Mode.CERTIFIED, is_open=True))
    same_ms, same_busy_ms, _ = _timed(network, few, Model(is_open=True))
    proven_ms, proven_busy_ms, proven = _timed(
        network, few, Model(mode=Mode.CERTIFIED, is_open=True)
    )
    memory_gb = peak_bytes() / 1e9
    used, copied = _swept_gb_per_s(network), _copied_gb_per_s()
    certified_share = float(proven.is_certified.mean())
    size = f"{n_firms:,} firms".replace(",", "_")
    note = (
        f"{n_shocks:,} shocks, {told.n_edges:,} edges, setting up the rows included; "
        f"{busy_ms:.3g} ms of processor time, over two threads"
    )
    return [
        {
            "name": f"index, {size}", "value": paper_ms, "unit": "ms/shock", "target": target_ms,
            "met": paper_ms <= target_ms, "note": note, "peer_value": peer_ms,
            "peer": None if peer_ms is None else "fastcascade, as published for another network",
            "ratio": None if peer_ms is None else peer_ms / paper_ms,
        },
        {
            "name": f"certified over paper, {size}", "value": proven_ms, "unit": "ms/shock",
            "target": MOST_RATIO, "peer": "paper mode, open, same shocks", "peer_value": same_ms,
            "ratio": proven_ms / same_ms, "met": proven_ms / same_ms <= MOST_RATIO,
            "note": f"{certified_share:.1%} of {n} certified; 10 % final demand, 30 % labour; "
            f"by processor time {proven_busy_ms / same_busy_ms:.1f}",
        },
        {
            "name": f"memory, {size}", "value": memory_gb, "unit": "GB", "target": MOST_GB,
            "met": memory_gb <= MOST_GB, "note": "peak of the process, generator included",
        },
        {
            "name": f"bandwidth, {size}", "value": used, "unit": "GB/s",
            "peer": "streaming copy, same process", "peer_value": copied, "ratio": used / copied,
            "note": "one thread, one sweep of eight: each edge, and each firm's six lines, once; "
            "neighbours' lines that are read again are not counted",
        },
    ]  # fmt: skip


def _shocks(network: Any, n: int) -> Shocks:
    if n >= network.n_firms:
        return each_firm_alone(network)
    firms = np.random.default_rng(SEED).choice(network.n_firms, n, replace=False).astype(np.int32)
    return Shocks(
        scenarios=tuple(network.firms[firm] for firm in firms),
        start=np.arange(n + 1, dtype=np.int64),
        firm=firms,
        down_loss_share=np.ones(n),
        up_loss_share=np.ones(n),
    )


def _timed(network: Any, shocks: Shocks, model: Model) -> tuple[float, float, Any]:
    start, busy = time.perf_counter(), time.process_time()
    losses = rank(network, shocks, model)
    per_shock = 1e3 / len(shocks.scenarios)
    busy_ms = (time.process_time() - busy) * per_shock
    return (time.perf_counter() - start) * per_shock, busy_ms, losses


def _swept_gb_per_s(network: Any) -> float:
    """Return what a sweep of eight scenarios must move at the least a second, at its best."""
    rows, _ = rows_of(network)
    lanes = lanes_of(rows)
    draw = np.random.default_rng(SEED)
    for states in (lanes.d, lanes.x, lanes.u):
        states[:] = 0.01 * draw.random(states.shape)
    times = []
    for _ in range(7):
        start = time.thread_time()
        sweep_lanes(rows, lanes, 0, network.n_firms, 1.0)
        times.append(time.thread_time() - start)
    n_edges = len(rows.sale_share) + len(rows.input_share)
    moved_gb: float = (12 * n_edges + 6 * 64 * network.n_firms) / 1e9
    return moved_gb / min(times)


def _copied_gb_per_s() -> float:
    """Return what a copy of 400 MB reads and writes a second, at its best of five."""
    source, target = np.ones(50_000_000), np.zeros(50_000_000)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        target[:] = source
        times.append(time.perf_counter() - start)
    return 2 * source.nbytes / 1e9 / min(times)


if __name__ == "__main__":
    print(json.dumps(_rows_of(*json.loads(sys.argv[1]))))
