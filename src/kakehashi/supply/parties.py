"""A cascade one sweep at a time, so that two parties can run one network together.

Each party holds the edges that touch its own firms, and moves the states of its own
firms only. A sweep has two messages: the sums by market, then the boundary. Nobody
sees an edge of the other; what the messages tell all the same is said in
docs/explanation/supply.md.
"""

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import Floats, FlowNetwork, Shocks
from kakehashi.supply.index import Model, check_model
from kakehashi.supply.kernels.arrays import Rows
from kakehashi.supply.kernels.cascade import EMPTY_MARKET
from kakehashi.supply.rows import rows_of


class Boundary(msgspec.Struct, frozen=True, eq=False):
    """What one party tells the other for one sweep: of its firms with edges across, no more."""

    lost_down: dict[str, float]  # exporter: loss that nobody of its market replaces, 0 to 1
    lost_up: dict[str, float]  # importer: loss of what it buys, 0 to 1


class Cascade(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """One party's part of a cascade after some sweeps. Axis `firm` as in the network."""

    network: FlowNetwork
    model: Model
    rows: Rows
    place: NDArray[np.int32]  # [firm] its place in the rows
    is_own: NDArray[np.bool_]  # [firm] whether this party moves its state
    psi_down: Floats  # [firm] bound set by the shock
    psi_up: Floats
    down: Floats  # [firm] state towards customers, 1 where it is not this party's
    up: Floats  # [firm] state towards suppliers
    n_sweeps: int = 0
    largest_fall: float = float("inf")  # of the last sweep, own firms

    @property
    def output(self) -> Floats:
        """Yearly sales of each firm; for firms of others only those that this party sees."""
        return self.rows.output[self.place]

    def sums(self) -> Floats:
        """Return what this party's firms still sell in each market; the first message.

        Axis `market`; the parties agree on the order of markets beforehand.
        """
        still = np.where(self.is_own, self.down * self.output, 0.0)
        n = len(self.network.markets)
        return np.bincount(self.network.market_of, still, n).astype(np.float64)

    def offer(self, sums: Sequence[Floats]) -> Boundary:
        """Return the second message, given the sums of all parties in an agreed order.

        The sums are added in that order, so that every party has the same total.
        """
        x = self.lost_down(sums)
        seller, buyer = self.network.supplier, self.network.customer
        exporters = np.unique(seller[self.is_own[seller] & ~self.is_own[buyer]])
        importers = np.unique(buyer[self.is_own[buyer] & ~self.is_own[seller]])
        names = self.network.firms
        return Boundary(
            lost_down={names[firm]: float(x[firm]) for firm in exporters},
            lost_up={names[firm]: float(1.0 - self.up[firm]) for firm in importers},
        )

    def lost_down(self, sums: Sequence[Floats]) -> Floats:
        """Return each own firm's loss that nobody of its market replaces; 0 for others."""
        x = np.where(self.is_own, 1.0 - self.down, 0.0)
        if self.model.is_replaceable:
            available = np.add.reduce(list(sums), axis=0)
            available = np.where(available <= EMPTY_MARKET, 1.0, available)
            x *= np.minimum(1.0, self.output / available[self.network.market_of])
        return x


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What one party's firms lose, in money of the network, and what they sell in a year."""

    lost: float
    lost_down: float
    lost_up: float
    output: float
    n_sweeps: int


def start(
    network: FlowNetwork,
    shocks: Shocks,
    model: Model | None = None,
    *,
    scenario: int = 0,
    is_own: NDArray[np.bool_] | None = None,
) -> Cascade:
    """Return a scenario before its first sweep.

    Parameters
    ----------
    network
        The firms, and of the edges those that touch own firms. For firms of others
        sector and market are all that is read.
    shocks
        The scenarios; of firms of others nothing need be in them.
    model
        How the cascade runs; its mode is not looked at.
    scenario
        Which of the scenarios, counted from 0.
    is_own
        [firm] whose states this party moves; all where it is alone.

    Raises
    ------
    InputError
        As `rank` does.

    Examples
    --------
    Alone, a cascade ends as `rank` has it:

    >>> from kakehashi.supply import MadeUp, each_firm_alone, generate_network, rank
    >>> made = generate_network(MadeUp(n_firms=20, seed=3))
    >>> cascade = start(made, each_firm_alone(made), scenario=4)
    >>> while cascade.largest_fall > 1e-2:
    ...     cascade = sweep(cascade, [cascade.sums()])
    >>> part = finish(cascade)
    >>> bool(abs(part.lost / part.output - rank(made).index[4]) < 1e-12)
    True
    """
    model = Model() if model is None else model
    findings = Findings()
    check_model(network, model, findings)
    findings.check()
    rows, place = rows_of(network, is_open=model.is_open)
    its = slice(shocks.start[scenario], shocks.start[scenario + 1])
    psi_down, psi_up = np.ones(network.n_firms), np.ones(network.n_firms)
    psi_down[shocks.firm[its]] -= shocks.down_loss_share[its]
    psi_up[shocks.firm[its]] -= shocks.up_loss_share[its]
    own = np.ones(network.n_firms, np.bool_) if is_own is None else is_own
    psi_down, psi_up = np.where(own, psi_down, 1.0), np.where(own, psi_up, 1.0)
    return Cascade(
        network=network,
        model=model,
        rows=rows,
        place=place,
        is_own=own,
        psi_down=psi_down,
        psi_up=psi_up,
        down=psi_down,
        up=psi_up,
    )


def sweep(cascade: Cascade, sums: Sequence[Floats], theirs: Sequence[Boundary] = ()) -> Cascade:
    """Return the cascade after one sweep, all states from the old ones.

    `sums` are those of all parties in the agreed order, this one's among them;
    `theirs` are the boundaries that the others offered. The parties stop together,
    once the largest fall of any of them is at most the stop rule.
    """
    network, rows, place = cascade.network, cascade.rows, cascade.place
    x = cascade.lost_down(sums)
    u = np.where(cascade.is_own, 1.0 - cascade.up, 0.0)
    at = {name: firm for firm, name in enumerate(network.firms)} if theirs else {}
    for boundary in theirs:
        for told, lost in ((boundary.lost_down, x), (boundary.lost_up, u)):
            for name, share in told.items():
                if name in at and not cascade.is_own[at[name]]:
                    lost[at[name]] = share
    by_row = np.empty_like(place)
    by_row[place] = np.arange(len(place), dtype=np.int32)
    supplier = np.repeat(by_row, np.diff(rows.down_start))
    slot_sum = np.bincount(rows.down_slot, rows.down_share * x[supplier], len(rows.slot_owner))
    worst = np.zeros(len(place))
    np.maximum.at(worst, rows.slot_owner, slot_sum)
    customer = np.repeat(by_row, np.diff(rows.up_start))
    lost_sales = np.bincount(rows.up_supplier, rows.up_share * u[customer], len(place))
    down = np.maximum(0.0, np.minimum(cascade.psi_down, 1.0 - worst[place]))
    up = np.maximum(0.0, np.minimum(cascade.psi_up, 1.0 - lost_sales[place]))
    down, up = np.where(cascade.is_own, down, 1.0), np.where(cascade.is_own, up, 1.0)
    return msgspec.structs.replace(
        cascade,
        down=down,
        up=up,
        n_sweeps=cascade.n_sweeps + 1,
        largest_fall=float(max((cascade.down - down).max(), (cascade.up - up).max())),
    )


def finish(cascade: Cascade) -> Part:
    """Return what this party's firms lose.

    The index of the whole is the sum of all parties' losses over the sum of their output.
    """
    output = np.where(cascade.is_own, cascade.output, 0.0)
    return Part(
        lost=float((output * (1.0 - np.minimum(cascade.down, cascade.up))).sum()),
        lost_down=float((output * (1.0 - cascade.down)).sum()),
        lost_up=float((output * (1.0 - cascade.up)).sum()),
        output=float(output.sum()),
        n_sweeps=cascade.n_sweeps,
    )
