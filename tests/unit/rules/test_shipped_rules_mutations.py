"""The shipped cases hold, and any operator, value or date flipped in a shipped rule fails one."""

import sys
from pathlib import Path

import pytest

from kakehashi import reference
from kakehashi.rules import check_cases, read_cases, read_rulebooks

sys.path.insert(0, str(Path(__file__).parents[2] / "reference"))
import rule_mutations

TESTS = Path(__file__).parents[2]

# Changes that alter no verdict, each with the reason why none can differ.
ALTERS_NOTHING: dict[str, str] = {}


@pytest.fixture(scope="module")
def rulebooks():
    return read_rulebooks(
        {
            name: reference.read(name)
            for folder in ("facts", "rulebooks")
            for name in reference.names(folder)
        }
    )


@pytest.fixture(scope="module")
def cases(rulebooks):
    files = sorted((TESTS / "cases").glob("*/*.yaml"))
    return read_cases(
        {str(file.relative_to(TESTS)): file.read_bytes() for file in files}, rulebooks
    )


def test_there_are_cases_enough(cases):
    assert len(cases) >= 60


def test_every_case_holds(rulebooks, cases):
    wrong = [
        f"{result.case.file} {result.case.id}: {one.of} {one.field}: expected {one.expected}, "
        f"got {one.got}; decided by {[(fact.fact, fact.value) for fact in one.decisive]}"
        for result in check_cases(rulebooks, cases)
        for one in result.differences
    ]
    assert wrong == []


def test_every_mutation_of_a_shipped_rule_fails_a_case(rulebooks, cases):
    left = [one for one in rule_mutations.survivors(rulebooks, cases) if one not in ALTERS_NOTHING]
    assert left == [], f"{len(left)} changes that no case notices"
