import pytest

from kakehashi.cli.wide import NOT_FIRST, NOT_LAST, width, wrap

JAPANESE = "証拠が不足しています（英国）。PSTI法、別表1「第1項」に定める要件：確認できません。"


@pytest.mark.parametrize("columns", range(8, 60))
def test_lines_fit_and_break_where_japanese_allows(columns):
    lines = wrap(JAPANESE, columns)
    assert "".join(lines) == JAPANESE
    assert all(width(line) <= columns for line in lines)
    assert all(line[0] not in NOT_FIRST for line in lines)
    assert all(line[-1] not in NOT_LAST for line in lines)


def test_english_breaks_at_spaces():
    assert wrap("one two three", 8) == ["one two", "three"]


def test_an_address_is_never_cut():
    assert wrap("see https://example.org/a/long/path now", 10) == [
        "see",
        "https://example.org/a/long/path",
        "now",
    ]


def test_empty_text_is_one_empty_line():
    assert wrap("", 10) == [""]


def test_a_combining_mark_takes_no_width():
    assert width("e\u0301") == 1
