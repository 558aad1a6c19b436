"""What is lost if, and what mends it: a question about a shipped network, and its answer."""

from collections.abc import Callable
from typing import Any, Literal

import msgspec

from kakehashi import __version__
from kakehashi.accord.canonical import digest
from kakehashi.answers.faults import a_fault
from kakehashi.answers.shares import SHIPPED, exposure_rows, shipped_network
from kakehashi.supply.choose import sets_at_most
from kakehashi.supply.scenario import scenario_of
from kakehashi.supply.share_files import (
    measures_file,
    number,
    plain_network,
    plain_result,
    scenario_file,
)
from kakehashi.supply.share_lanes import FIELDS
from kakehashi.supply.share_mending import measures_of
from kakehashi.supply.share_rows import read_span
from kakehashi.supply.shares import (
    By,
    Measures,
    Mended,
    Scenario,
    ShareNetwork,
    Span,
    Stressed,
    exposures,
    mend_shares,
    stress_shares,
)
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.faults import shown
from kakehashi.terms.frozen import Frozen
from kakehashi.terms.plain import Plain
from kakehashi.terms.shape import shape_faults

MOST_SCENARIOS, MOST_MEASURES = 5, 12
MOST_SEED = 2**53 - 1  # the largest whole number that canonical JSON holds
BOTH = ("GB", "JP")
LEAST, MOST = 1e-9, 1e12  # what a number of a question may be, if it is not 0
DIGITS = 6  # of each number of a result in its digest: machines differ in the last bits
Part = Literal["stress", "mend"]
Told = Callable[[int, int, Part], None]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of a shipped network; without measures only what is lost."""

    network: str
    scenarios: tuple[Scenario, ...]
    measures: Measures | None = None
    budget: float = 0.0
    by: By = By.EXPECTED


class Caps(msgspec.Struct, frozen=True, kw_only=True):
    """How much may be asked; `n_days` counts draws × days × sets of measures."""

    n_draws: int
    horizon_days: int
    n_days: int


class Answer(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What was found, and with which network and version of Kakehashi."""

    question: Question
    told: tuple[Stressed, ...]
    mended: tuple[Mended, ...]
    holders: tuple[dict[str, Any], ...]  # who holds each lost input: both countries and others
    network_digest: str
    version: str


class _File(Frozen, frozen=True, kw_only=True):
    network: str
    scenarios: tuple[Any, ...]
    measures: Any = None
    budget: str | int = 0
    loss: By = By.EXPECTED


def question_of(plain: Plain) -> Question:
    """Return the question that plain values ask.

    Parameters
    ----------
    plain
        network; scenarios, each as the file `scenario/1`; measures, as `measures/1`, or
        None; budget; loss, "expected" or "tail".

    Raises
    ------
    InputError
        With all faults at once. A place within the second scenario begins with the
        name of `plain`, then `scenarios[1]`.
    """
    faults = shape_faults(plain, _File, plain.value)
    if faults:
        raise InputError(faults)
    read = msgspec.convert(plain.value, _File)
    if read.network not in SHIPPED:
        known = {"shown": shown(read.network), "names": ", ".join(SHIPPED)}
        raise InputError(a_fault("no_such_network", plain.where(("network",)), **known))
    network = shipped_network(read.network)
    scenarios = [
        _part(plain, ("scenarios", at), lambda part: scenario_of(part, network), faults)
        for at in range(len(read.scenarios))
    ]
    measures = None
    if read.measures is not None:
        measures = _part(plain, ("measures",), lambda part: measures_of(part, network), faults)
    budget = _budget(plain, read.budget, faults)
    faults += _counts(plain, read)
    if faults:
        raise InputError(faults)
    question = Question(
        network=read.network,
        scenarios=tuple(scenarios),
        measures=measures,
        budget=budget,
        by=read.loss,
    )
    _check_numbers(plain, question)
    return question


def _check_numbers(plain: Plain, question: Question) -> None:
    """Raise InputError with every number that no result could hold exactly enough."""
    measures = question.measures.measures if question.measures else ()
    numbers = [
        *(
            (f"{plain.where(('scenarios', at))} {part}[{row}].{field}", getattr(one, field))
            for at, scenario in enumerate(question.scenarios)
            for part, rows, fields in (
                ("losses", scenario.losses, ("share", "for_days", "returns_over_days")),
                ("assumptions", scenario.assumptions, FIELDS),
            )
            for row, one in enumerate(rows)
            for field in fields
        ),
        *(
            (f"{plain.where(('measures',))} measures[{row}].{name}", getattr(one, field))
            for row, one in enumerate(measures)
            for name, field in (("days", "amount"), ("cost", "cost"), ("ready_on_day",) * 2)
        ),
        (plain.where(("budget",)), question.budget),
    ]
    faults = [
        a_fault("out_of_range", where, shown=shown(f"{end:g}"))
        for where, value in numbers
        for end in _ends(value)
        if end and not LEAST <= end <= MOST
    ]
    if faults:
        raise InputError(faults)


def _ends(value: Span | float | None) -> tuple[float, ...]:
    if value is None:
        return ()
    return tuple({value.low, value.high}) if isinstance(value, Span) else (value,)


def _part(
    plain: Plain, path: tuple[str | int, ...], read: Callable[[Plain], Any], faults: list[Fault]
) -> Any:
    value = plain.value
    for step in path:
        value = value[step]
    try:
        return read(Plain(plain.where(path), value))
    except InputError as error:
        faults += error.faults
    return None


def _budget(plain: Plain, told: str | int, faults: list[Fault]) -> float:
    span = read_span(str(told))
    if span is None or span.low != span.high:
        faults.append(a_fault("no_budget", plain.where(("budget",)), shown=shown(told)))
        return 0.0
    return span.low


def _counts(plain: Plain, read: _File) -> list[Fault]:
    n, most = len(read.scenarios), {"most": MOST_SCENARIOS}
    where = plain.where(("scenarios",))
    faults = []
    if not n:
        faults.append(a_fault("no_scenarios", where, **most))
    if n > MOST_SCENARIOS:
        faults.append(a_fault("too_many_scenarios", where, n=n, **most))
    listed = read.measures.get("measures") if isinstance(read.measures, dict) else None
    if isinstance(listed, list) and len(listed) > MOST_MEASURES:
        told = {"n": len(listed), "most": MOST_MEASURES}
        faults.append(a_fault("too_many_measures", plain.where(("measures",)), **told))
    return faults


def plain_question(question: Question) -> dict[str, Any]:
    """Return a question as plain values; `question_of` reads it back."""
    measures = question.measures
    return {
        "network": question.network,
        "scenarios": [scenario_file(one) for one in question.scenarios],
        "measures": None if measures is None else measures_file(measures),
        "budget": number(question.budget),
        "loss": str(question.by),
    }


def n_days_of(question: Question) -> int:
    """Return how much a question asks to be worked out: draws × days × sets, at most."""
    return sum(one.horizon_days * _runs(question, one) for one in question.scenarios)


def _runs(question: Question, scenario: Scenario) -> int:
    measures = question.measures
    n_sets = 0 if measures is None else sets_at_most(len(measures.measures))
    return scenario.n_draws * (1 + n_sets)


def check_caps(question: Question, caps: Caps, name: str = "question") -> None:
    """Raise InputError with every number of a question that is beyond the caps."""
    faults = []
    for at, one in enumerate(question.scenarios):
        for field, asked, most in (
            ("draws", one.n_draws, caps.n_draws),
            ("horizon_days", one.horizon_days, caps.horizon_days),
            ("seed", one.seed, MOST_SEED),
        ):
            if asked > most:
                where = f"{name} scenarios[{at}] {field}"
                faults.append(a_fault("over_cap", where, shown=shown(asked), most=f"{most:,}"))
    n = n_days_of(question)
    if not faults and n > caps.n_days:
        told = {"n": f"{n / caps.n_days:.1f}", "most": f"{caps.n_days:,}"}
        faults.append(a_fault("too_much_to_run", f"{name} scenarios[0] draws", **told))
    if faults:
        raise InputError(faults)


def answer_of(question: Question, told: Told | None = None) -> Answer:
    """Return what is lost in each scenario, and what the measures save.

    Parameters
    ----------
    question
        What is asked.
    told
        Told how many steps of how many are done, and of what; what it raises ends the run.

    Raises
    ------
    InputError
        For scenarios that do not fit the network, and a budget below 0.
    """
    network = shipped_network(question.network)
    steps = _Steps(sum(_runs(question, one) for one in question.scenarios), told)
    stressed, mended = [], []
    for one in question.scenarios:
        stressed.append(stress_shares(network, one, steps.of("stress", 1)))
        steps.end(one.n_draws, "stress")
    if question.measures is not None:
        for one in question.scenarios:
            progress = steps.of("mend", one.n_draws)
            mended.append(
                mend_shares(network, one, question.measures, question.budget, question.by, progress)
            )
            steps.end(_runs(question, one) - one.n_draws, "mend")
    return Answer(
        question=question,
        told=tuple(stressed),
        mended=tuple(mended),
        holders=_holders(network, stressed),
        network_digest=digest(plain_network(network)),
        version=__version__,
    )


class _Steps:
    """Counts what is done; a part that ends early counts as its whole."""

    def __init__(self, total: int, told: Told | None) -> None:
        self._total, self._told, self._ended, self._done = total, told, 0, 0

    def of(self, part: Part, size: int) -> Callable[[int], None]:
        def progress(n: int) -> None:
            self._tell(self._done + n * size, part)

        return progress

    def end(self, steps: int, part: Part) -> None:
        self._ended += steps
        self._tell(self._ended, part)

    def _tell(self, done: int, part: Part) -> None:
        self._done = done
        if self._told is not None:
            self._told(min(done, self._total), self._total, part)


def _holders(network: ShareNetwork, told: list[Stressed]) -> tuple[dict[str, Any], ...]:
    """Return who holds each input that is lost: the two countries, others, and nobody known.

    A scenario says up to which year figures count; each has its own rows.
    """
    found: dict[tuple[str, int | None], dict[str, Any]] = {}
    for one in told:
        hit = {hit.input for hit in one.hits}
        rows = exposure_rows(network, exposures(network, *BOTH, one.scenario.year))
        found |= {(row["input"], row["year"]): row for row in rows if row["input"] in hit}
    return tuple(found.values())


def digests_of(answer: Answer) -> dict[str, Any]:
    """Return the digests by which anyone knows what an answer was made from, and the answer.

    `result` is over the question, the network's digest and all that was found, each
    number to `DIGITS` digits; not over the version, so that a later one that finds the
    same has the same.
    """
    question = answer.question
    measures = question.measures
    return {
        "network": answer.network_digest,
        "scenarios": [digest(scenario_file(one)) for one in question.scenarios],
        "measures": None if measures is None else digest(measures_file(measures)),
        "result": digest(
            {
                "question": plain_question(question),
                "network": answer.network_digest,
                "stress": [_rounded(plain_result(one)) for one in answer.told],
                "mend": [_rounded(plain_result(one)) for one in answer.mended],
                "holders": _rounded(list(answer.holders)),
            }
        ),
    }


def _rounded(value: Any) -> Any:
    """Return plain values with each fraction to `DIGITS` digits and none below 1e-9.

    >>> _rounded([1 / 3, 2e-17, 7])
    [0.333333, 0.0, 7]
    """
    if isinstance(value, float):
        return float(f"{round(value, 9):.{DIGITS}g}") + 0.0
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value
