"""1,500 random rules over 60 random subjects: four evaluators, no difference."""

import re
import sys
from pathlib import Path

import cel
import duckdb
import polars as pl
import pytest

from kakehashi.rules import assess_population, read_rulebooks
from kakehashi.rules.compose import compose
from kakehashi.rules.expression import AS_OF as AS_OF_NAME
from kakehashi.rules.outcome import outcome_of, outcome_of_rule
from kakehashi.rules.population import CODES
from kakehashi.terms.fact import Members

sys.path.insert(0, str(Path(__file__).parents[1] / "reference"))
import rules_random as made

N_RULES, N_SUBJECTS, SEED = 1_500, 60, 20_261_123


@pytest.fixture(scope="module")
def rules():
    random = made.seeded(SEED)
    return [
        (
            made.a_spec(random) if random.random() < 0.7 else None,
            made.a_spec(random, depth=4),
            made.a_spec(random) if random.random() < 0.4 else None,  # a way to comply
        )
        for _ in range(N_RULES)
    ]


@pytest.fixture(scope="module")
def scope():
    random = made.seeded(SEED + 2)
    return ("or", *(made.a_spec(random, depth=0, with_open=False) for _ in range(4)))


@pytest.fixture(scope="module")
def subjects():
    random = made.seeded(SEED + 1)
    return [
        made.a_subject(random, share) for share in (0.1, 0.4, 0.7) for _ in range(N_SUBJECTS // 3)
    ]


@pytest.fixture(scope="module")
def rulebooks(rules, scope):
    texts = [tuple(spec and made.as_sql(spec) for spec in rule) for rule in rules]
    return read_rulebooks(
        {"facts": made.vocabulary_yaml(), "book": made.book_yaml(texts, scope=[made.as_sql(scope)])}
    )


@pytest.fixture(scope="module")
def by_python(rulebooks, subjects):
    ready = compose(rulebooks, rulebooks.books[0], made.AS_OF)
    found = []
    for subject in subjects:
        values, memo = {**subject, AS_OF_NAME: made.AS_OF}, {}
        found.append([CODES.index(outcome_of_rule(rule, values, memo)) for rule in ready.rules])
    return found


def a_frame(subjects):
    types = {"boolean": pl.Boolean, "integer": pl.Int64, "date": pl.Date}
    types |= {"choice": pl.Enum(made.MEMBERS), "list": pl.List(pl.String)}
    columns = []
    for name, kind in made.KINDS.items():
        values = [subject.get(name) for subject in subjects]
        if kind == "list":
            plain = [None if v is None else sorted(v.has) for v in values]
            columns.append(pl.Series(name, plain, dtype=types[kind]))
            complete = [isinstance(v, Members) and v.is_complete for v in values]
            columns.append(pl.Series(f"{name}__complete", complete))
        else:
            columns.append(pl.Series(name, values, dtype=types[kind]))
    return pl.DataFrame(columns)


def differences(found, by_python, rules):
    """List the rules and subjects on which `found` differs, as text to read."""
    return [
        f"subject {s}, rule {r}: {found[s][r]} is not {by_python[s][r]}: {rules[r]}"
        for s in range(N_SUBJECTS)
        for r in range(N_RULES)
        if found[s][r] != by_python[s][r]
    ][:5]


def test_every_outcome_is_common_in_the_sample(by_python):
    codes = [code for row in by_python for code in row]
    assert min(codes.count(code) for code in range(4)) > 2_000


def test_polars_agrees(rulebooks, rules, subjects, by_python):
    found = assess_population(rulebooks, a_frame(subjects), as_of=made.AS_OF)
    assert found.columns == [*(f"book:R{n}" for n in range(N_RULES)), "book"]
    rows = found.drop("book").rows()
    assert differences(rows, by_python, rules) == []


def test_duckdb_agrees(rules, scope, subjects, by_python):
    con = duckdb.connect()
    con.execute("SET threads = 2")
    con.register("given", a_frame(subjects).with_row_index("row").to_arrow())
    listed = ", ".join(
        f"CASE WHEN list_contains({name}, '{one}') THEN TRUE WHEN {name}__complete THEN FALSE END "
        f"AS {name}_{one}"
        for name, kind in made.KINDS.items()
        if kind == "list"
        for one in made.LISTED
    )
    con.execute(
        f"CREATE TABLE subject AS SELECT *, {listed}, DATE '{made.AS_OF}' AS as_of, "
        "CAST(NULL AS BOOLEAN) AS open_o FROM given ORDER BY row"
    )
    found = [[] for _ in subjects]
    for start in range(0, N_RULES, 100):
        part = rules[start : start + 100]
        values = ", ".join(
            f"({_in_duckdb(scope)}) AND ({_in_duckdb(applies)}) AS a{n}, "
            f"({_in_duckdb(own)}) OR ({_in_duckdb(way, 'FALSE')}) AS t{n}, "
            f"({_in_duckdb(scope)}) AND ({_in_duckdb(way, 'FALSE')}) AS w{n}"
            for n, (applies, own, way) in enumerate(part)
        )
        codes = ", ".join(
            f"CASE WHEN NOT a{n} THEN 3 WHEN w{n} THEN 0 WHEN a{n} AND t{n} THEN 0 "
            f"WHEN a{n} AND NOT t{n} THEN 1 ELSE 2 END"
            for n in range(len(part))
        )
        query = f"SELECT {codes} FROM (SELECT row, {values} FROM subject) ORDER BY row"
        for row, got in zip(found, con.execute(query).fetchall(), strict=True):
            row.extend(got)
    assert differences(found, by_python, rules) == []


def _in_duckdb(spec, absent="TRUE"):
    """Give the SQL text that the engine reads to DuckDB, list membership as a column."""
    text = made.as_sql(spec) if spec else absent
    return re.sub(r"'([a-z])' IN (l\d)", r"\2_\1", text)


def test_cel_agrees(rules, scope, subjects, by_python):
    reach = made.as_cel(scope)
    programs = [
        tuple(
            cel.compile(text)
            for text in (
                f"({reach}) && ({made.as_cel(applies) if applies else 'true'})",
                f"({made.as_cel(own)}) || ({made.as_cel(way) if way else 'false'})",
                f"({reach}) && ({made.as_cel(way) if way else 'false'})",
            )
        )
        for applies, own, way in rules
    ]
    found = []
    for subject in subjects:
        context = cel.Context({"s": made.cel_facts(subject)})
        found.append(
            [
                CODES.index(outcome_of(*(_in_cel(one, context) for one in three)))
                for three in programs
            ]
        )
    assert differences(found, by_python, rules) == []


def _in_cel(program, context):
    try:
        return program.execute(context)
    except (KeyError, RuntimeError):  # an absent key that nothing absorbed
        return None
