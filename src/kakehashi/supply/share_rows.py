"""A row of a share network's table, field by field, each fault told with its line."""

import re
from enum import StrEnum
from typing import TypeVar

import polars as pl

from kakehashi.supply.checks import Findings
from kakehashi.supply.share_checks import half_digit
from kakehashi.supply.share_network import Span
from kakehashi.supply.tables import YEAR, Table
from kakehashi.terms.faults import shown

ASSUMED = "assumed"
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))?")
Choice = TypeVar("Choice", bound=StrEnum)


def read_span(text: str, source: str | None = None) -> Span | None:
    """Return `60` or `30..90` as a span; None where it is neither, or falls.

    >>> read_span("30..90").middle, read_span("60").low, read_span("90..30")
    (60.0, 60.0, None)
    """
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        return None
    low = float(found[1])
    high = low if found[2] is None else float(found[2])
    return Span(low, high, source) if low <= high else None


class Row:
    """One row: its fields as text, each fault of a field told with its line."""

    def __init__(self, table: Table, at: int, findings: Findings) -> None:
        self.where = table.where(at)
        self.findings = findings
        self._fields: dict[str, str | None] = {
            name: None if value is None else str(value).strip() or None
            for name, value in table.frame.row(at, named=True).items()
        }

    def text(self, column: str) -> str | None:
        """Return a field; None where it is blank or not there."""
        return self._fields.get(column)

    def named(self, column: str) -> str:
        """Return a field; a fault where it is blank."""
        text = self.text(column)
        if text is None:
            self.findings.fault("blank", self.where, column=column)
        return text or ""

    def choice(self, column: str, choices: type[Choice]) -> Choice | None:
        """Return a field as one of `choices`; a fault where it is another word."""
        text = self.text(column)
        if text is None:
            return None
        try:
            return choices(text)
        except ValueError:
            names = ", ".join(choices)
            self.findings.fault(
                "no_choice", self.where, column=column, shown=shown(text), choices=names
            )
            return None

    def must(self, column: str, choices: type[Choice]) -> Choice:
        """Return a field as one of `choices`, a fault (and the first) where it is blank."""
        self.named(column)
        return self.choice(column, choices) or next(iter(choices))

    def span(self, column: str) -> Span | None:
        """Return a field as a span of days, with its source; a fault where it is none."""
        text = self.text(column)
        if text is None:
            return None
        source = self.text(column.replace("_days", "_source"))
        span = read_span(text, None if source == ASSUMED else source)
        if span is None:
            self.findings.fault("no_span", self.where, column=column, shown=shown(text))
        return span

    def year(self) -> int | None:
        """Return the field `year`; a fault where it is no year."""
        text = self.text("year")
        if text is None:
            return None
        if not YEAR.fullmatch(text):
            self.findings.fault("no_year_of", self.where, shown=shown(text))
            return None
        return int(text)

    def share(self, column: str, *, in_percent: bool = False) -> tuple[float | None, float]:
        """Return a share 0 to 1 and half its last digit; faults where it is none."""
        text = self.text(column)
        if text is None:
            return None, 0.0
        number = pl.Series([text]).cast(pl.Float64, strict=False)[0]
        if number is None or not abs(number) < float("inf"):
            self.findings.fault("not_a_number", self.where, column=column, shown=shown(text))
            return None, 0.0
        if number < 0:
            self.findings.fault("negative_share", self.where, column=column, shown=shown(text))
            return None, 0.0
        half = half_digit(text, in_percent=in_percent)
        return (number / 100 if in_percent else number), half
