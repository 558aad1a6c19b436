from datetime import date

import polars as pl
import pytest
import rules_made as made

from kakehashi.rules import assess_population
from kakehashi.rules.frame import make_ready
from kakehashi.terms.errors import InputError

MET, NOT_MET, MISSING, OUT = range(4)


def outcomes(test, frame, on=made.DAY):
    read = made.rulebooks(made.a_book(made.a_rule(test=test)))
    return assess_population(read, frame, as_of=on)["book:R-1"].to_list()


def test_gives_a_column_a_rule_and_one_a_rulebook():
    book = made.a_book(made.a_rule("R-1"), made.a_rule("R-2", "is_toy"), scope=[made.a_clause()])
    frame = pl.DataFrame(
        {
            "is_sold": [True, True, True, False, None],
            "is_radio": [True, True, False, True, True],
            "is_toy": [True, None, None, True, True],
        }
    )
    found = assess_population(made.rulebooks(book), frame, as_of=made.DAY)
    assert found.to_dict(as_series=False) == {
        "book:R-1": [MET, MET, NOT_MET, OUT, MISSING],
        "book:R-2": [MET, MISSING, MISSING, OUT, MISSING],
        "book": [MET, MISSING, NOT_MET, OUT, MISSING],
    }
    assert set(found.dtypes) == {pl.UInt8}


def test_a_fact_without_a_column_is_unknown():
    frame = pl.DataFrame({"is_radio": [True, False]})
    assert outcomes("is_radio AND is_toy", frame) == [MISSING, NOT_MET]
    assert outcomes("colour = 'red'", frame) == [MISSING, MISSING]
    assert outcomes("'lid' IN parts OR is_radio", frame) == [MET, MISSING]
    assert outcomes("sold_on < as_of", frame) == [MISSING, MISSING]
    assert outcomes("TRUE", frame) == [MET, MET]
    assert outcomes("open_x", frame) == [MISSING, MISSING]


@pytest.mark.parametrize(
    "dtype",
    [pl.String, pl.Categorical, pl.Enum(["red", "green", "blue"]), pl.Enum(["blue", "red"])],
)
def test_a_choice_may_be_text_or_codes(dtype):
    frame = pl.DataFrame({"colour": pl.Series(["red", "blue", None], dtype=dtype)})
    assert outcomes("colour = 'red'", frame) == [MET, NOT_MET, MISSING]
    assert outcomes("colour IN ('red', 'blue')", frame) == [MET, MET, MISSING]
    assert outcomes("colour = hue", frame.with_columns(hue=pl.lit("red"))) == [
        MET,
        NOT_MET,
        MISSING,
    ]


def test_numbers_and_days_compare():
    frame = pl.DataFrame(
        {
            "age_years": [3, None],
            "sold_on": [date(2026, 1, 15), None],
            "made_on": [date(2026, 1, 14)] * 2,
        }
    )
    assert outcomes("age_years BETWEEN 3 AND 4", frame) == [MET, MISSING]
    assert outcomes("as_of <= sold_on", frame) == [MET, MISSING]
    assert outcomes("made_on < sold_on", frame) == [MET, MISSING]
    assert outcomes("made_on IN ('2026-01-14')", frame) == [MET, MET]


def test_a_list_is_complete_only_where_the_table_says_so():
    listed = [["lid"], ["lid", "lid", "box"], ["box"], [], None]
    frame = pl.DataFrame({"parts": pl.Series(listed, dtype=pl.List(pl.String))})
    assert outcomes("'lid' IN parts", frame) == [MET, MET, MISSING, MISSING, MISSING]
    frame = frame.with_columns(parts__complete=pl.Series([True, False, True, None, True]))
    assert outcomes("'lid' IN parts", frame) == [MET, MET, NOT_MET, MISSING, MISSING]


def test_a_list_may_come_as_one_bit_a_member():
    listed = pl.Series([["lid"], ["lid", "box"], ["box"], [], None], dtype=pl.List(pl.String))
    types = {one.id: one for one in made.rulebooks(made.a_book()).vocabulary.facts}
    names = [one.id for one in types["parts"].members]
    bits = [None if has is None else sum(1 << names.index(one) for one in has) for has in listed]
    whole = pl.Series([True, False, True, None, True])
    told = [
        outcomes("'lid' IN parts", pl.DataFrame({"parts": parts, "parts__complete": whole}))
        for parts in (listed, pl.Series(bits, dtype=pl.Int64))
    ]
    assert told[0] == told[1] == [MET, MET, NOT_MET, MISSING, MISSING]
    for strange in (-1, 1 << len(names)):
        with pytest.raises(InputError):
            outcomes("'lid' IN parts", pl.DataFrame({"parts": [1, strange]}))


def test_a_table_made_ready_once_gives_the_same_with_columns_replaced():
    read = made.rulebooks(made.a_book())
    frame = pl.DataFrame({"is_radio": [True, False, None], "age_years": [1, 2, 3]})
    ready = make_ready(read.vocabulary, frame)
    assert assess_population(read, ready, as_of=made.DAY).equals(
        assess_population(read, frame, as_of=made.DAY)
    )
    other = pl.DataFrame({"is_radio": [None, True, True]})
    assert assess_population(read, ready.replaced(read.vocabulary, other), as_of=made.DAY).equals(
        assess_population(read, frame.with_columns(other), as_of=made.DAY)
    )


def test_a_column_of_nulls_and_a_table_without_rows_are_no_fault():
    assert outcomes("is_radio", pl.DataFrame({"is_radio": [None, None]})) == [MISSING, MISSING]
    assert outcomes("is_radio", pl.DataFrame(schema={"is_radio": pl.Boolean})) == []


def test_refuses_all_columns_that_do_not_fit_at_once():
    frame = pl.DataFrame(
        {
            "is_radoi": [True], "is_toy": ["yes"], "age_years": [1.0], "parts": [["lid", None]],
            "colour": ["mauve"], "open_x": [True], "is_sold__complete": [True],
        },
    )  # fmt: skip
    test = "is_toy AND age_years = 1 AND 'lid' IN parts AND colour = 'red'"
    with pytest.raises(InputError) as caught:
        outcomes(test, frame)
    assert {(fault.code, fault.where) for fault in caught.value.faults} == {
        ("column", "is_radoi"), ("column_type", "is_toy"), ("column_type", "age_years"),
        ("column", "open_x"), ("column", "is_sold__complete"),
    }  # fmt: skip
    with pytest.raises(InputError) as caught:
        outcomes(test, frame.select("parts", "colour"))
    assert [fault.where for fault in caught.value.faults] == ["parts", "colour"]
    assert "mauve" in caught.value.faults[1].what.ja


def test_a_rulebook_not_in_force_is_not_applicable():
    found = assess_population(
        made.rulebooks(made.a_book()), pl.DataFrame({"is_radio": [True]}), as_of=date(2023, 1, 1)
    )
    assert found.to_dict(as_series=False) == {"book": [OUT]}
