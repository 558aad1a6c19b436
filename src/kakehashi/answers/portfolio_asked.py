"""A question about many flows, on one day or two, and its counts: the same at every door."""

from datetime import date

import msgspec

from kakehashi.answers.portfolio import decide_days, decide_portfolio
from kakehashi.answers.portfolio_counts import By, Counts, count, count_moves
from kakehashi.answers.portfolio_hops import Hops, hops_of_table
from kakehashi.answers.portfolio_read import read_table
from kakehashi.rules import Rulebooks


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What to count by, and on which day; `before` and `after` go together."""

    by: By = "outcome"
    as_of: date
    before: date | None = None
    after: date | None = None


def counts_of(rulebooks: Rulebooks, hops: Hops, asked: Question) -> Counts:
    """Return the counts, fit to leave the desk.

    Raises
    ------
    InputError
        Where there are too many sectors, or columns that the rulebooks do not know.
    """
    if asked.before is not None and asked.after is not None:
        was, now = decide_days(rulebooks, hops, asked.before, asked.after)
        return count_moves(was, now, asked.by)
    return count(decide_portfolio(rulebooks, hops, as_of=asked.as_of), asked.by)


def table_hops(rulebooks: Rulebooks, name: str, content: bytes) -> Hops:
    """Return the hops of a table, Parquet or CSV.

    Raises
    ------
    InputError
        With the faults of the table, each with its row.
    """
    vocabulary = rulebooks.vocabulary
    return hops_of_table(name, read_table(name, content, vocabulary), vocabulary)
