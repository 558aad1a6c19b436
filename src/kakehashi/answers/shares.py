"""What share networks answer: the shipped networks, and results as rows for every door."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import msgspec

from kakehashi import reference
from kakehashi.supply.shares import (
    Concentration,
    Exposure,
    Holding,
    Mended,
    Ranked,
    Reach,
    ShareNetwork,
    Stressed,
    ranked_draws,
    read_share_network,
)

SHIPPED = ("semiconductors", "telecommunications")
_TABLES = ("inputs", "relations", "providers", "shares")


@cache
def shipped_network(name: str) -> ShareNetwork:
    """Return the shipped network `name`, one of `SHIPPED`; read once a process."""
    files = {f"{one}.csv": reference.read(f"networks/{name}/{one}.csv") for one in _TABLES}
    return read_share_network(files)


def _names(network: ShareNetwork, field: str, some_id: str | None) -> dict[str, Any]:
    if some_id is None:
        return {field: None, f"{field}_en": None, f"{field}_ja": None}
    name = network.name_of(some_id)
    return {field: some_id, f"{field}_en": name.en, f"{field}_ja": name.ja}


def _grounds(holdings: Iterable[Holding]) -> dict[str, Any]:
    listed = list(holdings)
    bases = sorted({str(one.basis) for one in listed if one.basis is not None})
    return {
        "is_assumed": any(one.is_assumed for one in listed),
        "basis": bases,
        "sources": list(dict.fromkeys(source for one in listed for source in one.sources)),
    }


def concentration_rows(
    network: ShareNetwork, found: Iterable[Concentration]
) -> list[dict[str, Any]]:
    """Return one row for each input and year, names in both languages, sources beside."""
    return [
        {
            **_names(network, "input", one.input),
            "kind": str(network.input_of[one.input].kind),
            "level": str(one.level),
            "year": one.year,
            "n_providers": one.n_providers,
            **_names(network, "top_provider", one.top_provider),
            "top_share": one.top_share,
            "known_share": one.known_share,
            "hhi_low": one.hhi_low,
            "hhi_high": one.hhi_high,
            "is_single_source": one.is_single_source,
            "is_added_up_from_firms": one.held.is_added_up,
            **_grounds(one.held.holdings),
        }
        for one in found
    ]


def holding_rows(network: ShareNetwork, found: Iterable[Concentration]) -> list[dict[str, Any]]:
    """Return one row for each input, year and provider."""
    return [
        {
            **_names(network, "input", one.input),
            "kind": str(network.input_of[one.input].kind),
            "level": str(one.level),
            "year": one.year,
            **_names(network, "provider", holding.provider),
            "share": holding.share,
            "is_added_up_from_firms": one.held.is_added_up,
            **_grounds([holding]),
        }
        for one in found
        for holding in one.held.holdings
    ]


def exposure_rows(network: ShareNetwork, found: Iterable[Exposure]) -> list[dict[str, Any]]:
    """Return one row for each country and input."""
    return [
        {
            **_names(network, "country", one.country),
            **_names(network, "input", one.input),
            "kind": str(network.input_of[one.input].kind),
            "year": one.year,
            "own_share": one.own_share,
            "partner_share": one.partner_share,
            "others_share": one.others_share,
            "not_told_share": one.not_told_share,
            **_names(network, "top_other", one.top_other),
            "top_other_share": one.top_other_share,
            "partner_could_supply": one.partner_could_supply,
            **_grounds(one.held.holdings),
        }
        for one in found
    ]


def reach_rows(network: ShareNetwork, found: Iterable[tuple[Reach, Reach]]) -> list[dict[str, Any]]:
    """Return one row for each reach: without substitution, and with it."""
    return [
        {
            "providers": list(without.providers),
            "providers_en": [network.name_of(one).en for one in without.providers],
            "providers_ja": [network.name_of(one).ja for one in without.providers],
            "held": list(without.held),
            "reached": list(without.reached),
            "products": list(without.products),
            "reached_with_substitution": list(substituted.reached),
            "products_with_substitution": list(substituted.products),
            "not_told": list(without.not_told),
        }
        for without, substituted in found
    ]


def as_plain(network: ShareNetwork, told: Stressed | Mended) -> dict[str, Any]:
    """Return a result as plain values, with the names of all that it speaks of.

    Spans without a source are assumptions, and `is_assumption` says so.
    """
    plain: dict[str, Any] = _marked(msgspec.to_builtins(told, enc_hook=_listed))
    ids = (*network.input_of, *network.provider_of)
    names = {one: network.name_of(one) for one in ids}
    plain["names"] = {one: {"en": name.en, "ja": name.ja} for one, name in names.items()}
    if isinstance(told, Stressed):
        plain |= {"lost_share": told.lost_share, "is_cut_off": told.is_cut_off}
    return plain


def _listed(array: Any) -> Any:
    return array.tolist()


def _marked(value: Any) -> Any:
    """Return plain values in which each span says whether it is an assumption."""
    if isinstance(value, dict):
        marked = {name: _marked(one) for name, one in value.items()}
        if set(value) == {"low", "high", "source"}:
            marked["is_assumption"] = value["source"] is None
        return marked
    return [_marked(one) for one in value] if isinstance(value, list | tuple) else value


def order_of(told: Sequence[Stressed]) -> tuple[Ranked, ...]:
    """Return the results by what they lose, each named by its place in `told`.

    Draws are common where the numbers have the same names and the draws are as many;
    else each draw of one stands beside any of the other, and so do their extremes.
    """
    return ranked_draws([one.draws for one in told])
