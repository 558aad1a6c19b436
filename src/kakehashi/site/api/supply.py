"""Supply networks by the API: the same rows as `kakehashi supply measure --format json`."""

from typing import Annotated, Literal

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router

from kakehashi.answers.measured import measured, network_row
from kakehashi.answers.replayed import EVENTS, as_plain, replayed
from kakehashi.answers.shares import SHIPPED, shipped_network
from kakehashi.site.api import shapes
from kakehashi.site.api.replies import reply

router = Router(tags=["supply"])


@router.get(
    "/networks",
    summary="The shipped supply networks",
    openapi_extra=shapes.ANY,
    operation_id="supply_networks",
)
def networks(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Return each network with what it holds and on what basis."""
    return reply({"networks": [network_row(name, shipped_network(name)) for name in SHIPPED]})


@router.get(
    "/networks/{name}/measure",
    summary="Concentration, holdings, exposure, relations or reach of a network",
    openapi_extra=shapes.MEASURED,
    operation_id="measure_supply",
)
def measure(
    request: HttpRequest,  # noqa: ARG001
    name: str,
    show: Literal["concentration", "holdings", "exposure", "relations", "reach"] = "concentration",
    by: Literal["country", "firm"] = "country",
    part: Annotated[str | None, Query(alias="input")] = None,
    year: int | None = None,
    countries: Annotated[str, Query(pattern="^[^,]+,[^,]+$")] = "GB,JP",
) -> HttpResponse:
    """Return the rows, each figure with its year, basis and sources."""
    if name not in SHIPPED:
        raise Http404
    one, _, other = countries.partition(",")
    rows = measured(
        shipped_network(name),
        show,
        by=by,
        inputs=() if part is None else (part,),
        year=year,
        countries=(one, other),
    )
    return reply(rows)


@router.get(
    "/replays/{name}",
    summary="What the model said of a past event, and its miss",
    operation_id="replay_supply",
    **shapes.gives("id", "title", "compared"),
)
def replay(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """Return the event: rule, figures with sources, comparison by quarter, reasons."""
    if name not in EVENTS:
        raise Http404
    return reply(as_plain(replayed(name)))
