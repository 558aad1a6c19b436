"""What looks like data about a person in free text, and what only resembles it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.accord.screen import is_my_number, screen


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("write to a.b+c@example.co.uk.", ("email",)),
        ("宛先はｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐです", ("email",)),
        ("太郎@例え.日本", ("email",)),
        ("電話03-6457-9849まで", ("phone",)),
        ("０９０１２３４５６７８", ("phone",)),
        ("(0303) 123 1113", ("phone",)),
        ("+44 20 7946 0000", ("phone",)),
        ("+81 (3) 1234 5678", ("phone",)),
        ("番号 1234-5678-9018", ("my_number",)),
        ("１２３４５６７８９０１８", ("my_number",)),
        ("a@b.jp 1234 5678 9018", ("email", "my_number")),
    ],
)
def test_what_tells_of_a_person_is_found_in_any_width(text, found):
    assert screen(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Act 57 of 2003, article 28(2); 2026-11-23; SI 2025/1267",
        "1,000,000 flows of 12,345,678 people",
        "case 1234 5678 9012",  # its check digit does not fit
        "version 3.2.1, ISO 27001:2022, 10.0.0.1",
        "sha256:0123456789abcdef0123456789abcdef",
        "法第二十八条、規則第 18 条第 1 項",
        "@ICO", "5 @ 3",
    ],
)  # fmt: skip
def test_what_does_not_is_left_alone(text):
    assert screen(text) == ()


@given(st.text(alphabet="0123456789", min_size=11, max_size=11))
def test_exactly_one_check_digit_fits_and_is_found(eleven):
    fitting = [str(digit) for digit in range(10) if is_my_number(f"{eleven}{digit}")]
    assert len(fitting) == 1
    assert "my_number" in screen(f"no. {eleven}{fitting[0]}.")
