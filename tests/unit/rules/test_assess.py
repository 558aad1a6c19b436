from datetime import UTC, date, datetime

import pytest
import rules_made as made

from kakehashi.rules import assess
from kakehashi.terms.basis import Basis
from kakehashi.terms.verdict import Outcome, Why

MET, NOT_MET, MISSING, OUT = Outcome


def period(starts=None, ends=None):
    return {"starts": starts and date(*starts), "ends": ends and date(*ends)}


def decided(*wholes, on=made.DAY, **values):
    """Give the verdict of the first rule of the first rulebook."""
    return assess(made.rulebooks(*wholes), made.facts(**values), as_of=on)[0].verdicts[0]


@pytest.mark.parametrize(
    ("sold", "radio", "outcome"),
    [
        (True, True, MET), (True, False, NOT_MET), (True, None, MISSING), (False, True, OUT),
        (False, None, OUT), (None, True, MISSING), (None, False, MISSING), (None, None, MISSING),
    ],
)  # fmt: skip
def test_the_four_outcomes(sold, radio, outcome):
    values = {k: v for k, v in {"is_sold": sold, "is_radio": radio}.items() if v is not None}
    assert decided(made.a_book(scope=[made.a_clause()]), **values).outcome is outcome


def test_a_false_clause_or_true_exception_is_named():
    book = made.a_book(
        scope=[made.a_clause("SC-1", "is_sold"), made.a_clause("SC-2", "is_radio")],
        exceptions=[made.a_clause("EX-1", "is_toy", basis="memory")],
    )
    verdict = decided(book, is_sold=False, is_radio=True, is_toy=True)
    assert verdict.outcome is OUT
    assert verdict.clauses == ("SC-1", "EX-1")
    assert {fact.fact: fact.value for fact in verdict.decisive} == {
        "is_sold": False,
        "is_toy": True,
    }
    assert verdict.basis is Basis.MEMORY


def test_a_rule_applies_where_the_scope_and_its_own_condition_hold():
    book = made.a_book(made.a_rule(applies="is_toy"), scope=[made.a_clause()])
    assert decided(book, is_sold=True, is_toy=False).outcome is OUT
    assert decided(book, is_sold=True, is_toy=False).clauses == ()
    assert decided(book, is_sold=True, is_toy=True, is_radio=True).outcome is MET


def test_the_ground_is_the_own_words_first_then_a_way_then_a_recognition():
    wholes = (
        made.a_book(made.a_rule(ways=[made.a_way("WAY-1", "is_sold", basis="inference")])),
        made.recognitions(made.a_recognition(basis="memory")),
    )
    every = {"is_radio": True, "is_sold": True, "is_toy": True}
    assert decided(*wholes, **every).ground == "own"
    assert decided(*wholes, **every).basis is Basis.PRIMARY
    by_way = decided(*wholes, **every | {"is_radio": False})
    assert (by_way.ground, by_way.basis) == ("WAY-1", Basis.INFERENCE)
    recognised = decided(*wholes, is_toy=True)
    assert (recognised.ground, recognised.basis) == ("REC-1", Basis.MEMORY)
    assert decided(*wholes, is_radio=False, is_sold=False, is_toy=False).ground is None


def test_a_rulebook_names_the_recognitions_that_were_a_ground():
    read = made.rulebooks(made.a_book(), made.recognitions(made.a_recognition()))
    assert assess(read, made.facts(is_toy=True), as_of=made.DAY)[0].recognitions == ("REC-1",)
    both = made.facts(is_toy=True, is_radio=True)
    assert assess(read, both, as_of=made.DAY)[0].recognitions == ()


def test_a_recognition_needs_rules_by_their_own_words_or_ways_alone():
    there = made.a_book(
        made.a_rule(
            "T-1", test="is_sold", applies="colour = 'red'", ways=[made.a_way("W", "hue = 'red'")]
        ),
        id="there",
    )
    wholes = (
        made.a_book(),
        there,
        made.recognitions(
            made.a_recognition(needs_rules=["there:T-1"]),
            made.a_recognition("REC-2", "age_years = 1", given_by="there", rules=["T-1"], of="x"),
        ),
    )
    assert decided(*wholes, is_toy=True, colour="red", is_sold=True).ground == "REC-1"
    assert decided(*wholes, is_toy=True, colour="red", hue="red").ground == "REC-1"
    assert decided(*wholes, is_toy=True, colour="blue").ground == "REC-1"  # T-1 does not apply
    by_other = {"is_sold": False, "hue": "blue", "age_years": 1, "is_radio": False}
    assert decided(*wholes, is_toy=True, colour="red", **by_other).outcome is NOT_MET


def test_a_needed_rule_that_is_not_in_force_is_not_met():
    there = made.a_book(made.a_rule("T-1", period=period((2026, 6, 1))), id="there")
    found = made.recognitions(made.a_recognition(needs_rules=["there:T-1"]))
    values = {"is_toy": True, "is_radio": False}
    assert (
        decided(
            made.a_book(made.a_rule(test="is_sold AND is_radio")), there, found, **values
        ).outcome
        is NOT_MET
    )


@pytest.mark.parametrize(
    ("on", "outcome"),
    [((2025, 2, 24), NOT_MET), ((2025, 2, 25), MET), ((2025, 12, 31), MET), ((2026, 1, 1), None)],
)
def test_versions_of_a_rule_follow_each_other_by_the_day(on, outcome):
    book = made.a_book(
        made.a_rule(test="is_radio", period=period(None, (2025, 2, 25))),
        made.a_rule(test="NOT is_radio", period=period((2025, 2, 25), (2026, 1, 1))),
    )
    found = assess(made.rulebooks(book), made.facts(is_radio=False), as_of=date(*on))[0]
    assert [verdict.outcome for verdict in found.verdicts] == ([outcome] if outcome else [])


@pytest.mark.parametrize("part", ["scope", "exceptions", "ways"])
def test_a_part_outside_its_period_does_not_exist(part):
    later = made.a_clause("LATER", "is_toy", period=period((2026, 2, 1)))
    book = (
        made.a_book(made.a_rule(ways=[later])) if part == "ways" else made.a_book(**{part: [later]})
    )
    values = {"is_toy": part != "scope", "is_radio": False}
    assert decided(book, on=date(2026, 1, 31), **values).outcome is NOT_MET
    assert decided(book, on=date(2026, 2, 1), **values).outcome is (MET if part == "ways" else OUT)


def test_a_rulebook_outside_its_period_is_not_applicable_without_verdicts():
    (found,) = assess(made.rulebooks(made.a_book()), (), as_of=date(2023, 12, 31))
    assert (found.outcome, found.verdicts, found.version) == (OUT, (), None)


def test_the_version_is_the_last_begun():
    versions = [
        {**made.a_book()["versions"][0], "id": f"v{n}", "starts": date(2024, n, 1)}
        for n in (1, 3, 2)
    ]
    read = made.rulebooks(made.a_book(versions=versions))
    found = [assess(read, (), as_of=date(2024, m, 15))[0].version for m in (1, 2, 3, 4)]
    assert found == ["v1", "v2", "v3", "v3"]


def test_now_is_the_day_of_each_rulebooks_own_calendar():
    read = made.rulebooks(made.a_book(), made.a_book(id="jp", country="jp", calendar="Asia/Tokyo"))
    found = assess(read, (), as_of=datetime(2026, 1, 14, 15, 30, tzinfo=UTC))
    assert [book.as_of for book in found] == [date(2026, 1, 14), date(2026, 1, 15)]
    with pytest.raises(ValueError, match="time zone"):
        assess(read, (), as_of=datetime(2026, 1, 14, 15, 30))  # noqa: DTZ001


def test_an_open_question_of_law_is_why_nothing_is_established():
    book = made.a_book(made.a_rule(test="is_radio AND open_x"))
    verdict = decided(book, is_radio=True)
    assert (verdict.outcome, verdict.why, verdict.ask) == (MISSING, (Why.NOT_ESTABLISHED,), ())
    assert decided(book, is_radio=False).outcome is NOT_MET
    assert set(decided(book).why) == {Why.ABSENT, Why.NOT_ESTABLISHED}
    assert decided(book).ask == ("is_radio",)


def test_a_list_says_no_only_when_complete():
    book = made.a_book(made.a_rule(test="'lid' IN parts"))
    assert decided(book, parts=made.a_list("lid")).outcome is MET
    assert decided(book, parts=made.a_list("box", complete=True)).outcome is NOT_MET
    verdict = decided(book, parts=made.a_list("box"))
    assert (verdict.outcome, verdict.why, verdict.ask) == (MISSING, (Why.ABSENT,), ("parts",))
    assert verdict.decisive[0].value == made.a_list("box")


def test_the_day_itself_decides_and_needs_no_origin():
    verdict = decided(made.a_book(made.a_rule(test="as_of < sold_on")), sold_on=made.DAY)
    assert verdict.outcome is NOT_MET
    assert [(f.fact, f.value, f.origins) for f in verdict.decisive] == [
        ("as_of", made.DAY, ()), ("sold_on", made.DAY, (made.ORIGIN,)),
    ]  # fmt: skip


def test_rules_for_information_are_not_decided():
    rules = [made.a_rule(), made.a_rule("R-2", test=None, status="information")]
    (found,) = assess(made.rulebooks(made.a_book(*rules)), (), as_of=made.DAY)
    assert [verdict.rule for verdict in found.verdicts] == ["R-1"]


@pytest.mark.parametrize(
    ("tests", "outcome"),
    [
        (("TRUE", "FALSE", "is_toy"), NOT_MET), (("TRUE", "is_toy"), MISSING),
        (("TRUE", "TRUE"), MET),
    ],
)  # fmt: skip
def test_a_rulebook_rolls_up_its_rules(tests, outcome):
    rules = [made.a_rule(f"R-{n}", test) for n, test in enumerate(tests)]
    rules.append(made.a_rule("OUT", applies="FALSE"))
    assert assess(made.rulebooks(made.a_book(*rules)), (), as_of=made.DAY)[0].outcome is outcome


def test_what_a_rulebook_rests_on_by_basis():
    book = made.a_book(
        made.a_rule("R-1"),
        made.a_rule("R-2", basis="secondary", sources=["note"]),
        made.a_rule(
            "R-3",
            test="FALSE",
            ways=[made.a_way("W", "is_radio", basis="memory", sources=["note"])],
        ),
    )
    (found,) = assess(made.rulebooks(book), made.facts(is_radio=True), as_of=made.DAY)
    assert [(rest.basis, rest.rules, rest.sources) for rest in found.rests_on] == [
        (Basis.PRIMARY, ("R-1",), ("act",)),
        (Basis.SECONDARY, ("R-2",), ("note",)),
        (Basis.MEMORY, ("R-3",), ("note",)),
    ]


def test_definitions_reach_over_files_and_each_other():
    one = made.a_book(
        made.a_rule(test="small"),
        definitions=[{"id": "small", "when": "NOT large", "text": made.TEXT}],
    )
    other = made.a_book(
        id="b2", definitions=[{"id": "large", "when": "size_mm > 9", "text": made.TEXT}]
    )
    assert decided(one, other, size_mm=9).outcome is MET
    assert decided(one, other, size_mm=10).outcome is NOT_MET


def test_rulebooks_for_other_subjects_are_left_out():
    facts = [made.a_fact_type("is_radio"), made.a_fact_type("is_flow", subject="flow")]
    flow = made.a_book(made.a_rule(test="is_flow"), id="flow", subject="flow")
    read = made.rulebooks(made.a_vocabulary(facts=facts), made.a_book(), flow)
    assert [book.id for book in assess(read, (), as_of=made.DAY)] == ["book"]
    assert [book.id for book in assess(read, (), as_of=made.DAY, subject="flow")] == ["flow"]
