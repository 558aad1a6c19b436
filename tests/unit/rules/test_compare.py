from datetime import date

import polars as pl
import rules_made as made

from kakehashi.rules import compare_dates, compare_rulebooks
from kakehashi.rules.compare import Change, Kind, Move
from kakehashi.terms.verdict import Outcome

BEFORE, AFTER = date(2025, 2, 24), date(2025, 2, 25)
UNTIL, SINCE = {"starts": None, "ends": AFTER}, {"starts": AFTER, "ends": None}


def a_changing_book():
    return made.a_book(
        made.a_rule("SAME", period=UNTIL),
        made.a_rule("SAME", period=SINCE),
        made.a_rule("TEST", "is_radio", period=UNTIL),
        made.a_rule("TEST", "is_toy", period=SINCE, basis="inference"),
        made.a_rule("OLD", period=UNTIL),
        made.a_rule("NEW", period=SINCE, ways=[made.a_way("W")]),
    )


def test_tells_what_was_added_removed_or_changed_between_two_days():
    read = made.rulebooks(
        a_changing_book(), made.recognitions(made.a_recognition(rules=["SAME"], period=SINCE))
    )
    assert compare_rulebooks(read, read, before_on=BEFORE, after_on=AFTER) == (
        Change("book:TEST", Kind.CHANGED, ("basis", "test")),
        Change("book:NEW", Kind.ADDED),
        Change("book:NEW/W", Kind.ADDED),
        Change("book:REC-1", Kind.ADDED),
        Change("book:OLD", Kind.REMOVED),
    )
    assert compare_rulebooks(read, read, before_on=AFTER, after_on=AFTER) == ()


def test_a_changed_definition_changes_the_rules_that_use_it():
    def defined(when):
        definition = {"id": "small", "when": when, "text": made.TEXT}
        return made.rulebooks(made.a_book(made.a_rule(test="small"), definitions=[definition]))

    found = compare_rulebooks(
        defined("size_mm < 9"), defined("size_mm < 8"), before_on=made.DAY, after_on=made.DAY
    )
    assert found == (Change("book:R-1", Kind.CHANGED, ("test",)),)


def test_counts_the_moves_of_a_population():
    frame = pl.DataFrame(
        {"is_radio": [True, True, False, None], "is_toy": [True, False, False, False]}
    )
    found = compare_dates(made.rulebooks(a_changing_book()), frame, BEFORE, AFTER)
    met, not_met, missing, _ = Outcome
    assert found.n_subjects == 4
    assert [move for move in found.moves if move.rule in ("book:TEST", "book")] == [
        Move("book:TEST", met, not_met, 1),
        Move("book:TEST", missing, not_met, 1),
        Move("book", met, not_met, 1),
        Move("book", missing, not_met, 1),
    ]
    assert Move("book:OLD", met, None, 2) in found.moves
    assert Move("book:NEW", None, met, 2) in found.moves
    assert not [move for move in found.moves if move.rule == "book:SAME"]


def test_compares_two_versions_of_the_rulebooks_on_one_day():
    one, other = (
        made.rulebooks(made.a_book()),
        made.rulebooks(made.a_book(made.a_rule(test="is_toy"))),
    )
    frame = pl.DataFrame({"is_radio": [True, True], "is_toy": [True, False]})
    found = compare_dates(one, frame, made.DAY, made.DAY, later=other)
    assert Move("book:R-1", Outcome.MET, Outcome.NOT_MET, 1) in found.moves
