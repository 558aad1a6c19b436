"""What people are told: plain English and やさしい日本語, by the rules of the docs."""

import re
from pathlib import Path

import pytest

from kakehashi.terms.phrases import phrases

PAGE = Path(__file__).parents[3] / "docs/explanation/transfer-papers.md"
SECTIONS = ("notice_section.", "notice_kind.", "notice_line.", "notice_ground.")
SECTIONS += ("notice_category.", "notice_country.", "paper_label.notice_")
ALONE = ("paper_title.notice", "paper_lead.notice")
FIRST_YEAR = (
    "一右雨円王音下火花貝学気九休玉金空月犬見五口校左三山子四糸字耳七車手十出女小上森人水正生青夕"
    "石赤千川先早草足村大男竹中虫町天田土二日入年白八百文木本名目立力林六"
)
LOAN_WORDS = {"データ", "サービス", "コンピューター", "イギリス", "アメリカ", "アフリカ"}
JARGON = (
    "adequacy|controller|processor|data subject|pursuant|safeguard|jurisdiction|herein|"
    "third party|processing"
)
HARD = "提供|移転|取得|第三者|十分性|同意|根拠|措置|本人|当該|及び|又は|並びに|開示|苦情|管轄"
MOST_SIGNS, MOST_COMMAS, MOST_WORDS = 40, 2, 20


def told(lang):
    """Return the phrases by key, without the words that are filled in or quoted."""
    return {
        key: re.sub(r"「[^」]*」|\{\w+\}", "" if lang == "ja" else "X", text.into(lang))
        for key, text in phrases().items()
        if key.startswith(SECTIONS) or key in ALONE
    }


def sentences(lang):
    for key, text in told(lang).items():
        for one in re.split(r"(?<=[。.?])\s*", text):
            if one.strip():
                yield key, one.strip()


def without_readings(text):
    return re.sub(r"（[ぁ-んー]+）", "", text)


def test_there_is_something_to_hold():
    assert len(told("ja")) > 50


def test_sentences_are_short():
    for key, one in sentences("ja"):
        assert len(without_readings(one)) <= MOST_SIGNS, (key, one)
        assert one.count("、") <= MOST_COMMAS, (key, one)


def lacks_reading(text):
    """Return the words with kanji of `text` that are not followed by their reading."""
    words = re.findall(r"([\u3400-\u9fff々]+)(?!（[ぁ-んー]+）|[\u3400-\u9fff々])", text)
    return [word for word in words if set(word) - set(FIRST_YEAR)]


def test_words_with_kanji_beyond_the_first_year_have_their_reading():
    assert len(set(FIRST_YEAR)) == 80
    assert {key: found for key, text in told("ja").items() if (found := lacks_reading(text))} == {}


def test_sentences_end_in_desu_or_masu():
    for key, one in sentences("ja"):
        if one.endswith("。"):
            assert re.search(r"(です|ます|ました|ません|ですか|ますか)。$", one), (key, one)


RULES = {
    "passive": r"[かがさたなばまらわ]れ(ます|ました|て|る|ない|ません)|られ",
    "honorific": r"いただ|いたし|ございま|なさ[いっる]|お[ぁ-ん]+になり|ご覧|くださ",
    "double negation": r"なければ|なくては|ないわけ|ないことは|ないと[いな]",
    "office": HARD,
}
BREACHES = {
    "passive": "データは送られます。",
    "honorific": "ご覧いただけます。",
    "double negation": "送らなければなりません。",
    "office": "第三者に提供します。",
}


@pytest.mark.parametrize("rule", RULES)
def test_the_forms_that_the_rules_forbid_are_not_used(rule):
    found = {key: text for key, text in told("ja").items() if re.search(RULES[rule], text)}
    assert found == {}
    assert re.search(RULES[rule], BREACHES[rule])


def test_words_from_other_languages_are_few():
    readings = re.compile(r"（[^）]*）")
    for key, text in told("ja").items():
        loans = set(re.findall(r"[ァ-ヴー]{2,}", readings.sub("", text)))
        assert loans <= LOAN_WORDS, (key, loans - LOAN_WORDS)


def test_a_word_without_its_reading_is_found():
    assert lacks_reading("法律（ほうりつ）と国") == ["国"]
    assert lacks_reading("日本の人") == []


def test_english_is_plain():
    for key, one in sentences("en"):
        assert len(one.split()) <= MOST_WORDS, (key, one)
        assert not re.search(JARGON, one, re.IGNORECASE), (key, one)


def test_the_rules_of_the_docs_are_those_held_here():
    page = PAGE.read_text(encoding="utf-8")
    assert f"at most {MOST_SIGNS} characters" in page
    assert f"at most {MOST_WORDS} words" in page
    assert HARD.replace("|", ", ") in page
    assert JARGON.replace("|", ", ") in page
    assert all(word in page for word in LOAN_WORDS)
