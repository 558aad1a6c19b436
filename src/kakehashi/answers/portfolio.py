"""May the data of a million flows go: every hop under all rules at once, on a day."""

from datetime import date
from typing import NamedTuple

import polars as pl

from kakehashi.answers.may_send import SUBJECT, UK_BOOK, UK_JAPAN, UK_RULE, Send
from kakehashi.answers.portfolio_columns import COMPLETE
from kakehashi.answers.portfolio_hops import Hops, three_valued
from kakehashi.rules import Rulebooks, assess_population
from kakehashi.rules.population import WAITS, facts_of_rule, ground_of_population
from kakehashi.terms.verdict import Force, Outcome

MARK = "came_under_uk_adequacy"
_OTHER = "rests_on_other_ground"
_CROSSING = f"{UK_BOOK}:{UK_RULE}"
# the worst comes last: a flow has the answer of its worst hop
ANSWERS = (Send.LAWFUL, Send.NOT_ESTABLISHED, Send.EVIDENCE_MISSING, Send.REFUSED)
OUTCOMES = (Outcome.MET, Outcome.NOT_MET, Outcome.MISSING, Outcome.NOT_APPLICABLE)
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
    facts = hops.facts(as_of)
    marked, bears = _marked(rulebooks, hops, facts, as_of)
    codes = assess_population(rulebooks, marked, as_of=as_of, subject=SUBJECT, tells_waits=True)
    law = tuple(
        name
        for book in rulebooks.books
        if book.subject == SUBJECT and book.force is Force.LAW
        for name in codes.columns
        if name.startswith(f"{book.id}:") and not name.endswith(WAITS)
    )
    rules = tuple(one for one in codes.columns if ":" in one and not one.endswith(WAITS))
    found = hops.rows.with_columns(
        codes.select(_answer(law, codes.columns).alias("answer")).to_series(),
        three_valued(bears).alias("bears_mark"),
        *(codes[rule] for rule in rules),
    ).drop("arrives")
    flows = (
        found.lazy()
        .with_columns(run=pl.col("flow").rle_id())
        .group_by("run", maintain_order=True)
        .agg(pl.col("flow").first(), pl.col("sector").first(), pl.col("answer").max())
        .drop("run")
        .collect()
    )
    ours = [book.checked_on for book in rulebooks.books if book.subject == SUBJECT]
    return Decided(as_of, rules, found, flows, min(ours, default=as_of))


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
    rulebooks: Rulebooks, hops: Hops, facts: pl.DataFrame, on: date
) -> tuple[pl.DataFrame, pl.Series]:
    """Return the facts with the mark of the United Kingdom, and which hops bear it."""
    by_place = hops.edges.partition_by("place", include_key=False)  # in the order of places
    mark = pl.repeat(_NO, facts.height, dtype=pl.UInt8, eager=True)
    asked = facts_of_rule(rulebooks, _CROSSING, on)
    while True:
        marked = facts.with_columns(three_valued(mark).alias(MARK))
        wanted = {*asked, *(fact + COMPLETE for fact in asked), _OTHER}
        needed = marked.select(name for name in marked.columns if name in wanted)
        crossing = _crossing(rulebooks, hops, needed, on)
        then, mark = mark, _carried(crossing, by_place)
        if mark.equals(then):
            break
        if MARK not in asked:  # no ground asks for the mark, so none will change by it
            marked = facts.with_columns(three_valued(mark).alias(MARK))
            break
    return marked, pl.select(pl.max_horizontal(mark, crossing)).to_series()


def _crossing(rulebooks: Rulebooks, hops: Hops, facts: pl.DataFrame, on: date) -> pl.Series:
    """Return whether each hop brings data to Japan under the UK's adequacy: no, unknown, yes."""
    arrives = hops.rows["arrives"]
    places = arrives.arg_true()
    none = pl.repeat(_NO, facts.height, dtype=pl.UInt8, eager=True)
    if not len(places):
        return none
    there = facts[places]
    found = ground_of_population(rulebooks, there, as_of=on, rule=_CROSSING)
    other = pl.lit(there[_OTHER])
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


def _carried(crossing: pl.Series, by_place: list[pl.DataFrame]) -> pl.Series:
    """Return the mark of each hop: the most that any hop before it, however far, put there."""
    mark = pl.repeat(_NO, len(crossing), dtype=pl.UInt8, eager=True)
    for edges in by_place:  # whatever comes before a hop has a lower place: it is settled
        before = edges["before"]
        most = (
            pl.DataFrame(
                {
                    "row": edges["row"],
                    "mark": pl.select(
                        pl.max_horizontal(mark.gather(before), crossing.gather(before))
                    ).to_series(),
                }
            )
            .group_by("row")
            .agg(pl.col("mark").max())
        )
        mark = mark.scatter(most["row"], most["mark"])
    return mark
