"""A network as SVG: every box with its words, whatever they are, and nothing that runs."""

from xml.etree import ElementTree as ET

import pytest

from kakehashi.papers.graph import SHAPES, Box, Link, graph_svg, lines_of

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</title><script>alert(1)</script>" onload="x\x00'


def drawn(*boxes, links=()):
    return ET.fromstring(graph_svg(boxes, links, "A chain", "Two boxes", "en"))  # noqa: S314  our own bytes


def test_a_hostile_name_stays_text():
    box = Box(name=HOSTILE, at=(0, 0.0), shape="square", told=HOSTILE, mark=HOSTILE)
    root = drawn(box)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} == {
        "svg", "rect", "g", "title", "path", "text",
    }  # fmt: skip
    assert root.find(f".//{SVG}title").text == HOSTILE.replace("\x00", "\ufffd")
    assert not any(name.startswith(("on", "style")) for one in root.iter() for name in one.attrib)


def test_every_shape_is_another_outline_so_that_no_colour_has_to_be_seen():
    root = drawn(*(Box(name=one, at=(0, at), shape=one, told=one) for at, one in enumerate(SHAPES)))
    assert len({one.get("d") for one in root.iter(f"{SVG}path")}) == len(SHAPES)


def test_what_is_marked_says_so_in_words_and_a_link_is_a_link():
    root = drawn(
        Box(name="EUV", at=(0, 0.0), shape="square", told="EUV", mark="NL 100 %", href="/x/"),
        Box(name="Chips", at=(1, 0.0), shape="arrow", told="Chips", is_here=True),
        links=[Link(((0, 0.0), (1, 0.0)), True)],
    )
    (link,) = root.iter(f"{SVG}a")
    assert link.get("href") == "/x/"
    assert [one.text for one in link.iter(f"{SVG}text")] == ["EUV", "◆ NL 100 %"]
    assert root.get("role") == "group"
    assert any(one.get("stroke-dasharray") for one in root.iter(f"{SVG}path"))
    assert int(root.get("width")) > 2 * 204


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("", [""]),
        ("設計ソフトウェア（EDA）", ["設計ソフトウェア（EDA）"]),
        ("検査・計測装置と搬送装置のための部品", ["検査・計測装置と", "搬送装置のための部品"]),
        ("one two three four five six seven eight", ["one two three four five", "six seven eight"]),
        ("あ" * 30, ["あ" * 12 + "…"]),
    ],
)
def test_names_break_between_words_in_both_languages(name, lines):
    assert lines_of(name, 2) == lines
