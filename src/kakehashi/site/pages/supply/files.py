"""Each table as CSV and JSON, and the charts as SVG, drawn here and without a script."""

import json
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kakehashi.answers.measured import rows_csv
from kakehashi.site.pages.supply.graph import graph
from kakehashi.site.pages.supply.rows import network_called, rows_of
from kakehashi.site.pages.supply.tables import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.steady import steady_json
from kakehashi.terms.text import Lang

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}


@require_safe
def of_network(request: HttpRequest, lang: Lang, network: str, file: str) -> HttpResponse:  # noqa: ARG001
    """Return a table or chart of a network."""
    return _sent(lang, network, None, file)


@require_safe
def of_part(
    request: HttpRequest,  # noqa: ARG001
    lang: Lang,
    network: str,
    part: str,
    file: str,
) -> HttpResponse:
    """Return a table or chart of one input."""
    return _sent(lang, network, part, file)


def _sent(lang: Lang, network: str, part: str | None, file: str) -> HttpResponse:
    table, _, form = file.partition(".")
    if form not in TYPES:
        raise Http404
    if file == "graph.svg":
        return _response(_graph(network, part, lang), form)
    rows = rows_of(network, table, part)
    if form == "svg":
        content = chart(network, part, lang) if has_chart(network, table, part) else None
        if content is None:
            raise Http404
    elif form == "csv":
        content = rows_csv(rows)
    else:
        content = steady_json(json.dumps(rows, ensure_ascii=False, indent=1)).encode()
    response = _response(content, form)
    if form != "svg":
        name = "-".join(one for one in (network, part, table) if one)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _response(content: bytes, form: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[form])
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _graph(network: str, part: str | None, lang: Lang) -> bytes:
    if part is not None and part not in network_called(network).input_of:
        raise Http404
    return graph(network, part, lang)


def has_chart(network: str, table: str, part: str | None) -> bool:
    """Return whether a table has a chart: it has figures that can be drawn."""
    field = {"chokepoints": "top_share", "shares": "share"}.get(table)
    return field is not None and any(
        row[field] is not None for row in rows_of(network, table, part)
    )


@lru_cache(maxsize=256)  # drawing takes a second: once for each network, input and language
def chart(network: str, part: str | None, lang: Lang) -> bytes:
    """Return the chart of a network's chokepoints, or of the shares of one input, as SVG."""
    from kakehashi.papers.charts import Bar, ChartWords, bars_svg

    if part is None:
        bars = [
            Bar(
                row[f"input_{lang}"],
                row["top_share"],
                _note(row[f"top_provider_{lang}"], row["top_share"], row["year"]),
            )
            for row in rows_of(network, "chokepoints")
            if row["top_share"] is not None
        ]
        title = say("shares.chart_top", lang)
        told = say("shares.chart_top_is", lang)
    else:
        bars = [
            Bar(
                f"{row[f'provider_{lang}']} {row['year'] or '–'}",
                row["share"],
                percent(row["share"]),
            )
            for row in rows_of(network, "shares", part)
            if row["share"] is not None
        ]
        name = network_called(network).name_of(part).into(lang)
        title = say("supply_page.chart_input", lang, name=name)
        told = say("supply_page.chart_input_is", lang, name=name)
    words = ChartWords(title=title, x=say("shares.chart_share", lang), description=told)
    return bars_svg(bars, words, lang)


def _note(provider: str, share: float, year: int | None) -> str:
    return f"{provider} {percent(share)} ({year or '–'})"
