"""Share networks out of the tables of a folder."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from kakehashi.supply.checks import Findings
from kakehashi.supply.read_chip_explorer import is_chip_explorer, read_chip_explorer
from kakehashi.supply.share_checks import Drafts, both_names, network_of
from kakehashi.supply.share_network import (
    Input,
    InputKind,
    Provider,
    ProviderKind,
    Relation,
    RelationKind,
    Share,
    ShareNetwork,
)
from kakehashi.supply.share_rows import Row
from kakehashi.supply.tables import Table, read_table
from kakehashi.terms.basis import Basis

FILES = ("inputs", "relations", "providers", "shares")  # each as .csv or .parquet
DAYS = ("stock_days", "life_days", "lead_days")


def read_share_network(files: Mapping[str, bytes]) -> ShareNetwork:
    r"""Return the share network of a folder's files.

    Parameters
    ----------
    files
        By name, CSV with a line of names or Parquet. `inputs`: id, en, ja, kind
        (consumable, capital_good, design or step); and as known stock_days,
        life_days, lead_days, a number or a span such as 30..90, each with
        stock_source and so on, a text or the word "assumed" (so too where it is
        blank). `relations`: upstream, relation (goes_into or is_type_of), downstream;
        source, basis. `providers`: id, en, ja, kind (firm or country), country.
        `shares`: input, provider, share (0 to 1, blank where not known), year,
        source, basis. A folder of the CSET chip explorer is known by its table
        `provision`.

    Raises
    ------
    InputError
        With all faults at once, each with file and line.

    Notes
    -----
    The shares of one input and year may pass 1 by what their rounding explains:
    half of each figure's last digit, at most half a percentage point each. Firms
    and countries add up separately.
    """
    if is_chip_explorer(files):
        return read_chip_explorer(files)
    findings = Findings()
    wanted = {
        "inputs": ("id", "en", "ja", "kind"),
        "relations": ("upstream", "relation", "downstream"),
        "providers": ("id", "en", "ja", "kind"),
        "shares": ("input", "provider", "share"),
    }
    tables = {name: read_table(files, name, wanted[name], findings) for name in FILES}
    found = {name: table for name, table in tables.items() if table is not None}
    empty = found.get("inputs")
    if empty is not None and not len(empty):
        findings.fault("no_rows", empty.file)
    drafts = Drafts(
        inputs=_each(found.get("inputs"), _input, findings),
        relations=_each(found.get("relations"), _relation, findings),
        providers=_each(found.get("providers"), _provider, findings),
        shares=[pair for _, pair in _each(found.get("shares"), _share, findings)],
    )
    if len(found) < len(FILES):
        findings.check()
    return network_of(drafts, findings)


Drafted = TypeVar("Drafted")


def _each(
    table: Table | None, draft: Callable[[Row], Drafted], findings: Findings
) -> list[tuple[str, Drafted]]:
    if table is None:
        return []
    rows = (Row(table, at, findings) for at in range(len(table)))
    return [(row.where, draft(row)) for row in rows]


def _input(row: Row) -> Input:
    stock, life, lead = (row.span(column) for column in DAYS)
    if life is not None and life.low <= 0:
        row.findings.fault("no_life", row.where)
    return Input(
        id=row.named("id"),
        name=both_names(row.where, row.text("en"), row.text("ja"), row.findings),
        kind=row.must("kind", InputKind),
        stock_days=stock,
        life_days=life,
        lead_days=lead,
    )


def _relation(row: Row) -> Relation:
    return Relation(
        upstream=row.named("upstream"),
        downstream=row.named("downstream"),
        kind=row.must("relation", RelationKind),
        source=row.text("source"),
        basis=row.choice("basis", Basis),
    )


def _provider(row: Row) -> Provider:
    return Provider(
        id=row.named("id"),
        name=both_names(row.where, row.text("en"), row.text("ja"), row.findings),
        kind=row.must("kind", ProviderKind),
        country=row.text("country"),
    )


def _share(row: Row) -> tuple[Share, float]:
    share, half = row.share("share")
    told = Share(
        input=row.named("input"),
        provider=row.named("provider"),
        share=share,
        year=row.year(),
        source=row.text("source"),
        basis=row.choice("basis", Basis),
        where=row.where,
    )
    return told, half
