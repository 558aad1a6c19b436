"""Open questions of law: not established today, and each answer would move a verdict its own way.

The case files hold them unanswered. Here a text that settled one is imagined, so that an open
question written upside down is noticed before it is ever answered.
"""

import pytest

from kakehashi.rules import check_cases

# question, case, rule, outcome once answered yes, once answered no
SETTLED = [
    ("open_label_last_day_counts", "uk-label-last-day", "uk-psti:PSTI-1", "met", "not_met"),
    ("open_label_last_day_counts", "uk-label-cls-last-day", "uk-psti:PSTI-1", "met", "not_met"),
    ("open_label_last_day_counts", "jc-label-last-day", "jc-star-1:JS-L2", "met", "not_met"),
    ("open_star2_label_counts", "uk-label-star2-alone", "uk-psti:PSTI-1", "met", "not_met"),
    (
        "open_other_label_criteria_count",
        "uk-label-other-criteria",
        "uk-psti:PSTI-1",
        "met",
        "not_met",
    ),
    (
        "open_other_label_criteria_count",
        "uk-label-cls-other-specification",
        "uk-psti:PSTI-1",
        "met",
        "not_met",
    ),
    (
        "open_cellular_computer_is_excepted",
        "uk-cellular-laptop",
        "uk-psti:PSTI-2",
        "not_applicable",
        "met",
    ),
    (
        "open_cellular_computer_is_excepted",
        "uk-cellular-desktop",
        "uk-psti:PSTI-2",
        "not_applicable",
        "met",
    ),
    (
        "open_japan_adequacy_covers_academia",
        "ukt-japan-university",
        "uk-data-transfer:UKT-1",
        "met",
        "not_met",
    ),
    (
        "open_japan_adequacy_covers_public_bodies",
        "ukt-japan-public-body",
        "uk-data-transfer:UKT-1",
        "met",
        "not_met",
    ),
    (
        "open_earlier_assessment_counts",
        "ukt-idta-earlier-test",
        "uk-data-transfer:UKT-1",
        "met",
        "not_met",
    ),
    (
        "open_contractor_onward_is_under_supplementary_rules",
        "sr-onward-contractor",
        "jp-data-transfer:SR-ONWARD",
        "not_met",
        "not_applicable",
    ),
]


def outcome_with(rulebooks, case, rule):
    """Return the outcome of `rule`, got by expecting what cannot be."""
    asking = type(case)(
        **{name: getattr(case, name) for name in case.__struct_fields__ if name != "expect"},
        expect={rule: {"outcome": "none of these"}},
    )
    (result,) = check_cases(rulebooks, (asking,))
    return str(result.differences[0].got)


def test_every_open_question_is_tried(rulebooks):
    assert {row[0] for row in SETTLED} == {one.id for one in rulebooks.vocabulary.open_questions}
    assert [one.id for one in rulebooks.vocabulary.open_questions if one.answer is not None] == []


@pytest.mark.parametrize(("question", "name", "rule", "yes", "no"), SETTLED)
def test_an_answer_would_settle_it(answered, cases, question, name, rule, yes, no):
    case = next(one for one in cases if one.id == name)
    assert outcome_with(answered(question, answer=True), case, rule) == yes
    assert outcome_with(answered(question, answer=False), case, rule) == no
