"""Rows and frames of a portfolio's answers as Parquet."""

from io import BytesIO
from typing import Any

import polars as pl


def as_parquet(rows: "pl.DataFrame | list[dict[str, Any]]") -> bytes:
    """Return a frame, or rows as dicts with the same keys, as a Parquet file."""
    frame = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(rows, infer_schema_length=None)
    content = BytesIO()
    frame.write_parquet(content)
    return content.getvalue()
