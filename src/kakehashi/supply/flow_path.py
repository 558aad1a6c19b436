"""The path along which a loss of the index travelled, from who lost most back to the shock."""

from enum import StrEnum

import msgspec
import numpy as np

from kakehashi.supply.flow_network import ESSENTIAL, Floats, FlowNetwork, Shocks
from kakehashi.supply.index import Mode, Model
from kakehashi.supply.parties import Cascade, start, sweep

MOST = 0.5  # share of a firm's loss from which on most of it has come
FINE_STOP = 1e-7  # largest fall of a sweep after which a certified run is at its end
MOST_SWEEPS = 2_000
MOST_KEPT = 2**26  # states that are kept at most: half a gibibyte
NOTHING = 1e-9  # share of output that is no loss but rounding


class Side(StrEnum):
    """Which way a loss travelled."""

    DOWN = "down"  # from suppliers to customers
    UP = "up"  # from customers to suppliers


class Cause(StrEnum):
    """Why a firm lost output."""

    SHOCK = "shock"  # the scenario took it: the end of the path
    INPUT = "input"  # an input whose shortage binds it
    SALES = "sales"  # customers who buy less


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One firm of the path, in the sweep by which most of its loss had come, and why."""

    firm: str
    sweep: int  # 0: the shock itself
    lost_share: float  # of its output, in that sweep
    cause: Cause
    sector: str | None = None  # of the input; None: all inputs together that are not essential
    other: str | None = None  # the supplier, or customer, whose loss counts most
    other_lost_share: float | None = None  # of its output, in the sweep before
    part: float = 0.0  # how much of `lost_share` that one alone accounts for
    without: float = 0.0  # what the firm would have lost in that sweep without it


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """A path; no steps where only those lost who were hit."""

    scenario: str
    side: Side
    firm: str  # who lost most, in money, of all who were not hit themselves; "" for nobody
    lost_share: float  # of its output, in the end
    n_sweeps: int
    is_cut: bool  # whether the sweeps were ended before the rule to stop held
    steps: tuple[Step, ...]


def index_path(
    network: FlowNetwork, shocks: Shocks, scenario: int, model: Model | None = None
) -> Path:
    """Return the path along which most of the largest loss came, the firm first.

    Parameters
    ----------
    network, shocks
        As `rank` takes them.
    scenario
        Which of the scenarios, counted from 0.
    model
        How the cascade runs; a certified run is followed until hardly any state moves.

    Returns
    -------
    Path
        Steps in time backwards: each firm's loss in the sweep named came from the
        state of the next step's firm one sweep before, or earlier.

    Raises
    ------
    InputError
        As `rank` does.

    Notes
    -----
    Of the firms that the scenario does not hit, the one that loses most money is asked, on
    the side on which it loses most. A step goes to the first sweep by which half of
    its loss had come, looks which input binds there (or at all sales), and
    goes on to the supplier (customer) that accounts for most of that. So losses that run in
    circles are not followed round and round. A step names one of several: `part`
    says how much it accounts for. Cost: one pass over the edges a sweep, and a step.

    >>> from kakehashi.supply import MadeUp, each_firm_alone, generate_network
    >>> made = generate_network(MadeUp(n_firms=20, seed=3))
    >>> told = index_path(made, each_firm_alone(made), 4)
    >>> told.steps[-1].firm, told.steps[-1].cause == Cause.SHOCK
    ('4', True)
    """
    model = Model() if model is None else model
    states, is_cut = _states(network, shocks, scenario, model)
    last = states[-1]
    is_hit = np.minimum(last.psi_down, last.psi_up) < 1
    lost = np.where(is_hit, 0.0, last.output * (1 - np.minimum(last.down, last.up)))
    firm = int(lost.argmax())
    side = Side.DOWN if last.down[firm] <= last.up[firm] else Side.UP
    share = float(1 - np.minimum(last.down, last.up)[firm])
    is_any = share > NOTHING and not is_hit[firm]
    walk = _Walk(network, states, side)
    return Path(
        scenario=shocks.scenarios[scenario],
        side=side,
        firm=network.firms[firm] if is_any else "",
        lost_share=share if is_any else 0.0,
        n_sweeps=last.n_sweeps,
        is_cut=is_cut,
        steps=walk.steps(firm) if is_any else (),
    )


def _states(
    network: FlowNetwork, shocks: Shocks, scenario: int, model: Model
) -> tuple[list[Cascade], bool]:
    """Return the cascade after each sweep, and whether it was ended early."""
    stop = FINE_STOP if model.mode is Mode.CERTIFIED else model.stop
    cascade = start(network, shocks, model, scenario=scenario)
    states = [cascade]
    most = max(1, min(MOST_SWEEPS, MOST_KEPT // (2 * network.n_firms)))
    while cascade.largest_fall > stop:
        if len(states) > most:
            return states, True
        cascade = sweep(cascade, [cascade.sums()])
        states.append(cascade)
    return states, False


class _Walk:
    """The states of every sweep, and which flows carried a loss."""

    def __init__(self, network: FlowNetwork, states: list[Cascade], side: Side) -> None:
        self.network, self.states, self.side = network, states, side
        rows, place = states[0].rows, states[0].place
        self.rows, self.place = rows, place
        self.firm_at = np.empty_like(place)
        self.firm_at[place] = np.arange(len(place), dtype=np.int32)

    def steps(self, firm: int) -> tuple[Step, ...]:
        """Return the steps from a firm, in the last sweep, to the shock."""
        steps: list[Step] = []
        at, other = len(self.states) - 1, firm
        while True:
            at = self._when(other, at)
            if at == 0:
                steps.append(Step(firm=self.network.firms[other], sweep=0, cause=Cause.SHOCK,
                                  lost_share=float(self._lost(0)[other])))  # fmt: skip
                return tuple(steps)
            find = self._input if self.side is Side.DOWN else self._sales
            step, other = find(other, at)
            steps.append(step)
            at -= 1

    def _lost(self, at: int) -> Floats:
        state = self.states[at]
        return 1.0 - (state.down if self.side is Side.DOWN else state.up)

    def _when(self, firm: int, until: int) -> int:
        """Return the first sweep by which most of what the firm had lost then was lost."""
        wanted = MOST * self._lost(until)[firm]
        return next(at for at in range(until + 1) if self._lost(at)[firm] >= wanted)

    def _input(self, firm: int, at: int) -> tuple[Step, int]:
        before, rows = self.states[at - 1], self.rows
        place = self.place[firm]
        first, end = rows.slot_start[place], rows.slot_start[place + 1]
        edges = np.flatnonzero((rows.down_slot >= first) & (rows.down_slot < end))
        sellers = np.searchsorted(rows.down_start, edges, "right") - 1
        suppliers = self.firm_at[sellers]
        parts = rows.down_share[edges] * before.lost_down([before.sums()])[suppliers]
        slots = rows.down_slot[edges] - first
        sums = np.bincount(slots, parts, end - first)
        in_worst = np.where(slots == sums.argmax(), parts, -1.0)
        most = int(in_worst.argmax())
        sums[slots[most]] -= parts[most]
        other = int(suppliers[most])
        sector = self.network.sector_of[other]
        is_essential = self.network.essential[sector, self.network.sector_of[firm]] == ESSENTIAL
        step = self._step(
            firm, at, other, Cause.INPUT, float(parts[most]), float(sums.max()),
            self.network.sectors[sector] if is_essential else None,
        )  # fmt: skip
        return step, other

    def _sales(self, firm: int, at: int) -> tuple[Step, int]:
        rows = self.rows
        edges = np.flatnonzero(rows.up_supplier == self.place[firm])
        customers = self.firm_at[np.searchsorted(rows.up_start, edges, "right") - 1]
        parts = rows.up_share[edges] * self._lost(at - 1)[customers]
        most = int(parts.argmax())
        other = int(customers[most])
        rest = float(parts.sum() - parts[most])
        return self._step(firm, at, other, Cause.SALES, float(parts[most]), rest, None), other

    def _step(
        self, firm: int, at: int, other: int, cause: Cause, part: float, rest: float,
        sector: str | None,
    ) -> Step:  # fmt: skip
        names, own = self.network.firms, float(self._lost(0)[firm])
        return Step(
            firm=names[firm],
            sweep=at,
            lost_share=float(self._lost(at)[firm]),
            cause=cause,
            sector=sector,
            other=names[other],
            other_lost_share=float(self._lost(at - 1)[other]),
            part=part,
            without=min(1.0, max(own, rest)),
        )
