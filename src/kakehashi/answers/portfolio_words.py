"""A portfolio's counts and days in words, and its calendar, for every door."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from kakehashi.answers.portfolio_columns import PAPER_KINDS
from kakehashi.answers.portfolio_counts import Counts
from kakehashi.answers.portfolio_dates import Due
from kakehashi.papers.calendar import Happening, calendar_ics
from kakehashi.papers.tables import table_csv
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

ALARM_DAYS = 30


class CountsShown(msgspec.Struct, frozen=True):
    """Counts as a table: a line for each row that has any, the total last; all in words."""

    title: str
    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def counts_title(counts: Counts, lang: Lang) -> str:
    """Return what is counted, on which day or days."""
    days = " → ".join(on.isoformat() for on in counts.days)
    return say(f"portfolio.title_{counts.unit}", lang, days=days)


def row_words(row: str | None, lang: Lang) -> str:
    """Return what a row is of: a sector, a rule, or all."""
    if row is None:
        return say("portfolio.total", lang)
    return row or say("portfolio.no_sector", lang)


def column_words(column: str | None, lang: Lang) -> str:
    """Return an answer, "one → other" of two days, or all."""
    if column is None:
        return say("portfolio.total", lang)
    return " → ".join(say(f"portfolio.is_{one}", lang) for one in column.split(">"))


def checked_words(counts: Counts, lang: Lang) -> str:
    """Return up to which day the rules behind the counts were checked."""
    later = "_later" if counts.days[-1] > counts.rules_checked_on else ""
    return say(f"portfolio.checked{later}", lang, checked=counts.rules_checked_on)


def counts_shown(counts: Counts, lang: Lang) -> CountsShown:
    """Return counts as rows and columns; columns and rows without any count are left out."""
    there = [cell for cell in counts.cells if cell.n != 0]
    columns = [*dict.fromkeys(cell.column for cell in there if cell.column is not None), None]
    rows = dict.fromkeys(cell.row for cell in there)
    found = {(cell.row, cell.column): cell.words for cell in counts.cells}
    return CountsShown(
        counts_title(counts, lang),
        (say("portfolio.row", lang), *(column_words(one, lang) for one in columns)),
        tuple(
            (row_words(row, lang), *(found.get((row, one), "0") for one in columns)) for row in rows
        ),
    )


def counts_csv(counts: Counts) -> bytes:
    """Return a line for each cell, as `counts_as_json` names them; a total's name is empty."""
    rows = [
        (cell.row or "", cell.column or "", "" if cell.n is None else str(cell.n), cell.words)
        for cell in counts.cells
    ]
    return table_csv(("row", "column", "n", "shown"), rows)


def due_words(due: Due, lang: Lang) -> str:
    """Return what falls on a day, and on how many flows it bears."""
    n = "" if due.flows is None else due.flows.words
    return say(f"portfolio.due_{due.kind}", lang, what=_what(due.what, lang), n=n)


def _what(name: str, lang: Lang) -> str:
    """Return a kind of paper, or a hop, in words; a fact or a rulebook by its id."""
    if name == "hop":
        return say("portfolio.due_hop", lang)
    return say(f"paper_kind.{name}", lang) if name in PAPER_KINDS else name


def dates_ics(dates: Iterable[Due], now: datetime, lang: Lang) -> bytes:
    """Return the days as a calendar, each with an alarm 30 days before."""
    listed: Sequence[Happening] = [
        Happening(
            uid=due.uid, starts=due.on, summary=due_words(due, lang), alarm_days=(ALARM_DAYS,)
        )
        for due in dates
    ]
    return calendar_ics(listed, now, say("portfolio.dates_title", lang), lang)
