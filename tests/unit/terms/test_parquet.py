"""What a Parquet file unpacks to is known from its heads, whoever wrote it."""

from contextlib import suppress
from io import BytesIO

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakehashi.terms.parquet import unpacked_size

FRAME = pl.DataFrame(
    {
        "number": range(1000),
        "word": [f"word {place % 7}" for place in range(1000)],
        "members": [["a", "b"][: place % 3] for place in range(1000)],
        "is_so": [None if place % 3 else True for place in range(1000)],
    }
)
N_VALUES = 4333  # an empty list takes a value too, as the format has it


def written(**how):
    out = BytesIO()
    pq.write_table(FRAME.to_arrow(), out, **how)
    return out.getvalue()


def by_polars():
    out = BytesIO()
    FRAME.write_parquet(out, row_group_size=300)
    return out.getvalue()


DAMAGED = by_polars()


@pytest.mark.parametrize(
    "content",
    [
        by_polars(),
        written(),
        written(data_page_version="2.0"),
        written(compression="zstd", use_dictionary=False, data_page_size=64),
    ],
    ids=["polars", "arrow", "arrow-2", "arrow-zstd"],
)
def test_values_are_those_that_its_writer_counted(content):
    groups = pq.ParquetFile(BytesIO(content)).metadata
    counted = sum(
        groups.row_group(group).column(column).num_values
        for group in range(groups.num_row_groups)
        for column in range(groups.num_columns)
    )
    assert unpacked_size(content).n_values == counted == N_VALUES


def test_a_third_writer_is_read_as_well(tmp_path):
    path = tmp_path / "some.parquet"
    duckdb.sql(f"copy (select range n, [1, 2] l from range(1000)) to '{path}' (format parquet)")
    assert unpacked_size(path.read_bytes()).n_values == 3000


def test_a_few_bytes_that_unpack_to_much_are_told_before_they_are_unpacked():
    n = 100_000
    numbers = pa.nulls(n, pa.int8()).fill_null(0)
    words = pa.DictionaryArray.from_arrays(numbers, pa.array(["x"]))
    listed = pa.ListArray.from_arrays(pa.array([0, n], pa.int32()), words)
    out = BytesIO()
    pq.write_table(pa.table({"members": listed}), out, compression="zstd")
    assert len(out.getvalue()) < 5_000
    found = unpacked_size(out.getvalue())
    assert (found.n_values, found.n_bytes > 16 * n) == (n, True)


@settings(max_examples=50)
@given(st.binary(max_size=300), st.integers(0, 2**32 - 1))
def test_anything_else_is_no_parquet_file(content, n_footer):
    with pytest.raises(ValueError, match=r"Parquet|footer|pages"):
        unpacked_size(b"PAR1" + content + n_footer.to_bytes(4, "little") + b"PAR1")


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_damaged_file_is_told_or_counted_and_never_fails_otherwise(place, byte):
    content = bytearray(DAMAGED)
    content[place % len(content)] = byte
    with suppress(ValueError):  # any other error fails
        assert unpacked_size(bytes(content)).n_values >= 0


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_texts_that_repeat_the_one_before_are_counted_whole(version):
    out = BytesIO()
    words = pa.table({"word": ["A" * 5_000 + str(place) for place in range(2_000)]})
    pq.write_table(
        words, out, use_dictionary=False, column_encoding="DELTA_BYTE_ARRAY",
        data_page_version=version, compression="zstd",
    )  # fmt: skip
    content = out.getvalue()
    assert len(content) < 100_000
    assert unpacked_size(content).n_bytes >= pl.read_parquet(content).estimated_size()
