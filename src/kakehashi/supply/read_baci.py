"""Trade between countries by product out of tables in the form of CEPII's BACI."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import NON_ESSENTIAL, FlowNetwork
from kakehashi.supply.table_network import SEPARATOR
from kakehashi.supply.tables import Table, read_frame
from kakehashi.terms.faults import shown

USD = 1e3  # the tables hold thousand US dollars
BUYERS = "imports"  # sector and market of the buyers
CODES = "country_codes"  # how the name of the table of countries starts
_COLUMNS = ("t", "i", "j", "k", "v")
_ISO3 = ("country_iso3", "iso_3digit_alpha")  # releases since 2023, and before
_LOST = r"^\d{5}$"


def read_baci(
    name: str,
    content: bytes,
    beside: Mapping[str, bytes] | None = None,
    *,
    is_made_up: bool = False,
) -> FlowNetwork:
    r"""Return who sells which product to which country in a year; no cascade runs on it.

    Parameters
    ----------
    name
        The file's name, for the faults.
    content
        CSV. `t` year, `i` exporter, `j` importer, `k` product (Harmonized System, six
        digits), `v` value in thousand US dollars; `q`, the quantity, is not kept.
    beside
        The table of countries, `country_codes….csv`: country_code, and country_iso3 or
        iso_3digit_alpha. Without it countries keep the codes of the file.
    is_made_up
        Whether the figures are known to be made up.

    Raises
    ------
    InputError
        With all faults at once, each with file and line.

    Notes
    -----
    Values become US dollars. The table holds products, not firms: each exporter and
    product is a firm that only sells, each importer one that only buys, and nothing says
    what a country makes of what it buys. So there are measures and exposures, of trade
    across borders alone, and `is_trade` bars the rest. Source of the form: CEPII, "The
    CEPII-BACI dataset" (baci_webpage.html, release 202501, read November 2026 as a stored
    copy); columns of the older country table from code that reads it.

    >>> made = read_baci("BACI_HS17_Y2023.csv", b"t,i,j,k,v,q\n2023,392,826,854231,5,NA\n")
    >>> made.firms, made.value.tolist(), made.is_trade
    (('392 | 854231', '826 | imports'), [5000.0], True)
    """
    findings = Findings()
    frame = read_frame(name, content, findings)
    country_of = _countries(beside or {}, findings)
    for column in _COLUMNS:
        if frame is not None and column not in frame.columns:
            findings.fault("no_column", name, column=column, columns=", ".join(_COLUMNS))
            frame = None
    flows = None if frame is None else _flows(Table(name, frame, findings), country_of, findings)
    findings.check()
    assert flows is not None  # noqa: S101  no table is a fault, and faults were raised
    rows, year = flows
    sellers = rows.select(country="seller", product="product").unique().sort("country", "product")
    buyers = rows.select(country="buyer").unique().sort("country")
    firms = pl.concat([sellers, buyers.with_columns(product=pl.lit(BUYERS))]).with_row_index("at")
    keyed = rows.join(
        firms.rename({"at": "supplier"}), left_on=["seller", "product"],
        right_on=["country", "product"], maintain_order="left",
    ).join(
        firms.filter(pl.col("product") == BUYERS).rename({"at": "customer"}), left_on="buyer",
        right_on="country", maintain_order="left",
    )  # fmt: skip
    countries = firms["country"].unique().sort()
    sectors = pl.concat([sellers["product"].unique().sort(), pl.Series([BUYERS])])
    sector_of = _place(firms["product"], sectors)
    return FlowNetwork(
        firms=tuple((firms["country"] + SEPARATOR + firms["product"]).to_list()),
        sectors=tuple(sectors.to_list()),
        markets=tuple(sectors.to_list()),
        countries=tuple(countries.to_list()),
        sector_of=sector_of,
        market_of=sector_of,
        country_of=_place(firms["country"], countries),
        supplier=keyed["supplier"].to_numpy().astype(np.int32),
        customer=keyed["customer"].to_numpy().astype(np.int32),
        value=keyed["value"].to_numpy(),
        essential=np.full((len(sectors), len(sectors)), NON_ESSENTIAL, np.uint8),
        currency="USD",
        year=year,
        is_made_up=is_made_up,
        is_trade=True,
        warnings=findings.warnings(),
    )


def _place(texts: pl.Series, known: pl.Series) -> np.ndarray:
    places = pl.DataFrame({"known": known}).with_row_index("at")
    found = pl.DataFrame({"text": texts}).join(
        places, left_on="text", right_on="known", how="left", maintain_order="left"
    )
    return found["at"].to_numpy().astype(np.int32)


def _flows(
    table: Table, country_of: pl.DataFrame | None, findings: Findings
) -> tuple[pl.DataFrame, int | None]:
    """Return seller, buyer, product and value of each row that trades, and the year."""
    value = table.numbers("v")
    year = table.year("t")
    product = table.texts("k")
    names = {"seller": _code(table.texts("i")), "buyer": _code(table.texts("j"))}
    if not len(table):
        findings.fault("no_rows", table.file)
        findings.check()
    n_lost = int(product.str.contains(_LOST).sum())
    if n_lost:
        findings.warn("lost_zero", table.file, n=n_lost)
        product = pl.select(
            pl.when(product.str.contains(_LOST)).then("0" + product).otherwise(product)
        ).to_series()
    for side, codes in names.items():
        if country_of is not None:
            iso = pl.DataFrame({"code": codes}).join(
                country_of, on="code", how="left", maintain_order="left"
            )["iso"]
            table.fault_each("unknown_country", iso.is_null() & codes.is_not_null(), value_of=codes)
            names[side] = iso
    rows = pl.DataFrame({**names, "product": product, "value": value * USD})
    key = rows.select("seller", "buyer", "product")
    is_whole = (
        pl.Series(~np.isnan(value)) & ~key.select(pl.any_horizontal(pl.all().is_null())).to_series()
    )
    table.fault_rows(
        "trade_twice", is_whole & ~pl.struct(key, eager=True).is_first_distinct(),
        lambda row: {name: shown(str(told)) for name, told in key.row(row, named=True).items()},
    )  # fmt: skip
    table.warn_each("zero_flow", pl.Series(value == 0))
    return rows.filter(pl.col("value") > 0), year


def _code(codes: pl.Series) -> pl.Series:
    """Return codes as one number whether they were written with zeros in front or not."""
    return codes.str.replace(r"^0+(\d)", "${1}")


def _countries(beside: Mapping[str, bytes], findings: Findings) -> pl.DataFrame | None:
    """Return each code and its name; None without a table, or with its faults."""
    found = [file for file in beside if file.startswith(CODES)]
    if not found:
        return None
    frame = read_frame(found[0], beside[found[0]], findings)
    if frame is None:
        return None
    iso3 = next((column for column in _ISO3 if column in frame.columns), None)
    if iso3 is None or "country_code" not in frame.columns:
        wanted = f"country_code, {_ISO3[0]}"
        missing = _ISO3[0] if iso3 is None else "country_code"
        findings.fault("no_column", found[0], column=missing, columns=wanted)
        return None
    table = Table(found[0], frame, findings)
    codes, names = _code(table.texts("country_code")), table.texts(iso3, may_be_blank=True)
    table.fault_each("country_twice", ~codes.is_first_distinct(), value_of=codes)
    # states that are no more share the letters of one that is: those keep their number
    is_own = names.str.contains(r"^[A-Z]\w\w$").fill_null(value=False) & names.is_first_distinct()
    iso = pl.select(pl.when(is_own).then(names).otherwise(codes)).to_series()
    return pl.DataFrame({"code": codes, "iso": iso}).filter(codes.is_first_distinct())
