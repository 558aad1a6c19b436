from datetime import date

import pytest
import rules_made as made

from kakehashi.rules import assess, read_rulebooks
from kakehashi.terms.errors import SourceError
from kakehashi.terms.verdict import Outcome


def test_tells_all_faults_of_all_files_at_once():
    bad_fact = made.a_fact_type("colour", "choice", members=[])
    wholes = (
        made.a_vocabulary(facts=[bad_fact, made.a_fact_type("is_radio")]),
        made.a_book(made.a_rule(test="is_radoi"), made.a_rule("R-2", test="lower(colour)")),
        made.a_book(made.a_rule(sources=["atc"]), id="other", calendar="Europe/Londn"),
    )
    assert sorted(code for code, _ in made.faults_of(*wholes)) == [
        "function",
        "members",
        "unknown",
        "unknown_name",
        "zone",
    ]


def test_says_the_line_on_which_an_expression_starts():
    book = made.as_yaml(made.a_book(made.a_rule(test="HERE"))).replace(
        b"test: HERE", b"test: >-\n    is_radio\n    OR nobody_knows"
    )
    line = next(n for n, one in enumerate(book.split(b"\n"), start=1) if b"    is_radio" in one)
    with pytest.raises(SourceError) as caught:
        read_rulebooks({"f.yaml": made.as_yaml(made.a_vocabulary()), "b.yaml": book})
    assert [fault.where for fault in caught.value.faults] == [f"b.yaml:{line}"]


def test_tells_every_wrong_field_of_a_file():
    rule = made.a_rule(statsu="x", status="obligatory", period={"starts": "soon"})
    del rule["title"]
    assert sorted(code for code, _ in made.faults_of(made.a_book(rule))) == [
        "missing_field",
        "unknown_field",
        "wrong_value",
        "wrong_value",
    ]


def test_refuses_a_file_that_does_not_say_what_it_is():
    with pytest.raises(SourceError, match="does not say what it is"):
        read_rulebooks({"x.yaml": b"a: 1\n", "y.yaml": b"- 1\n"})


def test_an_article_may_be_one_string_for_both_languages():
    rules = made.a_rule(article="s. 1"), made.a_rule("R-2", article={"en": "s. 2", "ja": "第2条"})
    found = made.rulebooks(made.a_book(*rules)).books[0].rules
    assert [(rule.article.en, rule.article.ja) for rule in found] == [
        ("s. 1", "s. 1"),
        ("s. 2", "第2条"),
    ]


def test_an_article_in_one_language_lacks_the_other():
    assert [
        code for code, _ in made.faults_of(made.a_book(made.a_rule(article={"en": "s. 1"})))
    ] == ["missing_language"]


def period(starts=None, ends=None):
    return {"starts": starts and date(*starts), "ends": ends and date(*ends)}


def definition(id, when):
    return {"id": id, "when": when, "text": made.TEXT}


@pytest.mark.parametrize(
    ("code", "wholes"),
    [
        ("overlap", [made.a_book(made.a_rule(), made.a_rule())]),
        (
            "overlap",
            [
                made.a_book(
                    made.a_rule(period=period(ends=(2025, 1, 2))),
                    made.a_rule(period=period((2025, 1, 1))),
                )
            ],
        ),
        ("overlap", [made.a_book(scope=[made.a_clause(), made.a_clause()])]),
        ("overlap", [made.a_book(made.a_rule(ways=[made.a_way(), made.a_way()]))]),
        ("period", [made.a_book(made.a_rule(period=period((2025, 1, 1), (2025, 1, 1))))]),
        ("unknown", [made.a_book(made.a_rule(sources=["none"]))]),
        ("no_source", [made.a_book(made.a_rule(sources=[]))]),
        ("no_source", [made.a_book(scope=[made.a_clause(sources=[])])]),
        ("not_primary", [made.a_book(made.a_rule(sources=["note"]))]),
        ("no_test", [made.a_book(made.a_rule(test=None))]),
        ("information", [made.a_book(made.a_rule(status="information"))]),
        ("zone", [made.a_book(calendar="../etc/passwd")]),
        ("id", [made.a_book(made.a_rule("R 1"))]),
        ("id", [made.a_book(id="a:b")]),
        ("twice", [made.a_book(), made.a_book()]),
        ("twice", [made.a_book(made.a_rule("SC-1"), scope=[made.a_clause("SC-1")])]),
        ("twice", [made.a_vocabulary(facts=[made.a_fact_type("is_radio")] * 2), made.a_book()]),
        ("twice", [made.a_book(definitions=[definition("is_toy", "is_radio")])]),
        ("twice", [made.a_book(), made.recognitions(made.a_recognition(), made.a_recognition())]),
        (
            "source_twice",
            [
                made.a_book(),
                made.a_book(
                    id="b2",
                    sources=[{"id": "act", "title": "Other", "kind": "primary", "read": "all"}],
                ),
            ],
        ),
        ("name", [made.a_book(definitions=[definition("Is_small", "is_radio")])]),
        ("name", [made.a_book(definitions=[definition("open_small", "is_radio")])]),
        ("name", [made.a_book(definitions=[definition("order", "is_radio")])]),
        ("name", [made.a_book(definitions=[definition("as_of", "is_radio")])]),
        (
            "members",
            [
                made.a_vocabulary(
                    facts=[made.a_fact_type("is_radio", members=[{"id": "x", "text": made.TEXT}])]
                ),
                made.a_book(),
            ],
        ),
        (
            "holds",
            [made.a_vocabulary(facts=[made.a_fact_type("is_radio", holds_days=0)]), made.a_book()],
        ),
        ("unknown", [made.a_book(), made.recognitions(made.a_recognition(given_by="boook"))]),
        ("unknown", [made.a_book(), made.recognitions(made.a_recognition(rules=["R-9"]))]),
        (
            "unknown",
            [made.a_book(), made.recognitions(made.a_recognition(needs_rules=["book:R-9"]))],
        ),
        (
            "itself",
            [made.a_book(), made.recognitions(made.a_recognition(needs_rules=["book:R-1"]))],
        ),
        ("itself", [made.a_book(), made.recognitions(made.a_recognition(of="book"))]),
        ("circle", [made.a_book(definitions=[definition("one", "NOT one")])]),
        (
            "circle",
            [
                made.a_book(
                    definitions=[
                        definition("one", "two OR is_toy"),
                        definition("two", "three"),
                        definition("three", "one"),
                    ]
                )
            ],
        ),
        (
            "too_many",
            [
                made.a_book(
                    definitions=[
                        definition("d0", "is_radio OR is_toy"),
                        *(
                            definition(f"d{n}", f"(d{n - 1} AND is_toy) OR d{n - 1}")
                            for n in range(1, 30)
                        ),
                    ]
                )
            ],
        ),
        (
            "too_deep",
            [
                made.a_book(
                    definitions=[
                        definition("d0", "is_radio"),
                        *(definition(f"d{n}", f"NOT (NOT d{n - 1})") for n in range(1, 40)),
                    ]
                )
            ],
        ),
        (
            "subject",
            [
                made.a_vocabulary(facts=[made.a_fact_type("is_radio", subject="flow")]),
                made.a_book(),
            ],
        ),
        (
            "subject",
            [
                made.a_vocabulary(facts=[made.a_fact_type("is_radio", subject="flow")]),
                made.a_book(
                    made.a_rule(test="small"), definitions=[definition("small", "is_radio")]
                ),
            ],
        ),
    ],
)
def test_refuses(code, wholes):
    assert code in {found for found, _ in made.faults_of(*wholes)}


def test_versions_that_follow_each_other_are_no_overlap():
    first = made.a_rule(period=period(ends=(2025, 2, 25)))
    assert made.faults_of(made.a_book(first, made.a_rule(period=period((2025, 2, 25))))) == []


def test_added_files_are_added_and_the_same_id_replaces():
    mine = made.a_book(made.a_rule(test="is_toy"))
    other = made.a_book(id="other")
    read = made.rulebooks(made.a_book(), added=[mine, other])
    assert read.replaced == ("book",)
    assert read.added == ("other",)
    assert [book.id for book in read.books] == ["book", "other"]
    verdicts = assess(read, made.facts(is_toy=True, is_radio=False), as_of=made.DAY)
    assert [book.outcome for book in verdicts] == [Outcome.MET, Outcome.NOT_MET]


def test_an_added_fact_or_recognition_replaces_too():
    shipped = [made.a_book(), made.recognitions(made.a_recognition())]
    facts = made.a_vocabulary(facts=[made.a_fact_type("is_radio", unit="x")], open_questions=[])
    found = made.recognitions(made.a_recognition(when="is_sold"))
    read = made.rulebooks(*shipped, added=[facts, found])
    assert read.replaced == ("is_radio", "REC-1")
    assert [one.when for one in read.recognitions] == ["is_sold"]
    assert read.fact("is_radio").unit == "x"


def test_gives_facts_sources_and_books_by_name():
    read = made.rulebooks(made.a_book())
    assert read.fact("open_x").noted_on == date(2026, 1, 1)
    assert read.fact("as_of").askable is False
    assert read.source("act").title == "Act"
    assert read.book("book").country == "uk"
    for ask in (read.fact, read.source, read.book):
        with pytest.raises(KeyError):
            ask("nothing")


@pytest.mark.parametrize("sign", ["\u202e", "\x9b", "\x1b"])
def test_a_text_that_could_steer_a_terminal_is_refused(sign):
    files = {
        "f.yaml": made.as_yaml(made.a_vocabulary()),
        "b.yaml": made.as_yaml(made.a_book(made.a_rule(title=dict.fromkeys(("en", "ja"), "HERE")))),
    }
    read_rulebooks(files)
    escaped = f'"\\u{ord(sign):04x}"'.encode()
    files["b.yaml"] = files["b.yaml"].replace(b"en: HERE", b"en: " + escaped)
    with pytest.raises(SourceError) as refused:
        read_rulebooks(files)
    assert [fault.code for fault in refused.value.faults] == ["steering_text"]
