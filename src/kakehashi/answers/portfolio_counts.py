"""What a portfolio comes to: counts fit to leave the desk, and lists for the desk alone."""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any, Literal

import msgspec
import polars as pl

from kakehashi.answers.faults import a_fault
from kakehashi.answers.portfolio import ANSWERS, OUTCOMES, Decided
from kakehashi.answers.portfolio_cells import Cell, release
from kakehashi.terms.errors import InputError

By = Literal["outcome", "sector", "rule"]
MOST_SECTORS = 200
NOT_IN_FORCE = "not_in_force"
_ABSENT = len(OUTCOMES)  # the code of a rule that is not in force
_TO = ">"


class Counts(msgspec.Struct, frozen=True):
    """A table of counts that may leave the desk.

    `unit` is what is counted: flows, or hops where rules are counted. Columns are
    answers or outcomes; of two days "before>after". `days` are one or two.
    """

    by: By
    unit: Literal["flow", "hop"]
    days: tuple[date, ...]
    rules_checked_on: date
    cells: tuple[Cell, ...]


def count(decided: Decided, by: By) -> Counts:
    """Return how many flows have each answer, or hops each outcome of each rule.

    Raises
    ------
    InputError
        Where there are more than 200 sectors.
    """
    if by == "rule":
        names = [str(outcome) for outcome in OUTCOMES]
        coded = {rule: decided.hops[rule] for rule in decided.rules}
        return Counts(by, "hop", (decided.as_of,), decided.rules_checked_on, _rules(coded, names))
    names = [str(answer) for answer in ANSWERS]
    cells = _sectors(decided.flows["sector"], decided.flows["answer"], names, by)
    return Counts(by, "flow", (decided.as_of,), decided.rules_checked_on, cells)


def count_moves(before: Decided, after: Decided, by: By) -> Counts:
    """Return how many flows, or hops by rule, had which answer on two days.

    Both must be of one portfolio. Whoever stays is counted too, so that the table
    adds up; it shows neither day's own counts.

    Raises
    ------
    InputError
        Where there are more than 200 sectors.
    """
    days = (before.as_of, after.as_of)
    if by == "rule":
        names = [*map(str, OUTCOMES), NOT_IN_FORCE]
        pairs = [f"{one}{_TO}{other}" for one, other in product(names, names)]
        coded = {
            rule: _outcomes(before, rule) * len(names) + _outcomes(after, rule)
            for rule in all_rules(before, after)
        }
        return Counts(by, "hop", days, after.rules_checked_on, _rules(coded, pairs))
    names = [str(answer) for answer in ANSWERS]
    pairs = [f"{one}{_TO}{other}" for one, other in product(names, names)]
    coded_pairs = before.flows["answer"] * len(names) + after.flows["answer"]
    cells = _sectors(before.flows["sector"], coded_pairs, pairs, by)
    return Counts(by, "flow", days, after.rules_checked_on, cells)


def all_rules(before: Decided, after: Decided) -> tuple[str, ...]:
    """Return the rules of both days, each once."""
    return tuple(dict.fromkeys((*after.rules, *before.rules)))


def _outcomes(decided: Decided, rule: str) -> pl.Series:
    if rule in decided.rules:
        return decided.hops[rule]
    return pl.repeat(_ABSENT, decided.hops.height, dtype=pl.UInt8, eager=True)


def _rules(coded: dict[str, pl.Series], names: Sequence[str]) -> tuple[Cell, ...]:
    """Return each rule by itself beside its total; columns that are 0 throughout are left out."""
    counts = [_tally(codes, len(names)) for codes in coded.values()]
    return _released(list(coded), names, counts, has_column_totals=False)


def _tally(codes: pl.Series, n: int) -> list[int]:
    found = dict(codes.value_counts().iter_rows())
    return [found.get(code, 0) for code in range(n)]


def _sectors(
    sectors: pl.Series, codes: pl.Series, names: Sequence[str], by: By
) -> tuple[Cell, ...]:
    """Return flows by sector; by outcome it is the total row of the very same table.

    So what is withheld in one is withheld in the other, and neither gives the other away.
    """
    table = (
        pl.DataFrame({"sector": sectors.fill_null(""), "code": codes})
        .group_by("sector", "code")
        .len()
    )
    rows = sorted(table["sector"].unique())
    if len(rows) > MOST_SECTORS:
        raise InputError(a_fault("too_many_sectors", "sector", n=len(rows), most=MOST_SECTORS))
    found = {(sector, code): n for sector, code, n in table.iter_rows()}
    counts = [[found.get((row, code), 0) for code in range(len(names))] for row in rows]
    cells = _released(rows, names, counts, has_column_totals=True)
    return cells if by == "sector" else tuple(cell for cell in cells if cell.row is None)


def _released(
    rows: list[str], names: Sequence[str], counts: list[list[int]], *, has_column_totals: bool
) -> tuple[Cell, ...]:
    """Return the table, of two days without the columns that nobody is in."""
    kept = [
        place
        for place, name in enumerate(names)
        if _TO not in name or any(listed[place] for listed in counts)
    ]
    columns = [names[place] for place in kept]
    inner = [[listed[place] for place in kept] for listed in counts]
    return release(rows, columns, inner, has_column_totals=has_column_totals)


# ------------------------------------------------------------------ for the desk alone


def flows_in_detail(decided: Decided) -> pl.DataFrame:
    """Return every hop with its answer and outcomes in words. It must not leave the desk."""
    return decided.hops.with_columns(
        _words("answer", [str(one) for one in ANSWERS]),
        *(_words(rule, [str(one) for one in OUTCOMES]) for rule in decided.rules),
    )


def moves_in_detail(before: Decided, after: Decided) -> pl.DataFrame:
    """Return every hop whose answer or any rule differs. It must not leave the desk.

    `rules` lists what differs, as "book:rule before>after".
    """
    names = [*map(str, OUTCOMES), NOT_IN_FORCE]
    listed = before.hops.select("flow", "hop", "sector").with_columns(
        before=before.hops["answer"], after=after.hops["answer"]
    )
    moved = []
    for rule in all_rules(before, after):
        pair = _outcomes(before, rule) * len(names) + _outcomes(after, rule)
        said = {
            place: f"{rule} {one}{_TO}{other}"
            for place, (one, other) in enumerate(product(names, names))
            if one != other
        }
        moved.append(pair.replace_strict(said, default=None, return_dtype=pl.String).alias(rule))
    columns = [one.name for one in moved]
    answers = [str(one) for one in ANSWERS]
    return (
        listed.with_columns(moved)
        .filter(
            pl.any_horizontal(
                pl.col("before") != pl.col("after"),
                *(pl.col(name).is_not_null() for name in columns),
            )
        )
        .with_columns(
            _words("before", answers),
            _words("after", answers),
            rules=pl.concat_list(columns).list.drop_nulls(),
        )
        .drop(columns)
    )


def _words(name: str, words: Sequence[str]) -> pl.Expr:
    return pl.col(name).replace_strict(dict(enumerate(words)), return_dtype=pl.Enum(words))


def counts_as_json(counts: Counts) -> dict[str, Any]:
    """Return counts as plain JSON values; what is withheld has `n` null and says how."""
    return {
        "may_leave_the_desk": True,
        "by": counts.by,
        "unit": counts.unit,
        "days": [on.isoformat() for on in counts.days],
        "rules_checked_on": counts.rules_checked_on.isoformat(),
        "cells": [
            {"row": cell.row, "column": cell.column, "n": cell.n, "shown": cell.words}
            for cell in counts.cells
        ],
    }
