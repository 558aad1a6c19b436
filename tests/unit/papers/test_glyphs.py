from struct import pack

import pytest

from kakehashi.papers.glyphs import ranges, showable, shown_by


def a_font(*groups, table_format=12):
    """Return a font of nothing but a `cmap` with one subtable of the given groups."""
    body = b"".join(pack(">III", first, last, 1) for first, last in groups)
    subtable = pack(">HHIII", table_format, 0, 16 + len(body), 0, len(groups)) + body
    cmap = pack(">HHHHI", 0, 1, 3, 10, 12) + subtable
    directory = pack(">IHHHH", 0x00010000, 1, 0, 0, 0) + pack(">4sIII", b"cmap", 0, 28, len(cmap))
    return directory + cmap


def test_ranges_come_from_the_fonts_own_table():
    assert ranges(a_font((0x41, 0x43), (0x2000B, 0x2000B))) == ((0x41, 0x2000B), (0x43, 0x2000B))


def test_a_font_without_a_full_table_is_refused():
    with pytest.raises(ValueError, match="no full Unicode table"):
        ranges(a_font(table_format=4))


@pytest.mark.parametrize(
    ("sign", "can"),
    [("@", False), ("A", True), ("C", True), ("D", False), ("𠀋", True), ("𠀌", False)],
)
def test_a_character_is_shown_at_the_edges_of_a_range_and_not_beyond(tmp_path, sign, can):
    path = tmp_path / f"{ord(sign)}.ttf"
    path.write_bytes(a_font((0x41, 0x43), (0x2000B, 0x2000B)))
    assert shown_by(path)(sign) is can


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("héllo", "h[U+00E9]llo"),
        ("a\x1bb", "a[U+001B]b"),
        ("a\U000e0100", "a\U000e0100"),
        ("a\nb", "a\nb"),
    ],
)
def test_what_cannot_be_shown_is_named_and_what_takes_no_glyph_is_kept(text, shown):
    assert showable(text, lambda sign: sign.isascii() and sign.isprintable()) == shown
