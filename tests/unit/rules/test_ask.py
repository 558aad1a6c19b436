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


def test_law_is_asked_for_first_then_labels_and_last_standards():
    def book(force, *tests):
        rules = (made.a_rule(f"R-{n}", test) for n, test in enumerate(tests))
        return made.a_book(*rules, id=force, force=force)

    # each of the three asks for a fact that stands earlier in the vocabulary
    books = (
        book("standard", "is_radio", "is_radio", "is_sold"),
        book("voluntary_label", "is_toy"),
        book("law", "is_sold", "age_years > 3"),
    )
    assert asked(*books) == [
        ("is_sold", ("standard:R-2", "law:R-0")),
        ("age_years", ("law:R-1",)),
        ("is_toy", ("voluntary_label:R-0",)),
        ("is_radio", ("standard:R-0", "standard:R-1")),
    ]


LABEL = made.recognitions(
    made.a_recognition(id="REC", rules=["R-1", "R-2", "R-3"], when="is_toy AND age_years > 3")
)


def three_rules(*, scope=()):
    tests = ("is_sold", "is_radio", "size_mm > 1")
    rules = (made.a_rule(f"R-{n}", test) for n, test in enumerate(tests, 1))
    return made.a_book(*rules, scope=list(scope))


def test_a_label_that_would_meet_many_rules_is_asked_for_in_place_of_each():
    every = ("book:R-1", "book:R-2", "book:R-3")
    assert asked(LABEL, three_rules()) == [("is_toy", every), ("age_years", every)]


@pytest.mark.parametrize(
    "known",
    [
        {"is_toy": False},  # the label cannot meet them
        {"is_sold": True},  # what is left needs no more facts than the label
    ],
)
def test_a_label_that_saves_no_question_is_not_asked_for(known):
    names = {fact for fact, _ in asked(LABEL, three_rules(), **known)}
    assert names == {"is_sold", "is_radio", "size_mm"} - set(known)


def test_scope_is_asked_for_before_a_label():
    scope = [made.a_clause(when="has_wheels")]
    facts = [*made.a_vocabulary()["facts"], made.a_fact_type("has_wheels")]
    vocabulary = made.a_vocabulary(facts=facts)
    found = asked(vocabulary, LABEL, three_rules(scope=scope))
    assert [fact for fact, _ in found] == ["has_wheels"]


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
