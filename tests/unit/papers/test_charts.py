"""Charts are SVG that says what it shows, in text, and that names cannot break."""

from xml.etree import ElementTree as ET

import pytest

from kakehashi.papers.charts import WIDTH, Band, Bar, ChartWords, bands_svg, bars_svg

WORDS = ChartWords(title="失われる割合", description="日ごとの損失", x="日", y="損失")


def texts(svg):
    """Return all texts of the SVG; it raises where it is no XML."""
    return [one.text for one in ET.fromstring(svg).iter() if one.tag.endswith("}text")]  # noqa: S314


def test_bands_name_each_line_and_axis():
    bands = [Band(f"線{at}", [0.0, 0.1], [0.1, 0.2], [0.2, 0.4]) for at in range(3)]
    told = texts(bands_svg(bands, WORDS, "ja"))
    assert {"失われる割合", "日", "損失", "線0", "線1", "線2"} <= set(told)


def test_lines_of_one_name_are_told_apart():
    bands = [Band("線", [0.0], [0.1], [0.2])] * 2
    assert {"1. 線", "2. 線"} <= set(texts(bands_svg(bands, WORDS, "ja")))


@pytest.mark.parametrize("name", ["EUV & <b>", "a'b\"c", "datum.share"])
def test_names_stay_text(name):
    told = texts(bars_svg([Bar(name, 0.5, "NL 50 % (2025)")], WORDS, "en"))
    assert name in told
    assert "NL 50 % (2025)" in told


def test_no_text_ends_the_process():
    names = ["a\x00", "b\x07", "c\ufffe", "d\ud800", "e\u202e", "f" * 3_000]
    told = texts(bars_svg([Bar(name, 0.5, name) for name in names], WORDS, "en"))
    assert {"a\ufffd", "b\ufffd", "c\ufffd", "d\ufffd", "e\ufffd"} <= set(told)
    assert max(map(len, filter(None, told))) <= 2_000


def test_bars_keep_their_order():
    bars = [Bar(name, share, "") for name, share in (("z", 0.2), ("a", 0.9), ("m", 0.5))]
    told = [one for one in texts(bars_svg(bars, WORDS, "en")) if one in {"z", "a", "m"}]
    assert told == ["z", "a", "m"]


def test_a_wider_font_has_room_before_the_names_and_behind_the_notes():
    bar = Bar("ArF immersion lithography tools", 1.0, "Netherlands 100 % (2025)")
    root = ET.fromstring(bars_svg([bar], WORDS, "en"))  # noqa: S314
    moved = float(root.find("{*}g").get("transform")[len("translate(") :].partition(",")[0])
    # widths of DejaVu Sans, wider than most: 0.62 of the size a letter
    assert moved >= 0.62 * 10 * len(bar.name)
    assert float(root.get("width")) - moved - WIDTH >= 4 + 0.62 * 11 * len(bar.note)
