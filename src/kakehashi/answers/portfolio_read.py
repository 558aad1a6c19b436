"""A portfolio table, Parquet or CSV, into a checked frame of hops, or all its faults by row."""

import csv
from collections.abc import Iterable
from difflib import get_close_matches
from io import BytesIO, StringIO
from itertools import islice

import polars as pl

from kakehashi.answers.faults import a_fault
from kakehashi.answers.population import SEPARATOR, read_parquet, unreadable
from kakehashi.answers.portfolio_columns import COUNTRIES, REQUIRED, Column, columns
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.faults import shown
from kakehashi.terms.vocabulary import FactKind, Vocabulary
from kakehashi.transfers.countries import CODES

MOST_HEAD_BYTES = 100_000  # of the names of the columns of CSV
MOST_FAULTS = 50  # told of one table; how many more there are is told too
_PARQUET = b"PAR1"
_LINE = "line"  # the row's number as a person counts it; no column of the table
_BOOLEANS = {"true": True, "false": False}


class Told:
    """The faults of one table: the first fifty are kept, the rest counted."""

    def __init__(self, name: str) -> None:
        self.name, self.faults, self.n_more = name, list[Fault](), 0

    @property
    def room(self) -> int:
        """How many faults more are kept."""
        return MOST_FAULTS - len(self.faults)

    def say(self, code: str, where: str, **values: object) -> None:
        """Keep a fault, or count it."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(a_fault(code, where, **values))
        else:
            self.n_more += 1

    def say_rows(self, code: str, bad: pl.DataFrame, column: str, **values: object) -> None:
        """Keep a fault for each row of `bad`, which has the row's line, and `shown` if any."""
        room = self.room
        for row in bad.head(max(room, 0)).iter_rows(named=True):
            words = {"column": column, "shown": shown(row.get("shown")), **values}
            self.say(code, f"{self.name}:{row[_LINE]}, {column}", **words)
        self.n_more += max(bad.height - max(room, 0), 0)

    def refuse(self) -> None:
        """Raise InputError where there is any fault."""
        if self.n_more:
            self.faults.append(a_fault("more_faults", self.name, n=self.n_more))
        if self.faults:
            raise InputError(self.faults)


def read_table(name: str, content: bytes, vocabulary: Vocabulary) -> pl.DataFrame:
    """Return the hops of a table in the types of `columns`, with the line of each.

    Parameters
    ----------
    name
        Of the file; it says only where a fault lies.
    content
        Parquet (known by its first four bytes), else CSV in UTF-8 with a row of
        names. In CSV an empty cell is "not known", a list has its members
        separated by `;`.
    vocabulary
        The facts that columns may state.

    Raises
    ------
    InputError
        Where the table cannot be read or is too large; for columns that there are
        not, and required ones that are missing; for cells of a wrong type or value.
        Fifty are told with their rows, and how many more there are.
    """
    told = Told(name)
    is_parquet = content.startswith(_PARQUET)
    try:
        if is_parquet:
            frame = read_parquet(name, content)
        else:
            _check_head(name, content)
            content.decode()  # Polars takes other bytes for text without a word
            frame = pl.read_csv(BytesIO(content), infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise InputError(unreadable(name, error)) from None
    known = columns(vocabulary)
    _check_names(frame.columns, known, told)
    # a person counts the lines of CSV from its row of names, the rows of Parquet from one
    lines = pl.int_range(pl.len(), dtype=pl.UInt32).alias(_LINE) + (1 if is_parquet else 2)
    lined = frame.select(lines, *(one for one in frame.columns if one in known))
    typed = [
        _typed(lined.select(_LINE, one), known[one], told) for one in lined.columns if one != _LINE
    ]
    for one in typed:
        if one.name in COUNTRIES and not set(one.drop_nulls().unique()) <= CODES:
            bad = lined.select(_LINE, shown=one).filter(~pl.col("shown").is_in(sorted(CODES)))
            told.say_rows("no_such_country", bad, one.name)
    told.refuse()
    return pl.DataFrame([lined[_LINE], *typed])


def _check_head(name: str, content: bytes) -> None:
    """Raise InputError where the row of names of a CSV file has no end: each would be a column."""
    head = StringIO(content[:MOST_HEAD_BYTES].decode(errors="replace"), newline="")
    try:
        n_rows = len(list(islice(csv.reader(head), 2)))
    except csv.Error:  # the reader says what is wrong with it
        return
    if n_rows == 1 and len(content) > MOST_HEAD_BYTES:
        raise InputError(a_fault("names_too_long", f"{name}:1", most=f"{MOST_HEAD_BYTES:,}"))


def _check_names(names: Iterable[str], known: dict[str, Column], told: Told) -> None:
    there = list(names)
    for name in REQUIRED:
        if name not in there:
            told.say("missing_column", told.name, column=name, names=", ".join(REQUIRED))
    for name in there:
        if name not in known:
            # what it is near to takes time to find: not for the thousands that are only counted
            near = get_close_matches(name[:80], known, n=1, cutoff=0.6) if told.room > 0 else []
            close = f": {near[0]}" if near else ""
            told.say("no_such_column", told.name, column=shown(name), near=close)


def _typed(cells: pl.DataFrame, column: Column, told: Told) -> pl.Series:
    """Return a column in its own type; cells that do not fit are faults, and null."""
    name = cells.columns[1]
    given = cells[name]
    if given.dtype in (pl.Categorical, pl.Enum):
        given = given.cast(pl.String)
    if given.dtype == pl.String:
        given = given.str.strip_chars().replace("", None)
    if name in REQUIRED:
        told.say_rows("blank_cell", cells.filter(given.is_null()).select(_LINE), name)
    if column.kind is FactKind.LIST:
        return _members(cells[_LINE], given, column, told)
    read = _read(given, column)
    bad = pl.DataFrame({_LINE: cells[_LINE], "shown": given}).filter(
        read.is_null() & given.is_not_null()
    )
    told.say_rows("wrong_cell", bad, name, wanted=_wanted(column))
    return read


def _read(given: pl.Series, column: Column) -> pl.Series:
    """Return the cells as values of the column; null where they are none."""
    kind, dtype = column.kind, column.dtype
    if given.dtype in (dtype, pl.Null):
        return given.cast(dtype)
    if kind is FactKind.TEXT:
        return given.cast(pl.String, strict=False)
    if given.dtype == pl.String:
        if kind is FactKind.BOOLEAN:
            return given.str.to_lowercase().replace_strict(
                _BOOLEANS, default=None, return_dtype=pl.Boolean
            )
        if kind is FactKind.DATE:
            return given.str.to_date("%Y-%m-%d", strict=False)
        return given.cast(dtype, strict=False)
    is_number = kind is FactKind.INTEGER and given.dtype.is_integer()
    return given.cast(dtype, strict=False) if is_number else given.clear(given.len()).cast(dtype)


def _members(lines: pl.Series, given: pl.Series, column: Column, told: Told) -> pl.Series:
    """Return lists of members; the column `after` lists numbers of hops."""
    if given.dtype == pl.String:
        given = given.str.split(SEPARATOR).list.eval(pl.element().str.strip_chars())
    elif given.dtype == pl.Null or isinstance(given.dtype, pl.List):
        given = given.cast(pl.List(pl.String))
    else:
        given = given.cast(pl.String).cast(pl.List(pl.String))
    there = given.filter(given.list.len() > 0).explode().unique()
    known = {member.id for member in column.fact.members} if column.fact is not None else None
    if known is None or not known >= set(there):  # a null inside a list is no member either
        _check_members(lines, given, column, told)
    return given if column.fact is not None else given.cast(pl.List(pl.Int64), strict=False)


def _check_members(lines: pl.Series, given: pl.Series, column: Column, told: Told) -> None:
    if column.fact is None:
        wanted = pl.element().str.contains(r"^\d{1,4}$")
    else:
        wanted = pl.element().is_in([member.id for member in column.fact.members])
    fits = given.list.eval(wanted.fill_null(value=False)).list.all()
    bad = pl.DataFrame({_LINE: lines, "shown": given.list.join(SEPARATOR, ignore_nulls=True)})
    told.say_rows("wrong_cell", bad.filter(~fits), given.name, wanted=_wanted(column))


def _wanted(column: Column) -> str:
    if column.fact is not None and column.fact.members:
        return ", ".join(member.id for member in column.fact.members)
    return {
        FactKind.BOOLEAN: "true, false",
        FactKind.INTEGER: "123",
        FactKind.DATE: "YYYY-MM-DD",
        FactKind.LIST: "1; 2",
        FactKind.TEXT: "…",
    }[column.kind]
