"""A question about any supply network, as plain values, and its answer in JSON's own types.

The answer is what the command line gives with `--format json`.
"""

import json
import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

import msgspec

from kakehashi.answers import simulated
from kakehashi.answers.faults import a_fault
from kakehashi.answers.flow_rows import (
    flow_cut_rows,
    flow_reach_rows,
    flow_reaches,
    flow_rows,
    years_together,
)
from kakehashi.answers.measured import BOTH, measured
from kakehashi.answers.ranked import loss_rows
from kakehashi.answers.reached import cut_rows, cuts, reaches
from kakehashi.answers.sent_network import sent_network
from kakehashi.answers.shares import SHIPPED, as_plain, reach_rows, shipped_network
from kakehashi.answers.supply_run import MOST_MEASURES, MOST_SCENARIOS, MOST_SEED
from kakehashi.supply import FlowNetwork, Mode, Model, rank, read_shocks
from kakehashi.supply.ario import simulate
from kakehashi.supply.flow_reach import flow_cut
from kakehashi.supply.flow_scenario import read_flow_scenario
from kakehashi.supply.scenario import scenario_of
from kakehashi.supply.share_mending import measures_of
from kakehashi.supply.shares import By, Scenario, ShareNetwork, mend_shares, stress_shares
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.faults import shown
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.plain import Plain
from kakehashi.terms.shape import shape_faults

MOST_DRAWS, MOST_DAYS = 500, 1_096  # of a scenario
MOST_STEPS = 50_000_000  # draws × days × inputs × sets that are worked out between two looks
Number = str | int  # a decimal number is text until it is asked for
Level = Literal["country", "firm"]
Progress = Callable[[int], None]
_NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?")
Year = Annotated[int, msgspec.Meta(ge=1000, le=2999)]


class Answered(msgspec.Struct, frozen=True):
    """An answer, and the warnings of the network and of the model."""

    value: Any
    warnings: tuple[Fault, ...] = ()


class _Asked(Frozen, frozen=True, kw_only=True):
    network: str | None = None
    files: dict[str, str] | None = None


class Measure(_Asked, frozen=True, kw_only=True):
    """Concentration, holdings, exposure; of shares relations and reach, too."""

    show: Literal["concentration", "holdings", "exposure", "relations", "reach"] = "concentration"
    by: Level = "country"
    inputs: tuple[str, ...] = ()
    year: Year | None = None
    countries: Annotated[tuple[str, ...], msgspec.Meta(min_length=2, max_length=2)] = BOTH


class Reach(_Asked, frozen=True, kw_only=True):
    """What those named stop together, or each provider alone."""

    of: tuple[str, ...] = ()
    by: Level = "country"
    at_least: Number = "0.5"
    year: Year | None = None


class CutOff(_Asked, frozen=True, kw_only=True):
    """The cheapest to secure against the loss of those named."""

    of: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    to: str | None = None
    at_least: Number = "0.5"
    costs: dict[str, Number] = msgspec.field(default_factory=dict)
    year: Year | None = None


class Rank(_Asked, frozen=True, kw_only=True):
    """The systemic-risk index of each firm, or of the shocks of a table."""

    mode: Mode = Mode.PAPER
    stop: Number = "0.01"
    replaceability: Literal["on", "off"] = "on"
    is_open: bool = msgspec.field(default=False, name="open")
    shocks: str | None = None


class Stress(_Asked, frozen=True, kw_only=True):
    """What each scenario loses on a network of shares."""

    scenarios: Annotated[tuple[Any, ...], msgspec.Meta(min_length=1, max_length=MOST_SCENARIOS)]


class Mend(_Asked, frozen=True, kw_only=True):
    """What measures save in each scenario, and a set under a budget."""

    scenarios: Annotated[tuple[Any, ...], msgspec.Meta(min_length=1, max_length=MOST_SCENARIOS)]
    measures: Any
    budget: Number
    loss: By = By.EXPECTED


class Simulate(_Asked, frozen=True, kw_only=True):
    """What a network of flows loses day by day."""

    scenario: Any
    days: Annotated[int, msgspec.Meta(ge=1, le=MOST_DAYS)] | None = None


QUESTIONS: dict[str, type[_Asked]] = {
    "measure": Measure, "reach": Reach, "cut": CutOff, "rank": Rank,
    "stress": Stress, "mend": Mend, "simulate": Simulate,
}  # fmt: skip


def answered(question: str, plain: Plain, progress: Progress | None = None) -> Answered:
    """Return what the command `kakehashi supply <question> --format json` gives.

    Parameters
    ----------
    question
        One of `QUESTIONS`.
    plain
        A shipped name as `network`, or tables by name as `files`; and the options of
        the command under their names.
    progress
        Called again and again while the answer is worked out; what it raises ends it.

    Raises
    ------
    InputError
        With all faults of the question at once; then those of the network, then those
        of what is asked of it. And where the network is not one for this question, or
        beyond the caps.
    """
    kind = QUESTIONS[question]
    faults = [*plain.faults, *shape_faults(plain, kind, plain.value)]
    if faults:
        raise InputError(faults)
    asked = msgspec.convert(plain.value, kind)
    network = _network(plain, asked)
    _check_family(question, network)
    reading = _Reading(plain, question)
    if isinstance(network, FlowNetwork):
        return _OF_FLOWS[question](reading, asked, network, progress)
    return _OF_SHARES[question](reading, asked, network, progress)


def _network(plain: Plain, asked: _Asked) -> ShareNetwork | FlowNetwork:
    if (asked.network is None) == (asked.files is None):
        raise InputError(a_fault("one_of_network_and_files", plain.where(())))
    if asked.files is not None:
        faults = [
            a_fault("parquet_as_text", plain.where(("files", name)))
            for name in asked.files
            if name.lower().endswith(".parquet")
        ]
        if faults:
            raise InputError(faults)
        return sent_network({name: text.encode() for name, text in asked.files.items()})
    name = str(asked.network)
    if name not in SHIPPED:
        known = {"shown": shown(name), "names": ", ".join(SHIPPED)}
        raise InputError(a_fault("no_such_network", plain.where(("network",)), **known))
    return shipped_network(name)


def _check_family(question: str, network: ShareNetwork | FlowNetwork) -> None:
    is_flows = isinstance(network, FlowNetwork)
    asked_of = _OF_FLOWS if is_flows else _OF_SHARES
    if question not in asked_of:
        others = ", ".join(one for one in QUESTIONS if one in asked_of)
        code = "not_asked_of_flows" if is_flows else "not_asked_of_shares"
        raise InputError(a_fault(code, "network", question=question, others=others))


class _Reading:
    """Reads numbers and scenarios of a question; `check` tells all that was wrong with them."""

    def __init__(self, plain: Plain, question: str) -> None:
        self.plain = plain
        self.question = question
        self.faults: list[Fault] = []

    def number(self, raw: Number, *path: str | int) -> float:
        """Return one number; a fault, and 1, where it is none."""
        if not _NUMBER.fullmatch(str(raw)):
            self.faults.append(a_fault("no_number", self.plain.where(path), shown=shown(raw)))
            return 1.0
        return float(raw)

    def part(self, read: Callable[[Plain], Any], *path: str | int) -> Any:
        """Return what `read` makes of a part of the question; None with its faults."""
        value = self.plain.value
        for step in path:
            value = value[step]
        try:
            return read(Plain(self.plain.where(path), value))
        except InputError as error:
            self.faults += error.faults
        return None

    def scenarios(self, n: int, network: ShareNetwork) -> list[Scenario]:
        """Return the scenarios, each within the caps."""
        found = []
        for at in range(n):
            one = self.part(lambda part: scenario_of(part, network), "scenarios", at)
            if one is None:
                continue
            found.append(one)
            for field, told, most in (
                ("draws", one.n_draws, MOST_DRAWS),
                ("horizon_days", one.horizon_days, MOST_DAYS),
                ("seed", one.seed, MOST_SEED),
            ):
                if told > most:
                    where = self.plain.where(("scenarios", at, field))
                    fault = a_fault("over_cap", where, shown=shown(told), most=f"{most:,}")
                    self.faults.append(fault)
        return found

    def check_steps(self, scenarios: list[Scenario], n_inputs: int, n_sets: int = 1) -> None:
        """Keep a fault for each scenario that is too much to be worked out at once."""
        for at, one in enumerate(scenarios):
            n = one.n_draws * one.horizon_days * n_inputs * n_sets
            if n > MOST_STEPS:
                told = {"n": f"{n / MOST_STEPS:.1f}", "most": f"{MOST_STEPS:,}"}
                where = self.plain.where(("scenarios", at, "draws"))
                self.faults.append(a_fault("too_much_at_once", where, **told))

    def check(self) -> None:
        """Raise InputError where anything was wrong."""
        if self.faults:
            raise InputError(self.faults)


def _measure(_: _Reading, asked: Measure, network: ShareNetwork, __: Any) -> Answered:
    one, other = asked.countries
    rows = measured(
        network, asked.show, by=asked.by, inputs=asked.inputs, year=asked.year,
        countries=(one, other),
    )  # fmt: skip
    return Answered(rows, network.warnings)


def _measure_flows(reading: _Reading, asked: Measure, network: FlowNetwork, _: Any) -> Answered:
    if asked.show in ("relations", "reach"):
        others = "concentration, holdings, exposure"
        fault = a_fault("not_asked_of_flows", "show", question=asked.show, others=others)
        reading.faults.append(fault)
    reading.check()
    if asked.year not in (None, network.year):
        return Answered([], network.warnings)
    one, other = asked.countries
    rows = flow_rows(
        network, asked.show, by=asked.by, inputs=asked.inputs, countries=(one, other)
    )  # fmt: skip
    return Answered(years_together(rows, asked.show), network.warnings)


def _reach(reading: _Reading, asked: Reach, network: ShareNetwork, _: Any) -> Answered:
    at_least = reading.number(asked.at_least, "at_least")
    reading.check()
    found = reaches(network, asked.of, by=asked.by, at_least=at_least, year=asked.year)
    return Answered(reach_rows(network, found), network.warnings)


def _reach_flows(reading: _Reading, asked: Reach, network: FlowNetwork, _: Any) -> Answered:
    at_least = reading.number(asked.at_least, "at_least")
    reading.check()
    found = flow_reaches(network, asked.of, by=asked.by, at_least=at_least)
    return Answered(flow_reach_rows(found), network.warnings)


def _cut(reading: _Reading, asked: CutOff, network: ShareNetwork, _: Any) -> Answered:
    at_least = reading.number(asked.at_least, "at_least")
    costs = {name: reading.number(cost, "costs", name) for name, cost in asked.costs.items()}
    reading.check()
    found = cuts(
        network, asked.of, asked.to, at_least=at_least, costs=costs, year=asked.year
    )  # fmt: skip
    return Answered(cut_rows(found), network.warnings)


def _cut_flows(reading: _Reading, asked: CutOff, network: FlowNetwork, _: Any) -> Answered:
    costs = {name: reading.number(cost, "costs", name) for name, cost in asked.costs.items()}
    if asked.to is None:
        reading.faults.append(a_fault("no_target", reading.plain.where(())))
    reading.check()
    cut = flow_cut(network, set(asked.of), str(asked.to), costs=costs)
    return Answered(flow_cut_rows([cut]), network.warnings)


def _rank(
    reading: _Reading, asked: Rank, network: FlowNetwork, progress: Progress | None
) -> Answered:
    stop = reading.number(asked.stop, "stop")
    reading.check()
    model = Model(
        mode=asked.mode,
        stop=stop,
        is_replaceable=asked.replaceability == "on",
        is_open=asked.is_open,
    )
    shocks = None
    if asked.shocks is not None:
        shocks = read_shocks("shocks.csv", asked.shocks.encode(), network)
    losses = rank(network, shocks, model, progress=progress)
    return Answered(list(loss_rows(losses)), (*network.warnings, *losses.warnings))


def _stress(
    reading: _Reading, asked: Stress, network: ShareNetwork, progress: Progress | None
) -> Answered:
    scenarios = reading.scenarios(len(asked.scenarios), network)
    reading.check_steps(scenarios, len(network.inputs))
    reading.check()
    told = [stress_shares(network, one, progress) for one in scenarios]
    return Answered([as_plain(network, one) for one in told], network.warnings)


def _mend(
    reading: _Reading, asked: Mend, network: ShareNetwork, progress: Progress | None
) -> Answered:
    scenarios = reading.scenarios(len(asked.scenarios), network)
    measures = reading.part(lambda part: measures_of(part, network), "measures")
    budget = reading.number(asked.budget, "budget")
    n = 0 if measures is None else len(measures.measures)
    if n > MOST_MEASURES:
        where = reading.plain.where(("measures",))
        reading.faults.append(a_fault("too_many_measures", where, n=n, most=MOST_MEASURES))
    reading.check_steps(scenarios, len(network.inputs), 1 + n)
    reading.check()
    mended = [
        mend_shares(network, one, measures, budget, asked.loss, progress) for one in scenarios
    ]
    return Answered([as_plain(network, one) for one in mended], network.warnings)


def _simulate(
    reading: _Reading, asked: Simulate, network: FlowNetwork, progress: Progress | None
) -> Answered:
    # read as the file that it could have been
    content = json.dumps(asked.scenario, ensure_ascii=True).encode()
    scenario = read_flow_scenario(reading.plain.where(("scenario",)), content, network)
    n_days = scenario.horizon_days if asked.days is None else asked.days
    if n_days > MOST_DAYS:
        told = {"shown": shown(n_days), "most": f"{MOST_DAYS:,}"}
        where = reading.plain.where(("scenario", "horizon_days"))
        raise InputError(a_fault("over_cap", where, **told))
    found = simulate(network, scenario.hits, n_days, scenario.model, progress=progress)
    plain = simulated.as_plain(network, scenario, found)
    return Answered(plain, (*network.warnings, *found.warnings))


_OF_SHARES: dict[str, Callable[..., Answered]] = {
    "measure": _measure, "reach": _reach, "cut": _cut, "stress": _stress, "mend": _mend,
}  # fmt: skip
_OF_FLOWS: dict[str, Callable[..., Answered]] = {
    "measure": _measure_flows, "reach": _reach_flows, "cut": _cut_flows, "rank": _rank,
    "simulate": _simulate,
}  # fmt: skip
