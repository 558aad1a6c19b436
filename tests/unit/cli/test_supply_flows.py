"""Measures, reach and cut on flow networks: both languages, all formats, years apart."""

import csv
import io
import json

import networkx as nx
import pytest

# resin goes to moulders (essential), moulders to makers (essential), wages to nobody
EDGES = """\
supplier,customer,sales,currency,year
resin_jp,mould_gb,6,GBP,2024
resin_us,mould_gb,2,GBP,2024
resin_us,mould_jp,8,GBP,2024
mould_gb,maker_gb,10,GBP,2024
mould_jp,maker_gb,10,GBP,2024
mould_jp,maker_jp,5,GBP,2024
mould_gb,resin_us,2,GBP,2024
"""
FIRMS = """\
firm,sector,country
resin_jp,resin,JP
resin_us,resin,US
mould_gb,mould,GB
mould_jp,mould,JP
maker_gb,case,GB
maker_jp,case,JP
"""
ESSENTIAL = ",case,mould,resin\ncase,0,0,0\nmould,2,0,0\nresin,0,2,0\n"
ICIO = "V1,GBR_A,JPN_A,JPN_HFCE,OUT\nGBR_A,0,2,1,3\nJPN_A,1,0,3,4\nVA,2,2,0,4\nOUT,3,4,0,7\n"


@pytest.fixture
def flows(tmp_path):
    folder = tmp_path / "flows"
    folder.mkdir()
    for name, text in (("edges", EDGES), ("firms", FIRMS), ("essential", ESSENTIAL)):
        (folder / f"{name}.csv").write_text(text)
    return folder


@pytest.fixture
def years(tmp_path):
    folder = tmp_path / "icio"
    folder.mkdir()
    (folder / "2019_SML.csv").write_text(ICIO)
    (folder / "2020_SML.csv").write_text(ICIO.replace("GBR_A,0,2,1,3", "GBR_A,0,9,0,9"))
    return folder


def rows_of(told):
    assert told.code == 0, told.err
    return json.loads(told.out)


def test_concentration_by_hand(call, flows):
    rows = {
        row["input"]: row for row in rows_of(call("supply", "measure", flows, "--format", "json"))
    }
    resin = rows["resin"]
    assert (resin["top_provider"], resin["top_share"], resin["value"]) == ("US", 10 / 16, 16)
    assert resin["hhi_low"] == resin["hhi_high"] == (10 / 16) ** 2 + (6 / 16) ** 2
    assert (resin["year"], resin["currency"], resin["is_single_source"]) == (2024, "GBP", False)
    assert list(rows) == ["resin", "mould"]  # nobody buys a case here
    by_firm = rows_of(
        call("supply", "measure", flows, "--show", "holdings", "--by", "firm", "--format", "json")
    )
    assert {row["provider"]: row["value"] for row in by_firm if row["input"] == "mould"} == {
        "mould_jp": 15, "mould_gb": 12,
    }  # fmt: skip


def test_exposure_by_hand(call, flows):
    told = call("supply", "measure", flows, "--show", "exposure", "--format", "json")
    rows = {(row["country"], row["input"]): row for row in rows_of(told)}
    resin = rows["GB", "resin"]
    assert (resin["value"], resin["own_share"], resin["partner_share"]) == (8, 0, 0.75)
    assert (resin["top_other"], resin["others_share"]) == ("US", 0.25)
    # Japan sells resin to nobody but the UK: it has no exports to redirect
    assert (resin["partner_sold"], resin["could_cover_share"]) == (6, 0)
    assert rows["GB", "mould"]["own_share"] == rows["GB", "mould"]["partner_share"] == 0.5
    assert rows["GB", "mould"]["could_cover_share"] is None
    assert rows["JP", "resin"]["others_share"] == 1
    assert ("US", "mould") not in rows


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ("top share", "Could cover", "Stop by it")), ("ja", ("最大割合", "代替可能", "波及"))],
)
def test_the_pages_speak_both_languages(call, flows, lang, words):
    asked = (("measure",), ("measure", "--show", "exposure"), ("reach", "--of", "JP:resin"))
    for (command, *options), word in zip(asked, words, strict=True):
        told = call("supply", command, flows, *options, "--lang", lang)
        assert told.code == 0
        assert word in told.out
        assert "{" not in told.out


def test_each_year_stands_by_itself(call, years):
    told = call("supply", "measure", years, "--format", "json")
    assert [(row["year"], row["value"], row["top_provider"]) for row in rows_of(told)] == [
        (2019, 7e6, "JPN"), (2020, 13e6, "GBR"),
    ]  # fmt: skip
    one = call("supply", "measure", years, "--year", "2019", "--format", "csv").out
    (row,) = csv.DictReader(io.StringIO(one.removeprefix("\ufeff")))
    assert (row["year"], float(row["top_share"])) == ("2019", 4 / 7)
    told = call("supply", "measure", years, "--year", "2018", "--format", "json")
    assert [fault["code"] for fault in json.loads(told.err)["faults"]] == ["no_such_year"]
    graph = call("supply", "measure", years, "--year", "2019", "--format", "graphml")
    assert nx.parse_graphml(graph.out).graph["year"] == 2019
    chart = call("supply", "measure", years, "--format", "svg").out
    assert "A (2019)" in chart
    assert "A (2020)" in chart


def test_the_two_countries_are_found_by_any_of_their_codes(call, years):
    asked = ("supply", "measure", years, "--show", "exposure", "--format", "json")
    rows = rows_of(call(*asked))
    assert rows == rows_of(call(*asked, "--countries", "GB,392"))
    assert {(row["country"], row["partner"]) for row in rows} == {("GBR", "JPN"), ("JPN", "GBR")}


def test_trade_says_what_it_does_not_tell(call, tmp_path):
    (tmp_path / "BACI_HS17_Y2023_V1.csv").write_text(
        "t,i,j,k,v,q\n2023,392,826,854231,3,1\n2023,156,826,854231,1,1\n2023,392,156,854231,2,1\n"
    )
    (tmp_path / "country_codes_V1.csv").write_text(
        "country_code,country_iso3\n156,CHN\n392,JPN\n826,GBR\n"
    )
    row, *_ = rows_of(call("supply", "measure", tmp_path, "--show", "exposure", "--format", "json"))
    assert (row["country"], row["value"], row["own_share"]) == ("GBR", 4_000, None)
    assert (row["partner_share"], row["could_cover_share"]) == (0.75, 1)
    assert "across borders alone" in call("supply", "measure", tmp_path).out
    (tmp_path / "country_codes_V2.csv").write_text("country_code,country_iso3\n")
    assert "country_codes_V2.csv" in call("supply", "measure", tmp_path).err


def test_who_stops_with_and_without_others_standing_in(call, flows):
    told = call("supply", "reach", flows, "--of", "resin_jp", "--format", "json")
    (row,) = rows_of(told)
    # 6 of 8 of what mould_gb needs is gone; half of what maker_gb buys of moulds then, too
    assert row["reached"] == ["mould_gb", "maker_gb"]
    assert row["reached_share"] == 12 / 43
    assert row["reached_with_substitution"] == []  # others sell 10 of 16
    (row,) = rows_of(
        call("supply", "reach", flows, "--of", "US", "--at-least", "0.6", "--format", "json")
    )
    # the US sells all resin of mould_jp, more than 0.6 of the market; 0.5 of maker_gb's moulds
    assert row["reached"] == ["mould_jp", "maker_jp"]
    assert row["reached_with_substitution"] == ["mould_jp"]  # 15 of 27 moulds is below 0.6
    each = rows_of(call("supply", "reach", flows, "--format", "json"))
    assert [row["providers"] for row in each] == [["US"], ["JP"]]


def test_a_cut_of_firms(call, flows):
    (cut,) = rows_of(
        call("supply", "cut", flows, "--of", "US", "--to", "maker_gb", "--format", "json")
    )
    assert (cut["firms"], cut["cost"]) == (["mould_gb", "mould_jp"], 2)
    (cut,) = rows_of(
        call("supply", "cut", flows, "--of", "US", "--to", "mould", "--format", "json")
    )
    assert (cut["has_cut"], cut["cost"]) == (False, None)
    assert "切り離せません" in call("supply", "cut", flows, "--of", "US", "--to", "mould",
                                    "--lang", "ja").out  # fmt: skip
    assert call("supply", "cut", flows, "--of", "US").code == 64


def test_a_network_without_essential_inputs_names_the_other_command(call, years):
    told = call("supply", "reach", years / "2019_SML.csv")
    assert told.code == 65
    assert "supply rank" in told.err


def test_the_graph_holds_every_firm_and_flow(call, flows):
    graph = nx.parse_graphml(call("supply", "measure", flows, "--format", "graphml").out)
    assert graph.nodes["mould_jp"] == {"sector": "mould", "market": "mould", "country": "JP"}
    assert graph.edges["resin_jp", "mould_gb"] == {"value": 6.0, "need": 2}
    assert graph.graph["currency"] == "GBP"
    assert graph.number_of_edges() == 7
