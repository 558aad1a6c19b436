"""`kakehashi supply replay`: the same miss in both languages and every form."""

import csv
import io
import json

import pytest

from kakehashi.answers.replayed import EVENTS, as_plain, replayed
from kakehashi.cli.supply import replay


def test_the_command_knows_every_event():
    assert replay.EVENTS == EVENTS


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            ("Missed by 12.8 points: the model expected too much loss", "This is no\nblind test"),
        ),
        ("ja", ("12.8 ポイントの外れ（予測が過大）", "判定対象")),
    ],
)
def test_the_miss_is_told_first_and_every_figure_has_its_source(call, lang, words):
    told = call("supply", "replay", "--lang", lang)
    assert told.code == 0
    assert all(word in told.out for word in words)
    assert "−12.8" in told.out
    assert "] Evertiq 2010-05-21 (https://evertiq.com/news/16961)" in told.out


def test_json_and_csv_hold_every_row_and_the_chart_its_figures(call):
    told = json.loads(call("supply", "replay", "wafers-2011", "--format", "json").out)
    assert told == json.loads(json.dumps(as_plain(replayed("wafers-2011"))))
    rows = list(csv.DictReader(io.StringIO(call("supply", "replay", "--format", "csv").out)))
    assert len(rows) == len(told["compared"])
    chart = call("supply", "replay", "--format", "svg", "--lang", "ja").out
    assert "−2.1 %" in chart
    assert "<script" not in chart


def test_an_event_that_is_not_shipped_is_refused(call):
    assert call("supply", "replay", "cheese").code == 64
