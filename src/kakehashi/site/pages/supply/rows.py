"""Which rows stand behind each table of a network's page and of an input's page."""

from functools import lru_cache
from typing import Any

from django.http import Http404

from kakehashi.answers.measured import measured, stop_rows
from kakehashi.answers.shares import SHIPPED, shipped_network
from kakehashi.supply.shares import ShareNetwork

COUNTRIES = ("GB", "JP")
OF_NETWORK = ("chokepoints", "reach", "exposure_gb", "exposure_jp", "relations")
OF_PART = ("shares", "stops", "relations")


def network_called(name: str) -> ShareNetwork:
    """Return a shipped network. Raises Http404 where there is none of that name."""
    if name not in SHIPPED:
        raise Http404
    return shipped_network(name)


@lru_cache(maxsize=256)  # shipped networks and their inputs only: others raise
def rows_of(name: str, table: str, part: str | None = None) -> tuple[dict[str, Any], ...]:
    """Return the rows of a table of a network, or of one input of it. Raises Http404."""
    network = network_called(name)
    if part is not None and part not in network.input_of:
        raise Http404
    if table not in (OF_NETWORK if part is None else OF_PART):
        raise Http404
    inputs = () if part is None else (part,)
    if table == "stops":
        return tuple(stop_rows(network, str(part)))
    if table.startswith("exposure_"):
        country = table.removeprefix("exposure_").upper()
        return tuple(row for row in measured(network, "exposure") if row["country"] == country)
    show = {"chokepoints": "concentration", "shares": "holdings"}.get(table, table)
    return tuple(measured(network, show, inputs=inputs))
