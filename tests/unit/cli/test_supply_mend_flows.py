"""`kakehashi supply mend` on flows and `--explain`, in both languages and all formats."""

import csv
import io
import json
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[3] / "examples/supply"
FIRMS, SCENARIO = EXAMPLES / "made-up-firms", EXAMPLES / "scenario-firm-03.yaml"
MEASURES = EXAMPLES / "measures-firms.yaml"


@pytest.fixture
def few(tmp_path):
    """The measures of the example, but the last three, on a short scenario."""
    measures = tmp_path / "measures.yaml"
    lines = MEASURES.read_text(encoding="utf-8").splitlines(keepends=True)
    measures.write_text("".join(lines[:-3]), encoding="utf-8")
    scenario = tmp_path / "scenario.yaml"
    told = SCENARIO.read_text(encoding="utf-8").replace("days: 180", "days: 40")
    scenario.write_text(told, encoding="utf-8")
    return ["supply", "mend", FIRMS, measures, "--budget", "6", "--scenario", scenario]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Without measures", "No affordable set saves more", "exchange", "made up")),
        ("ja", ("対策なし", "これを上回るものはありません", "交換", "架空")),
    ],
)
def test_the_page_says_what_each_saves_and_what_was_chosen(call, few, lang, words):
    told = call(*few, "--lang", lang)
    assert (told.code, told.err) == (0, "")
    assert all(word in told.out for word in words)


def test_json_and_csv_hold_the_same_measures(call, few):
    (told,) = json.loads(call(*few, "--lower", "demand", "--format", "json").out)
    table = call(*few, "--lower", "demand", "--format", "csv").out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["measure"] for row in rows] == [one["measure"] for one in told["measures"]]
    assert [float(row["saved"]) for row in rows] == [one["saved"] for one in told["measures"]]
    assert told["lowered"] == "demand"
    assert told["chosen"]["cost"] <= 6
    assert told["chosen"]["is_best"]
    assert [row["measure"] for row in rows if row["is_chosen"] == "true"] == [
        one["measure"] for one in told["measures"] if one["measure"] in told["chosen"]["measures"]
    ]


@pytest.mark.parametrize(("lang", "word"), [("en", "no stocks"), ("ja", "在庫がない")])
def test_the_index_says_which_measures_it_does_not_know(call, few, lang, word):
    told = call(*few, "--model", "index", "--open", "--lang", lang)
    assert word in told.out
    assert "--stop 1e-6" in told.out
    fine = call(*few, "--model", "index", "--open", "--stop", "1e-6", "--lang", lang)
    assert "--stop 1e-6" not in fine.out


def test_options_of_the_other_kind_of_network_are_refused(call, few):
    told = call(*few, "--lose", "JP", "--assume", "a:b=1")
    assert (told.code, told.err.count("flow-scenario/1")) == (65, 2)
    of_lose = ("--for-days", "30", "--returns-over", "9", "--horizon", "9", "--draws", "5")
    told = call(*few, *of_lose, "--seed", "2")
    assert (told.code, told.err.count("flow-scenario/1")) == (65, 5)
    shares = ("supply", "mend", "semiconductors", EXAMPLES / "measures.yaml", "--budget", "8")
    told = call(*shares, "--lose", "JP:wafers", "--model", "index", "--open")
    assert told.code == 65
    assert "--model" in told.err
    assert "--open" in told.err
    assert call(*few[:-2]).code == 65
    told = call("supply", "mend", "semiconductors", MEASURES, "--budget", "abc", "--lang", "ja")
    assert (told.code, "--budget の 'abc' は数ではありません" in told.err) == (64, True)
    told = call("supply", "replay", "nothing", "--lang", "en")
    assert "“nothing” is not a value of EVENT" in told.err


@pytest.mark.parametrize(
    ("lang", "hit", "sales"),
    [("en", "It was hit", "bought less"), ("ja", "直接被害を受け", "購入を減らした")],
)
def test_the_path_is_told_by_both_models(call, lang, hit, sales):
    days = call(
        "supply", "simulate", FIRMS, "--scenario", SCENARIO, "--days", "40", "--explain",
        "--lang", lang,
    )  # fmt: skip
    assert (days.code, days.err) == (0, "")
    assert hit in days.out
    index = call("supply", "rank", FIRMS, "--open", "--explain", "firm-03", "--lang", lang)
    assert sales in index.out


def test_the_path_as_json_and_csv_and_never_as_a_chart(call):
    asked = ("supply", "rank", FIRMS, "--open", "--explain", "firm-03", "--format")
    told = json.loads(call(*asked, "json").out)
    rows = list(csv.DictReader(io.StringIO(call(*asked, "csv").out.removeprefix("\ufeff"))))
    assert [row["firm"] for row in rows] == [step["firm"] for step in told["steps"]]
    assert rows[-1]["cause"] == "shock"
    assert call(*asked, "svg").code == 65
    assert call("supply", "rank", FIRMS, "--explain", "nobody").code == 65


def test_stress_names_the_command_for_flows(call):
    told = call("supply", "stress", FIRMS, "--lose", "JP")
    assert told.code == 65
    assert "kakehashi supply simulate" in told.err
