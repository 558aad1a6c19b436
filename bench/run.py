"""Measures, prints a table, and keeps the rows in bench/results.json.

A part is a file `bench/<part>.py` with `rows() -> list[dict]`; a row has the
fields of `FIELDS` (`name`, `value` and `unit` at least). Running one part
(`--only rules`) replaces that part's own rows and leaves the others.
"""

import argparse
import json
import os
import platform
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
FIELDS = ("name", "value", "unit", "target", "peer", "peer_value", "ratio", "met", "note")
NOT_PARTS = {"run", "portfolio", "peak"}  # portfolio.py gives rows to transfers.py

Row = dict[str, Any]


def main() -> int:
    """Return 0 where every part ran; a missed target is a result, no failure."""
    names = sorted(path.stem for path in HERE.glob("[a-z]*.py") if path.stem not in NOT_PARTS)
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", choices=names, help="one part")
    only = asked.parse_args().only
    chosen = [only] if only else names
    sys.path.insert(0, str(HERE))
    kept = _kept(set(names) - set(chosen))
    for name in chosen:
        print(f"bench: {name}", flush=True)
        kept[name] = [_whole(row, name) for row in import_module(name).rows()]
    rows = [row for name in sorted(kept) for row in kept[name]]
    RESULTS.write_text(_json(rows), encoding="utf-8")
    print(_table([row for row in rows if _part(row) in chosen]))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    return 0


def _kept(names: set[str]) -> dict[str, list[Row]]:
    """Return the rows of the parts that are not run now, by part; those of gone parts fall."""
    rows: list[Row] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else []
    return {name: [row for row in rows if _part(row) == name] for name in sorted(names)}


def _part(row: Row) -> str:
    return str(row["name"]).partition(".")[0]


def _whole(row: Row, part: str) -> Row:
    """Return `row` with every field, its name after its part. Raises ValueError for half a row.

    A target is a number; the part says whether it was met, since it knows in which
    direction it lies and whether it speaks of the value or of the ratio.
    """
    strange = set(row) - set(FIELDS)
    if strange or not {"name", "value", "unit"} <= set(row):
        raise ValueError(f"bench/{part}.py: a row has {sorted(row)}, not the fields of FIELDS")
    whole = {field: row.get(field) for field in FIELDS}
    if not str(row["name"]).startswith(f"{part}."):
        whole["name"] = f"{part}.{row['name']}"
    if (whole["met"] is None) != (whole["target"] is None):
        raise ValueError(f"bench/{part}.py: {whole['name']} needs both `target` and `met`")
    if whole["met"] is False and not whole["note"]:
        raise ValueError(f"bench/{part}.py: {whole['name']} missed its target and says not why")
    return whole


def _json(rows: list[Row]) -> str:
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n" if rows else "[]\n"


def _table(rows: list[Row]) -> str:
    heads = ("name", "value", "unit", "target", "peer", "peer_value", "ratio", "met", "note")
    cells = [heads, *([_shown(row[field]) for field in heads] for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def _shown(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    sys.exit(main())
