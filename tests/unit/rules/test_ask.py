import pytest
import rules_made as made

from kakehashi.rules import ask_next, assess


def asked(*wholes, skip=frozenset(), **values):
    found = ask_next(made.rulebooks(*wholes), made.facts(**values), as_of=made.DAY, skip=skip)
    return [(ask.fact, ask.settles) for ask in found]


def asks_of(test, **values):
    read = made.rulebooks(made.a_book(made.a_rule(test=test)))
    return assess(read, made.facts(**values), as_of=made.DAY)[0].verdicts[0].ask


@pytest.mark.parametrize(
    ("test", "known", "ask"),
    [
        ("is_radio AND is_toy", {}, ("is_radio",)),
        ("is_radio AND is_toy", {"is_radio": True}, ("is_toy",)),
        (
            "(is_radio AND is_toy) OR (NOT is_radio AND is_sold)",
            {"is_toy": True, "is_sold": True},
            ("is_radio",),
        ),
        # both ways out of the first part need two facts: the values must agree
        ("is_radio = is_toy", {}, ("is_radio", "is_toy")),
        ("is_toy AND open_x", {}, ("is_toy",)),
        ("is_toy AND open_x", {"is_toy": True}, ()),
        ("(open_x OR is_toy) AND (open_x OR is_sold)", {}, ("is_toy", "is_sold")),
        (
            "age_years > 3 AND age_years < 4 OR is_toy AND is_sold AND open_x",
            {},
            ("is_toy", "age_years"),
        ),
        ("age_years >= 3 AND age_years < 4 AND size_mm > 1", {}, ("age_years",)),
        ("age_years < size_mm", {}, ("age_years", "size_mm")),
        ("'lid' IN parts AND 'box' IN parts", {}, ("parts",)),
        ("as_of < sold_on", {}, ("sold_on",)),
    ],
)
def test_the_fewest_that_could_settle_a_rule(test, known, ask):
    assert asks_of(test, **known) == ask


def test_values_of_one_fact_must_agree():
    # only age 3 would settle it, by both parts at once
    text = (
        "(age_years = 3 AND NOT open_x OR age_years <> 3) AND (age_years = 4 OR is_toy OR open_x)"
    )
    assert asks_of(text) == ("age_years",)


def test_a_search_that_grows_too_large_still_settles():
    pairs = range(16)  # either of each pair: 65,536 sets of 16
    facts = [made.a_fact_type(f"{letter}{n}") for letter in "pq" for n in pairs]
    test = " AND ".join(f"(p{n} OR q{n} OR open_x)" for n in pairs)
    found = asked(made.a_vocabulary(facts=facts), made.a_book(made.a_rule(test=test)))
    names = {fact for fact, _ in found}
    assert all({f"p{n}", f"q{n}"} & names for n in pairs)
    assert len(names) == len(pairs)


def test_law_is_asked_for_before_labels_then_what_settles_most():
    label = made.a_book(
        *(made.a_rule(f"R-{n}", "is_radio") for n in range(3)), id="label", force="voluntary_label"
    )
    law = made.a_book(
        made.a_rule("R-1", "is_sold"),
        made.a_rule("R-2", "is_toy"),
        made.a_rule("R-3", "is_toy"),
        id="law",
    )
    assert asked(label, law) == [
        ("is_toy", ("law:R-2", "law:R-3")),
        ("is_sold", ("law:R-1",)),
        ("is_radio", ("label:R-0", "label:R-1", "label:R-2")),
    ]


def test_ties_go_by_the_order_of_the_vocabulary():
    assert asked(made.a_book(made.a_rule(test="is_sold OR is_toy"))) == [("is_toy", ("book:R-1",))]


def test_what_is_skipped_or_only_evidence_can_show_is_not_asked():
    book = made.a_book(made.a_rule(test="is_radio AND is_toy"))
    facts = [made.a_fact_type("is_radio", askable=False), made.a_fact_type("is_toy")]
    vocabulary = made.a_vocabulary(facts=facts)
    assert asked(vocabulary, book) == [("is_toy", ("book:R-1",))]
    assert asked(vocabulary, book, skip=frozenset({"is_toy"})) == []
    read = made.rulebooks(vocabulary, book)
    assert assess(read, (), as_of=made.DAY)[0].verdicts[0].ask == ("is_radio",)


def test_settled_and_inapplicable_rules_ask_for_nothing():
    book = made.a_book(made.a_rule(applies="is_toy"), made.a_rule("R-2", test="is_sold"))
    assert asked(book, is_toy=False, is_sold=True) == []
