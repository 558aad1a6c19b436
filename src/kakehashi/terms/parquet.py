"""How much a Parquet file unpacks to, read from its footer and its pages' heads alone."""

from typing import Any

import msgspec

MOST_FOOTER_BYTES = 8 * 2**20
MOST_PAGES = 200_000
_MAGIC = b"PAR1"
_ENDING_BYTES = 8  # the length of the footer, then the magic number
_DEEPEST = 16  # of thrift's values within each other; the format needs six
# bytes of a value in memory by its physical type: boolean, int32, int64, int96, float, double
_WIDTHS = {0: 1, 1: 4, 2: 8, 3: 12, 4: 4, 5: 8}
_WIDEST = 16  # of a text, without its words, which are shared or counted with the pages
_BY_PREFIX = 7  # DELTA_BYTE_ARRAY: each text begins with as much as it likes of the one before
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT, _UUID = (
    1, 2, 3, 7, 8, 9, 10, 11, 12, 13,
)  # fmt: skip
_FIXED = {_DOUBLE: 8, _UUID: 16}
_NUMBERS = {4, 5, 6}  # of 16, 32 and 64 bits, written alike


class Unpacked(msgspec.Struct, frozen=True):
    """What a file comes to: values of all columns, also inside lists, and bytes in memory."""

    n_values: int
    n_bytes: int


def unpacked_size(content: bytes) -> Unpacked:
    """Return what a Parquet file unpacks to, without unpacking it.

    The heads of the pages are counted, not the footer's own sums: a reader unpacks pages,
    and a footer can say less. Texts that a page names by number are counted at 16 bytes
    each, since a reader keeps their words once; texts that repeat the beginning of the one
    before at the whole page each, the most that they can come to.

    Parameters
    ----------
    content
        The whole file.

    Raises
    ------
    ValueError
        Where it is no Parquet file, or has a footer of more than 8 MiB or more than
        200,000 pages.

    Notes
    -----
    Apache Parquet's format, parquet.thrift (FileMetaData, RowGroup, ColumnMetaData, PageHeader),
    in Thrift's compact protocol; basis: memory, held to what three writers wrote. Linear
    in the bytes of footer and heads.

    Examples
    --------
    >>> unpacked_size(b"PAR1")
    Traceback (most recent call last):
    ...
    ValueError: no Parquet file
    """
    if len(content) < 2 * _ENDING_BYTES or not content.endswith(_MAGIC):
        raise ValueError("no Parquet file")
    n_footer = int.from_bytes(content[-_ENDING_BYTES : -len(_MAGIC)], "little")
    start = len(content) - _ENDING_BYTES - n_footer
    if n_footer > MOST_FOOTER_BYTES or start < 0:
        raise ValueError("the footer is too long")
    pages, n_values, n_bytes = 0, 0, 0
    try:
        footer = _Reader(content, start).struct()
        for group in footer[4]:
            for column in group[1]:
                stated = column[3]
                width = _WIDTHS.get(stated[1], _WIDEST)
                for values, size in _pages(content, stated, MOST_PAGES - pages):
                    pages += 1
                    n_values += values
                    n_bytes += values * width + size
    except (AttributeError, IndexError, KeyError, TypeError):
        raise ValueError("no Parquet file") from None
    return Unpacked(n_values, n_bytes)


def _pages(content: bytes, stated: dict[int, Any], most: int) -> list[tuple[int, int]]:
    """Return for each page of a column's part its values and its unpacked bytes."""
    place = min(stated[9], stated.get(11) or stated[9])  # a dictionary comes first
    if place < 0:
        raise ValueError("no Parquet file")
    end = place + stated[7]
    found: list[tuple[int, int]] = []
    while place < end:
        if len(found) >= most:
            raise ValueError("too many pages")
        reader = _Reader(content, place)
        head = reader.struct()
        data, later = head.get(5) or {}, head.get(8) or {}
        n_values = (data or later).get(1, 0)
        size, packed = head[2], head[3]
        if min(n_values, size, packed) < 0:
            raise ValueError("no Parquet file")
        is_by_prefix = _BY_PREFIX in (data.get(2), later.get(4))
        found.append((n_values, size * max(1, n_values) if is_by_prefix else size))
        place = reader.place + packed
    return found


class _Reader:
    """Reads values of Thrift's compact protocol; what runs over the end is an IndexError."""

    def __init__(self, content: bytes, place: int) -> None:
        self.content, self.place = content, place

    def struct(self, depth: int = 0) -> dict[int, Any]:
        """Return the fields of a struct by their numbers."""
        fields: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            step, kind = head >> 4, head & 15
            number = number + step if step else self._number()
            fields[number] = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        if depth > _DEEPEST:
            raise ValueError("no Parquet file")
        if kind in _NUMBERS:
            return self._number()
        if kind in (_TRUE, _FALSE, _BYTE):
            return self._byte()
        if kind == _BINARY or kind in _FIXED:
            self._skip(_FIXED.get(kind) or self._varint())
            return None
        if kind in (_LIST, _SET):
            head = self._byte()
            n = head >> 4 if head >> 4 != 15 else self._varint()  # noqa: PLR2004  the format's own
            return [self._value(head & 15, depth + 1) for _ in range(n)]
        if kind == _MAP:
            n = self._varint()
            kinds = self._byte() if n else 0
            for _ in range(n):
                self._value(kinds >> 4, depth + 1)
                self._value(kinds & 15, depth + 1)
            return None
        if kind == _STRUCT:
            return self.struct(depth + 1)
        raise ValueError("no Parquet file")

    def _byte(self) -> int:
        self.place += 1
        return self.content[self.place - 1]

    def _skip(self, n: int) -> None:
        self.place += n
        if self.place > len(self.content):
            raise IndexError

    def _varint(self) -> int:
        found, shift = 0, 0
        while shift < 64:  # noqa: PLR2004  bits of the longest number
            one = self._byte()
            found |= (one & 127) << shift
            if one < 128:  # noqa: PLR2004  its last part
                return found
            shift += 7
        raise ValueError("no Parquet file")

    def _number(self) -> int:
        found = self._varint()
        return (found >> 1) ^ -(found & 1)
