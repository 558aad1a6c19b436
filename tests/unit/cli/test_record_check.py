"""`kakehashi record check`: all faults of a file of rows, and nothing written."""

import json

import pytest

from kakehashi.cli.main import main

ROW = {
    "kind": "gap", "id": "gap:uk-one", "basis": "primary", "sources": ["uk-own"],
    "text": {"en": "Not known.", "ja": "不明。"}, "about": ["action:ai"],
}  # fmt: skip
SOURCE = {"id": "uk-own", "title": "Written here", "kind": "primary", "read": "whole"}


@pytest.fixture
def file(tmp_path):
    def write(*rows, name="rows.json", around=None):
        whole = {"format": "kakehashi-record/1", "checked_on": "2026-11-23",
                 "sources": [SOURCE], "rows": list(rows)}  # fmt: skip
        path = tmp_path / name
        path.write_text(json.dumps(around(whole) if around else whole), encoding="utf-8")
        return str(path)

    return write


def test_a_good_file_is_told_so(file, capsys):
    assert main(["record", "check", file(ROW)]) == 0
    assert "1 rows and 1 new sources, nothing wrong" in capsys.readouterr().out


def test_what_the_api_gave_is_a_file_too(file, capsys):
    path = file(ROW, around=lambda whole: {"record": whole, "about": {}, "n": 1})
    assert main(["record", "check", path, "--lang", "ja"]) == 0
    assert "不備はありません" in capsys.readouterr().out


def test_all_faults_come_at_once(file, capsys):
    wrong = [
        {**ROW, "colour": "red"},
        {**ROW, "id": "gap:uk-two", "about": ["action:none"]},
        {**ROW, "id": "gap:uk-three", "text": {"en": "x"}},
    ]
    assert main(["record", "check", file(*wrong)]) == 65
    told = capsys.readouterr().err
    for place in ("rows[0].colour", "rows[1].about[0]", "rows[2].text"):
        assert place in told, told


def test_rows_may_refer_to_those_of_another_file(file, capsys):
    other = file({**ROW, "id": "gap:uk-other"}, name="other.json")
    row = {**ROW, "about": ["gap:uk-other"]}
    assert main(["record", "check", file(row)]) == 65
    assert main(["record", "check", file(row), "--with", other]) == 0
    assert "gap:uk-other" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told(capsys):
    assert main(["record", "check", "/nowhere/rows.json"]) == 65
    assert "rows.json" in capsys.readouterr().err
