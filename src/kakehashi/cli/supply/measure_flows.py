"""Measures of flow networks as tables and charts."""

import sys
from argparse import Namespace
from typing import Any

from kakehashi.cli.page import put
from kakehashi.cli.supply.network import flow_network_of, flow_networks_of, put_warnings
from kakehashi.cli.supply.share_page import SHOWN, first_of_each, put_chart, put_rows, put_table
from kakehashi.terms.errors import Fault
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

FEW = 1000  # values below it are told with decimals


def measure_flows(asked: Namespace) -> int:
    """Print what was asked for of each year that is there; years are never added up."""
    if asked.format == "graphml":
        from kakehashi.supply.flow_graph import flow_graphml

        sys.stdout.write(flow_graphml(flow_network_of(asked)).decode())
        return 0
    from kakehashi.answers.flow_rows import flow_rows, years_together

    one, _, other = asked.countries.partition(",")
    rows: list[dict[str, Any]] = []
    warnings: list[Fault] = []
    is_trade = False
    for network in flow_networks_of(asked):
        rows += flow_rows(
            network, asked.show, by=asked.by, inputs=asked.input, countries=(one, other)
        )
        # which inputs are essential changes no measure
        warnings += [told for told in network.warnings if told.code != "no_essential"]
        is_trade |= network.is_trade
    rows = years_together(rows, asked.show)
    put_warnings(warnings, asked.lang)
    if asked.format == "svg":
        _put_chart(rows, asked.show, asked.lang)
    elif asked.format != "table":
        put_rows(rows, asked.format)
    else:
        _put_page(rows, asked.show, asked.lang, is_trade=is_trade)
    return 0


def _put_page(rows: list[dict[str, Any]], show: str, lang: Lang, *, is_trade: bool) -> None:
    if show == "exposure":
        for country in dict.fromkeys(row["country"] for row in rows):
            mine = [row for row in rows if row["country"] == country]
            put(say("shares.exposure_of", lang, country=country))
            _put_exposure(mine[: SHOWN // 2], lang)
            put(say("shares.shown", lang, n=min(SHOWN // 2, len(mine)), of=len(mine)))
            put()
    else:
        (_put_concentration if show == "concentration" else _put_holdings)(rows[:SHOWN], lang)
        put()
        put(say("shares.shown", lang, n=min(SHOWN, len(rows)), of=len(rows)))
    put(say(f"flows.{show}_is", lang))
    if is_trade:
        put(say("flows.trade_is", lang))
    currencies = sorted({row["currency"] or "" for row in rows})
    unit = ", ".join(one or say("ario.own_unit", lang) for one in currencies)
    put(say("flows.unit", lang, unit=unit))


def _put_concentration(rows: list[dict[str, Any]], lang: Lang) -> None:
    if not rows:
        return
    head = ("year", "top_share", "hhi", "single", "value", "top_provider", "input")
    put_table(_head(head, lang), [
        (
            _year(row), percent(row["top_share"]), _range(row["hhi_low"], row["hhi_high"]),
            say(f"shares.single_{row['is_single_source']}", lang), money(row["value"]),
            row["top_provider"] or "–", row["input"],
        )
        for row in rows
    ])  # fmt: skip


def _put_holdings(rows: list[dict[str, Any]], lang: Lang) -> None:
    if not rows:
        return
    put_table(_head(("year", "share", "value", "provider", "input"), lang), [
        (
            _year(row), percent(row["share"]), money(row["value"]), row["provider"] or "–",
            row["input"],
        )
        for row in rows
    ])  # fmt: skip


def _put_exposure(rows: list[dict[str, Any]], lang: Lang) -> None:
    if not rows:
        return
    own, partner = rows[0]["country"], rows[0]["partner"]
    head = (
        say("shares.year", lang), own, partner, say("shares.others", lang),
        say("flows.top_other", lang), say("flows.could_cover", lang, partner=partner),
        say("flows.bought", lang), say("shares.input", lang),
    )  # fmt: skip
    put_table(head, [
        (
            _year(row), percent(row["own_share"]), percent(row["partner_share"]),
            percent(row["others_share"]),
            "–" if row["top_other"] is None
            else f"{row['top_other']} {percent(row['top_other_share'])}",
            percent(row["could_cover_share"]), money(row["value"]), row["input"],
        )
        for row in rows
    ])  # fmt: skip


def _put_chart(rows: list[dict[str, Any]], show: str, lang: Lang) -> None:
    """Draw the largest seller of each input, or the share of third countries."""
    many = len({row["year"] for row in rows}) > 1
    bars = []
    for row in first_of_each(rows, show):
        name = f"{row['input']} ({_year(row)})" if many else row["input"]
        if show == "exposure":
            bars.append((f"{row['country']}: {name}", row["others_share"], row["top_other"]))
        elif show == "holdings":
            bars.append((f"{row['provider'] or '–'}: {name}", row["share"], None))
        else:
            bars.append((name, row["top_share"], row["top_provider"]))
    notes = [
        (name, share, f"{who or ''} {percent(share)}".strip())
        for name, share, who in bars
        if share is not None
    ]
    x = "flows.chart_bought" if show == "exposure" else "flows.chart_sold"
    put_chart(notes, f"flows.chart_{show}", x, lang)


def _head(names: tuple[str, ...], lang: Lang) -> list[str]:
    return [say(f"flows.{one}" if one == "value" else f"shares.{one}", lang) for one in names]


def _year(row: dict[str, Any]) -> str:
    return str(row["year"] or "–")


def _range(low: float, high: float) -> str:
    told = f"{low:.3f}", f"{high:.3f}"
    return told[0] if told[0] == told[1] else "–".join(told)


def money(value: float) -> str:
    """Return a value in groups of three; small ones to four digits.

    >>> money(1234567.8), money(0.25)
    ('1,234,568', '0.25')
    """
    return f"{value:,.0f}" if value >= FEW else f"{value:.4g}"
