"""Rows of words as CSV that spreadsheets open rightly and cannot be made to run."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"


def table_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    r"""Return a table as CSV: UTF-8 with BOM, CRLF, a header row.

    A cell that a spreadsheet would take for a formula gets an apostrophe before
    it, full-width signs too; numbers with a sign stay as they are.

    Notes
    -----
    RFC 4180; OWASP, "CSV Injection".

    >>> table_csv(["a"], [["=1+1"], ["-2.5"]])
    b"\xef\xbb\xbfa\r\n'=1+1\r\n-2.5\r\n"
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(cell) for cell in head])
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return (BOM + out.getvalue()).encode()


def safe(cell: str) -> str:
    """Return `cell` so that no spreadsheet takes it for a formula."""
    shown = cell.lstrip(" \u3000\u00a0")
    if not shown.startswith((*FORMULA, "＝", "＋", "－", "＠")):
        return cell
    if shown[0] in "+-" and shown[1:].replace(".", "", 1).isdecimal() and shown.isascii():
        return cell
    return "'" + cell
