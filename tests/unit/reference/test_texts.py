"""Every shipped text: both languages, none empty or in the wrong script, none called reviewed."""

import re
from datetime import date

import pytest

from kakehashi.terms.glossary import glossary

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
A_NUMBER = re.compile(r"[0-9.]+")  # paragraphs of a standard are numbers in both languages
THE_SAME = {"security.txt"}  # names of files


def texts(value, path=""):
    """Yield (path, text) for every text below `value`."""
    if isinstance(value, dict):
        if "en" in value or "ja" in value:
            yield path, value
            return
        for key, below in value.items():
            yield from texts(below, f"{path}.{key}")
    elif isinstance(value, list):
        for n, below in enumerate(value):
            name = below.get("id", n) if isinstance(below, dict) else n
            yield from texts(below, f"{path}[{name}]")


def every_text(plain):
    return [(f"{name}{path}", text) for name, whole in plain.items() for path, text in texts(whole)]


def test_every_text_has_both_languages(plain):
    listed = every_text(plain)
    assert len(listed) > 500
    assert [path for path, text in listed if not {"en", "ja"} <= set(text)] == []
    assert [p for p, t in listed if not t["en"].strip() or not t["ja"].strip()] == []


def test_japanese_is_japanese_and_english_is_english(plain):
    def is_fine(text):
        alike = text["ja"] in THE_SAME or A_NUMBER.fullmatch(text["ja"])
        return alike or (JAPANESE.search(text["ja"]) and not JAPANESE.search(text["en"]))

    assert [path for path, text in every_text(plain) if not is_fine(text)] == []


def test_an_article_in_one_string_has_no_words_to_translate(rulebooks):
    plain = [
        part.article.en
        for book in rulebooks.books
        for rule in book.rules
        for part in (*book.scope, *book.exceptions, rule, *rule.ways)
        if part.article.en == part.article.ja
    ]
    plain += [it.article.en for it in rulebooks.recognitions if it.article.en == it.article.ja]
    assert set(plain) <= {"ETSI EN 303 645 V2.1.1"}


def test_no_text_says_that_somebody_reviewed_it(plain):
    assert [path for path, text in every_text(plain) if set(text) != {"en", "ja"}] == []


def test_japanese_has_no_stray_spacing_or_half_width_punctuation(plain):
    wrong = re.compile(r"[\u3040-\u30ff\u3400-\u9fff][,.!?;]|[、。][ 、。]|  ")
    assert [p for p, t in every_text(plain) if wrong.search(t["ja"])] == []


def test_english_has_no_double_spaces_and_no_doubled_stops(plain):
    wrong = re.compile(r"  |\.\.|,,| \.")
    assert [p for p, t in every_text(plain) if wrong.search(t["en"])] == []


def test_questions_end_as_questions_and_helps_as_sentences(rulebooks):
    for fact in rulebooks.vocabulary.facts:
        assert fact.question.en.endswith("?"), fact.id
        assert fact.question.ja.endswith("か。"), fact.id
        assert fact.help.en.endswith("."), fact.id
        assert fact.help.ja.endswith("。"), fact.id


def test_questions_are_short_enough_for_a_page(rulebooks):
    long = [
        fact.id
        for fact in rulebooks.vocabulary.facts
        if len(fact.question.en) > 140 or len(fact.question.ja) > 80
    ]
    assert long == []


def test_how_long_an_answer_holds_is_called_an_assumption(rulebooks):
    for fact in rulebooks.vocabulary.facts:
        assert ("assumption" in fact.help.en) is (fact.holds_days is not None), fact.id
        assert ("仮定" in fact.help.ja) is (fact.holds_days is not None), fact.id


def test_rules_and_clauses_speak_in_sentences(rulebooks):
    for book in rulebooks.books:
        ways = [way for rule in book.rules for way in rule.ways]
        for part in (*book.scope, *book.exceptions, *book.rules, *ways):
            assert part.text.en.endswith("."), part.id
            assert part.text.ja.endswith("。"), part.id


def test_no_rule_is_as_long_as_a_copied_paragraph(rulebooks):
    for book in rulebooks.books:
        for rule in book.rules:
            assert len(rule.text.en) < 480, rule.id


def test_days_are_plausible(plain):
    def days(value):
        if isinstance(value, dict):
            for below in value.values():
                yield from days(below)
        elif isinstance(value, list):
            for below in value:
                yield from days(below)
        elif isinstance(value, date):
            yield value
        elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            yield date.fromisoformat(value)

    found = {day for whole in plain.values() for day in days(whole)}
    assert len(found) > 8
    assert min(found) >= date(2020, 4, 1)
    assert max(found) <= date(2028, 1, 1)


# (the law's English where the glossary's differs, the glossary's id)
LEGAL_WORDS = [
    ("statement of compliance", "statement_of_compliance"),
    ("support period", "support_period"),
    ("manufacturer", "maker"),
    ("importer", "importer"),
    ("distributor", "distributor"),
    ("authorised representative", "authorised_representative"),
]


@pytest.mark.parametrize(("english", "term"), LEGAL_WORDS)
def test_rulebooks_and_glossary_use_the_same_japanese_for_words_of_law(plain, english, term):
    word = glossary()[term].word.ja
    said = [(p, t) for p, t in every_text(plain) if english in t["en"].lower()]
    assert said
    assert [path for path, text in said if word not in text["ja"]] == []


# Words that mean something else here: a type approval, IPA's wording of S1.1-06, a waiver.
ELSEWHERE = {
    ("認可", "uk_special_regimes"), ("コンポーネント", "components_can_be_updated"),
    ("コンポーネント", "S1.1-06"), ("免除", "JP-PSTI"),
}  # fmt: skip


# The official name of the PPC's rules for data from the EU and the United Kingdom.
NAMES_OF_LAW = "補完的ルール"


def test_no_shipped_text_uses_a_japanese_word_that_the_glossary_replaces(plain):
    found = [
        (word, path)
        for path, text in every_text(plain)
        for term in glossary().values()
        for word in term.not_ja
        if word in text["ja"].replace(NAMES_OF_LAW, "")
        and not any(word == w and f"[{at}]" in path for w, at in ELSEWHERE)
    ]
    assert found == []
