from datetime import date

import msgspec
import pytest
import rules_made as made

from kakehashi.rules import settle
from kakehashi.terms.errors import InputError
from kakehashi.terms.verdict import Why
from kakehashi.terms.vocabulary import Vocabulary

OTHER = msgspec.structs.replace(made.ORIGIN, place="line 2")


def a_vocabulary(**changes):
    types = [made.a_fact_type(id, kind) for id, kind in made.FACTS.items()]
    types[0] |= changes
    return msgspec.convert(made.a_vocabulary(facts=types), Vocabulary)


def settled(*facts, on=made.DAY, **changes):
    return settle(facts, a_vocabulary(**changes), on)


def test_what_nobody_stated_is_absent_and_the_day_is_known():
    found = settled()
    assert found.values == {"as_of": made.DAY}
    assert found.unknown["is_radio"] is Why.ABSENT
    assert found.unknown["open_x"] is Why.NOT_ESTABLISHED


def test_an_answered_question_of_law_is_known():
    vocabulary = a_vocabulary()
    answered = msgspec.structs.replace(vocabulary.open_questions[0], answer=False)
    vocabulary = msgspec.structs.replace(vocabulary, open_questions=(answered,))
    assert settle((), vocabulary, made.DAY).values["open_x"] is False


@pytest.mark.parametrize(("on", "is_known"), [((2026, 1, 20), True), ((2026, 1, 21), False)])
def test_evidence_speaks_up_to_and_including_its_last_day(on, is_known):
    found = settled(made.a_fact("is_radio", True, valid_until=date(2026, 1, 20)), on=date(*on))
    assert ("is_radio" in found.values) is is_known
    assert found.unknown.get("is_radio") is (None if is_known else Why.EXPIRED)
    assert found.origins["is_radio"] == (made.ORIGIN,)


@pytest.mark.parametrize(("on", "is_known"), [((2026, 1, 11), True), ((2026, 1, 12), False)])
def test_an_answer_holds_for_the_days_the_vocabulary_gives_it(on, is_known):
    fact = made.a_fact("is_radio", True, stated_on=date(2026, 1, 1))
    assert ("is_radio" in settled(fact, on=date(*on), holds_days=10).values) is is_known


def test_statements_that_agree_are_one_fact_with_both_origins():
    found = settled(made.a_fact("age_years", 3), made.a_fact("age_years", 3, origin=OTHER))
    assert found.values["age_years"] == 3
    assert found.origins["age_years"] == (made.ORIGIN, OTHER)


def test_statements_that_differ_are_a_conflict():
    found = settled(made.a_fact("is_radio", True), made.a_fact("is_radio", False, origin=OTHER))
    assert found.unknown["is_radio"] is Why.CONFLICT
    assert found.origins["is_radio"] == (made.ORIGIN, OTHER)


def test_a_statement_that_ran_out_is_in_conflict_with_nothing():
    old = made.a_fact("is_radio", False, valid_until=date(2025, 1, 1))
    assert settled(old, made.a_fact("is_radio", True)).values["is_radio"] is True


@pytest.mark.parametrize(
    ("one", "other", "agreed"),
    [
        (made.a_list("lid"), made.a_list("box"), made.a_list("lid", "box")),
        (made.a_list("lid"), made.a_list("lid", complete=True), made.a_list("lid", complete=True)),
        (made.a_list("box"), made.a_list("lid", complete=True), None),
        (made.a_list(complete=True), made.a_list("lid", complete=True), None),
    ],
)
def test_lists_add_up_unless_one_that_is_complete_lacks_a_member(one, other, agreed):
    for facts in ((one, other), (other, one)):
        found = settled(*(made.a_fact("parts", value) for value in facts))
        assert found.values.get("parts") == agreed
        assert found.unknown.get("parts") is (Why.CONFLICT if agreed is None else None)


def test_refuses_all_facts_that_the_vocabulary_does_not_have():
    with pytest.raises(InputError) as caught:
        settled(made.a_fact("is_radoi", True), made.a_fact("zzz", 1))
    assert [fault.where for fault in caught.value.faults] == ["f.yaml: line 1"] * 2
    assert "is_radio" in caught.value.faults[0].mend.en
