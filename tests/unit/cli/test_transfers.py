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
    for word in ("to-desk", "JPT-28", "support-contract"):
        assert word in told.out
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
