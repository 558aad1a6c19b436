"""What is measured of a share network, as rows: the same at every door, in JSON and CSV."""

import json
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from kakehashi.answers.shares import concentration_rows, exposure_rows, holding_rows, reach_rows
from kakehashi.papers.tables import table_csv
from kakehashi.supply.share_reach import check_asked, reach, stopped_by
from kakehashi.supply.shares import (
    ProviderKind,
    Relation,
    ShareNetwork,
    concentrations,
    exposures,
    latest,
)
from kakehashi.terms.basis import Basis

SHOWS = ("concentration", "holdings", "exposure", "relations", "reach")
BOTH = ("GB", "JP")


def measured(
    network: ShareNetwork,
    show: str,
    *,
    by: str = "country",
    inputs: Sequence[str] = (),
    year: int | None = None,
    countries: tuple[str, str] = BOTH,
) -> list[dict[str, Any]]:
    """Return the rows of one of `SHOWS`, names in both languages, sources beside.

    Parameters
    ----------
    network
        The network.
    show
        One of `SHOWS`.
    by
        Firms or countries: "firm" or "country".
    inputs
        Only these; all where none is named. A reach is always of the whole network.
    year
        Figures of this year; of exposure and reach, the latest up to it.
    countries
        Two countries, each in its turn, for exposure.

    Raises
    ------
    InputError
        For an input or country that the network does not know.
    """
    check_asked(network, set(countries) if show == "exposure" else set())
    check_asked(network, set(), costs=dict.fromkeys(inputs, 1.0))
    level = ProviderKind(by)
    if show == "reach":
        return _reaches(network, level, year)
    if show == "relations":
        return _relation_rows(network, inputs)
    if show == "exposure":
        one, other = countries
        return [
            row
            for country, partner in ((one, other), (other, one))
            for row in exposure_rows(network, exposures(network, country, partner, year))
            if not inputs or row["input"] in inputs
        ]
    found = [
        one
        for one in concentrations(network, level)
        if (not inputs or one.input in inputs) and (year is None or one.year == year)
    ]
    found.sort(key=lambda one: (one.top_share is None, -(one.top_share or 0.0)))
    return (concentration_rows if show == SHOWS[0] else holding_rows)(network, found)


def _reaches(network: ShareNetwork, level: ProviderKind, year: int | None) -> list[dict[str, Any]]:
    """Return the reach of each provider alone, also of those of whom no figure tells."""
    told = latest(network, level, year).values()
    names = sorted({holding.provider for held in told for holding in held.holdings})
    found = [
        (
            reach(network, {name}, year=year),
            reach(network, {name}, year=year, is_substituted=True),
        )
        for name in names
    ]
    found.sort(key=lambda pair: -len(pair[0].held) - len(pair[0].reached))
    rows = reach_rows(network, found)
    for row in rows:
        spoken_of = {*row["held"], *row["not_told"]}
        used = [
            holding
            for one in told
            if one.input in spoken_of
            for holding in one.holdings
            if holding.provider in row["providers"]
        ]
        along = _among(network, {*row["held"], *row["reached"]})
        row.update(
            _grounds(
                [
                    *(source for one in used for source in one.sources),
                    *(one.source for one in along),
                ],
                [*(one.basis for one in used), *(one.basis for one in along)],
            )
        )
    return rows


def _among(network: ShareNetwork, inputs: AbstractSet[str]) -> list[Relation]:
    """Return the relations by which a stop spreads among `inputs`."""
    return [one for one in network.relations if {one.upstream, one.downstream} <= inputs]


def _grounds(sources: Iterable[str | None], bases: Iterable[Basis | None]) -> dict[str, list[str]]:
    return {
        "basis": sorted({str(one) for one in bases if one is not None}),
        "sources": list(dict.fromkeys(one for one in sources if one)),
    }


def _relation_rows(network: ShareNetwork, inputs: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            **_named(network, "upstream", one.upstream),
            "relation": str(one.kind),
            **_named(network, "downstream", one.downstream),
            **_grounds([one.source], [one.basis]),
        }
        for one in network.relations
        if not inputs or one.upstream in inputs or one.downstream in inputs
    ]


def stop_rows(network: ShareNetwork, input_id: str) -> list[dict[str, Any]]:
    """Return what stops downstream when nobody provides one input, in the network's order."""
    without = stopped_by(network, {input_id})
    substituted = stopped_by(network, {input_id}, is_substituted=True)
    along = _among(network, without)
    grounds = _grounds([one.source for one in along], [one.basis for one in along])
    return [
        {
            **_named(network, "input", one),
            "kind": str(network.input_of[one].kind),
            "is_product": one in network.products,
            "stops": True,
            "stops_with_substitution": one in substituted,
            **grounds,
        }
        for one in network.order
        if one in without and one != input_id
    ]


def network_row(name: str, network: ShareNetwork) -> dict[str, Any]:
    """Return what one network holds: how many of each, its products, years and bases."""
    figures = [one for one in network.shares if one.share is not None]
    return {
        "id": name,
        "n_inputs": len(network.inputs),
        "n_relations": len(network.relations),
        "n_providers": len(network.providers),
        "n_figures": len(figures),
        "years": sorted({one.year for one in figures if one.year is not None}),
        "products": [_named(network, "product", one) for one in network.products],
        "structure_basis": sorted({str(one.basis) for one in network.relations if one.basis}),
        "figures_basis": sorted({str(one.basis) for one in figures if one.basis}),
    }


def _named(network: ShareNetwork, field: str, some_id: str) -> dict[str, Any]:
    name = network.name_of(some_id)
    return {field: some_id, f"{field}_en": name.en, f"{field}_ja": name.ja}


def rows_csv(rows: Iterable[dict[str, Any]]) -> bytes:
    r"""Return rows as CSV, a list in one cell, what is not known empty.

    >>> rows_csv([{"share": None, "sources": ["a", "b"]}]).decode()[1:]
    'share,sources\r\n,a | b\r\n'
    """
    listed = list(rows)
    return table_csv(
        list(listed[0]) if listed else [], ([*map(_cell, row.values())] for row in listed)
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return " | ".join(map(str, value))
    return json.dumps(value) if isinstance(value, bool | float | int) else str(value)
