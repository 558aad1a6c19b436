"""Rulebooks over a whole population at once, in Polars."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from kakehashi.rules.compose import OWN, ReadyBook, ReadyRule, compose
from kakehashi.rules.expression import AS_OF, And, Node, Not, Or, children, facts_in
from kakehashi.rules.frame import Columns, Ready, ready_frame
from kakehashi.rules.rulebook import Rulebooks
from kakehashi.terms.verdict import Outcome

CODES: tuple[Outcome, ...] = (
    Outcome.MET,
    Outcome.NOT_MET,
    Outcome.MISSING,
    Outcome.NOT_APPLICABLE,
)
_MET, _NOT_MET, _MISSING, _OUT = range(len(CODES))
WAITS = "__waits"  # after "book:rule": is it missing for want of a text of law alone?


def assess_population(
    rulebooks: Rulebooks,
    frame: pl.DataFrame | Ready,
    *,
    as_of: date,
    subject: str = "product",
    tells_waits: bool = False,
) -> pl.DataFrame:
    """Return the outcome of every rule for every row of `frame`.

    Parameters
    ----------
    rulebooks
        The rulebooks at hand.
    frame
        One row a subject, one column a fact: Boolean, Enum, Categorical or
        String, Int64, Date; a list as List(String), or as Int64 with one bit a member,
        with a Boolean `<list>__complete`. Null is unknown; so is a fact that has no
        column. A table that is asked several times is made ready once (`make_ready`).
    as_of
        The day, the same in every rulebook's calendar.
    subject
        The kind of subject; rulebooks for others are left out.
    tells_waits
        Whether to tell, of what is missing, where only a text of law is wanting.

    Returns
    -------
    polars.DataFrame
        Rows as in `frame`. A UInt8 column "book:rule" for each rule that is in
        force, and "book" for each rulebook: 0 met, 1 not met, 2 missing, 3 not
        applicable. With `tells_waits` a Boolean column "book:rule__waits" too, for
        each rule that names an open question: missing, and every fact that decides
        it is such a question ("not established").

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
    rules = {}
    waits = {}
    for book in books:
        for rule in book.rules:
            name = f"{book.book.id}:{rule.rule.id}"
            rules[name] = _outcome(*map(plan.place, rule.trees))
            is_waiting = plan.waits(rule) if tells_waits else None
            if is_waiting is not None:
                waits[name + WAITS] = is_waiting & (pl.col(name) == _code(_MISSING))
    valued = plan.run(ready)
    if not rules:
        codes = pl.DataFrame(height=ready.height)
    else:
        codes = (
            valued.with_columns(**rules).select(*rules, **waits)
            if waits
            else (valued.select(**rules))
        )
    return codes.select(*(column for book in books for column in _columns(book)), *waits)


def facts_of_rule(rulebooks: Rulebooks, rule: str, as_of: date) -> tuple[str, ...]:
    """Return the facts that decide "book:rule" on a day; none where it is not in force."""
    found = _ready_rule(rulebooks, rule, as_of)
    return () if found is None else facts_in(*found.trees, *(one.tree for one in found.grounds))


def _ready_rule(rulebooks: Rulebooks, name: str, on: date) -> ReadyRule | None:
    book_id, _, rule_id = name.partition(":")
    listed = (
        rule
        for book in rulebooks.books
        if book.id == book_id
        for rule in compose(rulebooks, book, on).rules
        if rule.rule.id == rule_id
    )
    return next(listed, None)


def ground_of_population(
    rulebooks: Rulebooks, frame: pl.DataFrame | Ready, *, as_of: date, rule: str
) -> pl.DataFrame:
    """Return by which ground one rule is met, for every row of `frame`.

    Parameters
    ----------
    rulebooks, frame, as_of
        As for `assess_population`.
    rule
        "book:rule". One that is not at hand or not in force applies to no row.

    Returns
    -------
    polars.DataFrame
        Rows as in `frame`: `outcome` as `assess_population` gives it, and `ground`,
        the name of the first ground that holds, null where the rule is not met.

    Raises
    ------
    InputError
        For columns that do not fit the vocabulary; all of them at once.
    """
    found = _ready_rule(rulebooks, rule, as_of)
    wanted = frozenset(facts_of_rule(rulebooks, rule, as_of))
    ready = ready_frame(rulebooks.vocabulary, frame, wanted)
    if found is None:
        out = pl.repeat(_OUT, ready.height, dtype=pl.UInt8, eager=True)
        return pl.DataFrame(
            [out.alias("outcome"), out.cast(pl.String).clear(ready.height).alias("ground")]
        )
    plan = _Plan(Columns(rulebooks.vocabulary, ready.columns, as_of))
    outcome = _outcome(*map(plan.place, found.trees))
    applies = pl.col(plan.place(found.applies))
    names = [
        pl.when(
            pl.col(plan.place(ground.tree)) & (applies if ground.id == OWN else pl.lit(value=True))
        ).then(pl.lit(ground.id))
        for ground in found.grounds
    ]
    valued = plan.run(ready).select(outcome=outcome, ground=pl.coalesce(names))
    return valued.with_columns(pl.when(pl.col("outcome") == _code(_MET)).then(pl.col("ground")))


def outcomes_that_may_move(
    rulebooks: Rulebooks, frame: pl.DataFrame, days: tuple[date, date], subject: str
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what `assess_population` gives on two days, rulebooks left out that cannot differ.

    A rulebook whose rules have the same expressions on both days, none of which asks
    for the day, gives the same outcomes for the same facts. Parts that both days share are
    valued once.
    """
    pairs = [
        tuple(compose(rulebooks, book, on) for on in days)
        for book in rulebooks.books
        if book.subject == subject
    ]
    books = [pair for pair in pairs if not _is_same(*pair)]
    trees = (tree for pair in books for book in pair for rule in book.rules for tree in rule.trees)
    ready = ready_frame(rulebooks.vocabulary, frame, frozenset(facts_in(*trees)))
    plan = _Plan(Columns(rulebooks.vocabulary, ready.columns, days[0]))
    wanted: list[dict[str, pl.Expr]] = []
    for place, on in enumerate(days):
        plan.columns = Columns(rulebooks.vocabulary, ready.columns, on)
        wanted.append(
            {
                f"{pair[place].book.id}:{rule.rule.id}": _outcome(*map(plan.place, rule.trees))
                for pair in books
                for rule in pair[place].rules
            }
        )
    valued = plan.run(ready)
    old, new = (
        (valued.select(**rules) if rules else pl.DataFrame(height=frame.height)).select(
            column for pair in books for column in _columns(pair[place])
        )
        for place, rules in enumerate(wanted)
    )
    return old, new


def _is_same(one: ReadyBook, other: ReadyBook) -> bool:
    """Return whether a rulebook asks the same on two days, and never for the day."""
    told = [[(rule.rule.id, *rule.trees) for rule in book.rules] for book in (one, other)]
    return told[0] == told[1] and all(AS_OF not in facts_in(*rule.trees) for rule in one.rules)


class _Plan:
    """Every different node of the trees once, each on the level above its parts."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.levels: list[list[pl.Expr]] = []
        self.found: dict[tuple[int, date], tuple[str, int]] = {}
        self.wanting: dict[int, tuple[pl.Expr, int]] = {}
        self.known: dict[object, tuple[str, int]] = {}
        self.kept: list[Node] = []  # keeps ids from being used again

    def place(self, node: Node) -> str:
        """Return the column that will hold the value of `node`."""
        return self._place(node)[0]

    def _place(self, node: Node) -> tuple[str, int]:
        on = self.columns.on
        if (id(node), on) in self.found:
            return self.found[id(node), on]
        self.kept.append(node)
        parts = [self._place(part) for part in children(node)]
        key: object = (type(node), *sorted({name for name, _ in parts}))
        if not parts:
            key = (node, on) if AS_OF in facts_in(node) else node
        if key not in self.known:
            level = max((level for _, level in parts), default=-1) + 1
            names = sorted({name for name, _ in parts})
            column = f"#{len(self.known)}"
            self._add(level, self._expression(node, names).alias(column))
            self.known[key] = column, level
        self.found[id(node), on] = self.known[key]
        return self.known[key]

    def waits(self, rule: ReadyRule) -> pl.Expr | None:
        """Return where a missing rule wants no evidence; None where none of its parts is open.

        As `explain.py` has it: applies decides while it is unknown, else the test.
        """
        trees = (rule.applies, rule.test)
        if not self.columns.is_open(*trees):
            return None
        by_applies, by_test = (self._wants_evidence(tree)[0] for tree in trees)
        unknown = pl.col(self.place(rule.applies)).is_null()
        return ~pl.when(unknown).then(by_applies).otherwise(by_test)

    def _wants_evidence(self, node: Node) -> tuple[pl.Expr, int]:
        """Return where `node` is unknown and a fact, no open question, is among the reasons.

        With it comes the level on which it can be read.
        """
        if id(node) not in self.wanting:
            name, level = self._place(node)
            unknown = pl.col(name).is_null()
            parts = [self._wants_evidence(part) for part in children(node)]
            if not self.columns.is_open(node):
                self.wanting[id(node)] = unknown, level
            elif not parts:
                self.wanting[id(node)] = pl.lit(value=False), level
            else:
                level = max(level, *(below for _, below in parts)) + 1
                column = f"?{len(self.wanting)}"
                wants = unknown & pl.any_horizontal(one for one, _ in parts)
                self._add(level, wants.alias(column))
                self.wanting[id(node)] = pl.col(column), level
        return self.wanting[id(node)]

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
