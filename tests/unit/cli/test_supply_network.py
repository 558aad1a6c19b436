"""One argument NETWORK for all commands, and the formats in which they answer."""

import csv
import io
import json

import polars as pl
import pytest

EDGES = "supplier,customer,sales\na,b,4\nb,c,3\nc,a,2\na,c,1\n"
FIRMS = "firm,sector,country\na,0,GB\nb,1,JP\nc,1,JP\n"
ESSENTIAL = "1,2\n0,1\n"


@pytest.fixture
def flows(tmp_path):
    folder = tmp_path / "flows"
    folder.mkdir()
    for name, text in (("edges", EDGES), ("firms", FIRMS), ("essential", ESSENTIAL)):
        (folder / f"{name}.csv").write_text(text)
    return folder


def codes(told):
    return [fault["code"] for fault in json.loads(told.err)["faults"]]


def test_rank_as_json_is_what_programs_were_promised(call, flows):
    rows = json.loads(call("supply", "rank", flows, "--format", "json").out)
    assert [list(row) for row in rows] == [
        ["scenario", "index", "index_down", "index_up", "iterations"]
    ] * 3
    assert [row["scenario"] for row in rows] == ["a", "b", "c"]
    proven = json.loads(
        call("supply", "rank", flows, "--mode", "certified", "--format", "json").out
    )
    assert list(proven[0])[5:] == ["low", "high", "certified"]


def test_every_format_of_rank_holds_the_same_figures(call, flows):
    as_json = json.loads(call("supply", "rank", flows, "--format", "json").out)
    told = call("supply", "rank", flows, "--format", "csv").out
    as_csv = list(csv.DictReader(io.StringIO(told.removeprefix("\ufeff"))))
    assert [{**row, "scenario": row["scenario"]} for row in as_json] == [
        {
            "scenario": row["scenario"], "iterations": int(row["iterations"]),
            **{name: float(row[name]) for name in ("index", "index_down", "index_up")},
        }
        for row in as_csv
    ]  # fmt: skip
    parquet = call("supply", "rank", flows, "--format", "parquet").out
    frame = pl.read_parquet(io.BytesIO(parquet.encode(errors="surrogateescape")))
    assert frame.to_dicts() == as_json


@pytest.mark.parametrize(("lang", "word"), [("en", "Largest losses"), ("ja", "損失の大きい順")])
def test_the_largest_losses_come_as_a_chart(call, flows, lang, word):
    told = call("supply", "rank", flows, "--format", "svg", "--lang", lang)
    assert told.out.startswith("<svg")
    assert word in told.out


def test_a_share_network_comes_as_parquet(call):
    told = call("supply", "measure", "semiconductors", "--format", "parquet")
    frame = pl.read_parquet(io.BytesIO(told.out.encode(errors="surrogateescape")))
    assert frame.schema["sources"] == pl.List(pl.String)
    rows = {row["input"]: row for row in frame.to_dicts()}
    assert rows["core_ip"]["top_share"] == 0.43


@pytest.mark.parametrize(
    ("command", "network", "code", "instead"),
    [
        (("rank",), "semiconductors", "holds_shares", "supply reach"),
        (("stress", "--lose", "JP"), None, "holds_flows", "supply simulate"),
        (("rank",), "nowhere", "no_network", "path"),
    ],
)
def test_a_command_says_which_other_takes_the_network(call, flows, command, network, code, instead):
    name, *options = command
    asked = ("supply", name, network or flows, *options)
    told = call(*asked, "--format", "json")
    assert (told.code, codes(told)) == (65, [code])
    assert instead in call(*asked).err
    assert "\ufffd" not in call(*asked, "--lang", "ja").err


def test_a_folder_of_no_kind_and_of_two_is_refused(call, flows):
    (flows / "shares.csv").write_text("input,provider,share\n")
    assert codes(call("supply", "rank", flows, "--format", "json")) == ["several_networks"]
    for file in flows.iterdir():
        file.unlink()
    (flows / "notes.csv").write_text("a,b\n1,2\n")
    assert codes(call("supply", "rank", flows, "--format", "json")) == ["no_network_there"]


def test_one_table_stands_for_its_folder(call, flows):
    whole = call("supply", "rank", flows, "--format", "json").out
    assert call("supply", "rank", flows / "edges.csv", "--format", "json").out == whole


ICIO = "V1,GBR_A,JPN_A,JPN_HFCE,OUT\nGBR_A,0,2,1,3\nJPN_A,1,0,3,4\nVA,2,2,0,4\nOUT,3,4,0,7\n"


def test_a_wide_table_is_ranked_as_file_and_as_folder(call, tmp_path):
    (tmp_path / "2020_SML.csv").write_text(ICIO)
    by_file = call("supply", "rank", tmp_path / "2020_SML.csv", "--format", "json")
    assert [row["scenario"] for row in json.loads(by_file.out)] == ["GBR | A", "JPN | A"]
    assert "essential" in by_file.err
    assert call("supply", "rank", tmp_path, "--format", "json").out == by_file.out
    (tmp_path / "essential.csv").write_text(",A\nA,2\n")
    assert "essential" not in call("supply", "rank", tmp_path, "--format", "json").err
    (tmp_path / "2019_SML.csv").write_text(ICIO)
    assert codes(call("supply", "rank", tmp_path, "--format", "json")) == ["several_tables"]


def test_trade_is_measured_and_not_ranked(call, tmp_path):
    (tmp_path / "BACI_HS17_Y2023_V1.csv").write_text("t,i,j,k,v,q\n2023,392,826,854231,5,1\n")
    told = call("supply", "rank", tmp_path, "--format", "json")
    assert (told.code, codes(told)) == (65, ["holds_trade"])
    assert "supply measure" in call("supply", "rank", tmp_path).err
