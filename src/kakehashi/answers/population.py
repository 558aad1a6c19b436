"""Many subjects at once: read from a table, or moved from one day to another."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from io import BytesIO

import polars as pl

from kakehashi.evidence import Dossier
from kakehashi.rules import Rulebooks, assess
from kakehashi.rules.compare import Move, Moves
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.parquet import unpacked_size
from kakehashi.terms.text import Text
from kakehashi.terms.verdict import Outcome
from kakehashi.terms.vocabulary import FactKind, FactType, Vocabulary

COMPLETE = "__complete"  # after a list fact's name: was the list declared complete?
SEPARATOR = ";"  # between the members of a list in CSV
NAME = "id"  # a column that names the subjects and states nothing
_PARQUET = b"PAR1"
MOST_ROWS = 5_000_000
MOST_UNPACKED_BYTES = 2**30  # of a Parquet file, which may unpack to a thousand times its size
# bytes of one cell in memory; of a text and a list without what it holds
_WIDTHS: dict[type[pl.DataType], int] = {pl.Boolean: 1, pl.Date: 4, pl.Int64: 8, pl.String: 16}
_WIDEST = 24
_WANTED = {
    FactKind.BOOLEAN: Text(en="true, false, or empty", ja="true、false、または空欄"),
    FactKind.INTEGER: Text(en="a whole number, or empty", ja="整数、または空欄"),
    FactKind.DATE: Text(en="a day as YYYY-MM-DD, or empty", ja="YYYY-MM-DD 形式の日付、または空欄"),
}


def read_population(name: str, content: bytes, vocabulary: Vocabulary) -> pl.DataFrame:
    r"""Return the subjects of a table, their columns in the types of the vocabulary.

    Parameters
    ----------
    name
        Of the file; it says only where a fault lies.
    content
        Parquet (known by its first four bytes), else CSV in UTF-8 with a row of
        names. In CSV an empty cell is "not known", a list has its members
        separated by `;`. A column `id` names the subjects and is dropped.
    vocabulary
        The facts that columns may name. Columns that name none are left for
        the engine to refuse.

    Raises
    ------
    InputError
        Where the table cannot be read, has more than 5,000,000 rows, would unpack
        to more than 1 GiB, or has values that are not of their column's type:
        every such column, with its first bad row.

    Examples
    --------
    >>> from kakehashi.terms.vocabulary import Vocabulary
    >>> empty = Vocabulary(format="kakehashi-facts/1")
    >>> read_population("some.csv", b"id,is_new\n1,true\n", empty).columns
    ['is_new']
    """
    try:
        if content.startswith(_PARQUET):
            return _without_names(read_parquet(name, content))
        content.decode()  # Polars takes other bytes for text without a word
        frame = pl.read_csv(BytesIO(content), infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise InputError(unreadable(name, error)) from None
    types = {fact.id: fact for fact in vocabulary.facts}
    faults: list[Fault] = []
    columns = [_column(name, column, types, faults) for column in _without_names(frame)]
    if faults:
        raise InputError(faults)
    return pl.DataFrame(columns)


def read_parquet(name: str, content: bytes) -> pl.DataFrame:
    """Return a Parquet table that is not too large.

    Rows and columns are known from the footer, values from the heads of the pages; no
    column is unpacked for it. Texts that many cells share are kept once by Polars, and
    written out later: they are counted before anything is done with them.

    Raises
    ------
    InputError
        For more than 5,000,000 rows, and for what would take more than 1 GiB.
    polars.exceptions.PolarsError
        Where it cannot be read.
    """
    frame = pl.scan_parquet(BytesIO(content))
    n_rows: int = frame.select(pl.len()).collect().item()
    widths = (_WIDTHS.get(kind.base_type(), _WIDEST) for kind in frame.collect_schema().dtypes())
    try:
        n_bytes = max(n_rows * sum(widths), unpacked_size(content).n_bytes)
    except ValueError as error:
        raise InputError(unreadable(name, error)) from None
    if n_rows > MOST_ROWS or n_bytes > MOST_UNPACKED_BYTES:
        raise InputError(_too_large(name, n_rows, n_bytes))
    found = pl.read_parquet(BytesIO(content))
    n_bytes += sum(map(_text_bytes, found))
    if n_bytes > MOST_UNPACKED_BYTES:
        raise InputError(_too_large(name, n_rows, n_bytes))
    return found


def _text_bytes(column: pl.Series) -> int:
    """Return how long all texts of a column are together, or at most are."""
    if isinstance(column.dtype, pl.List):
        return _text_bytes(column.explode())
    if column.dtype == pl.Categorical or isinstance(column.dtype, pl.Enum):
        longest = column.unique().cast(pl.String).str.len_bytes().max()
        return len(column) * int(longest or 0)  # type: ignore[arg-type]
    return int(column.str.len_bytes().cast(pl.UInt64).sum()) if column.dtype == pl.String else 0


def _without_names(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.drop(NAME, strict=False)


def _column(
    name: str, column: pl.Series, types: dict[str, FactType], faults: list[Fault]
) -> pl.Series:
    """Return a column of CSV text as values of its fact."""
    fact = types.get(column.name.removesuffix(COMPLETE))
    is_complete = column.name.endswith(COMPLETE)
    if fact is None:
        return column
    kind = FactKind.BOOLEAN if is_complete else fact.kind
    column = column.str.strip_chars().replace("", None)
    if kind is FactKind.LIST:
        return column.str.split(SEPARATOR).list.eval(pl.element().str.strip_chars())
    if kind not in _WANTED:
        return column
    if kind is FactKind.BOOLEAN:
        read = column.str.to_lowercase().replace_strict(
            {"true": True, "false": False}, default=None, return_dtype=pl.Boolean
        )
    elif kind is FactKind.DATE:
        read = column.str.to_date("%Y-%m-%d", strict=False)
    else:
        read = column.cast(pl.Int64, strict=False)
    bad = (read.is_null() & column.is_not_null()).arg_true()
    if len(bad):
        row = int(bad[0])
        faults.append(_not_a_value(f"{name}:{row + 2}", column.name, column[row], kind))
    return read


def unreadable(name: str, error: Exception) -> Fault:
    """Return the fault of a table that Polars cannot read."""
    reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
    return Fault(
        code="not_a_table",
        what=Text(en=f"the table cannot be read ({reason})", ja=f"表を読み取れません（{reason}）"),
        where=name,
        expected=Text(
            en="CSV in UTF-8 with a row of names, or Parquet",
            ja="見出し行のある UTF-8 の CSV、または Parquet",
        ),
        mend=Text(en="export the table again", ja="表を出力し直してください"),
    )


def _too_large(name: str, n_rows: int, n_bytes: int) -> Fault:
    return Fault(
        code="table_too_large",
        what=Text(
            en=f"the table has {n_rows} rows, unpacked about {n_bytes} bytes, and was not read",
            ja=f"表が {n_rows} 行、展開すると約 {n_bytes} バイトになるため、読み取りませんでした",
        ),
        where=name,
        expected=Text(
            en=f"at most {MOST_ROWS} rows and {MOST_UNPACKED_BYTES} bytes",
            ja=f"{MOST_ROWS} 行以内、{MOST_UNPACKED_BYTES} バイト以内",
        ),
        mend=Text(
            en="split the table, or leave out columns that name no fact",
            ja="表を分割するか、事項名でない列を除いてください",
        ),
    )


def _not_a_value(where: str, column: str, value: str, kind: FactKind) -> Fault:
    shown = repr(value)[:80]
    return Fault(
        code="not_a_value",
        what=Text(
            en=f"{shown} is not a value of “{column}”",
            ja=f"{shown} は「{column}」の値ではありません",
        ),
        where=where,
        expected=_WANTED[kind],
        mend=Text(
            en="mend the cell, or leave it empty if it is not known",
            ja="値を直してください。分からない場合は空欄にしてください",
        ),
    )


def moves_of_dossiers(
    rulebooks: Rulebooks, dossiers: Iterable[Dossier], before: date, after: date
) -> Moves:
    """Return how dossiers move between outcomes from one day to another.

    The same as `rules.compare_dates` on a table, but evidence that has run out
    by either day no longer counts on it.
    """
    n_subjects = 0
    counted: dict[str, Counter[tuple[Outcome | None, Outcome | None]]] = {}
    for dossier in dossiers:
        n_subjects += 1
        old, new = (_outcomes(rulebooks, dossier, on) for on in (before, after))
        for name in dict.fromkeys((*new, *old)):
            if old.get(name) != new.get(name):
                counted.setdefault(name, Counter())[old.get(name), new.get(name)] += 1
    return Moves(
        n_subjects,
        tuple(
            Move(rule=name, before=was, after=is_now, n_subjects=n)
            for name, pairs in counted.items()
            for (was, is_now), n in sorted(pairs.items(), key=str)
        ),
    )


def _outcomes(rulebooks: Rulebooks, dossier: Dossier, on: date) -> dict[str, Outcome]:
    books = assess(rulebooks, dossier.facts, as_of=on, subject=dossier.subject.kind)
    outcomes = {book.id: book.outcome for book in books}
    return outcomes | {
        f"{book.id}:{verdict.rule}": verdict.outcome for book in books for verdict in book.verdicts
    }
