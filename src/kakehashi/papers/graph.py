"""A network as SVG: boxes in columns, lines between them. Text stays text, links stay links."""

import re
from collections.abc import Sequence
from typing import Literal
from xml.etree import ElementTree as ET

import msgspec

from kakehashi.papers.charts import FONTS, NOT_IN_XML
from kakehashi.terms.text import Lang

Shape = Literal["round", "square", "cut", "arrow"]
SHAPES: tuple[Shape, ...] = ("round", "square", "cut", "arrow")
BOX, HIGH, GAP, BETWEEN, EDGE = 204, 58, 12, 48, 12  # pixels
SIZE, LINE = 13, 16
WIDE = "\u2e80"  # from here on a character takes two half-widths
MOST, MOST_OF_MARK = 25, 27  # half-widths of a line
_FILL = {"round": "#e8f1f8", "square": "#f3f2f1", "cut": "#efe8f5", "arrow": "#ffffff"}
_INK, _LINE, _MARK = "#0b0c0c", "#505a5f", "#aa2a16"
# what stays on one line: a word with the hiragana after it, brackets and stops with their words
_WORD = re.compile(
    r"[「『（〈]*(?:[^\s\u2e80-\uffff]+|[ァ-ヺー]+|[一-鿿々〇]+|[ぁ-ゖ]+|[\u2e80-\uffff])"
    r"[ぁ-ゖ]*[」』）〉、。・]*\s*"
)


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """One box: where (column, row), its shape, its words; `mark` is told inside it."""

    name: str
    at: tuple[int, float]
    shape: Shape
    told: str  # all that is known of it, for whoever points at it or hears it read
    mark: str = ""
    href: str = ""
    is_here: bool = False


class Link(msgspec.Struct, frozen=True):
    """A line through points (column, row), dashed or not."""

    points: tuple[tuple[int, float], ...]
    is_dashed: bool = False


def graph_svg(
    boxes: Sequence[Box], links: Sequence[Link], title: str, described: str, lang: Lang
) -> bytes:
    """Return the drawing, as wide as it needs to be; no script, no style that a policy refuses.

    >>> box = Box(name="EUV", at=(0, 0.0), shape="square", told="EUV: a tool")
    >>> b"<title>EUV: a tool</title>" in graph_svg([box], [], "A chain", "One box", "en")
    True
    """
    width = max((_x(box.at[0]) for box in boxes), default=0) + BOX + 2 * EDGE
    height = max((_y(box.at[1]) for box in boxes), default=0) + HIGH + 2 * EDGE
    has_links = any(box.href for box in boxes)
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg", "width": f"{width}", "height": f"{height:.0f}",
            "viewBox": f"{-EDGE} {-EDGE} {width} {height:.0f}", "lang": lang,
            "role": "group" if has_links else "img", "aria-label": f"{title}. {described}",
            "font-family": FONTS[lang], "font-size": f"{SIZE}",
        },
    )  # fmt: skip
    ET.SubElement(
        root, "rect",
        {"x": f"{-EDGE}", "y": f"{-EDGE}", "width": "100%", "height": "100%", "fill": "#ffffff"},
    )  # fmt: skip
    for link in links:
        ET.SubElement(root, "path", _line(link))
        ET.SubElement(root, "path", {"d": _head(link), "fill": _LINE})
    for box in boxes:
        _draw(root, box)
    return ET.tostring(root, encoding="unicode").encode()


def shape_svg(shape: Shape, *, is_marked: bool = False) -> bytes:
    """Return a shape alone, for a key that says what it stands for.

    >>> shape_svg("round").startswith(b"<svg")
    True
    """
    root = ET.Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "width": "40", "height": "22",
         "viewBox": "-2 -2 44 24", "aria-hidden": "true"},
    )  # fmt: skip
    ET.SubElement(root, "path", _outline(shape, 40, 20, is_marked=is_marked))
    return ET.tostring(root, encoding="unicode").encode()


def line_svg(*, is_dashed: bool) -> bytes:
    """Return a line alone, for a key.

    >>> line_svg(is_dashed=True).count(b"stroke-dasharray")
    1
    """
    link = Link(((0, 0.0), (1, 0.0)), is_dashed)
    root = ET.Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "width": "40", "height": "22",
         "viewBox": f"{BOX + BETWEEN - 40} {HIGH / 2 - 11:g} 40 22", "aria-hidden": "true"},
    )  # fmt: skip
    ET.SubElement(root, "path", _line(link))
    ET.SubElement(root, "path", {"d": _head(link), "fill": _LINE})
    return ET.tostring(root, encoding="unicode").encode()


def _x(column: float) -> float:
    return column * (BOX + BETWEEN)


def _y(row: float) -> float:
    return row * (HIGH + GAP)


def _line(link: Link) -> dict[str, str]:
    """Return the line's path: level through every column, bent between two."""
    (column, row), *others = link.points
    x, y = _x(column) + BOX, _y(row) + HIGH / 2
    steps = [f"M{x:g} {y:.1f}"]
    for at, (column_then, row_then) in enumerate(others, 1):
        x_then, y_then = _x(column_then), _y(row_then) + HIGH / 2
        half = (x + x_then) / 2
        steps.append(f"C{half:g} {y:.1f} {half:g} {y_then:.1f} {x_then:g} {y_then:.1f}")
        if at < len(others):  # through the column
            steps.append(f"H{x_then + BOX:g}")
        x, y = x_then + BOX, y_then
    told = {"d": "".join(steps), "fill": "none", "stroke": _LINE, "stroke-width": "1.5"}
    return {**told, "stroke-dasharray": "6 4"} if link.is_dashed else told


def _head(link: Link) -> str:
    column, row = link.points[-1]
    x, y = _x(column), _y(row) + HIGH / 2
    return f"M{x:g} {y:.1f}l-8 -4v8z"


def _draw(root: ET.Element, box: Box) -> None:
    x, y = _x(box.at[0]), _y(box.at[1])
    parent = ET.SubElement(root, "a", {"href": box.href}) if box.href else root
    group = ET.SubElement(parent, "g", {"transform": f"translate({x:g} {y:.1f})"})
    ET.SubElement(group, "title").text = _clean(box.told)
    outline = _outline(box.shape, BOX, HIGH, is_marked=bool(box.mark))
    ET.SubElement(group, "path", outline)
    lines = lines_of(_clean(box.name), 2)
    n = len(lines) + bool(box.mark)
    top = HIGH / 2 - (n - 1) * LINE / 2 + SIZE / 3
    for at, line in enumerate(lines):
        told = {"x": f"{BOX / 2:g}", "y": f"{top + at * LINE:.1f}", "text-anchor": "middle",
                "fill": _INK}  # fmt: skip
        if box.is_here:
            told["font-weight"] = "bold"
        if box.href:
            told["text-decoration"] = "underline"
        ET.SubElement(group, "text", told).text = line
    if box.mark:
        told = {"x": f"{BOX / 2:g}", "y": f"{top + len(lines) * LINE:.1f}",
                "text-anchor": "middle", "fill": _MARK, "font-weight": "bold",
                "font-size": f"{SIZE - 1}"}  # fmt: skip
        ET.SubElement(group, "text", told).text = lines_of(
            f"◆ {_clean(box.mark)}", 1, MOST_OF_MARK
        )[0]


def _outline(shape: Shape, width: float, height: float, *, is_marked: bool) -> dict[str, str]:
    slant = height / 4
    if shape == "round":
        half = height / 2
        path = (
            f"M{half:g} 0H{width - half:g}a{half:g} {half:g} 0 0 1 0 {height:g}"
            f"H{half:g}a{half:g} {half:g} 0 0 1 0 {-height:g}z"
        )
    elif shape == "arrow":
        path = f"M0 0H{width - slant:g}L{width:g} {height / 2:g}L{width - slant:g} {height:g}H0z"
    elif shape == "cut":
        path = (
            f"M{slant:g} 0H{width - slant:g}L{width:g} {slant:g}V{height - slant:g}"
            f"L{width - slant:g} {height:g}H{slant:g}L0 {height - slant:g}V{slant:g}z"
        )
    else:
        path = f"M0 0H{width:g}V{height:g}H0z"
    ink = {"stroke": _MARK, "stroke-width": "3"} if is_marked else {"stroke": _LINE}
    return {"d": path, "fill": _FILL[shape], **ink}


def lines_of(name: str, most: int, room: int = MOST) -> list[str]:
    """Return a name in at most `most` lines of `room` half-widths, cut with an ellipsis.

    >>> lines_of("ArF immersion lithography tools", 2), lines_of("a" * 40, 1)
    (['ArF immersion lithography', 'tools'], ['aaaaaaaaaaaaaaaaaaaaaaaa…'])
    >>> lines_of("ボンディングワイヤとリードフレーム", 2)
    ['ボンディングワイヤと', 'リードフレーム']
    """
    lines = [""]
    for word in _WORD.findall(name):
        if lines[-1] and _width(lines[-1] + word.rstrip()) > room:
            lines.append("")
        lines[-1] += word
    lines = [line.strip() for line in lines]
    kept = lines[:most]
    if len(lines) > most:
        kept[-1] += "…"
    return [line if _width(line) <= room else _cut(line, room) for line in kept]


def _cut(line: str, room: int) -> str:
    while _width(line) > room - 1:
        line = line[:-1]
    return line + "…"


def _width(text: str) -> int:
    return sum(1 + (one >= WIDE) for one in text)


def _clean(text: str) -> str:
    return NOT_IN_XML.sub("\ufffd", text)
