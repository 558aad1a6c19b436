"""The days on which something in a portfolio ends or must be looked at again."""

from datetime import date
from typing import Any

import msgspec
import polars as pl

from kakehashi.answers.may_send import SUBJECT
from kakehashi.answers.portfolio_cells import THRESHOLD, Cell, Shown
from kakehashi.answers.portfolio_hops import Hops
from kakehashi.rules import Rulebooks
from kakehashi.rules.compose import boundaries


class Due(msgspec.Struct, frozen=True):
    """A day, what falls on it, and on how many flows it bears.

    `kind` is "ends" (`what`: a kind of paper, an answer, or "hop": its last day), "review"
    (`what`: a rulebook to be checked again) or "law" (the day from which rules differ).
    `flows` is None where it bears on all. A count from 1 to 9 is withheld; there are no totals, and
    so nothing that gives it back.
    """

    on: date
    kind: str
    what: str
    flows: Cell | None = None

    @property
    def uid(self) -> str:
        """Return an id that stays the same in every later calendar."""
        return f"{self.on}-{self.kind}-{self.what}@kakehashi-portfolio"


def dates_due(rulebooks: Rulebooks, hops: Hops, *, as_of: date) -> tuple[Due, ...]:
    """Return what ends or must be reviewed on the day or later, the earliest first."""
    counted = (
        hops.ends.filter(pl.col("on") >= as_of)
        .with_columns(flow=hops.rows["flow"].gather(hops.ends.filter(pl.col("on") >= as_of)["row"]))
        .group_by("on", "what")
        .agg(n=pl.col("flow").n_unique())
    )
    found = [Due(on, "ends", what, _cell(what, n)) for on, what, n in counted.iter_rows()]
    ours = [book for book in rulebooks.books if book.subject == SUBJECT]
    found += [Due(book.review_on, "review", book.id) for book in ours if book.review_on >= as_of]
    only = msgspec.structs.replace(rulebooks, books=tuple(ours), recognitions=(), ready={})
    found += [Due(on, "law", SUBJECT) for on in boundaries(only) if on >= as_of]
    return tuple(sorted(found, key=lambda due: (due.on, due.kind, due.what)))


def _cell(what: str, n: int) -> Cell:
    if n < THRESHOLD:
        return Cell(what, None, None, Shown.SMALL)
    return Cell(what, None, n)


def dates_as_json(dates: tuple[Due, ...]) -> list[dict[str, Any]]:
    """Return the days as plain JSON values."""
    return [
        {
            "on": due.on.isoformat(),
            "kind": due.kind,
            "what": due.what,
            "flows": due.flows and due.flows.words,
        }
        for due in dates
    ]
