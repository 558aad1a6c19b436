import json
import re
from pathlib import Path

import pytest

from kakehashi.answers import as_json, may_sell, shipped_rulebooks
from kakehashi.evidence import read_dossier
from kakehashi.terms.phrases import phrases

LANGS = ("en", "ja")
EXAMPLES = Path(__file__).parents[2] / "examples"

PLAIN = [
    "", "privacy/", "accessibility/", "glossary/", "rules/", "rules/?q=password",
    "business/check/", "business/check/files/",
    *(f"rules/{book.id}/" for book in shipped_rulebooks().books),
]  # fmt: skip
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def upload(name, data):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", PLAIN)
def test_every_page_answers_in_its_language(visitor, lang, path):
    response = visitor.get(f"/{lang}/{path}")
    page = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{lang}">' in page
    assert page.count("<h1") == 1
    assert response.cookies == {} or set(response.cookies) == {"csrftoken"}
    others = {text.into("ja" if lang == "en" else "en") for text in sentences()}
    assert [text for text in others if text in page] == []


def sentences():
    """Return the longer phrases: short ones can stand in both languages."""
    return [
        text
        for key, text in phrases().items()
        if key.startswith("site_") and min(len(text.en), len(text.ja)) > 12 and text.en != text.ja
    ]


@pytest.mark.parametrize("path", PLAIN)
def test_english_pages_mark_every_japanese_word(visitor, path):
    page = visitor.get(f"/en/{path}").content.decode()
    marked = re.sub(r'<(\w+)[^>]* lang="ja"[^>]*>.*?</\1>', "", page, flags=re.DOTALL)
    attributes_gone = re.sub(r"<[^>]+>", " ", marked)
    found = [line.strip() for line in attributes_gone.splitlines() if JAPANESE.search(line)]
    # names of laws and labels, which our English texts give beside their English name
    assert [line for line in found if len(JAPANESE.findall(line)) > len(line) / 2] == []


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [("ja", "ja"), ("ja-JP,en;q=0.5", "ja"), ("en-GB,ja;q=0.9", "en"), ("fr", "en"), ("", "en"),
     ("ja;q=x", "en"), ("en;q=0.1, ja;q=0.2", "ja")],
)  # fmt: skip
def test_the_door_chooses_by_the_browser_s_language(visitor, accepted, lang):
    response = visitor.get("/", headers={"accept-language": accepted})
    assert (response.status_code, response["Location"]) == (302, f"/{lang}/")


@pytest.mark.parametrize("path", ["rules/uk-psti/", "rules/?q=password", "nope/"])
def test_the_switch_keeps_the_place(visitor, path):
    page = visitor.get(f"/en/{path}").content.decode()
    assert f'class="k-header__switch" href="/ja/{path}"' in page


def test_every_rule_has_a_place_that_a_verdict_can_lead_to(visitor):
    for book in shipped_rulebooks().books:
        page = visitor.get(f"/en/rules/{book.id}/").content.decode()
        for rule in book.rules:
            assert f'id="{rule.id}"' in page
        anchors = re.findall(r' id="([^"]+)"', page)
        assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize(
    "path", ["question/", "answers/", "result/", "result/pdf/", "save/", "read/"]
)
def test_a_page_of_the_walk_leads_to_the_start_when_opened_bare(visitor, path):
    response = visitor.get(f"/ja/business/check/{path}")
    assert (response.status_code, response["Location"]) == (302, "/ja/business/check/")


@pytest.mark.parametrize("lang", LANGS)
def test_a_walk_without_files_reaches_a_result_that_every_door_gives(
    visitor, lang, begun, state_of
):
    response = begun(lang)
    asked = []
    for _ in range(200):
        page = response.content.decode()
        if 'id="answer' not in page:
            break
        question = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL).group(1)
        assert question not in asked, "no question twice"
        asked.append(question)
        response = visitor.post(
            f"/{lang}/business/check/question/",
            {"state": state_of(response), **first_answer(page)},
        )
        assert response.status_code == 200
    assert len(asked) > 10
    assert f'action="/{lang}/business/check/result/"' in response.content.decode()
    result = visitor.post(f"/{lang}/business/check/result/", {"state": state_of(response)})
    assert result.status_code == 200
    assert result.content.decode().count(phrases()["report.not_advice"].into(lang)) == 1


def first_answer(page):
    if 'type="radio"' in page:
        return {"go": "answer", "answer": re.search(r'type="radio" value="([^"]+)"', page).group(1)}
    if 'type="checkbox"' in page:
        value = re.search(r'type="checkbox" value="([^"]+)"', page).group(1)
        return {"go": "answer", "answer": value, "complete": "yes"}
    if "answer-year" in page:
        day = {"answer-year": "2026", "answer-month": "４", "answer-day": "29"}
        return {"go": "answer", **day}
    return {"go": "answer", "answer": "24"}


def test_i_don_t_know_is_always_an_answer(visitor, begun, state_of):
    response = begun()
    for _ in range(200):
        page = response.content.decode()
        if 'id="answer' not in page:
            break
        assert 'name="go" value="unknown"' in page
        response = visitor.post(
            "/en/business/check/question/", {"state": state_of(response), "go": "unknown"}
        )
    assert "/business/check/result/" in response.content.decode()


def test_back_shows_the_question_before_with_its_answer(visitor, begun, state_of):
    first = begun()
    question = re.search(r"<h1[^>]*>(.*?)</h1>", first.content.decode(), re.DOTALL).group(1)
    answer = first_answer(first.content.decode())
    second = visitor.post("/en/business/check/question/", {"state": state_of(first), **answer})
    back = visitor.post(
        "/en/business/check/question/", {"state": state_of(second), "go": "back"}
    ).content.decode()
    assert question in back
    assert f'value="{answer["answer"]}" checked' in back


def test_an_empty_answer_is_refused_kindly(visitor, begun, state_of):
    response = visitor.post(
        "/ja/business/check/question/", {"state": state_of(begun("ja")), "go": "answer"}
    )
    assert response.status_code == 422
    assert "選択または入力がありません" in response.content.decode()


def test_an_answer_is_shown_and_can_be_changed(visitor, begun, state_of):
    first = begun()
    answer = first_answer(first.content.decode())
    second = visitor.post("/en/business/check/question/", {"state": state_of(first), **answer})
    check = visitor.post(
        "/en/business/check/answers/", {"state": state_of(second)}
    ).content.decode()
    name = re.search(r'name="change" value="([^"]+)"', check).group(1)
    changed = visitor.post(
        "/en/business/check/question/", {"state": state_of(second), "change": name}
    )
    assert f'value="{answer["answer"]}" checked' in changed.content.decode()


def test_the_switch_carries_the_walk_to_the_same_question(visitor, begun):
    english = begun().content.decode()
    assert 'action="/ja/business/check/question/" id="switch"' in english
    rulebooks = shipped_rulebooks()
    japanese = visitor.post(
        "/ja/business/check/question/",
        {"state": re.search(r'name="state" value="([^"]+)"', english).group(1)},
    ).content.decode()
    fact = next(
        fact for fact in rulebooks.vocabulary.facts if fact.question.ja in japanese.split("<h1")[1]
    )
    assert fact.question.en in english.replace("&#x27;", "'")


@pytest.mark.parametrize(
    "example", sorted(path.parent.name for path in EXAMPLES.glob("*/product.yaml"))
)
def test_the_result_is_that_of_the_library(visitor, example, begun, state_of):
    files = {
        path.name: path.read_bytes()
        for path in sorted((EXAMPLES / example).iterdir())
        if path.is_file()
    }
    response = begun(
        name="",
        files=[upload(name, data) for name, data in files.items()],
        **{"as_of-year": "2026", "as_of-month": "11", "as_of-day": "20"},
    )
    answer = visitor.post("/en/business/check/result/json/", {"state": state_of(response)})
    given = json.loads(answer.content)
    rulebooks = shipped_rulebooks()
    from datetime import UTC, date, datetime

    dossier = read_dossier(
        files, vocabulary=rulebooks.vocabulary, read_at=datetime(2026, 11, 20, tzinfo=UTC)
    )
    expected = as_json(may_sell(rulebooks, dossier, as_of=date(2026, 11, 20)))
    for key in ("as_of", "countries", "recognitions", "next", "not_covered", "warnings"):
        assert given[key] == expected[key], key
    assert [outcomes(book) for book in given["rulebooks"]] == [
        outcomes(book) for book in expected["rulebooks"]
    ]


def outcomes(book):
    return book["id"], book["outcome"], [(v["rule"], v["outcome"]) for v in book["verdicts"]]


def test_files_that_cannot_be_read_are_told_and_the_rest_goes_on(visitor, begun):
    response = begun(
        files=[
            upload("broken.json", b'{"bomFormat": "CycloneDX", '),
            upload(
                "security.txt", b"Contact: mailto:a@example.com\nExpires: 2027-01-01T00:00:00Z\n"
            ),
        ],
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "broken.json" in page
    assert "What could not be read" in page
    assert "security.txt (RFC 9116)" in page


def test_two_uploads_of_one_name_are_both_read(visitor, begun):
    page = begun(
        files=[upload("a.txt", b"Contact: mailto:a@example.com\n"), upload("a.txt", b"x")]
    ).content.decode()
    assert "a.txt (2)" in page


def test_what_a_file_says_is_shown_as_text_and_never_as_markup(visitor, begun, state_of):
    product = b"kakehashi: product/1\nname: '<script>alert(1)</script>'\n"
    response = begun(name="", files=[upload("<b>.yaml", product)])
    result = visitor.post("/en/business/check/result/", {"state": state_of(response)})
    for page in (response.content, result.content):
        assert b"<script>alert" not in page
        assert b"<b>.yaml" not in page
    assert b"&lt;script&gt;alert" in result.content


def test_the_day_asked_about_can_be_changed_on_the_result(visitor, begun, state_of):
    state = state_of(begun())
    day = {"as_of-year": "2024", "as_of-month": "4", "as_of-day": "28", "go": "day"}
    page = visitor.post("/en/business/check/result/", {"state": state, **day}).content.decode()
    assert "28 April 2024" in page
    wrong = visitor.post(
        "/en/business/check/result/", {"state": state, **day, "as_of-day": "31"}
    ).content.decode()
    assert "This is not a day of the calendar" in wrong


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("json", b"{"),
        ("html", b"<!doctype html>"),
        ("pdf", b"%PDF-"),
        ("csv", b"\xef\xbb\xbfcountry,"),
    ],
)
def test_the_result_can_be_taken_as_a_file(visitor, lang, form, start, begun, state_of):
    state = state_of(begun(lang, name="カメラ"))
    response = visitor.post(f"/{lang}/business/check/result/{form}/", {"state": state})
    assert response.status_code == 200
    assert response.content.startswith(start)
    assert response["Content-Disposition"].startswith('attachment; filename="kakehashi.')


def test_a_spreadsheet_takes_no_cell_for_a_formula():
    from dataclasses import dataclass, field

    from kakehashi.site.pages.result import verdicts_csv

    @dataclass
    class Stand:
        code: str = "met"

    @dataclass
    class Line:
        rule: str = "=1+1"
        article: str = "@x"
        title: str = "-2"
        mark: Stand = field(default_factory=Stand)
        basis: str = "primary"
        reasons: tuple = ("+3",)

    @dataclass
    class Book:
        id: str = "b"
        country: str = "uk"
        force: str = "law"
        lines: tuple = (Line(),)

    @dataclass
    class Whole:
        rulebooks: tuple = (Book(),)

    row = verdicts_csv(Whole()).decode("utf-8-sig").splitlines()[1]
    assert row == "uk,law,b,'=1+1,'@x,'-2,met,primary,'+3"


def test_search_without_htmx_and_with_it_finds_the_same(visitor):
    whole = visitor.get("/en/rules/?q=passw").content.decode()
    part = visitor.get("/en/rules/?q=passw", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert part.strip() in whole
    assert re.findall(r"/en/rules/uk-psti/#\w+", part)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Page not found"), ("ja", "ページが見つかりません")]
)
@pytest.mark.parametrize("path", ["nope/", "rules/no-such-book/"])
def test_a_missing_page_says_so_in_the_reader_s_language(visitor, lang, words, path):
    response = visitor.get(f"/{lang}/{path}")
    assert response.status_code == 404
    assert words in response.content.decode()
