"""`kakehashi supply simulate` in both languages and all formats."""

import csv
import io
import json

import pytest

SCENARIO = """\
kakehashi: flow-scenario/1
title: {en: Parts stop, ja: 部品が停止}
losses: [{firms: [a], share: 1, from_day: 1, for_days: 9}]
model: {stock_days: 4}
"""


@pytest.fixture
def asked(tmp_path):
    (tmp_path / "edges.csv").write_text("supplier,customer,sales,currency\na,b,365,GBP\n")
    (tmp_path / "firms.csv").write_text(
        "firm,sector,revenue,country\na,parts,730,JP\nb,cars,3650,GB\n"
    )
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(SCENARIO, encoding="utf-8")
    return ["supply", "simulate", str(tmp_path), "--scenario", str(scenario), "--days", "8"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Parts stop", "assumed", "GBP", "cars")),
        ("ja", ("部品が停止", "仮定", "GBP", "産出")),
    ],
)
def test_the_page_says_what_is_lost_and_what_is_assumed(call, asked, lang, words):
    told = call(*asked, "--lang", lang)
    assert (told.code, told.err) == (0, "")
    assert all(word in told.out for word in words)


def test_json_and_csv_tell_the_same_losses(call, asked):
    told = json.loads(call(*asked, "--format", "json").out)
    table = call(*asked, "--format", "csv").out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table)))
    for group in ("sector", "country"):
        lost = sum(float(row["lost_output"]) for row in rows if row["group"] == group)
        assert lost == pytest.approx(told["lost_output"])
    assert len(told["lost_output_by_day"]) == 8
    assert told["lost_output_by_day"][0] == pytest.approx(0, abs=1e-12)
    assert told["lost_output_by_day"][1] == pytest.approx(2)
    assert {one["name"] for one in told["numbers"] if not one["is_assumed"]} == {"stock_days"}


def test_a_bad_number_of_days_is_refused(call, asked):
    told = call(*asked[:-1], "0")
    assert told.code == 65
    assert "n_days" in told.err


def test_parquet_holds_the_rows_of_csv(call, asked, monkeypatch):
    import polars as pl

    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdout", out)
    call(*asked, "--format", "parquet")
    frame = pl.read_parquet(io.BytesIO(out.buffer.getvalue()))
    assert frame.height == 8 * (2 + 2)
    assert set(frame["group"]) == {"sector", "country"}
