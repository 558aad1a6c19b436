"""One network: where it is held by few, who reaches how far; and one input of it."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kakehashi.answers.measured import network_row
from kakehashi.answers.supply_words import span_words
from kakehashi.site.pages.render import render
from kakehashi.site.pages.supply.files import has_chart
from kakehashi.site.pages.supply.graph import shown_graph
from kakehashi.site.pages.supply.rows import COUNTRIES, network_called, rows_of
from kakehashi.site.pages.supply.tables import Cell, Page
from kakehashi.supply.read_shares import DAYS
from kakehashi.supply.shares import ShareNetwork
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang


@require_safe
def network(request: HttpRequest, lang: Lang, network: str) -> HttpResponse:
    """Return one network's page."""
    name, shown = network, network_called(network)
    page = Page(lang, name)
    names = {one.id: one.name.into(lang) for one in shown.inputs}
    reaches = [{**row, "names": names} for row in rows_of(name, "reach")]
    tables = [
        page.table("chokepoints", rows_of(name, "chokepoints")),
        page.table("reach", reaches),
        *_exposures(page, shown),
        page.table("relations", rows_of(name, "relations")),
    ]
    row = network_row(name, shown)
    return render(
        request,
        lang,
        "supply/network.html",
        title=say(f"supply_page.network_{name}", lang),
        row=row,
        products=[one[f"product_{lang}"] for one in row["products"]],
        bases=[say(f"basis.{one}", lang) for one in row["structure_basis"]],
        tables=tables,
        could=[_could(page, shown, country) for country in COUNTRIES],
        graph=shown_graph(name, lang),
        chart=page.file("chokepoints.svg") if has_chart(name, "chokepoints", None) else None,
        chart_words=say("shares.chart_top_is", lang),
        sources=page.sources(),
    )


@require_safe
def part(request: HttpRequest, lang: Lang, network: str, part: str) -> HttpResponse:
    """Return one input's page: its shares by year, and what stops with it."""
    shown = network_called(network)
    if part not in shown.input_of:
        raise Http404
    page = Page(lang, network, part)
    name = shown.name_of(part).into(lang)
    return render(
        request,
        lang,
        "supply/input.html",
        title=name,
        network=network,
        network_title=say(f"supply_page.network_{network}", lang),
        kind=say(f"supply_page.kind_{shown.input_of[part].kind}", lang),
        kind_words=say(f"supply_page.kind_{shown.input_of[part].kind}_is", lang),
        spans=_spans(shown, part, lang),
        tables=[
            page.table(table, rows_of(network, table, part), name=name)
            for table in ("shares", "stops", "relations")
        ],
        holders=_holders(network, part, lang),
        question=_question(network, part, lang),
        graph=shown_graph(network, lang, part),
        chart=page.file("shares.svg") if has_chart(network, "shares", part) else None,
        chart_words=say("supply_page.chart_input_is", lang, name=name),
        sources=page.sources(),
    )


def _spans(network: ShareNetwork, part: str, lang: Lang) -> list[tuple[str, str]]:
    """Return the stock, life and lead time that are known of an input, each with its source."""
    known = [(field, getattr(network.input_of[part], field)) for field in DAYS]
    return [
        (say(f"shares.field_{field}", lang), span_words(span, lang))
        for field, span in known
        if span is not None
    ]


def _question(network: str, part: str, lang: Lang) -> tuple[str, str] | None:
    """Return where it is asked what is lost without an input's largest provider, and the words.

    None where no figure tells who that is.
    """
    asked = reverse("pages:supply_ask", args=(lang, network))
    for row in rows_of(network, "chokepoints"):
        if row["input"] == part and row["top_provider"]:
            told = urlencode({"provider": row["top_provider"], "input": part})
            names = {"provider": row[f"top_provider_{lang}"], "name": row[f"input_{lang}"]}
            return f"{asked}?{told}", say("supply_ask.link_part", lang, **names)
    return None


def _exposures(page: Page, network: ShareNetwork) -> list[Any]:
    told = []
    for country in COUNTRIES:
        names = _pair(page, network, country)
        name = f"exposure_{country.lower()}"
        told.append(page.table(name, rows_of(page.network, name), **names))
    return told


def _pair(page: Page, network: ShareNetwork, country: str) -> dict[str, str]:
    partner = COUNTRIES[1 - COUNTRIES.index(country)]
    return {
        "country": network.name_of(country).into(page.lang),
        "partner": network.name_of(partner).into(page.lang),
        "the_country": say(f"supply_page.{country.lower()}", page.lang),
        "the_partner": say(f"supply_page.{partner.lower()}", page.lang),
    }


def _could(page: Page, network: ShareNetwork, country: str) -> dict[str, Any]:
    """Return what the partner of a country provides and could supply to it."""
    found: list[Cell] = [
        page.input(row)
        for row in rows_of(page.network, f"exposure_{country.lower()}")
        if row["partner_could_supply"]
    ]
    words = say("supply_page.could", page.lang, **_pair(page, network, country))
    return {"title": words, "inputs": found}


def _holders(network: str, part: str, lang: Lang) -> list[str]:
    """Return in sentences who can stop an input, and who provides it without a figure."""
    comma = say("supply_page.comma", lang)
    told = []
    for field in ("held", "not_told"):
        names = [
            name
            for row in rows_of(network, "reach")
            if part in row[field]
            for name in row[f"providers_{lang}"]
        ]
        key = f"supply_page.by_{field}" if names else f"supply_page.by_{field}_none"
        if names or field == "held":
            told.append(say(key, lang, names=comma.join(names)))
    return told
