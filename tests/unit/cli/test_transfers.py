"""`kakehashi transfers`: exit codes, both languages, JSON, faults."""

import json
from pathlib import Path

import pytest

FLOWS = Path(__file__).parents[3] / "examples/flows"


@pytest.mark.parametrize(
    ("name", "on", "code"),
    [
        ("health-device", "2027-03-31", 0),
        ("health-device", "2027-04-01", 1),
        ("direct-collection", "2026-11-20", 1),
        ("health-device", "2027-10-01", 1),
        ("japanese-university", "2026-11-20", 3),
        ("japan-to-uk", "2026-11-20", 0),
    ],
)
def test_the_exit_code_tells_the_answer(call, name, on, code):
    told = call("transfers", "decide", FLOWS / f"{name}.yaml", "--as-of", on, "--format", "json")
    assert told.code == code
    assert json.loads(told.out)["as_of"] == on


def test_a_template_is_written_read_and_lacks_evidence(call, tmp_path):
    file = tmp_path / "flow.yaml"
    assert call("transfers", "init", file).code == 0
    assert call("transfers", "decide", file).code == 2
    again = call("transfers", "init", file)
    assert again.code == 65
    assert "flow.yaml" in again.err


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("Not lawful", "Smallest changes")), ("ja", ("不適法", "最小の変更"))],
)
def test_the_table_speaks_both_languages(call, lang, words):
    path = FLOWS / "health-device.yaml"
    told = call("transfers", "decide", path, "--as-of", "2027-04-01", "--lang", lang)
    assert all(word in told.out for word in words)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_diff_tells_the_hop_the_rules_and_the_paper(call, lang):
    days = ("--before", "2027-03-31", "--after", "2027-04-01")
    told = call("transfers", "diff", FLOWS / "health-device.yaml", *days, "--lang", lang)
    assert told.code == 0
    unsettled = {"en": "no text that we have", "ja": "定める文書が確認できていません"}[lang]
    for word in ("to-desk", "JPT-28", "support-contract", unsettled):
        assert word in "".join(told.out.split("\n    ")), word
    shown = call("transfers", "diff", FLOWS / "health-device.yaml", *days, "--format", "json")
    assert [hop["id"] for hop in json.loads(shown.out)["hops"]] == ["to-desk"]


def test_all_faults_of_a_flow_are_told_with_their_lines(call, tmp_path):
    text = (FLOWS / "japan-to-uk.yaml").read_text(encoding="utf-8")
    file = tmp_path / "flow.yaml"
    broken = text.replace("country: GB", "country: UK").replace("to: analysts", "to: retailer")
    file.write_text(broken, encoding="utf-8")
    told = call("transfers", "decide", file, "--format", "json")
    assert told.code == 65
    codes = {fault["code"] for fault in json.loads(told.err)["faults"]}
    assert codes == {"unknown_country", "both_sides"}


def test_a_file_that_is_not_there(call, tmp_path):
    assert call("transfers", "decide", tmp_path / "none.yaml").code == 65


PAPERS = ["record", "assessment", "notice", "sheet", "log", "idta", "addendum"]


@pytest.mark.parametrize(
    ("form", "lang", "names"),
    [
        ("json", None, [f"{name}.json" for name in PAPERS]),
        ("jsonld", None, [f"{name}.jsonld" for name in PAPERS]),
        ("docx", None, [f"{name}-both.docx" for name in PAPERS]),
        ("pdf", "ja", [f"{name}-ja.pdf" for name in PAPERS]),
    ],
)
def test_papers_are_written_into_a_folder_that_is_made(call, tmp_path, form, lang, names):
    folder = tmp_path / "new" / "papers"
    words = ("--lang", lang) if lang else ()
    path = FLOWS / "health-device.yaml"
    told = call("transfers", "papers", path, "-o", folder, "--format", form, *words)
    assert told.code == 0
    assert sorted(one.name for one in folder.iterdir()) == sorted(names)
    starts = {"pdf": b"%PDF-", "docx": b"PK"}.get(form, b"{")
    assert all(one.read_bytes().startswith(starts) for one in folder.iterdir())
    assert len(told.out.splitlines()) >= len(names)


def test_one_paper_on_a_day_and_its_blanks_are_told(call, tmp_path):
    asked = ("--paper", "log", "--format", "json", "--as-of", "2027-10-01")
    path = FLOWS / "health-device.yaml"
    told = call("transfers", "papers", path, "-o", tmp_path, *asked)
    (file,) = tmp_path.iterdir()
    paper = json.loads(file.read_text(encoding="utf-8"))
    assert (paper["paper"], paper["as_of"]) == ("log", "2027-10-01")
    assert f"{paper['blanks']} blanks" in " ".join(told.out.split())


def test_papers_are_not_written_where_a_file_stands_in_the_way(call, tmp_path):
    file = tmp_path / "papers"
    file.write_text("x", encoding="utf-8")
    path = FLOWS / "health-device.yaml"
    assert call("transfers", "papers", path, "-o", file, "--format", "json").code == 74


def test_an_unknown_detail_and_an_unknown_paper_are_refused(call, tmp_path):
    text = (FLOWS / "japan-to-uk.yaml").read_text(encoding="utf-8")
    file = tmp_path / "flow.yaml"
    file.write_text(f"{text}\ndetails: {{retentoin: x}}\n", encoding="utf-8")
    told = call("transfers", "papers", file, "-o", tmp_path, "--format", "json")
    assert told.code == 65
    assert [fault["code"] for fault in json.loads(told.err)["faults"]] == ["unknown_detail"]
    assert call("transfers", "papers", file, "-o", tmp_path, "--paper", "poem").code == 64
