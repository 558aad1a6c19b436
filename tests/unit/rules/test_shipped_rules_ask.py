"""What is asked about the shipped rules is always the fewest: no search runs out of steps."""

from datetime import UTC, datetime
from random import Random

import pytest
import rules_made as made

from kakehashi import reference
from kakehashi.rules import assess, read_rulebooks
from kakehashi.rules.ask import MOST_STEPS, Asker
from kakehashi.rules.assess import assess_book
from kakehashi.rules.compose import compose
from kakehashi.rules.settle import settle
from kakehashi.terms.fact import Members
from kakehashi.terms.vocabulary import FactKind


@pytest.fixture(scope="module")
def rulebooks():
    folders = ("facts", "rulebooks")
    names = [name for folder in folders for name in reference.names(folder)]
    return read_rulebooks({name: reference.read(name) for name in names})


def drawn(fact, random):
    ids = [member.id for member in fact.members]
    if fact.kind is FactKind.BOOLEAN:
        return random.random() < 0.6
    if fact.kind is FactKind.CHOICE:
        return random.choice(ids)
    if fact.kind is FactKind.LIST:
        return Members(
            frozenset(one for one in ids if random.random() < 0.5), random.random() < 0.5
        )
    if fact.kind is FactKind.DATE:
        return made.DAY.fromordinal(made.DAY.toordinal() + random.randint(-900, 900))
    return random.randint(0, 900) if fact.kind is FactKind.INTEGER else "made up"


@pytest.mark.parametrize("unknown_share", [1.0, 0.7, 0.4, 0.15])
def test_no_search_runs_out_of_steps(rulebooks, unknown_share):
    random = Random(f"{unknown_share}")
    most = 0
    for _ in range(25):
        facts = [
            made.a_fact(fact.id, drawn(fact, random))
            for fact in rulebooks.vocabulary.facts
            if fact.subject == "product" and random.random() > unknown_share
        ]
        settled = settle(facts, rulebooks.vocabulary, made.DAY)
        for book in rulebooks.books:
            asker = Asker(rulebooks, settled)
            for rule in compose(rulebooks, book, made.DAY).rules:
                asker.fewest(rule)
                most = max(most, asker.search.steps)
    assert most < MOST_STEPS / 5


def test_an_empty_dossier_is_missing_everywhere_and_asks(rulebooks):
    now = datetime(2026, 1, 15, 12, tzinfo=UTC)
    for book in assess(rulebooks, (), as_of=now):
        ready = compose(rulebooks, rulebooks.book(book.id), book.as_of)
        settled = settle((), rulebooks.vocabulary, book.as_of)
        again = assess_book(ready, settled, book.as_of, Asker(rulebooks, settled))
        assert again == book
        for verdict in book.verdicts:
            assert verdict.outcome == "missing"
            assert verdict.ask
