"""`kakehashi supply ensemble`: every format, both kinds of network, and going on after a kill."""

import csv
import fcntl
import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "examples/supply"
SCENARIOS = [FOLDER / f"scenario-firms-{one}.yaml" for one in "ab"]
ASKED = ("supply", "ensemble", FOLDER / "made-up-firms")
FEW = ("--draws", "6")
ON_SHARES = (
    "supply", "ensemble", "semiconductors", "--draws", "20",
    "--scenario", FOLDER / "scenario-wafers.yaml",
    "--scenario", FOLDER / "scenario-resist-tools.yaml",
)  # fmt: skip


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory):
    """The two examples over fewer days, as options."""
    folder, words = tmp_path_factory.mktemp("scenarios"), []
    for one in SCENARIOS:
        text = one.read_text(encoding="utf-8").replace("horizon_days: 180", "horizon_days: 40")
        (folder / one.name).write_text(text, encoding="utf-8")
        words += ["--scenario", folder / one.name]
    return words


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Expected loss", "3 of 8 firms", "undecided", "Sampling error", "made up", "AA")),
        ("ja", ("期待損失", "8 社のうち 3 社", "順位未定", "抽出誤差", "架空", "部門")),
    ],
)
def test_the_page_says_what_is_lost_how_surely_and_by_whom(call, lang, words, scenarios):
    told = call(*ASKED, *scenarios, "--draws", "30", "--lang", lang)
    assert (told.code, told.err) == (0, "")
    assert [word for word in words if word not in told.out] == []


@pytest.mark.parametrize("model", ["days", "index"])
def test_every_format_tells_the_same_figures(call, model, scenarios):
    asked = (*ASKED, *scenarios, *FEW, "--model", model)
    told = json.loads(call(*asked, "--format", "json").out)
    assert told["is_made_up"]
    table = call(*asked, "--format", "csv").out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table)))
    for scenario in told["scenarios"]:
        own = [row for row in rows if row["scenario"] == scenario["title"]["en"]]
        (total,) = [row for row in own if row["kind"] == "total"]
        assert float(total["mean"]) == scenario["lost"]["mean"]
        assert float(total["q95_high"]) == scenario["lost"]["quantiles"][-1]["high"]
        assert len([row for row in own if row["kind"] == "day"]) == len(scenario["by_day"])
        for group in ("sector", "country"):
            parts = [float(row["mean"]) for row in own if row["kind"] == group]
            assert parts == [one["mean"] for one in scenario[f"by_{group}"]]
        assert len(scenario["draws"]) == 6
        assert all(one["low"] < one["high"] for one in scenario["drawn"])
    assert {one["scenario"] for one in told["ranking"]} == {0, 1}
    parquet = call(*asked, "--format", "parquet").out
    frame = pl.read_parquet(io.BytesIO(parquet.encode(errors="surrogateescape")))
    assert frame["mean"].to_list() == [float(row["mean"]) for row in rows]
    svg = call(*asked, "--format", "svg", "--lang", "ja").out
    assert svg.startswith("<svg")
    assert "架空のネットワーク" in svg


def test_share_networks_run_by_the_same_command(call):
    told = json.loads(call(*ON_SHARES, "--format", "json").out)
    assert told["model"] == "shares"
    assert [one["by_product"][0]["name"] for one in told["scenarios"]] == ["chips", "chips"]
    page = call(*ON_SHARES, "--lang", "ja")
    assert "完成チップ" in page.out
    assert "仮定" in page.out
    refused = call(*ON_SHARES, "--model", "index")
    assert (refused.code, "holds no flows" in refused.err) == (65, True)


def test_more_draws_go_on_from_the_file(call, tmp_path, scenarios):
    kept, asked = tmp_path / "draws.jsonl", (*ASKED, *scenarios, "--format", "json")
    call(*asked, *FEW, "--resume", kept)
    lines = kept.read_bytes().splitlines(keepends=True)
    assert len(lines) == 1 + 2 * 6
    kept.write_bytes(b"".join(lines[:-2]) + lines[-2][:50])  # the last one half-written
    told = call(*asked, "--draws", "9", "--resume", kept)
    assert told == call(*asked, "--draws", "9")
    assert len(kept.read_bytes().splitlines()) == 1 + 2 * 9
    before = kept.read_bytes()
    assert call(*asked, "--draws", "9", "--resume", kept) == told  # nothing is left to run
    assert kept.read_bytes() == before
    kept.write_bytes(lines[0][:20])  # killed while the first line was written
    assert call(*asked, *FEW, "--resume", kept).code == 0
    assert len(kept.read_bytes().splitlines()) == 1 + 2 * 6


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_was_ended_goes_on_to_the_same_bits(call, tmp_path, scenarios, sent):
    kept = tmp_path / "draws.jsonl"
    words = [str(word) for word in (*ASKED, *scenarios, "--draws", "5000", "--resume", kept)]
    program = (  # a child that another program started may be told to ignore the second
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"from kakehashi.cli.main import main; raise SystemExit(main({words!r}))"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        while not kept.exists() or kept.read_bytes().count(b"\n") < 8:
            with pytest.raises(subprocess.TimeoutExpired):  # it has not ended
                running.wait(0.02)
        running.send_signal(sent)
        said = running.communicate(timeout=30)[1].decode()
    finally:
        running.kill()
    is_told = sent == signal.SIGINT
    assert running.returncode == (130 if is_told else -signal.SIGKILL)
    assert ("the same command goes on" in said) == is_told
    n_kept = kept.read_bytes().count(b"\n") - 1
    assert n_kept < 1000
    n_draws = n_kept // 2 + 5
    asked = (*ASKED, *scenarios, "--draws", str(n_draws), "--format", "json")
    told = call(*asked, "--resume", kept)
    assert told.code == 0
    assert told == call(*asked)
    assert kept.read_bytes().count(b"\n") - 1 == 2 * n_draws


def test_a_file_that_is_not_ours_or_in_use_is_refused_and_left(call, tmp_path, scenarios):
    kept = tmp_path / "draws.jsonl"
    first = call(*ASKED, *scenarios, *FEW, "--resume", kept)
    assert first.code == 0
    before = kept.read_bytes()
    for other in (("--seed", "2"), ("--model", "index")):
        told = call(*ASKED, *scenarios, *FEW, *other, "--resume", kept)
        assert told.code == 65
        assert "draws of another question" in told.err
    other = tmp_path / "notes.txt"
    other.write_text("ours\n")
    told = call(*ASKED, *scenarios, *FEW, "--resume", other)
    assert (told.code, other.read_text()) == (65, "ours\n")
    with kept.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        told = call(*ASKED, *scenarios, *FEW, "--resume", kept)
        assert (told.code, "another command" in told.err) == (74, True)
    assert kept.read_bytes() == before
    assert call(*ASKED, *scenarios, *FEW, "--resume", tmp_path).code == 74


def test_files_that_do_not_share_their_draws_are_refused(call, tmp_path, scenarios):
    other = tmp_path / "other.yaml"
    other.write_bytes(SCENARIOS[1].read_bytes().replace(b"seed: 1", b"seed: 2"))
    told = call(*ASKED, "--scenario", SCENARIOS[0], "--scenario", other)
    assert told.code == 65
    assert "--seed" in told.err
    asked = (*ASKED, "--scenario", SCENARIOS[0], "--scenario", other, *FEW, "--seed", "3")
    assert call(*asked).code == 0
    assert call(*ASKED, *scenarios, "--draws", "0").code == 65
