"""Who can stop what, and what to secure against it: the same at every door."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kakehashi.supply.share_reach import AT_LEAST
from kakehashi.supply.shares import (
    Cut,
    ProviderKind,
    Reach,
    ShareNetwork,
    minimum_cut,
    reach,
    reach_of_each,
)


def reaches(
    network: ShareNetwork,
    of: Sequence[str] = (),
    *,
    by: str = "country",
    at_least: float = AT_LEAST,
    year: int | None = None,
) -> list[tuple[Reach, Reach]]:
    """Return what those named stop together, or each provider alone; then with substitution.

    Parameters
    ----------
    network
        The network.
    of
        Ids of providers that stop together; each of the network alone where none is named.
    by
        Of which kind each is: "firm" or "country".
    at_least
        The share of an input, 0 to 1, from which on its loss stops the input.
    year
        The last year whose figures count.

    Raises
    ------
    InputError
        For a provider that the network does not know, or a share out of range.
    """
    if of:
        first = [reach(network, set(of), at_least=at_least, year=year)]
    else:
        first = list(reach_of_each(network, ProviderKind(by), at_least=at_least, year=year))
    return [
        (
            one,
            reach(
                network, set(one.providers), at_least=at_least, is_substituted=True, year=year
            ),
        )
        for one in first
    ]  # fmt: skip


def cuts(
    network: ShareNetwork,
    of: Sequence[str],
    to: str | None = None,
    *,
    at_least: float = AT_LEAST,
    costs: Mapping[str, float] | None = None,
    year: int | None = None,
) -> list[Cut]:
    """Return the cheapest inputs to secure against `of`, for one product or for each final one.

    Raises
    ------
    InputError
        For ids that the network does not know, a share or a cost out of range.
    """
    products = [to] if to else network.products
    return [
        minimum_cut(network, set(of), product, at_least=at_least, costs=costs or {}, year=year)
        for product in products
    ]


def cut_rows(found: Iterable[Cut]) -> list[dict[str, Any]]:
    """Return a row a product; `inputs` is empty where nothing can, or need, be secured."""
    return [
        {
            "providers": list(cut.providers),
            "product": cut.product,
            "has_cut": cut.inputs is not None,
            "inputs": list(cut.inputs or ()),
            "cost": cut.cost if cut.inputs is not None else None,
            "held": list(cut.held),
        }
        for cut in found
    ]
