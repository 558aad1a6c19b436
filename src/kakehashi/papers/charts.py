"""Charts as SVG: losses over days with their bands, shares as bars. Text stays text."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from kakehashi.terms.steady import steady
from kakehashi.terms.text import Lang

FONTS = {
    "en": "'Noto Sans', Arial, sans-serif",
    "ja": "'Noto Sans JP', 'Hiragino Sans', 'Yu Gothic', sans-serif",
}
# told apart without colour, too: by their dashes
COLOURS = ("#1d70b8", "#d4351c", "#00703c", "#4c2c92", "#594d00")
DASHES: tuple[list[int], ...] = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4])
WIDTH, HEIGHT, BAR = 560, 260, 22
# a reader's own font may be wider than the one by which room was made: a sixth of the longest
ROOM = {"left": 48, "right": 48, "top": 5, "bottom": 5}
MOST_WORDS = 2_000  # characters of one text
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
FEW_PERCENT = 0.1  # an axis below it needs digits after the point


class Band(msgspec.Struct, frozen=True):
    """One line of a chart: shares by day, 0 to 1, the line between two bounds."""

    title: str
    low: Sequence[float]
    middle: Sequence[float]
    high: Sequence[float]


class Bar(msgspec.Struct, frozen=True):
    """One bar: its name, a share 0 to 1, and what stands at its end."""

    name: str
    share: float
    note: str


class Range(msgspec.Struct, frozen=True):
    """What many draws of one thing give: shares 0 to 1, the middle between two bounds."""

    name: str
    low: float
    middle: float
    high: float


class Interval(msgspec.Struct, frozen=True):
    """What was expected of one place along, between two bounds, and what was measured there."""

    name: str
    low: float
    middle: float
    high: float
    measured: float | None
    note: str  # stands at what was measured


class ChartWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words of a chart; `description` says in a sentence what it shows."""

    title: str
    description: str
    x: str
    y: str = ""


def bands_svg(bands: Sequence[Band], words: ChartWords, lang: Lang) -> bytes:
    """Return lines with their bands as SVG: days along, shares upward.

    Examples
    --------
    >>> words = ChartWords(title="Loss", description="One day", x="day", y="lost")
    >>> b"Loss" in bands_svg([Band("a", [0.0, 0.1], [0.0, 0.2], [0.1, 0.3])], words, "en")
    True
    """
    names = _apart([band.title for band in bands])
    values = [
        {"of": name, "day": day, "low": low, "middle": middle, "high": high}
        for name, band in zip(names, bands, strict=True)
        for day, (low, middle, high) in enumerate(
            zip(band.low, band.middle, band.high, strict=True)
        )
    ]
    x = {
        "field": "day", "type": "quantitative", "title": words.x, "scale": {"nice": False},
    }  # fmt: skip
    colour = {
        "field": "of", "type": "nominal", "title": None,
        "scale": {"domain": names, "range": [*COLOURS[: len(names)]]},
        "legend": {"orient": "bottom", "direction": "vertical", "labelLimit": WIDTH,
                   "symbolType": "stroke", "symbolSize": 600},
    }  # fmt: skip
    dash = {
        "field": "of", "type": "nominal", "title": None, "legend": colour["legend"],
        "scale": {"domain": names, "range": [*DASHES[: len(names)]]},
    }  # fmt: skip
    y = {
        "type": "quantitative", "title": words.y, "axis": {"format": ".0%"},
        "scale": {"domainMin": 0},
    }  # fmt: skip
    spec = {
        "data": {"values": values},
        "width": WIDTH,
        "height": HEIGHT,
        "resolve": {"legend": {"color": "independent", "strokeDash": "independent"}},
        "layer": [
            {
                "mark": {"type": "area", "opacity": 0.2, "interpolate": "step-after"},
                "encoding": {
                    "x": x, "y": {"field": "low", **y}, "y2": {"field": "high"},
                    "color": {**colour, "legend": None},
                },
            },
            {
                "mark": {"type": "line", "interpolate": "step-after"},
                "encoding": {
                    "x": x, "y": {"field": "middle", **y}, "color": colour, "strokeDash": dash,
                },
            },
        ],
    }  # fmt: skip
    return _svg(spec, words, lang)


def bars_svg(bars: Sequence[Bar], words: ChartWords, lang: Lang, *, most: float = 1.0) -> bytes:
    """Return bars as SVG in the order given, each with its name before and its note behind.

    The axis goes from 0 to `most`, a share: 1 where parts of a whole are shown.

    >>> words = ChartWords(title="Shares", description="One bar", x="share")
    >>> b"EUV" in bars_svg([Bar("EUV", 1.0, "NL 2025")], words, "en")
    True
    """
    y = {
        "field": "name", "type": "nominal", "title": None,
        "sort": {"field": "place", "op": "min"}, "axis": {"labelLimit": WIDTH // 2},
    }  # fmt: skip
    x = {
        "field": "share", "type": "quantitative", "title": words.x,
        "axis": {"format": ".0%" if most >= FEW_PERCENT else ".2%"},
        "scale": {"domain": [0, most], "nice": most < 1},
    }  # fmt: skip
    values = [
        {"place": place, "name": bar.name, "share": bar.share, "note": bar.note}
        for place, bar in enumerate(bars)
    ]
    text = {"type": "text", "align": "left", "dx": 4}
    spec = {
        "data": {"values": values},
        "width": WIDTH,
        "height": {"step": BAR},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": {"type": "bar", "color": COLOURS[0]}},
            {"mark": text, "encoding": {"text": {"field": "note", "type": "nominal"}}},
        ],
    }
    return _svg(spec, words, lang)


def ranges_svg(ranges: Sequence[Range], words: ChartWords, lang: Lang) -> bytes:
    """Return a line for each range as SVG, in the order given, its middle marked.

    >>> words = ChartWords(title="Loss", description="One range", x="lost")
    >>> b"Japan" in ranges_svg([Range("Japan", 0.1, 0.2, 0.4)], words, "en")
    True
    """
    most = max((one.high for one in ranges), default=1.0) or 1.0
    y = {
        "field": "name", "type": "nominal", "title": None,
        "sort": {"field": "place", "op": "min"}, "axis": {"labelLimit": WIDTH // 2},
    }  # fmt: skip
    x = {
        "type": "quantitative", "title": words.x,
        "axis": {"format": ".0%" if most >= FEW_PERCENT else ".2%"}, "scale": {"domainMin": 0},
    }  # fmt: skip
    names = _apart([one.name for one in ranges])
    values = [
        {"place": place, "name": name, "low": one.low, "middle": one.middle, "high": one.high}
        for place, (name, one) in enumerate(zip(names, ranges, strict=True))
    ]
    spec = {
        "data": {"values": values},
        "width": WIDTH,
        "height": {"step": BAR},
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "bar", "height": BAR // 3, "color": COLOURS[0], "opacity": 0.4},
                "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "tick", "color": COLOURS[0], "thickness": 3},
                "encoding": {"x": {"field": "middle", **x}},
            },
        ],
    }
    return _svg(spec, words, lang)


def _apart(names: list[str]) -> list[str]:
    """Return names that differ: numbered where two are the same, since they would run together."""
    if len(set(names)) == len(names):
        return names
    return [f"{at}. {name}" for at, name in enumerate(names, 1)]


def intervals_svg(
    intervals: Sequence[Interval], names: tuple[str, str], words: ChartWords, lang: Lang
) -> bytes:
    """Return intervals beside each other as SVG, each with a line at its middle and a point.

    `names` say what the intervals and the points are. Shares may be below zero.

    >>> words = ChartWords(title="Loss", description="One quarter", x="quarter", y="lost")
    >>> one = Interval("2011-Q2", 0.1, 0.2, 0.3, -0.1, "-10 %")
    >>> b"-10 %" in intervals_svg([one], ("expected", "measured"), words, "en")
    True
    """
    values = [msgspec.to_builtins(one) for one in intervals]
    x = {"field": "name", "type": "ordinal", "title": words.x, "axis": {"labelAngle": 0}}
    y = {"type": "quantitative", "title": words.y, "axis": {"format": ".0%"}}
    told = {"domain": names, "range": [*COLOURS[:2]]}
    colour = {
        "type": "nominal", "title": None, "scale": told,
        "legend": {"orient": "bottom", "direction": "vertical", "labelLimit": WIDTH,
                   "symbolType": "square"},
    }  # fmt: skip
    expected, measured = ({"datum": name, **colour} for name in names)
    point = {"x": x, "y": {"field": "measured", **y}}
    spec = {
        "data": {"values": values},
        "width": WIDTH,
        "height": HEIGHT,
        "layer": [
            {"mark": {"type": "rule", "color": "#505a5f"}, "encoding": {"y": {"datum": 0}}},
            {
                "mark": {"type": "bar", "size": 40, "opacity": 0.35},
                "encoding": {
                    "x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}, "color": expected,
                },
            },
            {
                "mark": {"type": "tick", "size": 40, "thickness": 3, "orient": "horizontal"},
                "encoding": {"x": x, "y": {"field": "middle", **y}, "color": expected},
            },
            {
                "transform": [{"filter": "datum.measured !== null"}],
                "mark": {
                    "type": "point", "shape": "diamond", "size": 120, "filled": True, "opacity": 1,
                },
                "encoding": {**point, "color": measured},
            },
            {
                "transform": [{"filter": "datum.measured !== null"}],
                "mark": {"type": "text", "align": "left", "dx": 26},
                "encoding": {**point, "text": {"field": "note", "type": "nominal"}},
            },
        ],
    }  # fmt: skip
    return _svg(spec, words, lang)


def _svg(spec: dict[str, Any], words: ChartWords, lang: Lang) -> bytes:
    import vl_convert

    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": {"text": words.title, "anchor": "start"},
        "description": words.description,
        "config": {"font": FONTS[lang], "background": "white"},
        "padding": ROOM,
        **spec,
    }
    made: str = vl_convert.vegalite_to_svg(_drawable(whole))
    return made.encode()


def _drawable(value: Any) -> Any:
    """Return a part of a chart whose texts can stand in XML.

    Of others the engine ends not with an exception but the whole process.
    """
    if isinstance(value, str):
        cut = value if len(value) <= MOST_WORDS else value[: MOST_WORDS - 1] + "…"
        return NOT_IN_XML.sub("\ufffd", steady(cut))
    if isinstance(value, dict):
        return {key: _drawable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(one) for one in value]
    return value
