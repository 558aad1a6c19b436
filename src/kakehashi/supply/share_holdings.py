"""Who holds which share of an input in a year, by firm or by country."""

from collections import defaultdict

import msgspec

from kakehashi.supply.share_network import ProviderKind, Share, ShareNetwork
from kakehashi.terms.basis import Basis, weakest

ROUNDED = 0.005  # what may be missing from 100 % by rounding


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """What one provider holds; `share` None where it is known to provide and no more."""

    provider: str
    share: float | None
    sources: tuple[str, ...]
    basis: Basis | None  # the weakest on which it rests; None where no text is at hand
    is_assumed: bool  # a figure without a source


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The holdings of one input in one year, largest first, those without figure last."""

    input: str
    level: ProviderKind
    year: int | None
    holdings: tuple[Holding, ...]
    is_added_up: bool  # a country's share from those of its firms

    @property
    def known_share(self) -> float:
        """What the figures add up to, 0 to 1 (a little more by rounding)."""
        return sum(one.share or 0.0 for one in self.holdings)

    @property
    def has_figures(self) -> bool:
        """Whether any share is known."""
        return any(one.share is not None for one in self.holdings)

    @property
    def not_told_share(self) -> float | None:
        """What no figure tells of, 0 to 1; None where there is no figure at all."""
        return max(0.0, 1.0 - self.known_share) if self.has_figures else None

    @property
    def is_whole(self) -> bool:
        """Whether the figures add up to 100 %, within half a percentage point."""
        return self.not_told_share is not None and self.not_told_share <= ROUNDED

    def share_of(self, provider: str) -> float | None:
        """Return a provider's share; None where no figure says it.

        Whoever is not named holds nothing where the figures are whole, and something
        unknown where they are not.
        """
        for one in self.holdings:
            if one.provider == provider:
                return one.share
        return 0.0 if self.is_whole else None


def holdings(network: ShareNetwork, level: ProviderKind) -> tuple[Held, ...]:
    """Return the holdings of every input and year that anything is told of.

    Parameters
    ----------
    network
        The network.
    level
        Firms, or countries. Rows of countries stand as they are; where an input and
        year has none, the shares of firms are added up by the firm's country, and
        firms without one are left out.

    Notes
    -----
    Years are never mixed. Order: as the inputs of the network, then the years. Worked out
    once a network, which is frozen, and kept with it.
    """
    kept: dict[ProviderKind, tuple[Held, ...]] = network.__dict__.setdefault("_holdings", {})
    if level not in kept:
        kept[level] = _holdings(network, level)
    return kept[level]


def _holdings(network: ShareNetwork, level: ProviderKind) -> tuple[Held, ...]:
    rows: dict[tuple[str, int | None], list[Share]] = defaultdict(list)
    for share in network.shares:
        rows[share.input, share.year].append(share)
    place = {one.id: at for at, one in enumerate(network.inputs)}
    found = []
    for (input_id, year), shares in sorted(
        rows.items(), key=lambda group: (place[group[0][0]], group[0][1] or 0)
    ):
        own = [one for one in shares if network.provider_of[one.provider].kind == level]
        is_added_up = level == ProviderKind.COUNTRY and not any(
            one.share is not None for one in own
        )
        groups: dict[str, list[Share]] = defaultdict(list)
        for one in shares if is_added_up else own:
            holder = network.country_of(one.provider) if is_added_up else one.provider
            if holder is not None:
                groups[holder].append(one)
        if groups:
            held = tuple(sorted((_holding(*group) for group in groups.items()), key=_largest))
            is_sum = is_added_up and any(one not in own for one in shares)
            found.append(
                Held(input=input_id, level=level, year=year, holdings=held, is_added_up=is_sum)
            )
    return tuple(found)


def _largest(one: Holding) -> tuple[float, str]:
    return (1.0 if one.share is None else -one.share, one.provider)


def _holding(provider: str, shares: list[Share]) -> Holding:
    known = [one for one in shares if one.share is not None]
    return Holding(
        provider=provider,
        share=sum(one.share or 0.0 for one in known) if known else None,
        sources=tuple(dict.fromkeys(one.source for one in shares if one.source)),
        basis=weakest(one.basis for one in shares if one.basis is not None)
        if any(one.basis for one in shares)
        else None,
        is_assumed=any(one.is_assumed for one in shares),
    )


def latest(network: ShareNetwork, level: ProviderKind, year: int | None = None) -> dict[str, Held]:
    """Return for each input the holdings of its latest year with figures, up to `year`.

    Where no year has figures, those who are known to provide it.

    >>> from kakehashi.supply.share_network import ShareNetwork
    >>> latest(ShareNetwork(inputs=(), relations=(), providers=(), shares=()), ProviderKind.FIRM)
    {}
    """
    found: dict[str, Held] = {}
    for held in holdings(network, level):
        if year is not None and (held.year or 0) > year:
            continue
        before = found.get(held.input)
        if before is None or held.has_figures or not before.has_figures:
            found[held.input] = held
    return found
