"""`ask` names the fewest facts that can settle a rule: the slow twin agrees."""

import sys
from pathlib import Path

import pytest

from kakehashi.rules import read_rulebooks
from kakehashi.rules.ask import Asker
from kakehashi.rules.compose import compose
from kakehashi.rules.expression import AS_OF as AS_OF_NAME
from kakehashi.rules.expression import facts_in
from kakehashi.rules.outcome import outcome_of_rule
from kakehashi.rules.settle import Settled
from kakehashi.terms.verdict import Outcome

sys.path.insert(0, str(Path(__file__).parents[1] / "reference"))
import rules_ask as slow
import rules_random as made

FEW = ("b0", "b1", "c0", "c1", "n0", "n1", "d0", "l0")


@pytest.mark.parametrize("seed", range(12))
def test_the_slow_twin_finds_no_smaller_set(seed):
    random = made.seeded(seed)
    names = random.sample(FEW, 5)
    rules = [
        (
            made.as_sql(made.a_spec(random, 2, names)) if random.random() < 0.6 else None,
            made.as_sql(made.a_spec(random, 3, names)),
        )
        for _ in range(60)
    ]
    rulebooks = read_rulebooks({"facts": made.vocabulary_yaml(), "book": made.book_yaml(rules)})
    ranks = {fact.id: n for n, fact in enumerate(rulebooks.vocabulary.facts)}
    n_open = n_found = 0
    for rule in compose(rulebooks, rulebooks.books[0], made.AS_OF).rules:
        subject = {k: v for k, v in made.a_subject(random, 0.75).items() if k in names}
        values = {**subject, AS_OF_NAME: made.AS_OF}
        allowed = {name: rank for name, rank in ranks.items() if random.random() < 0.9}
        if outcome_of_rule(rule, values, {}) is not Outcome.MISSING:
            continue
        n_open += 1
        found = Asker(rulebooks, Settled(values, {}, {}), allowed).fewest(rule)
        facts = facts_in(*rule.trees)
        assert found == slow.fewest_slowly(rule, values, allowed, facts), (rule, values)
        n_found += bool(found)
    assert n_open > 20
    assert n_found > 10
