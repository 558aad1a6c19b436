import pytest
import rules_made as made

from kakehashi.rules import check_cases, read_cases
from kakehashi.terms.errors import InputError

HEAD = "format: kakehashi-cases/1\nabout: x\nbase: {is_radio: true, colour: red}\ncases:\n"


def read_all(text, *wholes):
    read = made.rulebooks(*(wholes or [made.a_book()]))
    return read, read_cases({"c.yaml": (HEAD + text).encode()}, read)


def differences(text, *wholes):
    read, cases = read_all(text, *wholes)
    return [
        (result.case.id, one.of, one.field, one.expected, one.got)
        for result in check_cases(read, cases)
        for one in result.differences
    ]


def a_case(id="c1", facts="{}", expect="{book: met}", as_of="2026-01-15"):
    return f"  - {{id: {id}, says: x, as_of: {as_of}, facts: {facts}, expect: {expect}}}\n"


def test_cases_that_hold_have_no_differences():
    assert (
        differences(
            a_case() + a_case("c2", "{is_radio: false}", "{book: not_met, 'book:R-1': not_met}")
        )
        == []
    )


def test_a_difference_tells_what_came_and_why():
    read, cases = read_all(a_case(facts="{is_radio: false}"))
    (result,) = check_cases(read, cases)
    assert [(one.of, one.expected, one.got) for one in result.differences] == [
        ("book", "met", "not_met")
    ]
    read, cases = read_all(a_case(facts="{is_radio: false}", expect="{'book:R-1': met}"))
    (one,) = check_cases(read, cases)[0].differences
    assert [(fact.fact, fact.value) for fact in one.decisive] == [("is_radio", False)]
    assert one.decisive[0].origins[0].place == "c.yaml:5"


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ("{is_radio: null}", "[absent]"),
        ("{is_radio: {value: true, valid_until: 2026-01-14}}", "[expired]"),
        ("{is_radio: {conflict: [true, false]}}", "[conflict]"),
    ],
)
def test_facts_may_be_taken_away_run_out_or_disagree(facts, why):
    assert (
        differences(a_case(facts=facts, expect=f"{{'book:R-1': {{outcome: missing, why: {why}}}}}"))
        == []
    )


def test_a_detail_that_differs_is_told():
    expect = (
        "{'book:R-1': {outcome: met, ground: W, clauses: [X], ask: [is_toy]}, book: {version: v9}}"
    )
    assert [field for _, _, field, *_ in differences(a_case(expect=expect))] == [
        "ground", "clauses", "ask", "version",
    ]  # fmt: skip


def test_a_rule_can_be_expected_not_to_be_in_force():
    later = made.a_book(made.a_rule(period={"starts": made.DAY.replace(year=2027)}))
    assert differences(a_case(expect="{'book:R-1': null}"), later) == []
    assert differences(a_case(expect="{'book:R-1': null}")) == [
        ("c1", "book:R-1", "outcome", None, "met")
    ]


def test_refuses_all_faults_of_a_case_file_at_once():
    text = (
        a_case("c1", "{is_radoi: true}")
        + a_case("c2", "{colour: mauve}")
        + a_case("c3", expect="{boook: met}")
        + a_case("c4", expect="{'book:R-9': met}")
        + a_case("c5", expect="{book: {why: []}}")
        + a_case("c6", as_of="soon")
        + a_case("c7", "{is_toy: {value: true, valid_until: soon}}")
        + a_case("c1")
        + "  - {id: c8, saus: x}\n"
    )
    with pytest.raises(InputError) as caught:
        read_all(text)
    lines = sorted(int(fault.where.split(":")[1]) for fault in caught.value.faults)
    assert lines == [5, 6, 7, 8, 9, 10, 11, 12, 13, 13]


@pytest.mark.parametrize(
    "text", ["- 1\n", "format: x\ncases: []\n", "a: &b 1\n", "cases: {a: 1}\n"]
)
def test_refuses_what_is_no_case_file(text):
    with pytest.raises(InputError):
        read_cases({"c.yaml": text.encode()}, made.rulebooks(made.a_book()))
