"""May the data of a million flows go: every hop under all rules at once, on a day."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import NamedTuple

import polars as pl

from kakehashi.answers.may_send import SUBJECT, UK_BOOK, UK_JAPAN, UK_RULE, Send
from kakehashi.answers.portfolio_columns import COMPLETE
from kakehashi.answers.portfolio_hops import Hops, three_valued
from kakehashi.rules import Rulebooks, assess_population
from kakehashi.rules.frame import Ready, make_ready
from kakehashi.rules.population import WAITS, facts_of_rule, ground_of_population
from kakehashi.terms.verdict import Force, Outcome

MARK = "came_under_uk_adequacy"
_OTHER = "rests_on_other_ground"
_CROSSING = f"{UK_BOOK}:{UK_RULE}"
# the worst comes last: a flow has the answer of its worst hop
ANSWERS = (Send.LAWFUL, Send.NOT_ESTABLISHED, Send.EVIDENCE_MISSING, Send.REFUSED)
OUTCOMES = (Outcome.MET, Outcome.NOT_MET, Outcome.MISSING, Outcome.NOT_APPLICABLE)
Steps = tuple[pl.DataFrame, ...]  # what is written to stands once in a step
_LAWFUL, _OPEN, _MISSING, _REFUSED = range(len(ANSWERS))
_NO, _UNKNOWN, _YES = range(3)


class Decided(NamedTuple):
    """A portfolio decided on a day.

    `hops` has a row a hop, in the order of the portfolio: `flow`, `hop`, `sector`, `answer`
    (a place in `ANSWERS`), `bears_mark` (is UK-origin data under adequacy in it, or comes by
    it?), and a column "book:rule" for each rule (a place
    in `OUTCOMES`). `flows` has a row a flow: `flow`, `sector`, `answer`.
    `rules_checked_on` is the day beyond which changes of law are not in it.
    """

    as_of: date
    rules: tuple[str, ...]
    hops: pl.DataFrame
    flows: pl.DataFrame
    rules_checked_on: date


def decide_portfolio(rulebooks: Rulebooks, hops: Hops, *, as_of: date) -> Decided:
    """Return what `may_send` answers for every flow, the same day in both countries.

    Parameters
    ----------
    rulebooks
        The rulebooks at hand.
    hops
        The hops of the portfolio.
    as_of
        The day, in every rulebook's calendar.

    Raises
    ------
    InputError
        For columns that do not fit the vocabulary of the rulebooks.

    Notes
    -----
    The mark of the United Kingdom is carried along the hops of each flow as `may_send`
    carries it. Should an added rulebook let the ground of a hop depend on the mark,
    the walk is repeated until no mark changes; each turn settles one hop more.
    """
    (decided,) = decide_days(rulebooks, hops, as_of)
    return decided


def decide_days(rulebooks: Rulebooks, hops: Hops, *days: date) -> tuple[Decided, ...]:
    """Return what `decide_portfolio` gives on each day; what the days share is read once.

    Raises
    ------
    InputError
        As `decide_portfolio`.
    """
    always = make_ready(rulebooks.vocabulary, hops.facts)
    steps = tuple(_steps(hops.edges))
    flows, later = _flows(hops.rows)
    ours = [book.checked_on for book in rulebooks.books if book.subject == SUBJECT]

    def decided(on: date) -> Decided:
        facts = always.replaced(rulebooks.vocabulary, hops.of_day(on))
        marked, bears = _marked(rulebooks, hops, facts, on, steps)
        codes = assess_population(rulebooks, marked, as_of=on, subject=SUBJECT, tells_waits=True)
        rules = tuple(one for one in codes.columns if ":" in one and not one.endswith(WAITS))
        answer = codes.select(_answer(_law(rulebooks, rules), codes.columns).alias("answer"))
        found = hops.rows.drop("arrives").with_columns(
            answer.to_series(),
            three_valued(bears).alias("bears_mark"),
            *(codes[rule] for rule in rules),
        )
        worst = _worst(found["answer"], flows["row"], later)
        of_flows = flows.select("flow", "sector").with_columns(worst.alias("answer"))
        return Decided(on, rules, found, of_flows, min(ours, default=on))

    with ThreadPoolExecutor(len(days)) as pool:  # what one day waits for, the other works on
        return tuple(pool.map(decided, days))


def _law(rulebooks: Rulebooks, rules: tuple[str, ...]) -> tuple[str, ...]:
    books = {book.id for book in rulebooks.books if book.force is Force.LAW}
    return tuple(rule for rule in rules if rule.partition(":")[0] in books)


def _answer(law: tuple[str, ...], names: list[str]) -> pl.Expr:
    """Return the place in `ANSWERS` of a hop; law alone counts."""
    if not law:
        return pl.repeat(_LAWFUL, pl.len(), dtype=pl.UInt8)
    lacks = [
        (pl.col(rule) == OUTCOMES.index(Outcome.MISSING))
        & (~pl.col(rule + WAITS) if rule + WAITS in names else pl.lit(value=True))
        for rule in law
    ]

    def any_is(outcome: Outcome) -> pl.Expr:
        return pl.any_horizontal(pl.col(law) == OUTCOMES.index(outcome))

    return (
        pl.when(any_is(Outcome.NOT_MET))
        .then(_code(_REFUSED))
        .when(pl.any_horizontal(lacks))
        .then(_code(_MISSING))
        .when(any_is(Outcome.MISSING))
        .then(_code(_OPEN))
        .otherwise(_code(_LAWFUL))
    )


def _code(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt8)


def _marked(
    rulebooks: Rulebooks, hops: Hops, facts: Ready, on: date, steps: Steps
) -> tuple[Ready, pl.Series]:
    """Return the facts with the mark of the United Kingdom, and which hops bear it."""
    mark = pl.repeat(_NO, hops.rows.height, dtype=pl.UInt8, eager=True)
    asked = facts_of_rule(rulebooks, _CROSSING, on)
    wanted = {*asked, *(fact + COMPLETE for fact in asked), _OTHER}
    while True:
        marked = Ready(facts.columns.with_columns(three_valued(mark).alias(MARK)))
        crossing = _crossing(rulebooks, hops, marked, wanted, on)
        then, mark = mark, _carried(crossing, steps)
        if mark.equals(then):
            break
        if MARK not in asked:  # no ground asks for the mark, so none will change by it
            marked = Ready(facts.columns.with_columns(three_valued(mark).alias(MARK)))
            break
    return marked, pl.select(pl.max_horizontal(mark, crossing)).to_series()


def _crossing(
    rulebooks: Rulebooks, hops: Hops, facts: Ready, wanted: set[str], on: date
) -> pl.Series:
    """Return whether each hop brings data to Japan under the UK's adequacy: no, unknown, yes."""
    arrives = hops.rows["arrives"]
    places = arrives.arg_true()
    none = pl.repeat(_NO, hops.rows.height, dtype=pl.UInt8, eager=True)
    if not len(places):
        return none
    there = facts.rows(wanted, places)
    found = ground_of_population(rulebooks, there, as_of=on, rule=_CROSSING)
    other = pl.lit(there.columns[_OTHER])
    code = found.select(
        pl.when(other)
        .then(_code(_NO))
        .when(pl.col("outcome") == OUTCOMES.index(Outcome.MISSING))
        .then(_code(_UNKNOWN))
        .when((pl.col("ground") == UK_JAPAN) & other.is_null())
        .then(_code(_UNKNOWN))
        .when(pl.col("ground") == UK_JAPAN)
        .then(_code(_YES))
        .otherwise(_code(_NO))
    ).to_series()
    return none.scatter(places, code)


def _steps(edges: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield the edges so that what comes before a hop is settled before it."""
    for of_place in edges.partition_by("place", include_key=False):
        left = of_place
        while left.height:
            is_first = left["row"].is_first_distinct()
            yield left.filter(is_first)
            left = left.filter(~is_first)


def _flows(rows: pl.DataFrame) -> tuple[pl.DataFrame, Steps]:
    """Return each flow with the row of its first hop, then its later hops, one a flow a step."""
    is_first = (pl.col("flow") != pl.col("flow").shift()).fill_null(value=True)
    hops = rows.select(
        "flow", "sector", is_first=is_first, row=pl.int_range(pl.len(), dtype=pl.UInt32)
    )
    hops = hops.with_columns(
        of=pl.col("is_first").cum_sum() - 1,
        place=pl.col("row") - pl.when("is_first").then("row").forward_fill(),
    )
    later = hops.filter(pl.col("place") > 0).select("of", "row", "place")
    return hops.filter("is_first"), tuple(later.partition_by("place", include_key=False))


def _worst(answer: pl.Series, first: pl.Series, later: Steps) -> pl.Series:
    """Return the worst answer of each flow's hops."""
    worst = answer.gather(first)
    for step in later:
        of, row = step["of"], step["row"]
        most = pl.max_horizontal(worst.gather(of), answer.gather(row))
        worst = worst.scatter(of, pl.select(most).to_series())
    return worst


def _carried(crossing: pl.Series, steps: Steps) -> pl.Series:
    """Return the mark of each hop: the most that any hop before it, however far, put there."""
    mark = pl.repeat(_NO, len(crossing), dtype=pl.UInt8, eager=True)
    for step in steps:
        row, before = step["row"], step["before"]
        most = pl.max_horizontal(mark.gather(row), mark.gather(before), crossing.gather(before))
        mark = mark.scatter(row, pl.select(most).to_series())
    return mark
