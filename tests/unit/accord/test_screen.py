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
        ("03-1234-5678 090-1234-5678", ("phone",)),  # one run of 21 digits
        ("on 2026-11-23 03-1234-5678", ("phone",)),
        ("no. 3: 1234 5678 9018 of 2026", ("my_number",)),
    ],
)
def test_what_tells_of_a_person_is_found_in_any_width(text, found):
    assert screen(text) == found


MOBILE = "090", "1234", "5678"
PHONES = [
    *(dash.join(MOBILE) for dash in "‐–—―ー－−ｰ-~〜～・･/_.\n"),
    "090 - 1234 - 5678", "０９０　１２３４　５６７８", "0 9 0 1 2 3 4 5 6 7 8", "03の1234の5678",
    "\u200b".join("09012345678"), "090\u00ad1234\u00ad5678", "090\u2060-1234-\ufeff5678",
    "+81 90-1234-5678", "+81(0)90-1234-5678", "+81-(0)3-1234-5678",
    "＋８１ー９０ー１２３４ー５６７８",
    "81-90-1234-5678", "44 20 7946 0000", "0044 20 7946 0000", "+44 (0)20 7946 0000",
    "(03) 1234-5678", "（０３）１２３４－５６７８", "03（1234）5678", "07700 900123",
    "0120-123-456", "TEL0312345678", "tel:0312345678", "call me,03-1234-5678", "end.0312345678",
    "〇九〇ー一二三四ー五六七八", "٠٩٠١٢٣٤٥٦٧٨",
]  # fmt: skip
EMAILS = [
    "taro＠example.jp", "taro﹫example.jp", "taro @ example.jp", "taro@example。jp",
    "taro\u200b@\u200bexam\u00adple.jp", "taro [at] example [dot] jp", "taro(at)example.jp",
    "taro at example dot jp", "taro（アット）example．jp",
]  # fmt: skip
NUMBERS = [
    *(sign.join(["1234", "5678", "9018"]) for sign in " 　-–ー・./_\n"),
    "1 2 3 4 5 6 7 8 9 0 1 8", "No.123456789018", "１２３４‐５６７８‐９０１８",
    "1234\u200b5678\u200b9018", "一二三四五六七八九〇一八",
]  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "found"), [(PHONES, "phone"), (EMAILS, "email"), (NUMBERS, "my_number")]
)
def test_no_other_way_of_writing_it_passes(texts, found):
    assert [text for text in texts if screen(f"担当: {text} まで") != (found,)] == []


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 10:00, 01/04/2026 10:00", "01.04.2026–31.03.2027", "2026/11/23 00:00:00",
        "二〇二六年十一月二十三日、第28条の2の3", "0.123456789012", "GBP 1 000 000 000",
        "法人番号 1234567890123", "窓口@ICO。詳細は後日", "look at this dot matrix",
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
