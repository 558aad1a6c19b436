"""Tables of a folder as columns, each fault of a field told with its row."""

import re
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kakehashi.supply.checks import MOST_SHOWN, Findings
from kakehashi.terms.faults import printable, shown

MOST_ROWS = 100_000_000
MOST_NUMBER = 1e30  # far above all money: sums and products of such numbers stay finite
YEAR = re.compile(r"[12]\d{3}")
FIRST_ROW = 2  # as an editor counts: the names stand in line 1


class Table:
    """One table: its columns as text until they are asked for as something else."""

    def __init__(self, file: str, frame: pl.DataFrame, findings: Findings) -> None:
        self.file, self.frame, self._findings = file, frame, findings

    def __len__(self) -> int:
        """Count the rows."""
        return self.frame.height

    def has(self, column: str) -> bool:
        """Return whether the table has `column`."""
        return column in self.frame.columns

    def where(self, row: int) -> str:
        """Return file and line of a row, counted from 0."""
        return f"{self.file}:{row + FIRST_ROW}"

    def texts(self, column: str, *, may_be_blank: bool = False) -> pl.Series:
        """Return a column as text, without blanks around it; null where it is empty."""
        texts = self.frame[column].cast(pl.String).str.strip_chars()
        texts = texts.set(texts == "", None)
        if not may_be_blank:
            self.fault_each("blank", texts.is_null(), column=column)
        return texts

    def numbers(self, column: str, *, may_be_blank: bool = False) -> NDArray[np.float64]:
        """Return a column as finite numbers from 0 up; NaN where blank or at fault."""
        held = self.frame[column]
        texts = None if held.dtype.is_numeric() else self.texts(column, may_be_blank=may_be_blank)
        numbers = (held if texts is None else texts).cast(pl.Float64, strict=False)
        if texts is None and not may_be_blank:
            self.fault_each("blank", numbers.is_null(), column=column)
        wrong = ~numbers.is_finite().fill_null(value=False) & held.is_not_null()
        if texts is not None:
            wrong &= texts.is_not_null()
        self.fault_each("not_a_number", wrong, column=column, value_of=held)
        self.fault_each("negative", (numbers < 0) & ~wrong, column=column, value_of=held)
        beyond = (numbers > MOST_NUMBER) & ~wrong
        self.fault_each("beyond", beyond, column=column, value_of=held, most=f"{MOST_NUMBER:g}")
        return numbers.set(wrong, None).fill_null(float("nan")).to_numpy().astype(np.float64)

    def one_value(self, column: str) -> str | None:
        """Return the one value of a column, None where it is absent or empty; else faults."""
        if not self.has(column):
            return None
        texts = self.texts(column, may_be_blank=True)
        known = texts.drop_nulls()
        if known.is_empty():
            return None
        first = str(known[0])
        # blank in some rows is a value of its own: half a column says nothing of the rest
        other = texts.ne_missing(first)
        self.fault_each("mixed", other, column=column, value_of=texts, first=printable(first))
        return first

    def year(self, column: str = "year") -> int | None:
        """Return the one year of a column, None where it is absent or empty; else faults."""
        told = self.one_value(column)
        if told is None:
            return None
        if not YEAR.fullmatch(told):
            self._findings.fault("no_year_of", self.where(0), shown=shown(told))
            return None
        return int(told)

    def fault_each(
        self, code: str, is_at: pl.Series, *, value_of: pl.Series | None = None, **values: object
    ) -> None:
        """Keep the fault `code` for each row where `is_at` holds, `shown` being its value."""
        self._each(self._findings.fault, code, is_at, _teller(value_of, values))

    def warn_each(
        self, code: str, is_at: pl.Series, *, value_of: pl.Series | None = None, **values: object
    ) -> None:
        """Keep the warning `code` for each row where `is_at` holds, `shown` being its value."""
        self._each(self._findings.warn, code, is_at, _teller(value_of, values))

    def fault_rows(
        self, code: str, is_at: pl.Series, values_of: Callable[[int], dict[str, object]]
    ) -> None:
        """Keep the fault `code` for each row where `is_at` holds, in words of that row."""
        self._each(self._findings.fault, code, is_at, values_of)

    def _each(
        self,
        keep: Callable[..., None],
        code: str,
        is_at: pl.Series,
        values_of: Callable[[int], dict[str, object]],
    ) -> None:
        rows = is_at.fill_null(value=False).arg_true()
        for row in rows.head(MOST_SHOWN):
            keep(code, self.where(row), **values_of(row))
        if len(rows) > MOST_SHOWN:  # counted, not told
            row = int(rows[MOST_SHOWN])
            keep(code, self.where(row), times=len(rows) - MOST_SHOWN, **values_of(row))


def _teller(
    value_of: pl.Series | None, values: dict[str, object]
) -> Callable[[int], dict[str, object]]:
    def told(row: int) -> dict[str, object]:
        return values if value_of is None else {"shown": _shown(value_of[row]), **values}

    return told


def _shown(value: object) -> str:
    return shown(value) if isinstance(value, str) else str(value)


def read_table(
    files: Mapping[str, bytes], name: str, columns: Iterable[str], findings: Findings
) -> Table | None:
    """Return the table `name` (CSV or Parquet) with at least `columns`, or None with its faults."""
    found = [file for file in (f"{name}.csv", f"{name}.parquet") if file in files]
    if not found:
        findings.fault("no_table", name, name=name)
        return None
    if len(found) > 1:
        findings.fault("two_tables", found[0], name=name)
        return None
    frame = read_frame(found[0], files[found[0]], findings)
    if frame is None:
        return None
    wanted = tuple(columns)
    for column in wanted:
        if column not in frame.columns:
            findings.fault("no_column", found[0], column=column, columns=", ".join(wanted))
    if not set(wanted) <= set(frame.columns):
        return None
    return Table(found[0], frame, findings)


def read_frame(
    file: str, content: bytes, findings: Findings, *, has_header: bool = True
) -> pl.DataFrame | None:
    """Return the rows of a CSV file, all as text, or of a Parquet file; None with its fault."""
    try:
        if file.endswith(".parquet"):
            frame = pl.read_parquet(BytesIO(content))
        else:
            frame = pl.read_csv(BytesIO(content), infer_schema=False, has_header=has_header)
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = printable(str(error).partition("\n")[0])
        findings.fault("unreadable_table", file, reason=reason)
        return None
    if frame.height > MOST_ROWS:
        findings.fault("too_many_rows", file, n=frame.height, most=MOST_ROWS)
        return None
    return frame.rename({name: name.strip().lower() for name in frame.columns}, strict=False)
