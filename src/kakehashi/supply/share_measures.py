"""How concentrated the provision of inputs is, and how two countries depend on others."""

import msgspec

from kakehashi.supply.share_holdings import Held, holdings, latest
from kakehashi.supply.share_network import ProviderKind, ShareNetwork

WHOLE = 0.995  # what a figure of 100 % may have been before rounding


class Concentration(msgspec.Struct, frozen=True, kw_only=True):
    """How concentrated one input is in one year.

    The Herfindahl-Hirschman index is the sum of squared shares, 0 to 1 (times
    10,000 it is that of competition authorities). What no figure tells may be
    many or one: the index lies between `hhi_low` and `hhi_high`. All None where
    there is no figure.
    """

    input: str
    level: ProviderKind
    year: int | None
    n_providers: int  # that are named
    known_share: float
    hhi_low: float | None
    hhi_high: float | None
    top_provider: str | None
    top_share: float | None
    is_single_source: bool | None  # None where no figure settles it
    is_assumed: bool
    held: Held


def concentrations(network: ShareNetwork, level: ProviderKind) -> tuple[Concentration, ...]:
    """Return the concentration of every input, for every year that anything is told of.

    Notes
    -----
    Single source: one provider holds 99.5 % or more, which is 100 % rounded.
    Cost: one pass over the shares.
    """
    return tuple(_concentration(held) for held in holdings(network, level))


def _concentration(held: Held) -> Concentration:
    shares = [one.share for one in held.holdings if one.share is not None]
    low = high = top = None
    is_single = None
    if shares:
        top = shares[0]
        rest = max(0.0, 1.0 - sum(shares))
        low = sum(share * share for share in shares)
        # the rest is one more provider's at worst; of a country, its other firms'
        high = low + rest * rest + (2 * top * rest if held.is_added_up else 0.0)
        if top >= WHOLE:
            is_single = True
        elif sum(share > 0 for share in shares) > 1 or top + rest < WHOLE:
            is_single = False
    return Concentration(
        input=held.input,
        level=held.level,
        year=held.year,
        n_providers=len(held.holdings),
        known_share=min(1.0, sum(shares)),
        hhi_low=None if low is None else min(1.0, low),
        hhi_high=None if high is None else min(1.0, high),
        top_provider=held.holdings[0].provider if shares else None,
        top_share=top,
        is_single_source=is_single,
        is_assumed=any(one.is_assumed for one in held.holdings),
        held=held,
    )


class Exposure(msgspec.Struct, frozen=True, kw_only=True):
    """How one country stands to one input; shares of the world's provision, not of trade."""

    input: str
    country: str
    year: int | None
    own_share: float | None
    partner_share: float | None
    others_share: float | None  # of third countries that a figure names
    not_told_share: float | None  # whose it is, no figure tells
    top_other: str | None  # the largest of them
    top_other_share: float | None
    partner_could_supply: bool | None  # the partner provides it; None where no text settles it
    held: Held


def exposures(
    network: ShareNetwork, country: str, partner: str, year: int | None = None
) -> tuple[Exposure, ...]:
    """Return the exposure of `country` for each input, what neither is known to hold most first.

    Parameters
    ----------
    network
        The network.
    country, partner
        Ids of two countries of the network.
    year
        The last year that counts; None for the latest of each input.

    Notes
    -----
    Shares are of the world's provision: who buys from whom is not known. Inputs of
    different years stand beside each other, each with its year, and are not added up.
    Inputs without figures come last.
    """
    found = []
    for held in latest(network, ProviderKind.COUNTRY, year).values():
        others = [one for one in held.holdings if one.provider not in (country, partner)]
        known = [one for one in others if one.share is not None]
        named = {one.provider for one in held.holdings}
        partner_share = held.share_of(partner)
        others_share = sum(one.share or 0.0 for one in known) if known else None
        if others_share is None and held.is_whole:
            others_share = 0.0
        found.append(
            Exposure(
                input=held.input,
                country=country,
                year=held.year,
                own_share=held.share_of(country),
                partner_share=partner_share,
                others_share=others_share,
                not_told_share=held.not_told_share,
                top_other=known[0].provider if known else None,
                top_other_share=known[0].share if known else None,
                partner_could_supply=_could(partner in named, partner_share),
                held=held,
            )
        )
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.not_told_share is None,
                -((one.others_share or 0.0) + (one.not_told_share or 0.0)),
            ),
        )
    )


def _could(is_named: bool, share: float | None) -> bool | None:  # noqa: FBT001  one of a pair
    if share is not None:
        return share > 0
    return True if is_named else None
