"""Each shipped rulebook counts days in its own country's time, and the law's edges fall there."""

from datetime import UTC, datetime

import pytest

from kakehashi import reference
from kakehashi.rules import assess, read_rulebooks
from kakehashi.terms.errors import SourceError


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def verdict(rulebooks, cases, name, moment, rule):
    """Return what `rule` is at `moment` for the facts of the case `name`."""
    case = next(one for one in cases if one.id == name)
    book_id, _, rule_id = rule.partition(":")
    books = {book.id: book for book in assess(rulebooks, case.facts, as_of=at(moment))}
    found = (one for one in books[book_id].verdicts if one.rule == rule_id)
    return next((str(one.outcome) for one in found), "no rule on that day")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2024-04-28T22:59:59", "no rule on that day"),
        ("2024-04-28T23:00:00", "not_met"),  # British Summer Time: already 29 April in London
    ],
)
def test_uk_law_begins_at_midnight_in_london(rulebooks, cases, moment, expected):
    assert verdict(rulebooks, cases, "uk-first-day", moment, "uk-psti:PSTI-2") == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("2025-12-03T23:59:59", "not_met"), ("2025-12-04T00:00:00", "met")],
)
def test_the_label_counts_from_midnight_in_london(rulebooks, cases, moment, expected):
    assert verdict(rulebooks, cases, "uk-label-star1", moment, "uk-psti:PSTI-1") == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("2025-12-31T14:59:59", "not_met"), ("2025-12-31T15:00:00", "met")],
)
def test_japan_s_waiver_begins_at_midnight_in_tokyo(rulebooks, cases, moment, expected):
    assert verdict(rulebooks, cases, "jc-waiver", moment, "jc-star-1:S1.1-05") == expected


def test_at_one_moment_the_label_s_last_day_has_begun_in_tokyo_only(rulebooks, cases):
    moment = "2027-09-29T15:30:00"
    assert verdict(rulebooks, cases, "jc-label-current", moment, "jc-star-1:JS-L2") == "missing"
    assert verdict(rulebooks, cases, "uk-label-star1", moment, "uk-psti:PSTI-1") == "met"


@pytest.mark.parametrize(
    ("field", "day"), [("ends: 2025-02-25", "2025-02-26"), ("starts: 2025-02-25", "2025-02-24")]
)
def test_two_versions_of_the_support_period_on_one_day_are_refused(field, day):
    files = {
        name: reference.read(name)
        for folder in ("facts", "rulebooks")
        for name in reference.names(folder)
    }
    text = files["rulebooks/uk-psti.yaml"].decode()
    before, rules, after = text.partition("\nrules:")
    start, versions, rest = after.partition("  - id: PSTI-3\n")
    moved = rest.replace(field, field.replace("2025-02-25", day), 1)
    files["rulebooks/uk-psti.yaml"] = (before + rules + start + versions + moved).encode()
    with pytest.raises(SourceError) as raised:
        read_rulebooks(files)
    assert {fault.code for fault in raised.value.faults} == {"overlap"}
