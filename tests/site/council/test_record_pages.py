"""The record's pages: every row has one, in both languages, with its basis and sources."""

import html
import re
from datetime import date

import pytest

from kakehashi.accord.record import KINDS
from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_texts import Gap
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.terms.period import day_words
from kakehashi.terms.phrases import phrases

pytestmark = pytest.mark.django_db

LANGS = ("en", "ja")
LISTS = [
    "", "actions/", "commitments/", "lineage/", "timeline/", "statements/", "meetings/", "forums/",
    "research/", "parties/", "findings/", "gaps/", "sources/", "search/", "search/?q=DFFT",
]  # fmt: skip


def row_path(name):
    prefix, slug = name.split(":")
    return f"row/{prefix}/{slug}/"


def read(visitor, lang, path):
    response = visitor.get(f"/{lang}/council/{path}")
    assert response.status_code == 200, path
    return html.unescape(response.content.decode())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", LISTS)
def test_every_list_answers_in_its_language(visitor, lang, path):
    page = read(visitor, lang, path)
    assert f'<html lang="{lang}">' in page
    assert page.count("<h1") == 1
    other = "ja" if lang == "en" else "en"
    foreign = [
        text.into(other)
        for key, text in phrases().items()
        if key.startswith("council_page.") and min(len(text.en), len(text.ja)) > 12
        if text.en != text.ja
    ]
    assert [text for text in foreign if text in page] == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_shipped_row_has_a_page_with_its_basis_and_its_sources(visitor, lang):
    record = shipped_record()
    for row in record.rows.values():
        page = read(visitor, lang, row_path(row.id))
        assert phrases()[f"basis.{row.basis}"].into(lang) in page, row.id
        for name in row.sources:
            assert f"/{lang}/council/sources/{name}/" in page, row.id
        assert page.count("<h1") == 1


@pytest.mark.parametrize("lang", LANGS)
def test_every_source_that_a_row_rests_on_has_a_page_that_leads_back(visitor, lang):
    record = shipped_record()
    for row in list(record.rows.values())[::7]:
        for name in row.sources:
            page = read(visitor, lang, f"sources/{name}/")
            assert f'href="/{lang}/council/{row_path(row.id)}"' in page


def test_both_languages_lead_to_the_same_places(visitor):
    for path in LISTS:
        places = [
            sorted(set(re.findall(rf'href="/{lang}/(council/[^"]*)"', read(visitor, lang, path))))
            for lang in LANGS
        ]
        assert places[0] == places[1], path


@pytest.mark.parametrize("lang", LANGS)
def test_the_next_meeting_is_told_as_a_gap_and_never_made_up(visitor, lang):
    said = (
        phrases()["council_page.next_none"]
        .into(lang)
        .format(day=day_words(date(2025, 1, 22)).into(lang))
    )
    page = read(visitor, lang, "")
    assert said in page
    assert "/row/gap/next-meeting/" in page


def test_every_gap_is_listed_with_where_it_could_be_closed(visitor):
    page = read(visitor, "en", "gaps/")
    for row in shipped_record().every(Gap):
        assert row_path(row.id) in page
        if row.ask_at:
            assert row.ask_at.en in page


@pytest.mark.parametrize("lang", LANGS)
def test_no_commitment_has_a_status_that_nobody_gave(visitor, lang):
    page = read(visitor, lang, "commitments/")
    n = len(shipped_record().every(Commitment))
    told = phrases()["council_value.no_evidence"].into(lang)
    assert page.count("k-mark--no_evidence") == 3 * n
    assert page.count(f"</span> {told}</span>") == 3 * n


@pytest.mark.parametrize(
    ("day", "answer"),
    [("2025-12-03", "no"), ("2025-12-10", "not_established"), ("2026-01-02", "yes")],
)
def test_sources_that_differ_are_both_kept_and_the_day_between_is_not_established(
    visitor, day, answer
):
    year, month, date = day.split("-")
    asked = f"timeline/?on-year={year}&on-month={month}&on-day={date}"
    page = read(visitor, "en", asked)
    line = page[page.index("/row/instrument/iot-recognition-moc/") :].split("</tr>")[0]
    assert f"k-mark--{answer}" in line


def test_a_day_that_is_none_is_refused_in_words(visitor):
    response = visitor.get("/ja/council/timeline/?on-year=2025&on-month=13&on-day=1")
    assert response.status_code == 422
    assert "暦にない日付です" in response.content.decode()


def test_a_full_width_day_is_a_day(visitor):
    page = read(visitor, "ja", "timeline/?on-year=２０２２&on-month=１２&on-day=７")
    assert "2022年12月7日時点の効力" in page


@pytest.mark.parametrize("path", ["row/action/none/", "row/nothing/x/", "sources/none/"])
def test_a_row_that_is_not_there_is_not_found(visitor, path):
    assert visitor.get(f"/en/council/{path}").status_code == 404


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("半導体", "action:semiconductors"),
        ("SEMICONDUCTORS", "action:semiconductors"),
        ("ＤＦＦＴ", "action:dfft"),
        ("ｵｰﾌﾟﾝ", None),
        ("AI", "action:ai"),
        ("広島 AI", "action:ai"),
        ("英国", None),
    ],
)
@pytest.mark.parametrize("lang", LANGS)
def test_one_box_finds_words_of_either_language(visitor, loaded, lang, query, name):
    page = read(visitor, lang, f"search/?q={query}")
    hits = re.findall(rf"/{lang}/council/(row/[^\"]+)", page)
    if name:
        assert row_path(name) in hits


def test_every_word_has_to_stand_in_a_hit(visitor, loaded):
    def hits(query):
        page = read(visitor, "en", f"search/?q={query}")
        return set(re.findall(r"/en/council/(row/[^\"]+)", page))

    assert hits("Hiroshima AI")
    assert hits("Hiroshima AI") <= hits("AI")
    assert hits("AI nosuchword") == set()
    assert hits("　") == set()


def test_every_field_and_value_of_every_kind_has_words():
    from msgspec import inspect

    fields, values = set(), set()
    rest, seen = [inspect.type_info(kind) for kind in KINDS.values()], set()
    while rest:
        kind = rest.pop()
        if isinstance(kind, inspect.Metadata):
            rest.append(kind.type)
        elif isinstance(kind, inspect.UnionType):
            rest += kind.types
        elif isinstance(kind, inspect.VarTupleType):
            rest.append(kind.item_type)
        elif isinstance(kind, inspect.LiteralType):
            values.update(str(one) for one in kind.values)
        elif isinstance(kind, inspect.EnumType):
            values.update(one.value for one in kind.cls)
        elif isinstance(kind, inspect.StructType) and kind.cls not in seen:
            seen.add(kind.cls)
            if kind.cls.__name__ not in {"Text", "When", "PersonName", "Wording"}:
                fields.update(field.name for field in kind.fields)
                rest += [field.type for field in kind.fields]
    own_line = {"id", "visibility", "named"}
    assert [f for f in sorted(fields - own_line) if f"council_field.{f}" not in phrases()] == []
    assert [v for v in sorted(values) if f"council_value.{v}" not in phrases()] == []
    assert [k for k in KINDS if f"council_kind.{k}" not in phrases()] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_public_pages_of_the_record_set_no_cookie(visitor, lang):
    for path in LISTS:
        assert visitor.get(f"/{lang}/council/{path}").cookies == {}, path
