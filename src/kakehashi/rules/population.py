"""Rulebooks over a whole population at once, in Polars."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from kakehashi.rules.compose import ReadyBook, compose
from kakehashi.rules.expression import And, Node, Not, Or, children, facts_in
from kakehashi.rules.frame import Columns, ready_frame
from kakehashi.rules.rulebook import Rulebooks
from kakehashi.terms.verdict import Outcome

CODES: tuple[Outcome, ...] = (
    Outcome.MET,
    Outcome.NOT_MET,
    Outcome.MISSING,
    Outcome.NOT_APPLICABLE,
)
_MET, _NOT_MET, _MISSING, _OUT = range(len(CODES))


def assess_population(
    rulebooks: Rulebooks, frame: pl.DataFrame, *, as_of: date, subject: str = "product"
) -> pl.DataFrame:
    """Return the outcome of every rule for every row of `frame`.

    Parameters
    ----------
    rulebooks
        The rulebooks at hand.
    frame
        One row a subject, one column a fact: Boolean, Enum, Categorical or
        String, Int64, Date, List(String) with a Boolean `<list>__complete`. Null
        is unknown; so is a fact that has no column.
    as_of
        The day, the same in every rulebook's calendar.
    subject
        The kind of subject; rulebooks for others are left out.

    Returns
    -------
    polars.DataFrame
        Rows as in `frame`. A UInt8 column "book:rule" for each rule that is in
        force, and "book" for each rulebook: 0 met, 1 not met, 2 missing, 3 not
        applicable.

    Raises
    ------
    InputError
        For columns that do not fit the vocabulary; all of them at once.

    Notes
    -----
    Expiry and conflict of evidence are settled before: a table holds one value
    a fact. Equal parts of all rules are valued once, level by level, as nullable
    booleans whose AND and OR in Polars follow Kleene.
    """
    books = [compose(rulebooks, book, as_of) for book in rulebooks.books if book.subject == subject]
    trees = (tree for book in books for rule in book.rules for tree in rule.trees)
    ready = ready_frame(rulebooks.vocabulary, frame, frozenset(facts_in(*trees)))
    plan = _Plan(Columns(rulebooks.vocabulary, ready.columns, as_of))
    wanted = [(book, [tuple(map(plan.place, rule.trees)) for rule in book.rules]) for book in books]
    valued = plan.run(ready)
    rules = {
        f"{book.book.id}:{rule.rule.id}": _outcome(*places)
        for book, listed in wanted
        for rule, places in zip(book.rules, listed, strict=True)
    }
    codes = valued.select(**rules) if rules else pl.DataFrame(height=frame.height)
    return codes.select(column for book in books for column in _columns(book))


class _Plan:
    """Every different node of the trees once, each on the level above its parts."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.levels: list[list[pl.Expr]] = []
        self.found: dict[int, tuple[str, int]] = {}
        self.known: dict[object, tuple[str, int]] = {}
        self.kept: list[Node] = []  # keeps ids from being used again

    def place(self, node: Node) -> str:
        """Return the column that will hold the value of `node`."""
        return self._place(node)[0]

    def _place(self, node: Node) -> tuple[str, int]:
        if id(node) in self.found:
            return self.found[id(node)]
        self.kept.append(node)
        parts = [self._place(part) for part in children(node)]
        key: object = (type(node), *sorted({name for name, _ in parts})) if parts else node
        if key not in self.known:
            level = max((level for _, level in parts), default=-1) + 1
            names = sorted({name for name, _ in parts})
            column = f"#{len(self.known)}"
            self._add(level, self._expression(node, names).alias(column))
            self.known[key] = column, level
        self.found[id(node)] = self.known[key]
        return self.known[key]

    def _add(self, level: int, expression: pl.Expr) -> None:
        while len(self.levels) <= level:
            self.levels.append([])
        self.levels[level].append(expression)

    def _expression(self, node: Node, names: list[str]) -> pl.Expr:
        if isinstance(node, And):
            return pl.all_horizontal(names)
        if isinstance(node, Or):
            return pl.any_horizontal(names)
        if isinstance(node, Not):
            return ~pl.col(names[0])
        return self.columns.leaf(node)

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` with the column of every node added."""
        for level in self.levels:
            frame = frame.with_columns(level)
        return frame


def _outcome(applies: str, test: str, deemed: str | None = None) -> pl.Expr:
    """Return the code of a rule from the columns of its values; null counts as neither."""
    does, passes = pl.col(applies), pl.col(test)
    is_met = does & passes if deemed is None else (does & passes) | pl.col(deemed)
    return (
        pl.when(~does)
        .then(_code(_OUT))
        .when(is_met)
        .then(_code(_MET))
        .when(does & ~passes)
        .then(_code(_NOT_MET))
        .otherwise(_code(_MISSING))
    )


def _code(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt8)


def _columns(book: ReadyBook) -> Iterator[pl.Expr]:
    """Yield the columns of a rulebook's rules, and of the rulebook itself."""
    name = book.book.id
    rules = [f"{name}:{rule.rule.id}" for rule in book.rules]
    yield from map(pl.col, rules)
    if not rules:
        yield pl.repeat(_OUT, pl.len(), dtype=pl.UInt8).alias(name)
        return
    yield (
        pl.when(pl.any_horizontal(pl.col(rules) == _code(_NOT_MET)))
        .then(_code(_NOT_MET))
        .when(pl.any_horizontal(pl.col(rules) == _code(_MISSING)))
        .then(_code(_MISSING))
        .when(pl.any_horizontal(pl.col(rules) == _code(_MET)))
        .then(_code(_MET))
        .otherwise(_code(_OUT))
        .alias(name)
    )
