"""The systemic-risk index: what all firms lose when some of them stop."""

from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.certify import WIDEST, check_leak, is_certified, prove_all
from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import FlowNetwork, Losses, Shocks
from kakehashi.supply.kernels.arrays import Lanes, Lost, Room, Shocked
from kakehashi.supply.kernels.lanes import NARROW, run
from kakehashi.supply.rows import rows_of
from kakehashi.supply.threads import Progress, run_in_threads
from kakehashi.terms.errors import Fault

PAPER_STOP = 1e-2
MOST_ITERATIONS = 100_000


class Mode(StrEnum):
    """When the iteration ends, and what is said of the result."""

    PAPER = "paper"  # once no state falls by more than the stop rule, as published
    CERTIFIED = "certified"  # once an interval is proven


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """How a cascade runs."""

    mode: Mode = Mode.PAPER
    stop: float = PAPER_STOP  # largest fall of a state after which to stop, 0 to 1
    is_replaceable: bool = True  # whether others of its market stand in for a firm
    is_open: bool = False  # whether shares are of revenue and costs, so that losses leak out


def rank(
    network: FlowNetwork,
    shocks: Shocks | None = None,
    model: Model | None = None,
    *,
    is_by_group: bool = False,
    progress: Progress | None = None,
) -> Losses:
    """Return what each scenario loses.

    Parameters
    ----------
    network
        The network.
    shocks
        Scenarios; each firm alone losing everything where there are none.
    model
        How the cascade runs; as published where it is not given.
    is_by_group
        Whether to tell the losses of each sector and each country.
    progress
        Called with the number of scenarios that were finished since; from
        several threads.

    Raises
    ------
    InputError
        For a stop rule out of range, or an open model where firms that trade have no
        revenue or no costs.

    Notes
    -----
    States fall from 1 - shock, all together from the old ones, until the largest fall
    is at most `stop` (paper). Two threads take separate scenarios; a result does not
    depend on which. Source: Diem, Borsos, Reisch, Kertész and Thurner 2022, Sci. Rep.
    12:7719. The published stop rule of 1e-2 is not the fixed point: see
    docs/explanation/supply.md.

    >>> from kakehashi.supply import MadeUp, generate_network
    >>> losses = rank(generate_network(MadeUp(n_firms=20, seed=3)))
    >>> len(losses.index), bool((losses.index <= 1).all())
    (20, True)
    """
    model = Model() if model is None else model
    shocks = each_firm_alone(network) if shocks is None else shocks
    findings = Findings()
    check_model(network, model, findings)
    findings.check()
    rows, place = rows_of(network, is_open=model.is_open)
    n = len(shocks.scenarios)
    lost = Lost(
        shares=np.zeros((n, 3)),
        iterations=np.zeros(n, np.int32),
        by_sector=np.zeros((n, len(network.sectors) if is_by_group else 0)),
        by_country=np.zeros((n, len(network.countries) if is_by_group else 0)),
    )
    shocked = shocked_rows(shocks, place)
    check_leak(rows, findings)
    if model.mode is Mode.CERTIFIED:
        proof = prove_all(
            rows, shocked, lost, is_replaceable=model.is_replaceable, progress=progress
        )
        certified = is_certified(proof)
        if not certified.all():
            n_open = int((~certified).sum())
            findings.warn("not_certified", "scenarios", n=n_open, of=n, width=WIDEST)
        losses = _losses(shocks, lost, findings.warnings(), is_by_group=is_by_group)
        return msgspec.structs.replace(
            losses,
            index=(proof.low + proof.high) / 2,
            low=proof.low,
            high=proof.high,
            is_certified=certified,
        )
    most_alone = len(rows.up_share) / NARROW
    options = np.array([model.is_replaceable, model.stop, MOST_ITERATIONS, most_alone])

    def run_some(room: Room, lanes: Lanes, scenarios: NDArray[np.int64]) -> int:
        return run(rows, room, lanes, shocked, lost, scenarios, options)

    def give_up() -> None:
        options[1] = np.inf  # any fall will do

    run_in_threads(rows, n, run_some, give_up, progress)
    return _losses(shocks, lost, findings.warnings(), is_by_group=is_by_group)


def _losses(
    shocks: Shocks, lost: Lost, warnings: tuple[Fault, ...], *, is_by_group: bool
) -> Losses:
    return Losses(
        scenarios=shocks.scenarios,
        index=lost.shares[:, 0],
        index_down=lost.shares[:, 1],
        index_up=lost.shares[:, 2],
        iterations=lost.iterations,
        by_sector=lost.by_sector if is_by_group else None,
        by_country=lost.by_country if is_by_group else None,
        warnings=warnings,
    )


def each_firm_alone(network: FlowNetwork) -> Shocks:
    """Return one scenario for each firm, in which it loses everything and no other does."""
    n = network.n_firms
    return Shocks(
        scenarios=network.firms,
        start=np.arange(n + 1, dtype=np.int64),
        firm=np.arange(n, dtype=np.int32),
        down_loss_share=np.ones(n),
        up_loss_share=np.ones(n),
    )


def check_model(network: FlowNetwork, model: Model, findings: Findings) -> None:
    """Keep the faults of asking `model` of `network`, and warnings."""
    if network.is_trade:
        findings.fault("trade_only", "network")
    if not 0 < model.stop < 1:
        findings.fault("bad_stop", "stop", shown=model.stop)
    if not model.is_open:
        return
    sides = (
        ("revenue", network.revenue, network.supplier),
        ("costs", network.costs, network.customer),
    )
    for column, known, side in sides:
        flows = np.bincount(side, network.value, network.n_firms)
        total = np.zeros(network.n_firms) if known is None else known
        missing = int(((flows > 0) & ~(total > 0)).sum())
        if missing:
            findings.fault("not_open", "firms", column=column, n=missing)
            continue
        below = int((total < flows * (1 - 1e-9)).sum())
        if below:
            findings.warn("below_flows", "firms", column=column, n=below)


def shocked_rows(shocks: Shocks, place: NDArray[np.int32]) -> Shocked:
    """Return the scenarios by the firms' places in the rows."""
    return Shocked(
        start=shocks.start,
        firm=place[shocks.firm],
        down=shocks.down_loss_share,
        up=shocks.up_loss_share,
    )


def warm_kernels() -> None:
    """Compile the kernels and keep them, so that the first question does not wait for it."""
    from kakehashi.supply.ario import simulate
    from kakehashi.supply.ario_model import Ario, Rationing
    from kakehashi.supply.generate import MadeUp, generate_network

    made = generate_network(MadeUp(n_firms=8, seed=1))
    for mode in Mode:
        rank(made, model=Model(mode=mode, is_open=True))
    for rationing in Rationing:
        simulate(made, [], 2, Ario(rationing=rationing))
