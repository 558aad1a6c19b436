"""Fields of a form as values: a question's answer, a day."""

from collections.abc import Mapping
from datetime import date

from django.http import QueryDict

from kakehashi.terms.errors import Fault
from kakehashi.terms.fact import Value
from kakehashi.terms.steady import steady
from kakehashi.terms.text import Text
from kakehashi.terms.vocabulary import FactKind, FactType, read_value

TEN_DIGITS = 10
MOST_NAME = 200  # characters of a product's name


def answer_of(fact: FactType, form: QueryDict) -> Value | Fault:
    """Return what the form answers to the question of `fact`, or why it is no answer."""
    field = "answer"
    raw: object
    if fact.kind is FactKind.LIST:
        return _list_of(fact, form, field)
    if fact.kind is FactKind.DATE:
        day = day_of(form, field)
        return _nothing(field) if day is None else day
    text = form.get(field, "").strip()
    if not text:
        return _nothing(field)
    if fact.kind is FactKind.BOOLEAN:
        raw = {"yes": True, "no": False}.get(text, text)
    elif fact.kind is FactKind.INTEGER:
        raw = _whole(text)
    else:
        raw = text
    return read_value(fact, raw, field)


def _list_of(fact: FactType, form: QueryDict, field: str) -> Value | Fault:
    """Return what is ticked; "none of these" is the whole list, with nothing on it."""
    has, is_none = form.getlist(field), form.get("none") == "yes"
    if has and is_none:
        return _none_and_some(field)
    is_complete = is_none or form.get("complete") == "yes"
    if not has and not is_none:
        return _nothing(field)
    return read_value(fact, {"has": has, "complete": is_complete}, field)


def day_of(form: Mapping[str, str], field: str) -> date | Fault | None:
    """Return the day in the three parts of `field`; None where all are empty.

    Full-width digits, as a Japanese keyboard gives them, are digits.
    """
    parts = [form.get(f"{field}-{part}", "").strip() for part in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except (ValueError, OverflowError):
        return _no_day(field)


def count_in(text: str) -> int | None:
    """Return the whole number that `text` writes in at most nine digits; None where it is none.

    >>> count_in("12"), count_in("１２"), count_in("9" * 5000), count_in("²")
    (12, 12, None, None)
    """
    return int(text) if text.isdecimal() and len(text) < TEN_DIGITS else None


def name_of(form: Mapping[str, str]) -> str:
    """Return the product's name as typed, without what steers or turns text.

    It is on one line and not longer than `MOST_NAME`.
    """
    return " ".join(steady(form.get("name", ""), " ").split())[:MOST_NAME]


def _whole(text: str) -> object:
    try:
        return int(text)
    except ValueError:
        return text


def _nothing(field: str) -> Fault:
    return Fault(
        code="no_answer",
        what=Text(en="Nothing is chosen or filled in", ja="選択または入力がありません"),
        where=field,
        expected=Text(en="an answer", ja="回答"),
        mend=Text(
            en="give an answer, or choose “I don't know”",
            ja="回答するか、「分からない」を選んでください",
        ),
    )


def _none_and_some(field: str) -> Fault:
    return Fault(
        code="none_and_some",
        what=Text(
            en="“None of these” is chosen together with others",
            ja="「いずれも該当しない」と他の項目が同時に選択されています",
        ),
        where=field,
        expected=Text(en="one or the other", ja="どちらか一方"),
        mend=Text(
            en="choose what applies, or “None of these” alone",
            ja="該当するものを選ぶか、「いずれも該当しない」だけを選んでください",
        ),
    )


def _no_day(field: str) -> Fault:
    return Fault(
        code="no_day",
        what=Text(en="This is not a day of the calendar", ja="暦にない日付です"),
        where=field,
        expected=Text(
            en="year, month and day in numbers, such as 2026, 4 and 29",
            ja="西暦の年・月・日を数字で（例: 2026 年 4 月 29 日）",
        ),
        mend=Text(en="correct the three fields", ja="3 つの欄を直してください"),
    )
