"""What must hold of any rule and any facts, and of any text given to the parser."""

import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakehashi.rules import read_rulebooks
from kakehashi.rules.compose import compose
from kakehashi.rules.explain import deciding_facts
from kakehashi.rules.expression import AS_OF as AS_OF_NAME
from kakehashi.rules.expression import Or, evaluate
from kakehashi.rules.outcome import outcome_of
from kakehashi.rules.parse import Named, parse
from kakehashi.terms.errors import Fault, SourceError
from kakehashi.terms.fact import Members
from kakehashi.terms.plain import Plain, read_plain
from kakehashi.terms.verdict import Outcome
from kakehashi.terms.vocabulary import FactKind

sys.path.insert(0, str(Path(__file__).parents[1] / "reference"))
import rules_random as made

MEMBERS = {"choice": made.MEMBERS, "list": made.LISTED}
NAMES = {
    **{name: Named(FactKind(kind), MEMBERS.get(kind, ())) for name, kind in made.KINDS.items()},
    "open_o": Named(FactKind.BOOLEAN),
    "as_of": Named(FactKind.DATE),
}
TODAY = {AS_OF_NAME: made.AS_OF}


def a_tree(random, depth=4):
    tree = parse(made.as_sql(made.a_spec(random, depth)), "r.yaml:1", NAMES)
    assert not isinstance(tree, tuple)
    return tree


@given(st.randoms(use_true_random=False))
def test_the_deciding_facts_alone_force_the_same_value(random):
    tree, subject = a_tree(random), made.a_subject(random)
    values = {**TODAY, **subject}
    value = evaluate(tree, values, {})
    deciding = deciding_facts(tree, values, {})
    kept = {name: values[name] for name in deciding if name in values}
    assert evaluate(tree, {**TODAY, **kept}, {}) is value
    if value is None:
        assert deciding
        assert all(name not in values or isinstance(values[name], Members) for name in deciding)
    else:
        assert set(deciding) <= values.keys()
        other = {**made.a_subject(random, 0), **TODAY, **kept}  # whatever the rest may be
        assert evaluate(tree, other, {}) is value


@given(st.randoms(use_true_random=False))
def test_an_unknown_value_needs_one_of_its_deciding_facts(random):
    tree, subject = a_tree(random), made.a_subject(random, 0.6)
    values = {**TODAY, **subject}
    if evaluate(tree, values, {}) is None:
        deciding = deciding_facts(tree, values, {})
        rest = {k: v for k, v in made.a_subject(random, 0).items() if k not in deciding}
        assert evaluate(tree, {**rest, **values}, {}) is None


@given(st.randoms(use_true_random=False))
def test_a_further_fact_never_turns_a_settled_outcome(random):
    applies, test = a_tree(random, 2), a_tree(random)
    values = {**TODAY, **made.a_subject(random, 0.6)}
    more = {**made.a_subject(random, 0.2), **values}
    for name, value in values.items():
        if isinstance(value, Members) and not value.is_complete:
            more[name] = Members(value.has | {random.choice(made.LISTED)}, random.random() < 0.5)
    before = outcome_of(evaluate(applies, values, {}), evaluate(test, values, {}), False)
    after = outcome_of(evaluate(applies, more, {}), evaluate(test, more, {}), False)
    assert before is Outcome.MISSING or after is before


@given(st.randoms(use_true_random=False))
def test_what_is_deemed_to_comply_stays_without_fault(random):
    applies, own, way = a_tree(random, 2), a_tree(random), a_tree(random, 2)
    values = {**TODAY, **made.a_subject(random, 0.6)}
    more = {**made.a_subject(random, 0.0), **values}
    if evaluate(way, values, {}) is not True:
        return
    outcomes = {
        outcome_of(evaluate(applies, known, {}), evaluate(Or((own, way)), known, {}), True)
        for known in (values, more)
    }
    assert outcomes <= {Outcome.MET, Outcome.NOT_APPLICABLE}


WORDS = [
    "AND",
    "OR",
    "NOT",
    "IN",
    "BETWEEN",
    "TRUE",
    "FALSE",
    "NULL",
    "IS",
    "CASE",
    "WHEN",
    "(",
    ")",
    ",",
    "=",
    "<>",
    "<",
    ">=",
    "!=",
    "-",
    "--",
    "/*",
    "*/",
    "'x'",
    "'",
    '"',
    "b0",
    "c0",
    "n0",
    "d0",
    "l0",
    "as_of",
    "nobody",
    "1",
    "-2",
    "1.5",
    "1e3",
    "'2026-01-01'",
    "::int",
    "||",
    ";",
    "?",
    "$1",
    "SELECT",
    "DATE",
    "lower(",
    "\\",
    "\x00",
    "０",
    "　",
]
HOSTILE = [
    "(" * 5_000,
    "NOT " * 500 + "b0",
    "NOT(" * 15 + "b0" + ")" * 15,
    "b0 = " * 300 + "b0",
    "b0" + " AND b0" * 10_000,
    "'" * 999,
    "n0 = " + "9" * 1_900,
    "b0 IN (" + "1," * 900 + "1)",
    "b0; DROP TABLE x",
    "1; ATTACH '/etc/passwd'",
    "b0 UNION SELECT b0",
    "read_csv('x')",
    "b0 /* " * 300,
    "\ufeffb0",
    "b0\x00",
    "𝐛0",
    "b0 = \ud800",
    "l0" * 900,
    "n0 BETWEEN " * 150 + "1",
    "CASE " * 300,
    "b0 OR (" * 15 + "b0" + ")" * 15,
    "c0 IN (('x'))",
    "(((b0)))",
    "-" * 1_999,
    "n0 = --1",
    "n0 = -9007199254740992",
    "b0 = (SELECT b0)",
    "INTERVAL",
    "ARRAY[b0]",
    "b0 OVER ()",
]


@pytest.mark.parametrize("text", HOSTILE, ids=[str(n) for n in range(len(HOSTILE))])
def test_hostile_text_gives_faults_or_a_tree(text):
    judge(text)


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
@example("NOT NOT NOT b0")
def test_any_words_give_faults_or_a_tree(text):
    judge(text)


@given(st.text(max_size=60))
def test_any_text_gives_faults_or_a_tree(text):
    judge(text)


def judge(text):
    """Check that a text is either refused by faults, or reads as a tree that has a value."""
    found = parse(text, "r.yaml:1", NAMES)
    if isinstance(found, tuple):
        assert found
        assert all(isinstance(one, Fault) for one in found)
    else:
        assert evaluate(found, TODAY, {}) in (True, False, None)


@given(
    st.binary(max_size=200) | st.text("ab:-[]{}&*!|>'\"#%@,?\n \t~1<", max_size=80).map(str.encode)
)
def test_any_bytes_give_faults_or_values(content):
    found = read_plain("r.yaml", content)
    assert isinstance(found, Plain) or all(isinstance(one, Fault) for one in found)
    with suppress(SourceError):  # the one thing that may come out
        read_rulebooks({"r.yaml": content})


def test_the_random_rules_are_read_as_they_were_written():
    random = made.seeded(7)
    texts = [(None, made.as_sql(made.a_spec(random, 4))) for _ in range(50)]
    read = read_rulebooks({"facts": made.vocabulary_yaml(), "book": made.book_yaml(texts)})
    assert len(compose(read, read.books[0], made.AS_OF).rules) == 50
