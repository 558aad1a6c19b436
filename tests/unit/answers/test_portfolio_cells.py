"""Suppression: no reader of a released table can work out a small cell."""

import itertools
from random import Random

import numpy as np
import pytest

from kakehashi.answers.portfolio_cells import THRESHOLD, Shown, release

NO_END = 36  # more than any inner count of these tables can be made to be


def bounds(cell):
    """Return the least and the most that a reader is told of a cell."""
    if cell.n is not None:
        return cell.n, cell.n
    least = {Shown.SMALL: 1, Shown.GUARDED: THRESHOLD, Shown.WITHHELD: 0}[cell.how]
    return least, THRESHOLD - 1 if cell.how is Shown.SMALL else 10**6


def possible(cells, rows, columns, *, has_column_totals):
    """Return the values that a reader cannot exclude, by trying all tables: the obvious twin."""
    told = {(cell.row, cell.column): bounds(cell) for cell in cells}
    names = list(itertools.product(rows, columns))
    ranges = [np.arange(told[name][0], min(told[name][1], NO_END) + 1) for name in names]
    grid = np.meshgrid(*ranges, indexing="ij", sparse=True)
    tried = dict(zip(names, grid, strict=True))
    for row in rows:
        tried[row, None] = sum(tried[row, column] for column in columns)
    if has_column_totals:
        for column in columns:
            tried[None, column] = sum(tried[row, column] for row in rows)
        tried[None, None] = sum(tried[row, None] for row in rows)
    shape = np.broadcast_shapes(*(value.shape for value in grid))
    fits = np.ones(shape, dtype=bool)
    for name, value in tried.items():
        fits &= (value >= told[name][0]) & (value <= told[name][1])
    return {
        name: set(np.unique(np.broadcast_to(value, shape)[fits]).tolist())
        for name, value in tried.items()
    }


def check(counts, *, has_column_totals):
    rows, columns = ["a", "b", "c"][: len(counts)], ["x", "y", "z"][: len(counts[0])]
    cells = release(rows, columns, counts, has_column_totals=has_column_totals)
    small = [(cell.row, cell.column) for cell in cells if cell.how is Shown.SMALL]
    hidden = [(cell.row, cell.column) for cell in cells if cell.n is None]
    found = possible(cells, rows, columns, has_column_totals=has_column_totals)
    for name in small:
        assert found[name] >= set(range(1, THRESHOLD)), (counts, name, found[name])
    for name in hidden:
        assert len(found[name]) > 1, (counts, name)
    return cells


@pytest.mark.parametrize("seed", range(15))
def test_of_a_small_cell_nothing_more_can_be_worked_out(seed):
    random = Random(seed)
    # few cells are free at a time, so that every table can be tried
    sizes = [0, 0, 3, 7, 11, 14, 25]
    check([[random.choice(sizes) for _ in range(2)] for _ in range(2)], has_column_totals=True)
    check([[random.choice(sizes) for _ in range(3)]], has_column_totals=False)


def test_no_count_below_the_threshold_is_shown_and_nothing_is_hidden_without_need():
    cells = release(["a", "b"], ["x", "y"], [[120, 4000], [90, 1000]])
    assert all(cell.how is Shown.PLAIN for cell in cells)
    cells = release(["a", "b"], ["x", "y"], [[3, 4000], [90, 1000]])
    shown = {(cell.row, cell.column): cell.words for cell in cells}
    assert shown["a", "x"] == "<10"
    assert sum(cell.n is None for cell in cells) == 4  # one cycle: the least that can be
    assert shown[None, None] == "5093"
    assert not any(0 < (cell.n or 0) < THRESHOLD for cell in cells)


def test_one_row_is_not_given_back_by_its_total():
    cells = check([[3, 12, 25]], has_column_totals=False)
    assert [cell.words for cell in cells] == ["<10", "12", "≥10", "40"]


@pytest.mark.parametrize("counts", [[[4, 0]], [[1, 1]], [[2, 3], [0, 4]]])
def test_a_table_of_few_shows_nothing_at_all(counts):
    rows = ["a", "b"][: len(counts)]
    assert {cell.words for cell in release(rows, ["x", "y"], counts)} == {"…"}
    cells = release(["a"], ["x", "y"], [[1, 11]], has_column_totals=False)
    assert [cell.words for cell in cells] == ["…", "…", "12"]


def test_as_many_cells_as_flows_are_not_given_back_by_their_total():
    columns = [str(n) for n in range(12)]
    cells = release(["a"], columns, [[1] * 12], has_column_totals=False)
    assert {cell.words for cell in cells} == {"…", "12"}


def test_many_cells_are_guarded_in_reasonable_time():
    random = Random(1)
    counts = [[random.choice([0, 3, 40, 5000]) for _ in range(16)] for _ in range(40)]
    cells = release([str(n) for n in range(40)], [str(n) for n in range(16)], counts)
    assert {Shown.PLAIN, Shown.SMALL, Shown.GUARDED} == {cell.how for cell in cells}
