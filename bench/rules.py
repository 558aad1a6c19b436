"""How fast rules are decided: a million subjects against DuckDB, and one explained."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import duckdb
import polars as pl

from kakehashi import reference
from kakehashi.rules import Rulebooks, ask_next, assess, assess_population, read_rulebooks
from kakehashi.rules.compose import compose
from kakehashi.rules.expression import (
    And,
    Compare,
    Constant,
    Contains,
    Holds,
    In,
    Node,
    Not,
    Or,
    children,
)
from kakehashi.rules.frame import COMPLETE
from kakehashi.terms.fact import Fact, Members, Origin, Value
from kakehashi.terms.vocabulary import FactKind, FactType

N_SUBJECTS = 1_000_000
AS_OF = date(2026, 1, 15)
SEED = 20_261_123
UNKNOWN_SHARES = (0.02, 0.1, 0.3)  # of well-known, usual and seldom-known facts, in turn
N_RUNS = 7
Row = dict[str, Any]


def rows() -> list[Row]:
    """Return the rows of the table: population, then one dossier."""
    rulebooks = read_rulebooks(
        {
            name: reference.read(name)
            for folder in ("facts", "rulebooks")
            for name in reference.names(folder)
        }
    )
    return [*population_rows(rulebooks), *dossier_rows(rulebooks)]


# ------------------------------------------------------------------ a million subjects


def a_population(rulebooks: Rulebooks, n_subjects: int, subject: str = "product") -> pl.DataFrame:
    """Return made-up subjects, the same for the same seed: each fact drawn by itself."""
    columns = []
    for place, fact in enumerate(rulebooks.vocabulary.facts):
        if fact.subject != subject or fact.kind is FactKind.TEXT:
            continue
        unknown_share = UNKNOWN_SHARES[place % len(UNKNOWN_SHARES)]
        columns.append(_drawn(fact, n_subjects, unknown_share, SEED + place))
        if fact.kind is FactKind.LIST:
            complete = _sample([True, True, False], n_subjects, SEED - place, pl.Boolean)
            columns.append(complete.alias(fact.id + COMPLETE))
    return pl.DataFrame(columns)


def _sample(values: list[Any], n_subjects: int, seed: int, dtype: Any) -> pl.Series:
    return pl.Series(values, dtype=dtype).sample(n_subjects, with_replacement=True, seed=seed)


def _drawn(fact: FactType, n_subjects: int, unknown_share: float, seed: int) -> pl.Series:
    random = Random(seed)
    values = [value_of(fact, random) for _ in range(200)]
    plain = [sorted(one.has) if isinstance(one, Members) else one for one in values]
    n_unknown = round(len(plain) * unknown_share / (1 - unknown_share))
    types: dict[FactKind, Any] = {
        FactKind.BOOLEAN: pl.Boolean,
        FactKind.CHOICE: pl.Enum([member.id for member in fact.members]),
        FactKind.LIST: pl.List(pl.String),
        FactKind.INTEGER: pl.Int64,
        FactKind.DATE: pl.Date,
    }
    drawn = _sample([*plain, *[None] * n_unknown], n_subjects, seed, types[fact.kind])
    return drawn.alias(fact.id)


def value_of(fact: FactType, random: Random) -> Value:
    """Return a made-up value of `fact`; the first members of a choice are the likelier."""
    ids = [member.id for member in fact.members]
    if fact.kind is FactKind.BOOLEAN:
        return random.random() < 0.6
    if fact.kind is FactKind.CHOICE:
        return ids[min(int(random.expovariate(1.0)), len(ids) - 1)]
    if fact.kind is FactKind.LIST:
        return Members(
            frozenset(one for one in ids if random.random() < 0.3), random.random() < 0.7
        )
    if fact.kind is FactKind.INTEGER:
        return random.randint(0, 2_000)
    if fact.kind is FactKind.DATE:
        return date.fromordinal(AS_OF.toordinal() + random.randint(-900, 900))
    return "made up"


def population_rows(
    rulebooks: Rulebooks, subject: str = "product", name: str = "rules.population"
) -> list[Row]:
    """Return the row of Polars against DuckDB: same threads, same outcomes."""
    frame = a_population(rulebooks, N_SUBJECTS, subject)
    threads = pl.thread_pool_size()
    con = duckdb.connect()
    con.execute(f"SET threads = {threads}")
    con.register("subject", frame.with_row_index("row_n").to_arrow())
    sql = one_select(rulebooks, subject)

    def ours() -> pl.DataFrame:
        return assess_population(rulebooks, frame, as_of=AS_OF, subject=subject)

    def peer() -> Any:
        return con.sql(sql).to_arrow_table()

    # over many batches DuckDB gives the rows in another order
    numbered = con.sql(sql.replace("SELECT", "SELECT row_n,", 1)).to_arrow_table()
    theirs = pl.DataFrame(pl.from_arrow(numbered)).sort("row_n").drop("row_n")
    mine = ours().select(theirs.columns)
    if not mine.equals(theirs):
        raise AssertionError("Polars and DuckDB differ in an outcome")
    ours_s, peer_s = _alternating(ours, peer)
    ratio = peer_s / ours_s
    return [
        {
            "name": name,
            "value": round(ours_s, 3),
            "unit": "s",
            "target": 5,
            "peer": "DuckDB, one SELECT over Arrow, every condition once",
            "peer_value": round(peer_s, 3),
            "ratio": round(ratio, 1),
            "met": ratio >= 5,
            "note": f"{N_SUBJECTS:,} subjects, {len(mine.columns)} rules, {frame.width} columns, "
            f"{threads} threads each, median of {N_RUNS} alternating runs; all outcomes equal",
        }
    ]


def _alternating(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Return the median seconds of each, run in turn so that both see the same machine."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(N_RUNS):
        for run, taken in zip((one, other), seconds, strict=True):
            start = time.perf_counter()
            run()
            taken.append(time.perf_counter() - start)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def one_select(rulebooks: Rulebooks, subject: str = "product") -> str:
    """Return the peer's SELECT: the code of every rule, 0 met to 3 not applicable.

    Every different condition is written once, in SELECTs nested level by level:
    DuckDB takes about five times as long where each rule is written out whole.
    """
    levels: list[list[str]] = []
    known: dict[str, tuple[str, int]] = {}

    def place(node: Node) -> tuple[str, int]:
        parts = [place(part) for part in children(node)]
        sql, level = as_sql(node, [name for name, _ in parts]), 0
        if parts:
            level = 1 + max(below for _, below in parts)
        if sql not in known:
            known[sql] = f"k{len(known)}", level
            levels.extend([] for _ in range(level + 1 - len(levels)))
            levels[level].append(f"{sql} AS {known[sql][0]}")
        return known[sql]

    columns = []
    for book in rulebooks.books:
        if book.subject == subject:
            for rule in compose(rulebooks, book, AS_OF).rules:
                applies, test, *deemed = (place(tree)[0] for tree in rule.trees)
                is_deemed = "".join(f"WHEN {one} THEN 0 " for one in deemed)
                columns.append(
                    f"CAST(CASE WHEN NOT {applies} THEN 3 {is_deemed}"
                    f"WHEN {applies} AND {test} THEN 0 "
                    f"WHEN {applies} AND NOT {test} THEN 1 ELSE 2 END AS UTINYINT) "
                    f'AS "{book.id}:{rule.rule.id}"'
                )
    source = "subject"
    for level in levels:
        source = f"(SELECT *, {', '.join(level)} FROM {source})"
    return f"SELECT {', '.join(columns)} FROM {source}"


def as_sql(node: Node, parts: list[str]) -> str:
    """Return a node as SQL for the peer; `parts` are the columns of its parts."""
    if isinstance(node, And | Or):
        return (" AND " if isinstance(node, And) else " OR ").join(parts)
    if isinstance(node, Not):
        return f"NOT {parts[0]}"
    if isinstance(node, Holds):
        return "CAST(NULL AS BOOLEAN)" if node.fact.startswith("open_") else node.fact
    if isinstance(node, In):
        return f"({node.fact} IN ({', '.join(map(_literal, node.among))}))"
    if isinstance(node, Contains):
        return (
            f"(CASE WHEN list_contains({node.fact}, '{node.member}') THEN TRUE "
            f"WHEN {node.fact} IS NOT NULL AND {node.fact}{COMPLETE} THEN FALSE END)"
        )
    if isinstance(node, Compare):
        left, right = (
            _literal(side.value)
            if isinstance(side, Constant)
            else f"DATE '{AS_OF}'"
            if side.id == "as_of"
            else side.id
            for side in (node.left, node.right)
        )
        return f"({left} {node.operator} {right})"
    return "TRUE" if getattr(node, "is_true", False) else "FALSE"


def _literal(value: object) -> str:
    if isinstance(value, date):
        return f"DATE '{value}'"
    return f"'{value}'" if isinstance(value, str) else str(value)


# ------------------------------------------------------------------ one dossier


def dossier_rows(rulebooks: Rulebooks) -> list[Row]:
    """Return the row of one product: all rulebooks, explained, with what to ask next."""
    random = Random(SEED)
    origin = Origin(
        file="made up", sha256="", place="made up", read_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    milliseconds = []
    for n in range(240):
        share = (0.9, 0.6, 0.3, 0.1)[n % 4]
        facts = tuple(
            Fact(fact.id, value_of(fact, random), origin)
            for fact in rulebooks.vocabulary.facts
            if fact.subject == "product" and random.random() > share
        )
        start = time.perf_counter()
        assess(rulebooks, facts, as_of=AS_OF)
        ask_next(rulebooks, facts, as_of=AS_OF)
        milliseconds.append((time.perf_counter() - start) * 1_000)
    p95 = statistics.quantiles(milliseconds, n=20)[-1]
    return [
        {
            "name": "rules.one_dossier",
            "value": round(p95, 1),
            "unit": "ms (p95)",
            "target": 20,
            "peer": None,
            "peer_value": None,
            "ratio": None,
            "met": p95 <= 20,
            "note": "verdicts of all rulebooks, explained, and what to ask next; facts at hand, "
            "10 to 90 % of them unknown; no SBOM",
        }
    ]


if __name__ == "__main__":
    for row in rows():
        print(row)
