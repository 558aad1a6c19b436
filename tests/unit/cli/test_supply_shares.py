"""The commands on share networks: both languages, JSON and CSV, what is flagged."""

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pytest

STRESS = (
    "supply", "stress", "semiconductors", "--lose", "JP:wafers", "--lose", "JP:resist_tools",
    "--assume", "wafers:stock_days=20..60", "--assume", "resist_tools:life_days=2500..5000",
    "--draws", "40",
)  # fmt: skip
MEASURES = """\
kakehashi: measures/1
cost_unit: {en: made-up units, ja: 架空の単位}
measures:
  - {id: a, name: {en: Stock, ja: 備蓄}, kind: stock, input: wafers, days: 20, cost: 2}
  - {id: b, name: {en: Second, ja: 第二}, kind: second_source, input: wafers, share: 0.2, cost: 4}
"""


def test_measure_tells_shares_with_year_and_source(call):
    told = call("supply", "measure", "semiconductors", "--format", "json")
    rows = {row["input"]: row for row in json.loads(told.out)}
    euv, core = rows["euv"], rows["core_ip"]
    assert (euv["top_provider"], euv["top_share"], euv["year"]) == ("NL", 1.0, 2025)
    assert (core["top_provider"], core["top_share"], core["year"]) == ("GB", 0.43, 2019)
    assert core["top_provider_ja"] == "英国"
    assert all(row["sources"] and row["basis"] == ["secondary"] for row in (euv, core))
    assert "2019, 2025" in told.err  # years are never mixed without a word


@pytest.mark.parametrize(("lang", "word"), [("en", "Wafers"), ("ja", "ウェハー")])
def test_tables_come_in_both_languages_with_their_sources(call, lang, word):
    for show in ("concentration", "holdings", "exposure"):
        told = call("supply", "measure", "semiconductors", "--show", show, "--lang", lang)
        assert told.code == 0
        assert word in told.out
        assert "[1] CSET" in told.out


def test_csv_has_every_row_and_both_names(call):
    told = call("supply", "measure", "telecommunications", "--show", "holdings",
                     "--format", "csv")  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(told.out.removeprefix("\ufeff"))))
    assert {row["input_ja"] for row in rows} >= {"海底ケーブル", "光ファイバー"}
    known = [row for row in rows if row["share"]]
    assert {row["input"] for row in known} == {"base_stations", "preforms"}
    assert {row["basis"] for row in known} == {"secondary"}  # what has no figure stays blank


def test_reach_and_cut(call):
    told = json.loads(
        call("supply", "reach", "semiconductors", "--of", "NL", "--format", "json").out
    )[0]
    assert set(told["held"]) == {"euv", "arf_immersion"}
    assert told["products"] == ["chips"]
    assert told["products_with_substitution"] == []
    cut = json.loads(call("supply", "cut", "semiconductors", "--of", "NL", "--format", "json").out)[
        0
    ]
    assert (cut["inputs"], cut["cost"]) == (["lithography_tools"], 1)
    assert "露光装置" in call("supply", "cut", "semiconductors", "--of", "NL", "--lang", "ja").out


def test_stress_says_why_a_tool_and_a_material_differ(call):
    told = call(*STRESS)
    assert told.code == 0
    for words in ("56 % (2019) [1]", "95 % (2025) [1]", "Why they differ", "assumed", "is used up",
                  "What is\n  installed runs on", "different years", "Never money"):  # fmt: skip
        assert words in told.out
    japanese = call(*STRESS, "--lang", "ja").out
    assert "違いの理由" in japanese
    assert "仮定" in japanese


def test_stress_as_json_marks_each_assumption(call):
    wafers, tools = json.loads(call(*STRESS, "--format", "json").out)
    assert wafers["lost_days"]["mean"] > tools["lost_days"]["mean"] > 0
    assert wafers["hits"][0]["stock_days"]["is_assumption"] is True
    assert wafers["path"][-1]["providers"] == ["JP"]
    assert len(wafers["band"]) == 3
    assert wafers["names"]["wafers"] == {"en": "Wafers", "ja": "ウェハー"}


def test_mend_ranks_and_chooses(call, tmp_path):
    (tmp_path / "m.yaml").write_text(MEASURES, encoding="utf-8")
    asked = ("supply", "mend", "semiconductors", tmp_path / "m.yaml", "--budget", "3", *STRESS[3:])
    told = json.loads(call(*asked, "--format", "json").out)[0]
    assert told["chosen"]["measures"] == ["a"]
    assert told["chosen"]["is_best"] is True
    text = call(*asked, "--loss", "tail").out
    assert "beyond the budget" in text
    assert "all were tried" in text
    assert "架空の単位" in call(*asked, "--lang", "ja").out


def test_faults_are_told_with_their_place(call, tmp_path):
    assert call("supply", "measure", "no-such-network").code == 65
    assert call("supply", "stress", "semiconductors").code == 65
    told = call("supply", "stress", "semiconductors", "--lose", "XX:gold", "--lang", "ja")
    assert told.code == 65
    assert "'XX'" in told.err
    assert "'gold'" in told.err


def test_the_shipped_examples_run(call):
    examples = Path(__file__).parents[3] / "examples/supply"
    told = call(
        "supply", "mend", "semiconductors", examples / "measures.yaml", "--budget", "8",
        "--scenario", examples / "scenario-wafers.yaml",
        "--scenario", examples / "scenario-resist-tools.yaml", "--format", "csv",
    )  # fmt: skip
    assert told.code == 0
    rows = list(csv.DictReader(io.StringIO(told.out.removeprefix("\ufeff"))))
    assert len(rows) == 10


def test_graphml_holds_inputs_providers_and_shares(call):
    told = call("supply", "measure", "semiconductors", "--format", "graphml").out
    graph = nx.parse_graphml(told, force_multigraph=True)
    assert graph.nodes["wafers"] == {"en": "Wafers", "ja": "ウェハー", "kind": "consumable"}
    (edge,) = graph.get_edge_data("JP", "wafers").values()
    assert (edge["share"], edge["year"], edge["basis"]) == (0.56, 2019, "secondary")
    (edge,) = graph.get_edge_data("wafers", "film_forming").values()
    assert edge["relation"] == "goes_into"


def test_charts_are_svg_in_the_reader_s_language(call):
    measured = call("supply", "measure", "semiconductors", "--format", "svg", "--lang", "ja").out
    assert "英国 43 % (2019)" in measured
    stressed = call(*STRESS, "--format", "svg").out
    assert stressed.startswith("<svg")
    assert "Wafers: nothing from Japan for 90 days" in stressed


def test_the_chart_of_exposure_has_both_countries(call):
    told = call("supply", "measure", "semiconductors", "--show", "exposure", "--format", "svg")
    for name in ("United Kingdom: EUV", "Japan: EUV", "Held by third countries"):
        assert name in told.out
