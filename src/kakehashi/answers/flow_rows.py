"""What is measured of flow networks, as rows: the same at every door."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from kakehashi.supply.flow_measures import flow_concentrations, flow_exposures
from kakehashi.supply.flow_network import FlowNetwork
from kakehashi.supply.flow_reach import FlowCut, FlowReach, flow_reach, flow_reach_of_each
from kakehashi.supply.share_network import ProviderKind

SHOWS = ("concentration", "holdings", "exposure")


def flow_rows(
    network: FlowNetwork,
    show: str,
    *,
    by: str = "country",
    inputs: Collection[str] = (),
    countries: tuple[str, str] = ("GB", "JP"),
) -> list[dict[str, Any]]:
    """Return the rows of one of `SHOWS`, in the order of `years_together`.

    Parameters
    ----------
    network
        The network, of one year.
    show
        One of `SHOWS`.
    by
        Firms or countries: "firm" or "country".
    inputs
        Only these markets; all where none is named.
    countries
        Two countries, each in its turn, for exposure.

    Raises
    ------
    InputError
        For markets and countries that the network lacks.
    """
    about = {
        "year": network.year, "currency": network.currency, "is_made_up": network.is_made_up,
    }  # fmt: skip
    if show == "exposure":
        one, other = countries
        return [
            {
                "country": told.country, "input": told.input, **about, "value": told.value,
                "own_share": told.own_share, "partner": told.partner,
                "partner_share": told.partner_share, "others_share": told.others_share,
                "not_told_share": told.not_told_share, "top_other": told.top_other,
                "top_other_share": told.top_other_share, "partner_sold": told.partner_sold,
                "could_cover_share": told.could_cover_share,
            }
            for country, partner in ((one, other), (other, one))
            for told in flow_exposures(network, country, partner, inputs)
        ]  # fmt: skip
    found = flow_concentrations(network, ProviderKind(by), inputs)
    if show == "holdings":
        return [
            {
                "input": told.input, "level": by, **about, "provider": held.provider or None,
                "value": held.value, "share": held.share,
            }
            for told in found
            for held in told.holdings
        ]  # fmt: skip
    return [
        {
            "input": told.input, "level": by, **about, "value": told.value,
            "n_providers": told.n_providers, "top_provider": told.top_provider,
            "top_share": told.top_share, "not_told_share": told.not_told_share,
            "hhi_low": told.hhi_low, "hhi_high": told.hhi_high,
            "is_single_source": told.is_single_source,
        }
        for told in found
    ]  # fmt: skip


def years_together(rows: Iterable[dict[str, Any]], show: str) -> list[dict[str, Any]]:
    """Return rows of several years with the years of one input together, never added up.

    Inputs come in the order of their largest weight in any year: the share of the largest
    seller, or for an exposure the money that goes to third countries.
    """
    listed = list(rows)
    weight = {"concentration": "top_share", "holdings": "share"}.get(show, "others_share")

    def thing(row: dict[str, Any]) -> tuple[str, str]:
        return row.get("country", ""), row["input"]

    most: dict[tuple[str, str], float] = {}
    for row in listed:
        most[thing(row)] = max(most.get(thing(row), 0.0), _weight(row, weight))
    return sorted(
        listed,
        key=lambda row: (
            row.get("country", ""), -most[thing(row)], row["input"], row["year"] or 0,
            -_weight(row, weight),
        ),
    )  # fmt: skip


def _weight(row: dict[str, Any], name: str) -> float:
    """Return what a row weighs: of purchases the money, of all else the share."""
    share = row[name] or 0.0
    return float(share * row["value"] if name == "others_share" else share)


def flow_reaches(
    network: FlowNetwork, of: Collection[str] = (), *, by: str = "country", at_least: float
) -> list[tuple[FlowReach, FlowReach]]:
    """Return what those named stop together, or each provider alone; then with substitution.

    Raises
    ------
    InputError
        As `flow_reach` has it.
    """
    if not of:
        return list(flow_reach_of_each(network, ProviderKind(by), at_least=at_least))
    first, second = (
        flow_reach(network, frozenset(of), at_least=at_least, is_substituted=is_substituted)
        for is_substituted in (False, True)
    )
    return [(first, second)]


def flow_reach_rows(found: Iterable[tuple[FlowReach, FlowReach]]) -> list[dict[str, Any]]:
    """Return one row for each reach: without others standing in, and with them."""
    return [
        {
            "providers": list(without.providers),
            "held": list(without.held),
            "held_share": without.held_share,
            "reached": list(without.reached),
            "reached_share": without.reached_share,
            "reached_with_substitution": list(substituted.reached),
            "reached_share_with_substitution": substituted.reached_share,
        }
        for without, substituted in found
    ]


def flow_cut_rows(cuts: Sequence[FlowCut]) -> list[dict[str, Any]]:
    """Return one row for each cut; no cost where there is no cut."""
    return [
        {
            "providers": list(cut.providers),
            "product": cut.product,
            "has_cut": cut.firms is not None,
            "firms": list(cut.firms or ()),
            "cost": None if cut.firms is None else cut.cost,
        }
        for cut in cuts
    ]
