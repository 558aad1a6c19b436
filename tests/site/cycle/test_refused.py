"""Forms that are refused: drawn again with what was typed, and all faults beside the fields."""

import pytest

from kakehashi.site.records.models import ActRow, Row

pytestmark = pytest.mark.django_db

DAY = {"en": "This is not a day of the calendar", "ja": "暦にない日付です"}


@pytest.fixture
def a_statement(people, send):
    """Return how a joint statement with one clause is drafted; the slugs of both."""

    def make(**more):
        dsit = people["dsit"]
        statement = send(
            dsit, "write/statement/", title_en="Joint Statement", title_ja="共同声明",
            visibility="joint", governing="both", nature="statement", **more,
        )  # fmt: skip
        send(
            dsit, "write/clause/", statement=f"statement:{statement}", number="1",
            en="Both sides will share findings.", ja="双方は知見を共有する。", go="save",
        )  # fmt: skip
        return statement, Row.objects.get(kind="clause", parent=f"statement:{statement}")

    return make


def kept(page, *typed):
    return [one for one in typed if one not in page]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_cycle_s_form_tells_all_faults_and_keeps_what_was_typed(people, refused, beside, lang):
    typed = {"name_ja": "二〇二七年", "council-year": "2027", "council-month": "13"}
    page = refused(people["dsit"], "write/cycle/", lang, visibility="side", name_en="", **typed)
    assert kept(page, 'value="二〇二七年"', 'value="2027"', 'value="13"') == []
    assert 'value="side" checked' in page
    assert DAY[lang] in beside(page, "council")
    assert {"en": "English", "ja": "英語"}[lang] in beside(page, "name_en")
    assert beside(page, "name_ja") == ""
    first = {"en": "day", "ja": "year"}[lang]
    assert f'href="#council-{first}"' in page
    assert 'href="#name_en"' in page
    assert not ActRow.objects.exists()


def test_a_point_of_an_agenda(people, refused, beside, send, a_meeting):
    dsit = people["dsit"]
    _, meeting = a_meeting()
    words = {"meeting": f"meeting:{meeting}", "title_en": "AI", "go": "save"}
    send(dsit, "write/point/", **words, number="1", title_ja="AI", purpose="note")
    page = refused(dsit, "write/point/", **words, number="1", planned="ten")
    assert "The number 1 is taken" in beside(page, "number")
    assert "whole number" in beside(page, "planned")
    assert "Nothing is chosen" in beside(page, "purpose")
    assert "Japanese" in beside(page, "title_ja")
    assert kept(page, 'value="ten"', 'value="AI"') == []
    assert page.count('class="govuk-error-summary__title"') == 1


def test_a_paper_s_version_and_embargo(people, refused, beside, a_meeting):
    _, meeting = a_meeting()
    page = refused(
        people["dsit"], "write/paper/", meeting=f"meeting:{meeting}", visibility="side",
        title_en="Paper", title_ja="資料", number="x", sha256="ab", standing="ours",
        **{"embargo-year": "2030", "embargo-month": "1", "embargo-day": "1", "time": "25:00"},
    )  # fmt: skip
    for field in ("number", "language", "sha256", "time"):
        assert beside(page, field), field
    assert kept(page, 'value="25:00"', 'value="ab"', 'value="2030"') == []


def test_minutes_before_the_meeting_was_held_are_not_circulated(people, refused, send, a_meeting):
    dsit = people["dsit"]
    _, meeting = a_meeting(on=("2099", "1", "20"))
    minutes = send(dsit, "write/minutes/", meeting=f"meeting:{meeting}")
    ref = f"minutes:{minutes}"
    send(
        dsit, "write/paragraph/", minutes=ref, number="1", text_en="One.", text_ja="一。", go="save"
    )
    n_acts = ActRow.objects.count()
    page = refused(dsit, "write/minutes/circulate/", minutes=ref, go="circulate")
    assert "The day of the meeting (20 January 2099) comes after the day of circulation" in page
    assert ActRow.objects.count() == n_acts


def test_a_paragraph_without_a_language_or_with_a_taken_number(
    people, refused, beside, send, a_meeting
):
    dsit = people["dsit"]
    _, meeting = a_meeting()
    ref = "minutes:" + send(dsit, "write/minutes/", meeting=f"meeting:{meeting}")
    words = {"minutes": ref, "number": "1", "go": "save"}
    send(dsit, "write/paragraph/", **words, text_en="One.", text_ja="一。")
    page = refused(dsit, "write/paragraph/", **words, text_en="Again <b>.", text_ja="")
    assert beside(page, "number")
    assert "Japanese" in beside(page, "text_ja")
    assert beside(page, "text_en") == ""
    assert "Again <b>.</textarea>" in page


def test_a_clause_with_a_taken_number_and_a_bracket_that_stands_nowhere(
    people, refused, beside, a_statement
):
    statement, _ = a_statement()
    page = refused(
        people["dsit"], "write/clause/", statement=f"statement:{statement}", number="1",
        en="No place is left open.", bracket_number="2", bracket_en="some words", go="save",
    )  # fmt: skip
    assert "The number 1 is taken" in beside(page, "number")
    assert beside(page, "bracket_number")
    assert kept(page, "No place is left open.</textarea>", "some words</textarea>") == []


def test_a_commitment_of_no_action_and_no_such_day(people, refused, beside, a_statement):
    _, clause = a_statement()
    page = refused(
        people["dsit"], "write/commitment/", "ja", clause=clause.ref, text_en="Share.",
        text_ja="共有する。", known_by_en="A page", **{"due-year": "2027", "due-day": "1"},
    )  # fmt: skip
    assert "選択されていません" in beside(page, "action")
    assert DAY["ja"] in beside(page, "due")
    assert "日本語" in beside(page, "known_by_ja")
    assert kept(page, "共有する。</textarea>", 'value="A page"', 'value="2027"') == []
    assert not Row.objects.filter(kind="commitment", is_shipped=False).exists()


def test_what_an_act_refuses_is_told_on_the_form_too(people, a_person, signed_in, refused):
    reader = signed_in(a_person("reader@example.com", roles=[]))
    page = refused(reader, "write/cycle/", name_en="Mine", name_ja="私", visibility="side")
    assert 'value="Mine"' in page
    assert "govuk-error-summary" in page
    assert not ActRow.objects.exists()
