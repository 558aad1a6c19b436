"""How long a day of the daily model takes at 2,240 industries, beside BoARIO in the same run.

A made-up table of 70 countries with 32 sectors each in which all industries trade
(seeded log-normal flows), a loss of half of 40 industries, stocks of five days. BoARIO
is slow, so it runs few steps; both run in one process, one after the other. Medians are
compared, since other people load the machine; least times and processor time are told.
"""

import json
import logging
import subprocess
import sys
import tempfile
import time
import warnings
from typing import Any

import numpy as np
from peak import peak_bytes

N_COUNTRIES, N_SECTORS, SEED = 70, 32, 20_261_123
N_DAYS, N_STEPS = 60, 4
LEAST_RATIO = 50.0
Row = dict[str, Any]


def rows() -> list[Row]:
    """Return time a day, beside BoARIO's, and memory; from a process of its own."""
    run = subprocess.run([sys.executable, __file__], check=True, capture_output=True, text=True)
    print(run.stderr, end="", file=sys.stderr)
    found: list[Row] = json.loads(run.stdout.splitlines()[-1])
    return found


def _rows() -> list[Row]:
    from kakehashi.supply.ario import simulate
    from kakehashi.supply.ario_model import Ario, Hit
    from kakehashi.supply.read_pymrio import read_pymrio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # BoARIO and pymrio warn of their own defaults
        table = _table()
        network = read_pymrio(table, is_made_up=True)
        firm = np.arange(40, dtype=np.int32)
        hit = Hit(firm=firm, lost_share=np.full(40, 0.5), from_day=3, for_days=10, over_days=20)
        model = Ario(stock_days=5.0, restoration_days=10.0)
        simulate(network, [hit], 3, model)  # compiled kernels are loaded, or made
        spent = time.process_time()
        whole_ms = _ms(lambda: simulate(network, [hit], 1, model))
        whole_cpu_ms = (time.process_time() - spent) * 1e3
        times: list[float] = []
        last = [time.perf_counter()]

        def told(_: int) -> None:
            now = time.perf_counter()
            times.append((now - last[0]) * 1e3)
            last[0] = now

        spent = time.process_time()
        simulate(network, [hit], N_DAYS, model, progress=told)
        own_cpu_ms = ((time.process_time() - spent) * 1e3 - whole_cpu_ms) / N_DAYS
        days = np.array(times[1:])  # the first holds the setting up
        memory_gb = peak_bytes() / 1e9
        steps, peer_cpu_ms = _boario(table, firm)
    day_ms, step_ms = float(np.median(days)), float(np.median(steps))
    ratio = step_ms / day_ms
    size = f"{network.n_firms:,} industries".replace(",", "_")
    note = (
        f"{network.n_edges:,} flows, median of {len(days)} days against {len(steps)} steps; "
        f"least {days.min():.1f} against {steps.min():.0f} ms, processor time {own_cpu_ms:.1f} "
        f"against {peer_cpu_ms:.0f} ms; two threads; setting up "
        f"{whole_ms:.0f} ms not counted"
    )
    return [
        {
            "name": f"day, {size}", "value": day_ms, "unit": "ms/day",
            "target": LEAST_RATIO, "peer": "BoARIO 0.7.2, same run",
            "peer_value": step_ms, "ratio": ratio, "met": ratio >= LEAST_RATIO,
            "note": note,
        },
        {
            "name": f"memory, {size}", "value": memory_gb, "unit": "GB",
            "note": "peak of the process before BoARIO ran, the making of the table included",
        },
    ]  # fmt: skip


def _table() -> Any:
    """Return a made-up balanced table as pymrio holds one."""
    import pandas as pd
    import pymrio

    rng, n = np.random.default_rng(SEED), N_COUNTRIES * N_SECTORS
    names = pd.MultiIndex.from_product(
        [
            [f"c{at:02}" for at in range(N_COUNTRIES)],
            [f"s{at:02}" for at in range(N_SECTORS)],
        ],
        names=["region", "sector"],
    )
    flows = rng.lognormal(0, 2, (n, n))
    final = rng.lognormal(0, 2, (n, N_COUNTRIES)) * N_SECTORS
    # what an industry buys must not pass what it sells
    flows *= (0.5 * (flows.sum(axis=1) + final.sum(axis=1)) / flows.sum(axis=0)).min()
    consumers = pd.MultiIndex.from_product(
        [names.levels[0], ["final"]], names=["region", "category"]
    )
    table = pymrio.IOSystem(
        Z=pd.DataFrame(flows, index=names, columns=names),
        Y=pd.DataFrame(final, index=names, columns=consumers),
    )
    table.calc_all()
    return table


def _boario(table: Any, firm: Any) -> tuple[Any, float]:
    """Return the ms of each step of BoARIO under the same loss, and its processor time a step."""
    import boario.event
    import pandas as pd
    from boario.extended_models import ARIOPsiModel
    from boario.simulation import Simulation

    logging.disable(logging.CRITICAL)
    added = (table.x.T - table.Z.sum(axis=0)).iloc[0]
    impact = pd.Series(2 * added.iloc[firm].to_numpy(), index=table.Z.index[firm])
    model = ARIOPsiModel(table, main_inv_dur=5, inventory_restoration_tau=10)
    with tempfile.TemporaryDirectory() as folder:
        simulation = Simulation(model, n_temporal_units_to_sim=N_DAYS, boario_output_dir=folder)
        simulation.add_event(boario.event.from_series(
            impact, event_type="recovery", occurrence=1, duration=10, recovery_tau=20,
            recovery_function="linear", event_monetary_factor=10**6,
        ))  # fmt: skip
        simulation.next_step()
        spent = time.process_time()
        steps = np.array([_ms(simulation.next_step) for _ in range(N_STEPS)])
        return steps, (time.process_time() - spent) * 1e3 / N_STEPS


def _ms(call: Any) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1e3


if __name__ == "__main__":
    print(json.dumps(_rows()))
