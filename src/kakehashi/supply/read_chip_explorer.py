"""Share networks out of a folder of the CSET chip explorer; its data are never shipped."""

from collections.abc import Iterator, Mapping

from kakehashi.supply.checks import Findings
from kakehashi.supply.share_checks import Drafts, network_of
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
from kakehashi.supply.tables import read_table
from kakehashi.terms.basis import Basis
from kakehashi.terms.faults import shown
from kakehashi.terms.text import Text

TABLES = ("inputs", "providers", "provision", "sequence", "stages")
_COLUMNS = {
    "inputs": ("input_id", "input_name", "type"),
    "providers": ("provider_name", "provider_id", "provider_type", "country"),
    "provision": ("provider_id", "provided_id", "share_provided", "year", "source"),
    "sequence": ("input_id", "goes_into_id", "is_type_of_id"),
    "stages": ("stage_id", "stage_name"),
}
_KINDS = {
    "tool_resource": InputKind.CAPITAL_GOOD,
    "material_resource": InputKind.CONSUMABLE,
    "design_resource": InputKind.DESIGN,
    "process": InputKind.STEP,
    "ultimate_output": InputKind.STEP,
}
# licences and software, told among materials and tools there, are not used up
_LICENSED = frozenset({"Core intellectual property", "Electronic design automation software"})
_REST = frozenset({"Various countries"})  # nobody: what is left of 100 %
COUNTRIES = {
    "AUT": ("AT", "Austria", "オーストリア"),
    "BLR": ("BY", "Belarus", "ベラルーシ"),
    "CAN": ("CA", "Canada", "カナダ"),
    "CHE": ("CH", "Switzerland", "スイス"),
    "CHN": ("CN", "China", "中国"),
    "CZE": ("CZ", "Czech Republic", "チェコ"),
    "DEU": ("DE", "Germany", "ドイツ"),
    "FRA": ("FR", "France", "フランス"),
    "GBR": ("GB", "United Kingdom", "英国"),
    "HUN": ("HU", "Hungary", "ハンガリー"),
    "ISR": ("IL", "Israel", "イスラエル"),
    "ITA": ("IT", "Italy", "イタリア"),
    "JPN": ("JP", "Japan", "日本"),
    "KOR": ("KR", "South Korea", "韓国"),
    "LUX": ("LU", "Luxembourg", "ルクセンブルク"),
    "MYS": ("MY", "Malaysia", "マレーシア"),
    "NLD": ("NL", "Netherlands", "オランダ"),
    "SGP": ("SG", "Singapore", "シンガポール"),
    "SWE": ("SE", "Sweden", "スウェーデン"),
    "TWN": ("TW", "Taiwan", "台湾"),
    "USA": ("US", "United States", "米国"),
}


def is_chip_explorer(files: Mapping[str, bytes]) -> bool:
    """Return whether the files are those of the chip explorer."""
    return any(name.startswith("provision.") for name in files)


def read_chip_explorer(files: Mapping[str, bytes]) -> ShareNetwork:
    """Return the share network of the chip explorer's five tables.

    Raises
    ------
    InputError
        With all faults at once, each with file and line.

    Notes
    -----
    Tools become capital goods, materials consumables, design resources, design
    software and core IP designs, processes and the final product steps. Names are
    in English alone there, so they stand for both languages, with a warning. A row
    that says the same again counts once, with a warning. "Various countries" is
    nobody: it is left to what no named provider holds.
    """
    findings = Findings()
    tables = {name: read_table(files, name, _COLUMNS[name], findings) for name in TABLES}

    def rows(name: str) -> Iterator[Row]:
        table = tables[name]
        if table is not None:
            yield from (Row(table, at, findings) for at in range(len(table)))

    if any(table is None for table in tables.values()):
        findings.check()
    providers, id_of = _providers(rows("providers"))
    drafts = Drafts(
        inputs=[*_inputs(rows("inputs")), *_stages(rows("stages"))],
        relations=list(_relations(rows("sequence"))),
        providers=providers,
        shares=list(_shares(rows("provision"), id_of)),
    )
    findings.warn("one_language", "inputs.csv")
    return network_of(drafts, findings)


def _inputs(rows: Iterator[Row]) -> Iterator[tuple[str, Input]]:
    for row in rows:
        name, kind = row.named("input_name"), row.named("type")
        if kind and kind not in _KINDS:
            row.findings.fault(
                "no_choice", row.where, column="type", shown=shown(kind), choices=", ".join(_KINDS)
            )
        yield (
            row.where,
            Input(
                id=row.named("input_id"),
                name=Text(en=name, ja=name),
                kind=InputKind.DESIGN if name in _LICENSED else _KINDS.get(kind, InputKind.STEP),
            ),
        )


def _stages(rows: Iterator[Row]) -> Iterator[tuple[str, Input]]:
    for row in rows:
        name = row.named("stage_name")
        stage = Input(id=row.named("stage_id"), name=Text(en=name, ja=name), kind=InputKind.STEP)
        yield row.where, stage


def _relations(rows: Iterator[Row]) -> Iterator[tuple[str, Relation]]:
    columns = {
        "goes_into_id": RelationKind.GOES_INTO,
        "is_type_of_id": RelationKind.IS_TYPE_OF,
    }
    for row in rows:
        upstream = row.named("input_id")
        for column, kind in columns.items():
            downstream = row.text(column)
            if downstream is not None:
                relation = Relation(
                    upstream=upstream, downstream=downstream, kind=kind,
                    source="CSET chip explorer", basis=Basis.SECONDARY,
                )  # fmt: skip
                yield row.where, relation


def _providers(rows: Iterator[Row]) -> tuple[list[tuple[str, Provider]], dict[str, str | None]]:
    """Return the providers, and the id of each here by its id there; None for the rest."""
    found: list[tuple[str, Provider]] = []
    id_of: dict[str, str | None] = {}
    for row in rows:
        name, there = row.named("provider_name"), row.named("provider_id")
        is_country = row.text("provider_type") == "country"
        if there in id_of:  # told again under another alias
            row.findings.warn("row_again", row.where)
            continue
        if name in _REST:
            id_of[there] = None
            continue
        country = row.text("country")
        if is_country:
            alias = row.text("alias") or name
            here, en, ja = COUNTRIES.get(name, (name, alias, alias))
            kind = ProviderKind.COUNTRY
        else:
            here, en, ja, kind = there, name, name, ProviderKind.FIRM
        id_of[there] = here
        provider = Provider(
            id=here,
            name=Text(en=en, ja=ja),
            kind=kind,
            country=None
            if country is None or country in _REST
            else COUNTRIES.get(country, (country,))[0],
        )
        found.append((row.where, provider))
    return found, id_of


def _shares(rows: Iterator[Row], id_of: dict[str, str | None]) -> Iterator[tuple[Share, float]]:
    told: dict[tuple[str, str, int | None], float | None] = {}
    for row in rows:
        there = row.named("provider_id")
        here = id_of.get(there, there)
        share, half = row.share("share_provided", in_percent=True)
        year, provided = row.year(), row.named("provided_id")
        key = provided, there, year
        if key in told and told[key] == share:
            row.findings.warn("row_again", row.where)
            continue
        told[key] = share
        if here is None:
            continue
        yield Share(
            input=provided, provider=here, share=share, year=year,
            source=row.text("source"), basis=Basis.SECONDARY, where=row.where,
        ), half  # fmt: skip
