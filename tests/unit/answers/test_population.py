from datetime import date
from io import BytesIO

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kakehashi.answers import population
from kakehashi.answers.population import read_population
from kakehashi.terms.errors import InputError
from kakehashi.terms.text import Text
from kakehashi.terms.vocabulary import FactKind, FactType, Vocabulary

SAME = Text(en="x", ja="x")


def a_vocabulary(**kinds):
    return Vocabulary(
        format="kakehashi-facts/1",
        facts=tuple(
            FactType(id=name, kind=kind, subject="product", question=SAME, help=SAME)
            for name, kind in kinds.items()
        ),
    )


ALL = a_vocabulary(
    is_so=FactKind.BOOLEAN,
    kept_days=FactKind.INTEGER,
    sold_on=FactKind.DATE,
    role=FactKind.CHOICE,
    ways=FactKind.LIST,
)


def test_csv_becomes_columns_of_the_vocabularys_types():
    table = (
        b"id,is_so,kept_days,sold_on,role,ways,ways__complete\n"
        b"1,TRUE,30,2026-01-31,maker,a; b,true\n2,,,,,,\n"
    )
    frame = read_population("t.csv", table, ALL)
    assert frame.row(0) == (True, 30, date(2026, 1, 31), "maker", ["a", "b"], True)
    assert frame.row(1) == (None, None, None, None, None, None)


def test_a_byte_order_mark_is_no_part_of_a_name():
    assert read_population("t.csv", b"\xef\xbb\xbfis_so\ntrue\n", ALL).columns == ["is_so"]


def test_parquet_is_known_by_its_content(tmp_path):
    path = tmp_path / "t"
    pl.DataFrame({"id": [1], "is_so": [True]}).write_parquet(path)
    assert read_population("t", path.read_bytes(), ALL).to_dict(as_series=False) == {
        "is_so": [True]
    }


@pytest.mark.parametrize(
    "cell", ["is_so\nyes", "is_so\n1", "kept_days\n1.5", "kept_days\n1e3", "sold_on\n31/01/2026"]
)
def test_nothing_is_guessed(cell):
    with pytest.raises(InputError) as caught:
        read_population("t.csv", cell.encode(), ALL)
    assert [fault.where for fault in caught.value.faults] == ["t.csv:2"]


def test_all_bad_columns_are_told_with_their_first_bad_row():
    with pytest.raises(InputError) as caught:
        read_population("t.csv", b"is_so,kept_days\ntrue,x\nno,y\n", ALL)
    assert {fault.where for fault in caught.value.faults} == {"t.csv:2", "t.csv:3"}


@pytest.mark.parametrize(
    ("n_rows", "n_columns", "is_read"),
    [(1000, 1, True), (5_000_001, 1, False), (1_000_000, 140, False)],
)
def test_a_parquet_table_that_would_unpack_to_too_much_is_refused(
    tmp_path, n_rows, n_columns, is_read
):
    path = tmp_path / "bomb.parquet"
    column = pl.repeat(7, n_rows, dtype=pl.Int64, eager=True)
    pl.DataFrame({f"c{n}": column for n in range(n_columns)}).write_parquet(path)
    content = path.read_bytes()
    assert len(content) < 2**20, "a bomb is small"
    if is_read:
        assert read_population("bomb", content, ALL).height == n_rows
    else:
        with pytest.raises(InputError) as refused:
            read_population("bomb", content, ALL)
        assert [fault.code for fault in refused.value.faults] == ["table_too_large"]


def in_parquet(cells, **how):
    out = BytesIO()
    pq.write_table(pa.table({"id": cells}), out, compression="zstd", **how)
    assert len(out.getvalue()) < 20_000
    return out.getvalue()


@pytest.mark.parametrize("store_schema", [True, False], ids=["categories", "texts"])
def test_one_long_text_named_many_times_is_refused_before_it_is_written_out(store_schema):
    numbers = pa.nulls(20_000, pa.int32()).fill_null(0)
    cells = pa.DictionaryArray.from_arrays(
        numbers, pa.array(["x" * 220_000])
    )  # 4.4e9, beyond 32 bits
    listed = pa.ListArray.from_arrays(pa.array([0, 20_000], pa.int32()), cells)
    for column in (cells, listed):
        with pytest.raises(InputError) as refused:
            read_population("t", in_parquet(column, store_schema=store_schema), ALL)
        assert [fault.code for fault in refused.value.faults] == ["table_too_large"]


def test_a_list_that_unpacks_to_much_is_refused_before_it_is_unpacked(monkeypatch):
    n = 100_000
    monkeypatch.setattr(population, "MOST_UNPACKED_BYTES", 15 * n)  # rows alone would fit
    numbers = pa.nulls(n, pa.int8()).fill_null(0)
    cells = pa.DictionaryArray.from_arrays(numbers, pa.array(["health"]))
    listed = pa.ListArray.from_arrays(pa.array([0, n], pa.int32()), cells)
    with pytest.raises(InputError) as refused:
        read_population("t", in_parquet(listed), ALL)
    assert [fault.code for fault in refused.value.faults] == ["table_too_large"]
