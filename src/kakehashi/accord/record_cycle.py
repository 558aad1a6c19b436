"""The Council's year as a template: what falls due, counted from the day of the Council."""

from calendar import monthrange
from datetime import date

import msgspec

from kakehashi.terms.text import Text


class Step(msgspec.Struct, frozen=True):
    """One step of a cycle: `months` from the Council (negative before), and its day."""

    id: str
    months: int
    on: date
    name: Text


TEMPLATE: tuple[tuple[str, int, Text], ...] = (
    (
        "review",
        -12,
        Text(
            en="Review last Council's commitments; propose priorities",
            ja="前回のコミットメントの点検と優先分野の提案",
        ),
    ),
    (
        "scope",
        -9,
        Text(
            en="Scope the proposed priorities with their owners",
            ja="担当部署による優先分野の具体化",
        ),
    ),
    (
        "day",
        -6,
        Text(
            en="Settle day, form and chair; ask owners for status and evidence",
            ja="開催日・形式・議長の決定、担当部署への状況と証拠の照会",
        ),
    ),
    ("draft", -4, Text(en="First draft of the joint statement", ja="共同声明の第一次案")),
    (
        "papers",
        -3,
        Text(en="First agenda; papers commissioned", ja="議題の第一次案、資料の作成依頼"),
    ),
    (
        "clear",
        -2,
        Text(
            en="Second draft; clearance inside each side",
            ja="第二次案、各国内の関係機関との調整",
        ),
    ),
    (
        "settle",
        -1,
        Text(
            en="Settle bracketed text; papers out; joint brief",
            ja="未合意部分の調整、資料の配布、共通説明資料の作成",
        ),
    ),
    (
        "council",
        0,
        Text(
            en="The Council meets; both keys; publication",
            ja="閣僚級会合、双方の合意、公表",
        ),
    ),
    (
        "minutes",
        1,
        Text(
            en="Minutes agreed; matters arising to their owners",
            ja="議事録の確定、対応事項の担当部署への割当て",
        ),
    ),
    (
        "commitments",
        2,
        Text(
            en="Commitments drawn up with owners, days and indicators",
            ja="コミットメントの担当・期限・指標の確定",
        ),
    ),
    (
        "first-report",
        3,
        Text(
            en="First report on the new commitments; the cycle closes",
            ja="新たなコミットメントの最初の状況報告、年次サイクルの終了",
        ),
    ),
)
"""The steps of a year, in months from the Council. Ours: no published template was found."""


def cycle_steps(council_on: date) -> tuple[Step, ...]:
    """Return the steps of the cycle whose Council meets on `council_on`, first to last.

    A step falls on the Council's day of the month, or on the month's last day
    where it has no such day.

    >>> [str(step.on) for step in cycle_steps(date(2025, 1, 31)) if step.months in (-12, 1)]
    ['2024-01-31', '2025-02-28']
    """
    return tuple(
        Step(name, months, _months_from(council_on, months), words)
        for name, months, words in TEMPLATE
    )


def _months_from(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
