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
OPEN = "unknown, and so is its NOT; tests/unit/reference/test_open_questions.py tells them apart"
OVERLAP = "two versions of a rule on one day: refused when the rulebooks are read"
ALTERS_NOTHING: dict[str, str] = {
    (
        "uk-psti exceptions EX-PC: when: open_cellular_computer_is_excepted  →  "
        "NOT open_cellular_computer_is_excepted"
    ): OPEN,
    (
        "definition star1_label_days_hold: open_label_last_day_counts  →  "
        "NOT open_label_last_day_counts"
    ): OPEN,
    (
        "definition star1_label_counts: open_other_label_criteria_count  →  "
        "NOT open_other_label_criteria_count"
    ): OPEN,
    (
        "definition star2_plus_label_might_count: open_star2_label_counts  →  "
        "NOT open_star2_label_counts"
    ): OPEN,
    (
        "definition cls_label_counts: open_label_last_day_counts  →  NOT open_label_last_day_counts"
    ): OPEN,
    (
        "definition cls_label_counts: open_other_label_criteria_count  →  "
        "NOT open_other_label_criteria_count"
    ): OPEN,
    "uk-psti rule PSTI-3: ends 2025-02-25  →  2025-02-26": OVERLAP,
    "uk-psti rule PSTI-3: starts 2025-02-25  →  2025-02-24": OVERLAP,
}


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
