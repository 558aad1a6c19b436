"""Rows of an answer as Parquet: the same names and values as in JSON and CSV."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import polars as pl


def rows_parquet(rows: Sequence[dict[str, Any]]) -> bytes:
    """Return rows as Parquet; lists stay lists, a column that no row knows is text.

    >>> written = rows_parquet([{"input": "wafers", "share": None, "sources": ["a", "b"]}])
    >>> pl.read_parquet(BytesIO(written)).row(0)
    ('wafers', None, ['a', 'b'])
    """
    frame = pl.DataFrame(list(rows), infer_schema_length=None)
    # a column of nulls alone has no type, which some readers refuse
    frame = frame.with_columns(pl.col(pl.Null).cast(pl.String))
    frame = frame.with_columns(pl.col(pl.List(pl.Null)).cast(pl.List(pl.String)))
    written = BytesIO()
    frame.write_parquet(written)
    return written.getvalue()
