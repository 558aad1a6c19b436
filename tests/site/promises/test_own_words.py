"""What officials write here is told as their own words; who agrees reads both languages."""

import re

import pytest

from kakehashi.answers.own_words import read_in
from kakehashi.answers.record_shelf import shipped_record

pytestmark = pytest.mark.django_db
DRAFT = {"title_en": "Statement", "title_ja": "声明", "visibility": "joint"}


def test_a_draft_is_its_writers_own_words_and_names_them_in_each_language(loaded, reader):
    mic = reader("mic", "ja")
    place = mic.browser.post("/ja/council/write/statement/", DRAFT)["Location"]
    path = place.removeprefix("/ja/council/")
    page = mic.page(path)
    assert "記載した機関自身の文言" in page
    assert "本記録への記載：総務省" in page
    assert "公式文書を確認" not in page
    assert "Written in this record" not in page
    assert "Written in this record by: Ministry of Internal Affairs" in mic.page(path, lang="en")
    source = mic.page("sources/jp-written-by-mic/")
    assert "全文（本記録に直接記載されたもの）" in source
    assert "whole: it was written here" not in source


def test_a_side_s_report_is_its_own_statement(commitment, reader, day, evidence):
    dsit = reader("dsit")
    fields = {"view": "uk", "level": "on_track", "visibility": "joint"}
    fields |= {**day("reported_on", "2026-11-20"), **evidence()}
    dsit.send("row/commitment/uk-testbed/status/", fields)
    page = dsit.page("row/commitment/uk-testbed/history/")
    assert "on track" in page
    reported, due = (line for line in page.split("<li>") if "reported" in line or "due:" in line)
    assert "our inference" not in reported
    assert "our inference" in due, "of the commitment, whose row says so"


def test_whoever_agrees_reads_the_words_of_both_languages(commitment, reader):
    reader("dsit").send("write/bring/", {"row": commitment})
    mic = reader("mic", "ja")
    found = re.search(r"/council/(keys/uk-[^/]+/)", mic.page("keys/"))
    page = mic.page(found[1])
    assert "Open a joint test bed." in page
    assert "共同の試験環境を開設する。" in page


def test_how_much_of_a_shipped_source_was_read_is_said_in_japanese():
    for source in shipped_record().sources.values():
        assert read_in(source, "ja")[1] == "ja", source.read
        assert read_in(source, "en") == (source.read, "en")


def test_a_form_s_faults_are_told_in_its_own_words_not_in_the_reader_s(commitment, reader):
    mic = reader("mic", "ja")
    pages = {
        "write/lineage/": {"before": commitment},
        "row/commitment/uk-testbed/status/": {"view": "jp"},
        "row/commitment/uk-testbed/evidence/": {},
    }
    told = {path: mic.send(path, fields, status=422) for path, fields in pages.items()}
    for path, page in told.items():
        assert "Expected" not in page, path
        assert "enum" not in page, path
    assert "選択されていません。いずれかを選んでください。" in told["write/lineage/"]
    assert "文書の名称、または読んだ範囲が入力されていません" in [*told.values()][-1]
