"""Counts made fit to leave the desk: small cells withheld so that no total gives them back."""

import heapq
from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

THRESHOLD = 10  # a count from 1 to 9 is never shown
_WITHOUT_END = 10**12
_NARROW = 10**9 // 2  # what it costs more where a count has too little room: another must help it


class Shown(StrEnum):
    """How a count is shown."""

    PLAIN = "plain"
    SMALL = "small"  # 1 to 9: "<10"
    GUARDED = "guarded"  # 10 or more, withheld to guard a small one: "≥10"
    WITHHELD = "withheld"  # any count, 0 too: no smaller step guards the table


class Cell(msgspec.Struct, frozen=True):
    """One count of a table; `row` or `column` None is a total. `n` is None where withheld."""

    row: str | None
    column: str | None
    n: int | None
    how: Shown = Shown.PLAIN

    @property
    def words(self) -> str:
        """Return the cell as it is shown.

        >>> Cell("a", "b", None, Shown.SMALL).words, Cell("a", "b", 12).words
        ('<10', '12')
        """
        if self.n is not None:
            return str(self.n)
        signs = {Shown.SMALL: f"<{THRESHOLD}", Shown.GUARDED: f"≥{THRESHOLD}"}
        return signs.get(self.how, "…")


def release(
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Sequence[Sequence[int]],
    *,
    has_column_totals: bool = True,
) -> tuple[Cell, ...]:
    """Return a table of counts with its totals, fit to leave the desk.

    Parameters
    ----------
    rows, columns
        The names of both.
    counts
        Whole numbers from 0, a list a row.
    has_column_totals
        Whether the rows add up to a total row; where not, each stands by itself
        beside its own total.

    Returns
    -------
    tuple of Cell
        Row by row, each followed by its total; then the totals of the columns.

    Notes
    -----
    A count from 1 to 9 is withheld and shown as "<10"; 0 is shown. Further counts of
    10 or more are withheld, as "≥10", until every whole number from 1 to 9 remains
    possible for every small cell, for a reader who knows all shown counts, both signs, that
    rows and columns add up, and how many there are in all. Nobody can then work out more of
    it than "<10". Where that cannot be reached, every cell is withheld as "…", 0 too.

    A table with totals is a network in which every cell is an arc from its row to its
    column, and what a reader cannot exclude are its circulations: the second withholding
    is a path of least cost through the network (L. H. Cox, "Network models for
    complementary cell suppression", Journal of the American Statistical Association 90,
    1995; which cells are open to a reader: D. Gusfield, "A graph theoretic approach to
    statistical data security", SIAM Journal on Computing 17, 1988; both from memory). Few
    cells come first, then small ones. The threshold is that of the Office for National
    Statistics for its research outputs (CeLSIUS, celsius.lshtm.ac.uk/onscell.html, read as
    an excerpt). Time grows with small cells times arcs.

    >>> [cell.words for cell in release(["all"], ["yes", "no"], [[3, 40]], has_column_totals=False)]
    ['<10', '≥10', '43']
    """
    if has_column_totals:
        return _Network(rows, columns, counts, has_column_totals=True).cells()
    return tuple(
        cell
        for row, listed in zip(rows, counts, strict=True)
        for cell in _Network([row], columns, [listed], has_column_totals=False).cells()
    )


class _Arc:
    """A cell as an arc of the network: from a node, to a node, with its count."""

    def __init__(self, cell: tuple[str | None, str | None], tail: int, head: int, n: int) -> None:
        self.cell, self.tail, self.head, self.n = cell, tail, head, n
        self.is_known = False
        self.how = Shown.SMALL if 0 < n < THRESHOLD else Shown.PLAIN
        self.more, self.less = self._slack()

    def publish(self) -> None:
        """Take the count as known to all, unless it is small: it can guard nothing."""
        if self.n >= THRESHOLD:
            self.more = self.less = 0
            self.is_known = True

    def _slack(self) -> tuple[int, int]:
        """Return by how much the count could be more, or less, once it is withheld."""
        if self.n == 0:
            return 0, 0
        if self.n < THRESHOLD:
            return THRESHOLD - 1 - self.n, self.n - 1
        return _WITHOUT_END, self.n - THRESHOLD

    def cost(self) -> int:
        """Return what withholding costs: cells first, then their size."""
        return 0 if self.how is not Shown.PLAIN else 10**9 + min(self.n, 10**8)


class _Network:
    def __init__(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        counts: Sequence[Sequence[int]],
        *,
        has_column_totals: bool,
    ) -> None:
        n_rows = len(rows)
        # nodes: the rows, the total row, then the columns and the total column
        total_row, first, total_column = n_rows, n_rows + 1, n_rows + 1 + len(columns)
        self.arcs: list[_Arc] = []
        for i, row in enumerate(rows):
            for j, column in enumerate(columns):
                head = first + j if has_column_totals else total_column
                self.arcs.append(_Arc((row, column), i, head, counts[i][j]))
            self.arcs.append(_Arc((row, None), total_column, i, sum(counts[i])))
        if has_column_totals:
            sums = [sum(listed[j] for listed in counts) for j in range(len(columns))]
            for j, column in enumerate(columns):
                self.arcs.append(_Arc((None, column), first + j, total_row, sums[j]))
            self.arcs.append(_Arc((None, None), total_row, total_column, sum(sums)))
        self.arcs[-1].publish()
        self.at: list[list[tuple[int, bool]]] = [[] for _ in range(total_column + 1)]
        for place, arc in enumerate(self.arcs):
            self.at[arc.tail].append((place, True))
            self.at[arc.head].append((place, False))

    def cells(self) -> tuple[Cell, ...]:
        """Return the cells, as many withheld as it takes."""
        is_empty = self.arcs[-1].n == 0
        is_safe = is_empty or (
            self.arcs[-1].is_known
            and all(self._guard(arc) for arc in self.arcs if arc.how is Shown.SMALL)
        )
        if not is_safe:
            for arc in self.arcs:
                arc.how = Shown.PLAIN if arc.is_known else Shown.WITHHELD
        return tuple(
            Cell(*arc.cell, n=arc.n if arc.how is Shown.PLAIN else None, how=arc.how)
            for arc in self.arcs
        )

    def _guard(self, small: _Arc) -> bool:
        """Withhold what lets a small cell be anything from 1 to 9; return whether that is so."""
        return self._push(small, small.head, small.tail, small.more) and self._push(
            small, small.tail, small.head, small.less
        )

    def _push(self, small: _Arc, start: int, end: int, amount: int) -> bool:
        """Send `amount` from `start` to `end` around `small`, withholding on the way."""
        moved = [0] * len(self.arcs)  # how much each count is more than it truly is
        while amount:
            path = self._cheapest(small, (start, end), moved, amount)
            if not path:
                return False
            step = min(amount, *(room for _, _, room in path))
            for place, is_forward, _ in path:
                moved[place] += step if is_forward else -step
                if self.arcs[place].how is Shown.PLAIN:
                    self.arcs[place].how = Shown.GUARDED
            amount -= step
        return True

    def _cheapest(
        self, small: _Arc, ends: tuple[int, int], moved: list[int], amount: int
    ) -> list[tuple[int, bool, int]]:
        """Return the arcs of the cheapest path with room on it (Dijkstra); none: empty."""
        start, end = ends
        best = {start: 0}
        came: dict[int, tuple[int, tuple[int, bool, int]]] = {}
        queue = [(0, start)]
        while queue:
            cost, node = heapq.heappop(queue)
            if node == end:
                return list(self._back(came, start, end))
            if cost > best[node]:
                continue
            for place, is_forward in self.at[node]:
                arc = self.arcs[place]
                room = arc.more - moved[place] if is_forward else arc.less + moved[place]
                if arc is small or room <= 0:
                    continue
                other = arc.head if is_forward else arc.tail
                further = cost + arc.cost() + (_NARROW if room < amount else 0)
                if further < best.get(other, _WITHOUT_END * 10**6):
                    best[other] = further
                    came[other] = node, (place, is_forward, room)
                    heapq.heappush(queue, (further, other))
        return []

    def _back(
        self, came: dict[int, tuple[int, tuple[int, bool, int]]], start: int, end: int
    ) -> Iterator[tuple[int, bool, int]]:
        while end != start:
            end, step = came[end]
            yield step
