"""Flow networks out of wide tables in the form of the OECD's ICIO."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import polars as pl

from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import FlowNetwork
from kakehashi.supply.read_flow import read_essential
from kakehashi.supply.table_network import (
    MOST_INDUSTRIES,
    Floats,
    Industries,
    find_wrong_values,
    network_of_industries,
)
from kakehashi.supply.tables import FIRST_ROW, read_frame
from kakehashi.terms.faults import shown

USD = 1e6  # the tables hold million US dollars
FINAL = ("HFCE", "NPISH", "NPS", "GGFC", "GFCF", "INVNT", "INV", "DIRP", "DPABR", "P33", "FD")
TOTALS = ("OUT", "OUTPUT", "TOTAL")
ADDED = ("TLS", "VA", "VALU")  # rows that are no industry, beside those of taxes
DISCREPANCY = ("DISC", "ALL_DISC")
OFF = 0.005  # a share of output by which sales may differ from it
_INDUSTRY = re.compile(r"([A-Z]{2}[A-Z0-9])_(\w+)")
_PARTS = "|".join(FINAL)
_FINAL = re.compile(rf"([A-Z]{{2}}[A-Z0-9])_(?:{_PARTS})|(?:{_PARTS})_([A-Z]{{2}}[A-Z0-9])")
_TAXES = re.compile(r"(?:[A-Z]{2}[A-Z0-9]_)?TAX\w*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WHOLE = {"CN": "CHN", "MX": "MEX"}  # parts of a country, as CN1 and CN2


def read_icio(
    name: str,
    content: bytes,
    beside: Mapping[str, bytes] | None = None,
    *,
    is_made_up: bool = False,
) -> FlowNetwork:
    r"""Return the flow network of a wide table of all countries' industries.

    Parameters
    ----------
    name
        The file's name; its last four digits that can be a year are the year.
    content
        CSV. First column: `GBR_C26` and so on, then rows of taxes and value added (not
        kept) and of output. Columns: the same industries in any order, final demand such
        as `GBR_HFCE` (`HFCE_GBR` in the edition of 2016), `OUT`. Million US dollars.
    beside
        `essential.csv` or `.parquet` with named sectors, where the user has it.
    is_made_up
        Whether the figures are known to be made up.

    Raises
    ------
    InputError
        With all faults at once, each with file and line.

    Notes
    -----
    Values become US dollars. An industry of a country is a firm; parts of a country (CN1,
    MX2) stay firms of their own and count as the country. Final demand is added up by the
    buying country, below zero it is 0 with a warning. Source of the form: OECD,
    Inter-Country Input-Output tables, editions 2016 to 2025, as the reader of pymrio
    0.6 takes them and as code that reads `2022_SML.csv` shows it (read November 2026;
    no file of the OECD was at hand).

    >>> table = b"V1,GBR_A,JPN_A,JPN_HFCE,OUT\nGBR_A,0,2,1,3\nJPN_A,1,0,0,1\nVA,2,-1,0,1\n"
    >>> made = read_icio("2020_SML.csv", table)
    >>> made.firms, made.year, made.value.tolist()
    (('GBR | A', 'JPN | A'), 2020, [2000000.0, 1000000.0])
    """
    findings = Findings()
    frame = read_frame(name, content, findings, has_header=False)
    files = {file: one for file, one in (beside or {}).items() if file.startswith("essential.")}
    essential = read_essential(files, findings)
    years = _YEAR.findall(name)
    table = None if frame is None else _Wide(name, frame, findings).read()
    findings.check()
    assert table is not None  # noqa: S101  no table is a fault, and faults were raised
    return network_of_industries(
        table, findings, essential=essential, currency="USD",
        year=int(years[-1]) if years else None, is_made_up=is_made_up,
    )  # fmt: skip


class _Axis(NamedTuple):
    """Where each name stands among rows or columns, counted from 0."""

    industries: dict[str, int]
    others: dict[str, int]


class _Wide:
    """The table: names of its rows and columns, and its numbers."""

    def __init__(self, file: str, frame: pl.DataFrame, findings: Findings) -> None:
        self.file, self.findings = file, findings
        self.texts = frame.select(pl.all().str.strip_chars().replace("", None))
        columns = self.texts.row(0)[1:] if frame.height else ()
        rows = self.texts[1:, 0].to_list() if frame.height else []
        self.rows = self._axis(rows, "industry_twice", is_row=True)
        self.columns = self._axis(columns, "column_twice", is_row=False)

    def _axis(self, told: Iterable[str | None], twice: str, *, is_row: bool) -> _Axis:
        axis = _Axis({}, {})
        for at, name in enumerate((one or "").upper() for one in told):
            where = f"{self.file}:{at + FIRST_ROW if is_row else 1}"
            if name in axis.industries or name in axis.others:
                self.findings.fault(twice, where, shown=shown(name))
            elif _is_other(name, is_row=is_row):
                axis.others[name] = at
            elif _INDUSTRY.fullmatch(name):
                axis.industries[name] = at
            else:
                code = "unknown_row" if is_row else "unknown_column"
                known = ", ".join((*ADDED, *TOTALS) if is_row else FINAL)
                self.findings.fault(code, where, shown=shown(name), names=known)
        return axis

    def read(self) -> Industries:
        """Return the industries. Raises InputError with every fault."""
        names = list(self.rows.industries)
        for name, at in self.rows.industries.items():
            if name not in self.columns.industries:
                where = f"{self.file}:{at + FIRST_ROW}"
                self.findings.fault("industry_no_column", where, shown=shown(name))
        for name in self.columns.industries:
            if name not in self.rows.industries:
                self.findings.fault("industry_no_row", f"{self.file}:1", shown=shown(name))
        if not names:
            self.findings.fault("no_rows", self.file)
        n, most = len(names), MOST_INDUSTRIES
        if n > most:
            self.findings.fault("too_many_industries", self.file, n=n, most=most)
        self.findings.check()
        return self._industries(names)

    def _industries(self, names: list[str]) -> Industries:
        finals = [name for name in self.columns.others if _FINAL.fullmatch(name)]
        kept = [name for name in self.columns.others if name in DISCREPANCY]
        flows, final, rest = (self._numbers(names, columns) for columns in (names, finals, kept))
        sold = flows.sum(axis=1) + final.sum(axis=1)
        total = next((name for name in self.columns.others if name in TOTALS), None)
        output = sold if total is None else self._numbers(names, [total]).ravel()
        bottom = next((name for name in self.rows.others if name in TOTALS), None)
        costs = None if bottom is None else self._numbers([bottom], names).ravel()
        self.findings.check()
        self._check_balance(names, sold + rest.sum(axis=1), output)
        consumers, by_country = _added_up(finals, final)
        below = by_country[by_country < 0]
        if len(below):
            told = f"{below.sum() * USD:.6g} USD"
            self.findings.warn("net_final_below_zero", self.file, n=len(below), value=told)
        return Industries(
            names=[_pair(name) for name in names],
            countries=[_whole(name[:3]) for name in names],
            flows=flows * USD,
            final=np.maximum(0.0, by_country) * USD,
            consumers=consumers,
            output=np.maximum(0.0, output) * USD,
            costs=None if costs is None else costs * USD,
        )

    def _numbers(self, rows: list[str], columns: list[str]) -> Floats:
        """Return a part of the table; faults for what is no flow, blank being 0."""
        down = {**self.rows.industries, **self.rows.others}
        along = {**self.columns.industries, **self.columns.others}
        lines = [down[name] + 1 for name in rows]
        texts = self.texts[lines, [along[name] + 1 for name in columns]]
        numbers = texts.select(pl.all().cast(pl.Float64, strict=False)).to_numpy()
        blank = texts.select(pl.all().is_null()).to_numpy()
        if blank.any():
            self.findings.warn("blank_cells", self.file, n=int(blank.sum()))
        values = np.where(blank, 0.0, numbers).reshape(len(rows), len(columns))
        may_fall = all(_is_other(name, is_row=False) and name not in TOTALS for name in columns)
        find_wrong_values(
            np.abs(values) if may_fall else values, self.file, columns,
            [line + 1 for line in lines], self.findings,
            told_at=lambda row, column: str(texts[row, column]),
        )  # fmt: skip
        return values

    def _check_balance(self, names: list[str], sold: Floats, output: Floats) -> None:
        off = np.abs(sold - output)
        wrong = off > OFF * np.maximum(np.abs(output), 1.0)
        if wrong.any():
            worst = names[int(np.argmax(np.where(wrong, off, 0.0)))]
            n = int(wrong.sum())
            self.findings.warn("out_of_balance", self.file, n=n, shown=shown(worst))


def _is_other(name: str, *, is_row: bool) -> bool:
    """Return whether a name is no industry's, but known."""
    if name in TOTALS:
        return True
    if is_row:
        return name in ADDED or _TAXES.fullmatch(name) is not None
    return name in DISCREPANCY or _FINAL.fullmatch(name) is not None


def _pair(name: str) -> tuple[str, str]:
    country, _, sector = name.partition("_")
    return country, sector


def _whole(country: str) -> str:
    return _WHOLE.get(country[:2], country) if country[2:].isdigit() else country


def _added_up(names: list[str], final: Floats) -> tuple[list[str], Floats]:
    """Return the countries of final demand, and what each buys in all."""
    found = [_FINAL.fullmatch(name) for name in names]
    buyers = [_whole(one[1] or one[2]) for one in found if one is not None]
    consumers = sorted(set(buyers))
    by_country = np.zeros((len(final), len(consumers)))
    for at, buyer in enumerate(buyers):
        by_country[:, consumers.index(buyer)] += final[:, at]
    return consumers, by_country
