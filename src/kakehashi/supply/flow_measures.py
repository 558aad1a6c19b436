"""How concentrated the sales of each market are, and how two countries depend on others."""

from collections.abc import Collection
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from kakehashi.supply.checks import Findings
from kakehashi.supply.flow_network import Floats, FlowNetwork
from kakehashi.supply.read_chip_explorer import COUNTRIES
from kakehashi.supply.share_measures import WHOLE
from kakehashi.supply.share_network import ProviderKind
from kakehashi.terms.faults import shown

# other codes of one country: letters of ISO 3166 as far as they are at hand, and numbers
_SAME = [{short, long} for long, (short, *_) in COUNTRIES.items()]
_SAME += [{"GB", "GBR", "UK", "826"}, {"JP", "JPN", "392"}]


class Sold(msgspec.Struct, frozen=True):
    """What one firm, or all firms of a country, sell of a market's whole."""

    provider: str  # "" for firms without a country
    value: float  # a year, in the network's currency
    share: float  # 0 to 1


class FlowConcentration(msgspec.Struct, frozen=True, kw_only=True):
    """How concentrated the sales of one market (the input) are.

    The Herfindahl-Hirschman index is the sum of squared shares, 0 to 1. Where firms have
    no country, their sales may be anybody's: the index of countries then lies between
    `hhi_low` and `hhi_high`, else these are one number.
    """

    input: str
    level: ProviderKind
    value: float  # all sales of the market, a year, in the network's currency
    n_providers: int
    hhi_low: float
    hhi_high: float
    top_provider: str | None  # None where no seller has a country
    top_share: float | None
    not_told_share: float  # of firms without a country
    is_single_source: bool | None  # None where those decide it
    holdings: tuple[Sold, ...]  # largest first


class FlowExposure(msgspec.Struct, frozen=True, kw_only=True):
    """Where one country buys one input; shares of what its firms and consumers buy."""

    input: str
    country: str
    partner: str
    value: float  # bought in a year, in the network's currency
    own_share: float | None  # None where trade within the country is not told
    partner_share: float
    others_share: float  # of third countries
    not_told_share: float  # of firms without a country
    top_other: str | None
    top_other_share: float | None
    partner_sold: float  # by the partner, to anybody
    could_cover_share: float | None  # see `flow_exposures`


def flow_concentrations(
    network: FlowNetwork, level: ProviderKind, inputs: Collection[str] = ()
) -> tuple[FlowConcentration, ...]:
    """Return the concentration of each market that sells, the largest top share first.

    Parameters
    ----------
    network
        The network. Sales are its flows, and its final demand where it is told.
    level
        Firms, or countries.
    inputs
        Markets to look at; all where none is named.

    Raises
    ------
    InputError
        For markets that the network lacks, and countries where no firm has one.

    Notes
    -----
    Single source: one provider holds 99.5 % or more. Cost: a sort of the sellers.
    """
    check_level(network, level)
    wanted = _wanted(network, inputs)
    sold = np.bincount(network.supplier, network.value, network.n_firms).astype(np.float64)
    if network.final_demand is not None:
        sold = sold + network.final_demand.sum(axis=1)
    is_firm = level == ProviderKind.FIRM
    names = network.firms if is_firm else network.countries
    provider = np.arange(network.n_firms) if is_firm else network.country_of
    found = []
    for market, providers, values in _groups(network.market_of, provider, sold, len(names)):
        if market in wanted:
            total = float(values.sum())
            held = [
                Sold(names[at], value, value / total)
                for at, value in zip(providers.tolist(), values.tolist(), strict=True)
            ]
            found.append(_concentration(network.markets[market], level, held))
    return tuple(sorted(found, key=lambda one: (-(one.top_share or 0.0), one.input)))


def check_level(network: FlowNetwork, level: ProviderKind) -> None:
    """Raise InputError where countries are asked for and no firm has one."""
    if level == ProviderKind.COUNTRY and not any(network.countries):
        findings = Findings()
        findings.fault("no_country", "firms")
        findings.check()


def _groups(
    group: NDArray[np.integer], member: NDArray[np.integer], value: Floats, n_members: int
) -> list[tuple[int, NDArray[np.int64], Floats]]:
    """Return for each group its members of a value above 0, the largest first."""
    key, at = np.unique(group.astype(np.int64) * n_members + member, return_inverse=True)
    total = np.bincount(at, value, len(key)).astype(np.float64)
    key, total = key[total > 0], total[total > 0]
    groups, members = np.divmod(key, n_members)
    order = np.lexsort((members, -total, groups))
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    return [
        (int(groups[rows[0]]), members[rows], total[rows])
        for rows in np.split(order, starts[1:])
        if len(rows)
    ]


def _concentration(market: str, level: ProviderKind, held: list[Sold]) -> FlowConcentration:
    told = [one for one in held if one.provider]
    rest = sum(one.share for one in held if not one.provider)
    low = sum(one.share**2 for one in told)
    top = told[0] if told else None
    top_share = 0.0 if top is None else top.share
    is_single = None
    if top_share >= WHOLE:
        is_single = True
    elif top_share + rest < WHOLE:
        is_single = False
    return FlowConcentration(
        input=market,
        level=level,
        value=sum(one.value for one in held),
        n_providers=len(told),
        hhi_low=min(1.0, low),
        # at worst all of the rest is the largest provider's
        hhi_high=min(1.0, low + rest * rest + 2 * top_share * rest),
        top_provider=None if top is None else top.provider,
        top_share=None if top is None else top.share,
        not_told_share=rest,
        is_single_source=is_single,
        holdings=tuple(held),
    )


class _Bought(NamedTuple):
    """By market and seller's country: what one country buys, and what all buy abroad."""

    by_country: Floats  # [market, seller's country]
    sold: Floats  # [market, seller's country] to anybody
    to: Floats  # [market] by the partner, to third countries


def flow_exposures(
    network: FlowNetwork, country: str, partner: str, inputs: Collection[str] = ()
) -> tuple[FlowExposure, ...]:
    """Return where `country` buys each input, what third countries sell it most of first.

    Parameters
    ----------
    network
        The network. Purchases are its flows to firms of the country, and the country's
        final demand where it is told.
    country, partner
        Two countries, by the network's codes, or for 21 countries by other ISO codes.
    inputs
        Markets to look at; all where none is named.

    Raises
    ------
    InputError
        For countries and markets that the network lacks.

    Notes
    -----
    `could_cover_share` is what the partner sells to third countries over what the country
    buys from them, at most 1: the part that redirected exports could cover at best. It
    says nothing of whether the goods fit, or whether anybody would give them up. Cost: a
    pass over the edges.
    """
    findings = Findings()
    here, there = (_country(network, one, findings) for one in (country, partner))
    findings.check()
    wanted = _wanted(network, inputs)
    bought = _bought(network, here, there)
    unknown = network.countries.index("") if "" in network.countries else None
    found = []
    for market in wanted:
        row = bought.by_country[market]
        total = float(row.sum())
        if total <= 0:
            continue
        others = row.copy()
        others[[here, there] if unknown is None else [here, there, unknown]] = 0.0
        abroad, top = float(others.sum()), int(np.argmax(others))
        spare = float(bought.to[market])
        found.append(
            FlowExposure(
                input=network.markets[market],
                country=network.countries[here],
                partner=network.countries[there],
                value=total,
                own_share=None if network.is_trade else float(row[here]) / total,
                partner_share=float(row[there]) / total,
                others_share=abroad / total,
                not_told_share=0.0 if unknown is None else float(row[unknown]) / total,
                top_other=network.countries[top] if abroad > 0 else None,
                top_other_share=float(others[top]) / total if abroad > 0 else None,
                partner_sold=float(bought.sold[market, there]),
                could_cover_share=min(1.0, spare / abroad) if abroad > 0 else None,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.others_share * one.value, one.input)))


def _bought(network: FlowNetwork, here: int, there: int) -> _Bought:
    m, c = len(network.markets), len(network.countries)
    key = network.market_of.astype(np.int64) * c + network.country_of  # of each firm
    buyer = network.country_of[network.customer]
    is_third = (buyer != here) & (buyer != there)

    def table(kept: NDArray[np.bool_], final: Floats) -> Floats:
        flows = np.bincount(network.supplier[kept], network.value[kept], network.n_firms)
        return np.bincount(key, flows + final, m * c).reshape(m, c).astype(np.float64)

    demand = network.final_demand
    none = np.zeros(network.n_firms)
    third = none if demand is None else np.delete(demand, [here, there], axis=1).sum(axis=1)
    return _Bought(
        by_country=table(buyer == here, none if demand is None else demand[:, here]),
        sold=table(np.ones(len(buyer), bool), none if demand is None else demand.sum(axis=1)),
        to=table(is_third, third)[:, there],
    )


def _wanted(network: FlowNetwork, inputs: Collection[str]) -> list[int]:
    if not inputs:
        return list(range(len(network.markets)))
    place = {market: at for at, market in enumerate(network.markets)}
    findings = Findings()
    for one in inputs:
        if one not in place:
            findings.fault("unknown_market", "input", shown=shown(one))
    findings.check()
    return sorted({place[one] for one in inputs})


def _country(network: FlowNetwork, name: str, findings: Findings) -> int:
    """Return the place of a country, by the network's code or another of the same country."""
    names = {name}.union(*(one for one in _SAME if name in one)) - {""}
    for at, one in enumerate(network.countries):
        if one in names:
            return at
    known = ", ".join(one for one in network.countries if one) or "–"
    findings.fault("unknown_country_of", "countries", shown=shown(name), countries=known)
    return 0
