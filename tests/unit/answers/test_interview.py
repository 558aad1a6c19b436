"""Three people answer what is asked first until nothing is left to ask."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from kakehashi.answers import may_sell, shipped_rulebooks
from kakehashi.evidence.dossier import Dossier, Subject
from kakehashi.rules import ask_next
from kakehashi.terms.fact import Fact, Members, Origin
from kakehashi.terms.text import Text
from kakehashi.terms.vocabulary import FactKind

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
STATEMENT = {
    "product_type_and_batch", "names_and_addresses", "prepared_for_manufacturer",
    "declaration_of_compliance", "support_period", "signature", "place_and_date",
}  # fmt: skip
NO = {
    "has_cellular", "is_for_under_14s_only", "only_hosts_medical_software", "is_sold_in_japan",
    "per_unit_passwords_use_counter", "per_unit_passwords_use_public_information",
    "per_unit_passwords_use_identifiers", "per_unit_passwords_are_guessable",
    "support_period_was_shortened", "support_period_was_extended", "statement_relies_on_standard",
    "possible_failure_is_known", "knows_of_noncompliance", "user_can_readily_replace_software",
    "user_can_add_security",
}  # fmt: skip
CAMERA = {
    "product_kind": "camera",
    "uk_special_regimes": Members(frozenset(), is_complete=True),
    "uk_customers": "consumers",
    "unit_condition": "new",
    "statement_contents": Members(frozenset(STATEMENT), is_complete=True),
    "en_303645_version": "none",
    "iso_29147_edition": "none",
    "star1_label_state": "none",
    "star2_plus_label_state": "none",
    "cls_label_state": "none",
    "carrier_connection": "behind_router_only",
}
STAR1 = {
    "star1_label_state": "valid",
    "star1_label_criteria": "JST-CR-01-01-2024R1",
    "star1_label_issued_on": date(2026, 1, 10),
    "star1_label_expires_on": date(2028, 1, 9),
}
PEOPLE = {
    "a UK-only maker": {**CAMERA, "uk_market": "great_britain", "role": "maker"},
    "a Japanese maker with a label": {
        **CAMERA, **STAR1, "uk_market": "both", "role": "maker", "is_sold_in_japan": True
    },
    "an importer": {**CAMERA, "uk_market": "both", "role": "importer"},
}  # fmt: skip


def truth(person, fact):
    """Return what the person says; a question they have no answer for is a mistake here."""
    if fact.id in PEOPLE[person]:
        return PEOPLE[person][fact.id]
    assert fact.kind is FactKind.BOOLEAN, fact.id
    return fact.id not in NO


def stated(name, value):
    origin = Origin(file="t.yaml", sha256="0" * 64, place=name, read_at=NOW)
    return Fact(name, value, origin, stated_on=NOW.date())


@pytest.fixture(scope="module", params=PEOPLE)
def interview(request):
    """Return who was asked, the questions in order, and the facts that were stated."""
    rulebooks, facts = shipped_rulebooks(), []
    while asked := ask_next(rulebooks, facts, as_of=NOW):
        name = asked[0].fact
        assert name not in {fact.id for fact in facts}, f"asked twice: {name}"
        facts.append(stated(name, truth(request.param, rulebooks.fact(name))))
    return request.param, [fact.id for fact in facts], facts


# as measured: questions in all, and those of them that bear on law, which come first
MOST = {
    "a UK-only maker": (60, 39),
    "a Japanese maker with a label": (27, 21),
    "an importer": (41, 12),
}


def test_the_interview_is_no_longer_than_it_must_be(interview):
    who, asked, _ = interview
    assert len(asked) <= MOST[who][0]


def test_it_begins_with_where_it_is_sold_to_whom_and_in_which_role(interview):
    _, asked, _ = interview
    assert asked[:2] == ["uk_market", "is_sold_in_japan"]
    assert set(asked[2:5]) == {"uk_customers", "unit_condition", "role"}
    assert {"product_kind", "connects_to_internet", "uk_special_regimes"} <= set(asked[5:9])


def test_labels_are_asked_for_before_the_product_is_gone_through(interview):
    who, asked, _ = interview
    if who == "an importer":  # relies on the statement: no label could spare a question
        assert "passwords_are_unique_or_user_set" not in asked
        return
    assert asked.index("star1_label_state") < 10
    assert ("passwords_are_unique_or_user_set" in asked) == (who == "a UK-only maker")


def test_what_law_asks_comes_before_what_only_labels_and_standards_ask(interview):
    who, asked, facts = interview
    rulebooks = shipped_rulebooks()
    law = {book.id for book in rulebooks.books if book.force == "law"}
    for_law = [
        any(at.split(":")[0] in law for at in ask_next(rulebooks, facts[:n], as_of=NOW)[0].settles)
        for n in range(len(asked))
    ]
    assert for_law == sorted(for_law, reverse=True)
    assert 0 < sum(for_law) <= MOST[who][1]


def test_questions_of_one_topic_follow_each_other(interview):
    """At most a few turns back to a topic that was left (a label that turns out to matter)."""
    _, asked, _ = interview
    groups = [shipped_rulebooks().fact(name).group for name in asked]
    turns = [new for old, new in pairwise(groups) if new != old]
    assert len(turns) - len(set(turns)) <= 5


def test_at_its_end_every_law_is_settled(interview):
    _, _, facts = interview
    subject = Subject(kind="product", name=Text(en="Camera", ja="カメラ"))
    answer = may_sell(shipped_rulebooks(), Dossier(subject=subject, facts=tuple(facts)), as_of=NOW)
    assert {country.may_sell for country in answer.countries} == {"yes"}
