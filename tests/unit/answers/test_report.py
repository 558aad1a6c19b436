from datetime import UTC, date, datetime

import pytest
import yaml

from kakehashi.answers import may_sell
from kakehashi.answers.report import report
from kakehashi.evidence import Dossier
from kakehashi.evidence.dossier import Model, Subject
from kakehashi.rules import read_rulebooks
from kakehashi.terms.fact import Fact, Members, Origin
from kakehashi.terms.text import Text

DAY = date(2026, 6, 1)


def a_fact(name, kind="boolean", **more):
    texts = {"question": {"en": f"Is {name} so?", "ja": f"{name} ですか。"}}
    texts["help"] = {"en": "Help.", "ja": "説明。"}
    return {"id": name, "kind": kind, "subject": "product", **texts, **more}


VOCABULARY = {
    "format": "kakehashi-facts/1",
    "sources": [],
    "facts": [
        a_fact("is_in"),
        a_fact("is_good", question={"en": "Is it good?", "ja": "良いですか。"}),
        a_fact("has_label"),
        a_fact("kept_days", "integer", unit="days"),
        a_fact(
            "ways_in",
            "list",
            members=[
                {"id": "usb", "text": {"en": "USB port", "ja": "USB 端子"}},
                {"id": "web", "text": {"en": "Web page", "ja": "ウェブページ"}},
            ],
        ),
    ],
    "open_questions": [
        {
            "id": "open_edge",
            "subject": "product",
            "text": {"en": "Does the edge count?", "ja": "端は含まれますか。"},
            "noted_on": "2026-01-01",
        }
    ],
}


def a_rule(name, test, **more):
    return {
        "id": name,
        "article": f"s. {name}",
        "title": {"en": f"Title {name}", "ja": f"題名 {name}"},
        "text": {"en": f"Text {name}.", "ja": f"本文 {name}。"},
        "status": "mandatory",
        "basis": "secondary",
        "sources": ["act"],
        "test": test,
        **more,
    }


def a_book(rules, *, name="uk-act", force="law", country="uk", **more):
    return {
        "format": "kakehashi-rulebook/1",
        "id": name,
        "title": {"en": f"The {name}", "ja": f"{name} 法"},
        "force": force,
        "subject": "product",
        "country": country,
        "calendar": "Europe/London",
        "regulator": {"en": "Office", "ja": "局"},
        "checked_on": "2026-11-22",
        "review_on": "2027-01-01",
        "period": {"starts": "2024-01-01"},
        "versions": [],
        "sources": [
            {"id": "act", "title": "端末設備等規則", "kind": "primary", "read": "all",
             "url": "https://example.org/act"},
            {"id": "blog", "title": "A blog", "kind": "secondary", "read": "part"},
        ],
        "scope": [
            {"id": "SC", "article": "s. 1", "text": {"en": "What is in.", "ja": "対象。"},
             "when": "is_in", "basis": "primary", "sources": ["act"]}
        ],
        "rules": rules,
        **more,
    }  # fmt: skip


RECOGNITIONS = {
    "format": "kakehashi-recognitions/1",
    "id": "recognitions",
    "sources": [],
    "recognitions": [
        {"id": "uk-takes-label", "given_by": "uk-act", "rules": ["A"], "of": "label",
         "article": "SI 1", "text": {"en": "A label.", "ja": "ラベル。"}, "relation": "superset",
         "effect": {"en": "Taken as met.", "ja": "適合とみなす。"}, "when": "has_label",
         "basis": "secondary", "sources": ["blog"], "period": {"starts": "2025-01-01"}}
    ],
}  # fmt: skip


def told(facts, rules, lang="en", *, books=(), **more):
    origin = Origin(
        file="product.yaml",
        sha256="0" * 64,
        place="line 3",
        read_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    values = {"facts": VOCABULARY}
    if any(rule["id"] == "A" for rule in rules):
        values["recognitions"] = RECOGNITIONS
    values |= {book["id"]: book for book in (a_book(rules), *books)}
    rulebooks = read_rulebooks(
        {f"{name}.yaml": yaml.safe_dump(value).encode() for name, value in values.items()}
    )
    dossier = Dossier(
        subject=Subject(
            kind="product",
            name=Text(en="Lamp", ja="灯り"),
            models=(Model("L-1", "2.0"), Model("L-2")),
        ),
        facts=tuple(Fact(name, value, origin) for name, value in facts.items()),
    )
    return report(may_sell(rulebooks, dossier, as_of=DAY), rulebooks, lang, **more)


def the_line(shown, rule="A"):
    return next(line for book in shown.rulebooks for line in book.lines if line.rule == rule)


IN = {"is_in": True}


def test_a_rule_met_by_its_own_words_says_so_and_names_the_fact():
    line = the_line(told({**IN, "is_good": True}, [a_rule("A", "is_good")]))
    assert (line.mark.code, line.mark.symbol, line.mark.words) == ("met", "✓", "Met")
    assert line.reasons == ("Met by the rule's own words.",)
    good = next(fact for fact in line.facts if fact.fact == "is_good")
    assert (good.question, good.answer) == ("Is it good?", "Yes")
    assert good.origins == ("product.yaml (line 3)",)


def test_japanese_has_its_own_signs_and_words():
    line = the_line(told({**IN, "is_good": True}, [a_rule("A", "is_good")], "ja"))
    assert (line.mark.symbol, line.mark.words) == ("○", "適合")
    assert {fact.answer for fact in line.facts} == {"はい"}


def test_a_recognition_is_named_with_its_article():
    shown = told({**IN, "is_good": False, "has_label": True}, [a_rule("A", "is_good")])
    assert the_line(shown).reasons == ("Met because it is recognised: Taken as met (SI 1)",)
    assert [found.id for found in shown.recognitions] == ["uk-takes-label"]
    assert shown.recognitions[0].rules == ("Title A",)


def test_another_way_is_named():
    way = {"id": "W", "article": "s. 9", "text": {"en": "By a label.", "ja": "ラベル。"},
           "when": "has_label", "basis": "primary", "sources": ["act"]}  # fmt: skip
    facts = {**IN, "is_good": False, "has_label": True}
    line = the_line(told(facts, [a_rule("B", "is_good", ways=[way])]), "B")
    assert line.reasons == ("Met in another way that the rule allows: By a label (s. 9)",)


def test_a_rule_that_is_not_met_answers_no():
    shown = told({**IN, "is_good": False, "has_label": False}, [a_rule("A", "is_good")])
    assert shown.countries[0].mark.words == "No"
    assert shown.countries[0].sentence == "Not met: The uk-act."
    assert [remain.at for remain in shown.countries[0].remains] == ["uk-act:A"]


def test_facts_that_nobody_stated_are_named_apart():
    line = the_line(told({**IN}, [a_rule("B", "is_good")]), "B")
    assert line.unstated == ("is_good",)
    assert line.asks == ("Is it good?",)
    assert line.reasons == ("The facts at hand do not decide it.",)


def test_what_no_text_settles_is_said_so_and_not_asked():
    shown = told({**IN}, [a_rule("B", "open_edge")])
    assert the_line(shown, "B").reasons == (
        "No text that we have read settles this: Does the edge count?",
    )
    assert shown.countries[0].mark.words == "Not established"
    assert shown.countries[0].sentence.startswith("No text that we have read settles it")
    assert shown.next == ()


def test_a_product_out_of_scope_names_the_clause_and_no_law_reaches_it():
    shown = told({"is_in": False}, [a_rule("A", "is_good")])
    assert the_line(shown).reasons == ("Out of scope, since this is not so: “What is in” (s. 1)",)
    assert shown.countries[0].sentence == (
        "None of the laws at hand reaches this product, as described "
        "(Out of scope, since this is not so: “What is in” (s. 1)). Other law may."
    )


def test_rules_that_do_not_apply_for_one_reason_stand_together():
    shown = told({"is_in": False}, [a_rule("A", "is_good"), a_rule("B", "is_good")])
    (group,) = shown.rulebooks[0].outside
    assert [line.rule for line in group.lines] == ["A", "B"]
    assert group.reasons == ("Out of scope, since this is not so: “What is in” (s. 1)",)


def test_an_exception_is_called_one():
    exception = {"id": "EX", "article": "Sch. 3", "text": {"en": "Labelled.", "ja": "例外。"},
                 "when": "has_label", "basis": "primary", "sources": ["act"]}  # fmt: skip
    book = a_book([a_rule("X", "is_good")], name="uk-other", exceptions=[exception])
    shown = told({**IN, "has_label": True}, [a_rule("A", "is_good")], books=[book])
    assert the_line(shown, "X").reasons == ("Excepted, since this is so: “Labelled” (Sch. 3)",)


def test_an_answer_that_does_not_rest_on_official_texts_alone_says_so():
    facts = {**IN, "is_good": True}
    assert "not the official one" in told(facts, [a_rule("A", "is_good")]).countries[0].qualified
    sure = told(facts, [a_rule("B", "is_good", basis="primary")])
    assert sure.countries[0].qualified is None


def test_unchecked_wording_is_marked_with_its_address_wherever_it_is_named():
    rule = a_rule("B", "is_good", is_wording_checked=False, see="https://example.org/b")
    shown = told({**IN}, [rule])
    assert the_line(shown, "B").unchecked == "Wording not checked. See https://example.org/b"
    assert shown.countries[0].remains[0].unchecked


def test_what_is_only_stated_is_told_apart():
    rule = a_rule("I", None, status="information")
    del rule["test"]
    shown = told({**IN}, [a_rule("A", "is_good"), rule])
    assert [stated.rule for stated in shown.rulebooks[0].stated] == ["I"]
    assert "I" not in {line.rule for line in shown.rulebooks[0].lines}


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (
            Members(frozenset({"usb", "web"}), is_complete=True),
            "USB port, Web page (the whole list)",
        ),
        (Members(frozenset({"usb"})), "USB port (perhaps others)"),
    ],
)
def test_a_list_is_told_by_its_members_and_whether_it_is_whole(value, answer):
    line = the_line(told({**IN, "ways_in": value}, [a_rule("B", "'usb' IN ways_in")]), "B")
    assert answer in {fact.answer for fact in line.facts}


def test_a_number_carries_its_unit():
    line = the_line(told({**IN, "kept_days": 30}, [a_rule("B", "kept_days >= 30")]), "B")
    assert "30 days" in {fact.answer for fact in line.facts}


def test_law_comes_before_labels_and_the_uk_before_japan():
    books = [
        a_book([a_rule("L", "is_good")], name="a-label", force="voluntary_label"),
        a_book([a_rule("J", "is_good")], name="a-jp-act", country="jp"),
    ]
    shown = told({**IN}, [a_rule("A", "is_good")], books=books)
    assert [book.id for book in shown.rulebooks] == ["uk-act", "a-jp-act", "a-label"]


def test_sources_are_numbered_within_a_rulebook_and_say_their_language():
    book = told({**IN, "is_good": True}, [a_rule("A", "is_good")]).rulebooks[0]
    assert [(it.number, it.id) for it in book.sources] == list(
        enumerate((it.id for it in book.sources), 1)
    )
    named = {it.number for line in book.lines for it in line.sources}
    assert named <= {it.number for it in book.sources}
    assert {it.lang for it in book.sources if it.id == "act"} == {"ja"}


def test_the_time_is_shown_in_london_and_tokyo_each_with_its_date():
    at = datetime(2026, 6, 1, 18, tzinfo=UTC)
    shown = told({**IN}, [a_rule("A", "is_good")], made_at=at)
    assert shown.made_at_words == "2026-06-01 19:00 in London; 2026-06-02 03:00 in Tokyo"


def test_models_carry_their_firmware():
    assert told({}, [a_rule("A", "is_good")]).models == ("L-1 (firmware 2.0)", "L-2")
    assert told({}, [a_rule("A", "is_good")], "ja").models[0] == "L-1（ファームウェア 2.0）"


def test_facts_that_decided_every_line_are_told_once_and_the_own_ones_with_each_line():
    facts = {**IN, "is_good": True, "has_label": True}
    (book,) = told(facts, [a_rule("B", "is_good"), a_rule("C", "has_label")]).rulebooks
    assert [fact.fact for fact in book.shared] == ["is_in"]
    assert [[fact.fact for fact in line.facts] for line in book.lines] == [
        ["is_good"],
        ["has_label"],
    ]


def test_one_decided_line_alone_keeps_all_its_facts():
    (book,) = told({**IN, "is_good": True}, [a_rule("B", "is_good")]).rulebooks
    assert book.shared == ()
    assert {fact.fact for fact in book.lines[0].facts} == {"is_in", "is_good"}
