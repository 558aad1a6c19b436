"""Flow networks and shocks out of tables."""

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import NON_ESSENTIAL, FlowNetwork, Shocks
from kakehashi.supply.tables import Table, read_frame, read_table
from kakehashi.terms.faults import shown

FILES = ("edges", "firms", "essential")  # each as .csv or .parquet
_FEW = 10  # sectors told as an example
_SIDES = ("both", "down", "up")
_WHETHER = ("true", "false")


def read_flow_network(files: Mapping[str, bytes], *, is_made_up: bool = False) -> FlowNetwork:
    r"""Return the flow network of a folder's files.

    Parameters
    ----------
    files
        By name, CSV with a line of names or Parquet. `edges`: supplier, customer,
        sales (a year); currency, year and is_made_up (true) if known. `firms`: firm,
        sector; and as known market, country, revenue, costs (a year), stock_days. `essential`:
        rows the supplier's sector, columns the customer's; 0 negligible, 1
        non-essential, 2 essential. Without names its sectors are 0, 1, …; with names,
        the first row and the first column hold them.
    is_made_up
        Whether the figures are known to be made up, though the table does not say so.

    Raises
    ------
    InputError
        With all faults at once, each with file and line.

    Notes
    -----
    Flows of zero are left out with a warning. A market is the sector where no
    column says otherwise. Cost: a hash join of the edges with the firms.

    >>> edges = b"supplier,customer,sales\na,b,2\nb,a,1\n"
    >>> made = read_flow_network({"edges.csv": edges, "firms.csv": b"firm,sector\na,0\nb,0\n"})
    >>> made.firms, made.value.tolist(), made.warnings[0].code
    (('a', 'b'), [2.0, 1.0], 'no_essential')
    """
    findings = Findings()
    firms = read_table(files, "firms", ("firm", "sector"), findings)
    edges = read_table(files, "edges", ("supplier", "customer", "sales"), findings)
    matrix = read_essential(files, findings)
    told = None if firms is None else _Firms(firms, matrix, findings)
    flows = None if edges is None else _Flows(edges, told)
    findings.check()
    assert told is not None  # noqa: S101  no table is a fault, and faults were raised
    assert flows is not None  # noqa: S101
    if matrix is None:
        findings.warn("no_essential", "essential")
        n = len(told.sectors)
        matrix = told.sectors, np.full((n, n), NON_ESSENTIAL, np.uint8)
    return FlowNetwork(
        firms=tuple(told.names),
        sectors=told.sectors,
        markets=told.markets,
        countries=told.countries,
        sector_of=told.sector_of,
        market_of=told.market_of,
        country_of=told.country_of,
        supplier=flows.supplier,
        customer=flows.customer,
        value=flows.value,
        essential=matrix[1],
        revenue=told.revenue,
        costs=told.costs,
        stock_days=told.stock_days,
        currency=flows.currency,
        year=flows.year,
        is_made_up=is_made_up or flows.is_made_up,
        warnings=findings.warnings(),
    )


class _Firms:
    """The columns of the table firms."""

    def __init__(
        self,
        table: Table,
        matrix: tuple[tuple[str, ...], NDArray[np.uint8]] | None,
        findings: Findings,
    ) -> None:
        self.names = table.texts("firm")
        if not len(table):
            findings.fault("no_rows", table.file)
        table.fault_each(
            "firm_twice",
            ~self.names.is_first_distinct() & self.names.is_not_null(),
            value_of=self.names,
        )
        sector = table.texts("sector")
        if matrix is None:
            self.sectors, self.sector_of = _codes(sector)
        else:
            self.sectors = matrix[0]
            places = _places(sector, pl.Series(self.sectors, dtype=pl.String))
            self.sector_of = places.fill_null(0).to_numpy().astype(np.int32)
            expected = ", ".join((*self.sectors[:_FEW], *["…"][len(self.sectors) <= _FEW :]))
            is_unknown = places.is_null() & sector.is_not_null()
            table.fault_each("unknown_sector", is_unknown, value_of=sector, sectors=expected)
        market = table.texts("market") if table.has("market") else None
        self.markets, self.market_of = (
            (self.sectors, self.sector_of) if market is None else _codes(market)
        )
        country = table.texts("country", may_be_blank=True) if table.has("country") else None
        self.countries, self.country_of = (
            (("",), np.zeros(len(table), np.int32)) if country is None else _codes(country)
        )
        self.revenue = self._known(table, "revenue")
        self.costs = self._known(table, "costs")
        self.stock_days = self._known(table, "stock_days")

    @staticmethod
    def _known(table: Table, column: str) -> NDArray[np.float64] | None:
        return table.numbers(column, may_be_blank=True) if table.has(column) else None


class _Flows:
    """The columns of the table edges, flows of zero left out."""

    def __init__(self, table: Table, firms: _Firms | None) -> None:
        value = table.numbers("sales")
        names = {side: table.texts(side) for side in ("supplier", "customer")}
        self.currency = table.one_value("currency")
        self.year = table.year()
        told = table.one_value("is_made_up")
        if told not in (None, *_WHETHER):
            table.fault_each(
                "no_choice", pl.Series([True]), value_of=table.texts("is_made_up"),
                column="is_made_up", choices=", ".join(_WHETHER),
            )  # fmt: skip
        self.is_made_up = told == _WHETHER[0]
        known = (
            pl.Series(dtype=pl.String) if firms is None else firms.names.unique(maintain_order=True)
        )
        places = {side: _places(texts, known) for side, texts in names.items()}
        if firms is not None:
            for side, texts in names.items():
                is_unknown = places[side].is_null() & texts.is_not_null()
                table.fault_each("unknown_firm", is_unknown, value_of=texts, column=side)
        self._pairs(table, names, places, len(known))
        table.warn_each("zero_flow", pl.Series(value == 0))
        kept = value > 0
        self.value = value[kept]
        self.supplier, self.customer = (
            places[side].fill_null(0).to_numpy()[kept].astype(np.int32) for side in places
        )

    @staticmethod
    def _pairs(
        table: Table, names: dict[str, pl.Series], places: dict[str, pl.Series], n: int
    ) -> None:
        supplier, customer = places["supplier"], places["customer"]
        key = supplier.cast(pl.Int64) * n + customer.cast(pl.Int64)
        again = ~key.is_first_distinct() & key.is_not_null()

        def pair(row: int) -> dict[str, object]:
            return {side: shown(texts[row]) for side, texts in names.items()}

        table.fault_rows("edge_twice", again, pair)
        table.warn_each("self_loop", supplier == customer, value_of=names["supplier"])


def read_essential(
    files: Mapping[str, bytes], findings: Findings
) -> tuple[tuple[str, ...], NDArray[np.uint8]] | None:
    """Return the sectors and their matrix; None where there is no file, or with its faults."""
    file = next((f for f in ("essential.csv", "essential.parquet") if f in files), None)
    if file is None:
        return None
    frame = read_frame(file, files[file], findings, has_header=file.endswith(".parquet"))
    if frame is None:
        return None
    texts = frame.select(pl.all().cast(pl.String).str.strip_chars()).fill_null("")
    if file.endswith(".parquet"):
        # its names are no row; read_frame has them in small letters, the labels as they are
        texts = _with_names(texts)
    first = 0  # the row of the matrix's first line in the file
    names: tuple[str, ...] | None = None
    if texts.height and not str(texts[0, 0]).strip('"').isdigit():
        names, first = tuple(map(str, texts.row(0)[1:])), 1
        labels = tuple(map(str, texts[1:, 0]))
        texts = texts[1:, 1:]
        for row, (label, name) in enumerate(zip(labels, names, strict=False)):
            if label != name:
                findings.fault(
                    "essential_names", f"{file}:{row + 2}",
                    row=row + 2, shown=shown(label), column=shown(name),
                )  # fmt: skip
    if texts.height != texts.width or not texts.height:
        findings.fault("essential_shape", file, rows=texts.height, columns=texts.width)
        return None
    table = texts.to_numpy()
    wrong = ~np.isin(table, ("0", "1", "2"))
    for row, column in np.argwhere(wrong)[:1000]:
        where = f"{file}:{row + first + 1}"
        findings.fault(
            "essential_value",
            where,
            shown=shown(str(table[row, column])),
            column=int(column) + first + 1,
        )
    table[wrong] = "0"
    return names or tuple(map(str, range(len(table)))), table.astype(np.uint8)


def _with_names(texts: pl.DataFrame) -> pl.DataFrame:
    """Return a Parquet matrix as CSV has it: names first where the first column holds labels."""
    texts = texts.select(pl.all().str.replace(r"^([012])\.0$", "${1}"))
    if not texts.height or str(texts[0, 0]).isdigit():
        return texts
    labels = {str(label).lower(): str(label) for label in texts[:, 0]}
    head = {column: [labels.get(column, column)] for column in texts.columns}
    return pl.concat([pl.DataFrame(head), texts])


def read_shocks(name: str, content: bytes, network: FlowNetwork) -> Shocks:
    """Return the scenarios of a table: firm, scenario, loss_share; side where it says so.

    `side` is `both` (also where blank), `down` (customers get less) or `up`
    (suppliers sell less). Scenarios come in the order of their first row.

    Raises
    ------
    InputError
        With all faults at once, each with file and line.
    """
    findings = Findings()
    frame = read_frame(name, content, findings)
    findings.check()
    assert frame is not None  # noqa: S101  its fault was raised
    wanted = ("firm", "scenario", "loss_share")
    for column in wanted:
        if column not in frame.columns:
            findings.fault("no_column", name, column=column, columns=", ".join(wanted))
    findings.check()
    table = Table(name, frame, findings)
    if not len(table):
        findings.fault("no_rows", name)
    firm, scenario = table.texts("firm"), table.texts("scenario")
    loss = table.numbers("loss_share")
    table.fault_each(
        "not_a_share", pl.Series(loss > 1), column="loss_share", value_of=frame["loss_share"]
    )
    side = table.texts("side", may_be_blank=True) if table.has("side") else None
    side = pl.Series(["both"] * len(table)) if side is None else side.fill_null("both")
    table.fault_each("unknown_side", ~side.is_in(_SIDES), value_of=side)
    places = _places(firm, pl.Series(network.firms, dtype=pl.String))
    table.fault_each("unknown_shocked", places.is_null() & firm.is_not_null(), value_of=firm)
    scenarios, scenario_of = _codes(scenario, in_order=True)
    again = ~pl.struct(f=firm, s=scenario, eager=True).is_first_distinct()
    table.fault_rows(
        "shocked_twice",
        again,
        lambda row: {"shown": shown(firm[row]), "scenario": shown(scenario[row])},
    )
    findings.check()
    order = np.argsort(scenario_of, kind="stable")
    start = np.zeros(len(scenarios) + 1, np.int64)
    np.cumsum(np.bincount(scenario_of, minlength=len(scenarios)), out=start[1:])
    sides = side.to_numpy()[order]
    return Shocks(
        scenarios=scenarios,
        start=start,
        firm=places.to_numpy()[order].astype(np.int32),
        down_loss_share=np.where(sides == "up", 0.0, loss[order]),
        up_loss_share=np.where(sides == "down", 0.0, loss[order]),
    )


def _codes(
    texts: pl.Series, *, in_order: bool = False
) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Return the different values, sorted unless `in_order`, and each row's place among them."""
    filled = texts.fill_null("")
    different = filled.unique(maintain_order=True) if in_order else filled.unique().sort()
    places = _places(filled, different)
    return tuple(different.to_list()), places.to_numpy().astype(np.int32)


def _places(texts: pl.Series, known: pl.Series) -> pl.Series:
    """Return for each text its place in `known`, null where it has none."""
    left = pl.DataFrame({"text": texts.cast(pl.String)})
    right = pl.DataFrame({"text": known.cast(pl.String)}).with_row_index("place")
    return left.join(right, on="text", how="left", maintain_order="left")["place"].cast(pl.Int64)
