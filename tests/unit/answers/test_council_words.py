from datetime import UTC, date, datetime
from typing import get_args, get_type_hints

import pytest

from kakehashi.accord.record_council import AgendaPoint, Meeting, Minutes
from kakehashi.accord.record_force import Answer
from kakehashi.accord.record_promises import Lineage
from kakehashi.accord.record_row import When
from kakehashi.accord.record_texts import InstrumentDate, Nature, ProgrammeDate, Statement
from kakehashi.accord.record_views import SHIPPED_PAIR, timeline
from kakehashi.accord.status import INDEPENDENT, Level, Standing
from kakehashi.answers.brief import ChangeKind
from kakehashi.answers.council_words import (
    alike,
    level_words,
    qualified,
    time_words,
    when_words,
    words,
)
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.terms.basis import Basis, SourceKind
from kakehashi.terms.period import day_words
from kakehashi.terms.phrases import phrases
from kakehashi.terms.text import Standing as TextStanding


def values_of(kind, field):
    return get_args(get_type_hints(kind)[field])


KEYS = {
    "council_day": [*values_of(InstrumentDate, "what"), *values_of(ProgrammeDate, "what"),
                    "expected", "conditional",
                    *{one.what for one in timeline(shipped_record(), date(2026, 1, 1))}],
    "council_form": values_of(Meeting, "form"),
    "council_agenda": values_of(AgendaPoint, "purpose"),
    "council_minutes": values_of(Minutes, "state"),
    "council_commitments": values_of(Lineage, "how"),
    "council_statement": [*Nature, *(f"governing_{x}" for x in values_of(Statement, "governing"))],
    "council_change": [x for x in get_args(ChangeKind) if x not in ("instrument", "programme")],
    "council_level": list(Level),
    "council_view": [*SHIPPED_PAIR, INDEPENDENT],
    "council_basis": [one for one in Basis if one is not Basis.PRIMARY],
    "public_site": get_args(Answer),
    "source_kind": list(SourceKind),
    "standing": list(TextStanding),
}  # fmt: skip


@pytest.mark.parametrize("section", KEYS)
def test_everything_that_a_row_can_say_has_its_words(section):
    assert [one for one in KEYS[section] if f"{section}.{one}" not in phrases()] == []


def test_a_day_is_never_told_by_era_and_a_time_in_both_places():
    assert day_words(date(2025, 1, 2)).ja == "2025年1月2日"
    at = datetime(2026, 11, 22, 18, tzinfo=UTC)
    assert (
        time_words(at).en
        == "18:00 on 22 November 2026 in London; 03:00 on 23 November 2026 in Tokyo"
    )
    assert time_words(at).ja == "ロンドン 2026年11月22日 18:00、東京 2026年11月23日 03:00"
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert time_words(summer).en.startswith("13:00 on 1 July 2026 in London; 21:00")


@pytest.mark.parametrize(
    ("when", "english"),
    [
        (None, "no day given"),
        (When(), "no day given"),
        (When(on=date(2025, 1, 2)), "2 January 2025"),
        (When(on=date(2025, 1, 2), until=date(2025, 1, 3)), "2 January 2025 to 3 January 2025"),
        (When(on=date(2025, 1, 1), until=date(2025, 1, 31), precision="month"),
         "a day from 1 January 2025 to 31 January 2025"),
        (When(on=date(2025, 1, 2), words=alike("so they say")), "2 January 2025 (so they say)"),
        (When(on=date(2025, 1, 1), until=date(2025, 3, 31), precision="quarter",
              words=alike("Q1")), "Q1"),
        (When(precision="words", words=alike("soon")), "soon"),
    ],
)  # fmt: skip
def test_a_day_is_told_no_better_than_it_is_known(when, english):
    assert when_words(when).en == english


def test_only_what_an_official_text_says_stands_unqualified():
    assert qualified(alike("x"), Basis.PRIMARY).en == "x"
    assert qualified(alike("x"), Basis.MEMORY).ja == "x（未照合）"


def test_a_level_that_ran_out_says_what_it_was_and_since_when():
    ran_out = Standing(Level.NO_EVIDENCE, Level.DONE, date(2025, 1, 2))
    assert (
        level_words(ran_out).en == "No evidence (was “Done” until evidence ran out, 2 January 2025)"
    )
    assert level_words(Standing(Level.DONE)).ja == "完了"


def test_what_both_languages_say_alike_is_said_once():
    assert len(words(alike("DSIT"), ("en", "ja"))) == 1
    assert [line.lang for line in words(day_words(date(2025, 1, 2)), ("en", "ja"))] == ["en", "ja"]
