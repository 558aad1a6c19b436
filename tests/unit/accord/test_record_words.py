from datetime import date
from random import Random
from time import process_time

import pytest

from kakehashi.accord.compare import MOST_CHARACTERS, compare_texts, treaty_words
from kakehashi.accord.lineage import Link, dropped_in_silence
from kakehashi.accord.status import Level, Report, level_on


def a_report(level=Level.ON_TRACK, reported_on=date(2026, 1, 1), **fields):
    return Report(
        view="uk", level=level, reported_on=reported_on, **{"evidence_on": (reported_on,), **fields}
    )


def test_a_status_without_evidence_is_no_evidence_and_tells_what_was_claimed():
    standing = level_on([a_report(evidence_on=())], "uk", date(2026, 1, 2))
    assert (standing.level, standing.was) == (Level.NO_EVIDENCE, Level.ON_TRACK)


def test_a_status_decays_the_day_after_its_evidence_has_run_out():
    reports = [a_report()]
    assert level_on(reports, "uk", date(2026, 1, 31), holds_days=30).level is Level.ON_TRACK
    decayed = level_on(reports, "uk", date(2026, 2, 1), holds_days=30)
    assert (decayed.level, decayed.decayed_on) == (Level.NO_EVIDENCE, date(2026, 2, 1))


def test_what_is_done_stays_done_and_columns_do_not_mix():
    reports = [a_report(Level.DONE)]
    assert level_on(reports, "uk", date(2036, 1, 1)).level is Level.DONE
    assert level_on(reports, "jp", date(2026, 1, 1)).level is Level.NO_EVIDENCE


def test_the_newest_report_up_to_the_day_counts():
    reports = [a_report(), a_report(Level.AT_RISK, date(2026, 3, 1))]
    assert level_on(reports, "uk", date(2026, 2, 28)).level is Level.ON_TRACK
    assert level_on(reports, "uk", date(2026, 3, 1)).level is Level.AT_RISK


def test_dropped_in_silence_is_told_and_dropped_in_words_is_not():
    cycles = {"2022": ["a", "b", "c"], "2024": ["a", "d"], "2025": ["e"]}
    links = [Link("b", "d", "merged"), Link("d", None, "dropped")]
    assert dropped_in_silence(cycles, links) == (("2022", "c"), ("2024", "a"))


def test_japanese_is_compared_by_character_and_nothing_is_lost():
    before, after = "半導体の供給網を強化する。", "半導体と通信の供給網を強化する。"
    pieces = compare_texts(before, after, "ja")
    assert [(p.how, p.text) for p in pieces if p.how != "same"] == [("added", "と通信")]
    assert "".join(p.text for p in pieces if p.how != "added") == before
    assert "".join(p.text for p in pieces if p.how != "removed") == after


def test_a_clause_beyond_the_cap_is_refused():
    with pytest.raises(ValueError, match="at most"):
        compare_texts("x" * (MOST_CHARACTERS + 1), "", "en")


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("signs", ["ab", "ab ", "a。b。", "。"])
def test_long_texts_of_few_signs_are_compared_at_once(lang, signs):
    draw = Random(7)
    before, after = ("".join(draw.choices(signs, k=MOST_CHARACTERS)) for _ in range(2))
    start = process_time()
    pieces = compare_texts(before, after, lang)
    assert process_time() - start < 5, "it took a minute and a half before"
    assert "".join(p.text for p in pieces if p.how != "added") == before
    assert "".join(p.text for p in pieces if p.how != "removed") == after


def test_where_characters_are_too_many_sentences_are_compared():
    kept = [f"{n}は" + "の" * 900 + "。" for n in range(5)]
    pieces = compare_texts("".join(kept), "".join([*kept[:2], "新しい。", *kept[2:]]), "ja")
    assert [(p.how, p.text) for p in pieces if p.how != "same"] == [("added", "新しい。")]


def test_treaty_words_are_found_as_words():
    assert treaty_words("The sides shall agree; marshalling.", "en") == (
        (10, "shall"),
        (16, "agree"),
    )
    assert treaty_words("両国は協力する。報告しなければならない。", "ja") == (
        (10, "しなければならない"),
    )
    assert treaty_words("The sides will decide.", "en") == ()
