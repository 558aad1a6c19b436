"""`kakehashi supply measure NETWORK`: concentration, holdings and exposure, each with its year."""

import sys
from argparse import Namespace
from typing import Any

from kakehashi.cli.page import put
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.cli.supply.network import add_network_argument, is_of_flows, share_network_of
from kakehashi.cli.supply.share_page import (
    FORMATS,
    SHOWN,
    Sources,
    first_of_each,
    put_chart,
    put_rows,
    put_structure,
    put_table,
)
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

SHOWS = ("concentration", "holdings", "exposure")


def add_arguments(parser: HouseParser) -> None:
    """Add the network, what to show, by whom, of which inputs and years, and `--format`."""
    lang = parser.lang
    add_network_argument(parser)
    parser.add_argument("--show", choices=SHOWS, default=SHOWS[0],
                        help=say("argument.share_show", lang))  # fmt: skip
    parser.add_argument("--by", choices=("country", "firm"), default="country",
                        help=say("argument.share_by", lang))  # fmt: skip
    parser.add_argument("--input", metavar="ID", action="append", default=[],
                        help=say("argument.share_input", lang))  # fmt: skip
    parser.add_argument("--year", metavar="YEAR", type=int,
                        help=say("argument.share_year", lang))  # fmt: skip
    parser.add_argument("--countries", metavar="A,B", default="GB,JP",
                        help=say("argument.share_countries", lang))  # fmt: skip
    add_format_option(parser, *FORMATS, "graphml", "svg")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print what was asked for; figures of different years stand beside each other."""
    if is_of_flows(asked):
        from kakehashi.cli.supply.measure_flows import measure_flows

        return measure_flows(asked)
    network = share_network_of(asked)
    if asked.format == "graphml":
        from kakehashi.supply.shares import as_graphml

        sys.stdout.write(as_graphml(network).decode())
        return 0
    from kakehashi.answers.measured import measured

    one, _, other = asked.countries.partition(",")
    rows = measured(
        network, asked.show, by=asked.by, inputs=asked.input, year=asked.year,
        countries=(one, other),
    )  # fmt: skip
    if asked.format == "svg":
        _put_chart(rows, asked.show, asked.lang)
    elif asked.format != "table":
        put_rows(rows, asked.format)
    else:
        sources = Sources(asked.lang)
        if asked.show == "exposure":
            _put_exposures(rows, (one, other), sources)
        elif asked.show == "holdings":
            _put_holdings(rows, sources)
        else:
            _put_concentration(rows, sources)
            put_structure(network, asked.lang)
        sources.put()
    return 0


def _put_concentration(rows: list[dict[str, Any]], sources: Sources) -> None:
    lang = sources.lang
    head = [say(f"shares.{name}", lang) for name in
            ("year", "top_share", "hhi", "single", "source", "top_provider", "input")]  # fmt: skip
    shown = [
        (
            str(row["year"] or "–"), percent(row["top_share"]),
            _range(row["hhi_low"], row["hhi_high"]),
            say(f"shares.single_{row['is_single_source']}", lang),
            sources.mark(row["sources"] if row["top_provider"] else [],
                         is_assumed=row["is_assumed"]) or "–",
            (row[f"top_provider_{lang}"] or "–") + _added_up(row, "top_provider", lang),
            row[f"input_{lang}"],
        )
        for row in rows[:SHOWN]
    ]  # fmt: skip
    put_table(head, shown)
    put()
    put(say("shares.shown", lang, n=len(shown), of=len(rows)))
    put(say("shares.measure_is", lang))


def _added_up(row: dict[str, Any], column: str, lang: Lang) -> str:
    return say("shares.added_up", lang) if row["is_added_up_from_firms"] and row[column] else ""


def _put_chart(rows: list[dict[str, Any]], show: str, lang: Lang) -> None:
    """Draw the largest provider of each input, each provider, or what third countries hold."""
    key, share, before, after = {
        "holdings": ("holdings", "share", "provider", None),
        "exposure": ("exposure", "others_share", "country", "top_other"),
    }.get(show, ("top", "top_share", None, "top_provider"))
    bars = []
    for row in first_of_each(rows, show):
        if row[share] is None:
            continue
        name = row[f"input_{lang}"]
        if before is not None:
            name = f"{row[f'{before}_{lang}']}: {name}"
        who = "" if after is None else row[f"{after}_{lang}"] or ""
        note = f"{who} {percent(row[share])} ({row['year'] or '–'})".strip()
        bars.append((name, row[share], note))
    put_chart(bars, f"shares.chart_{key}", "shares.chart_share", lang)


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "–"
    told = f"{low:.3f}", f"{high:.3f}"
    return told[0] if told[0] == told[1] else "–".join(told)


def _put_holdings(rows: list[dict[str, Any]], sources: Sources) -> None:
    lang = sources.lang
    head = [say(f"shares.{name}", lang) for name in
            ("year", "share", "source", "provider", "input")]  # fmt: skip
    shown = [
        (
            str(row["year"] or "–"), percent(row["share"]),
            sources.mark(row["sources"], is_assumed=row["is_assumed"]) or "–",
            row[f"provider_{lang}"] + _added_up(row, "provider", lang),
            row[f"input_{lang}"],
        )
        for row in rows[:SHOWN]
    ]  # fmt: skip
    put_table(head, shown)
    put()
    put(say("shares.shown", lang, n=len(shown), of=len(rows)))


def _put_exposures(
    rows: list[dict[str, Any]], countries: tuple[str, str], sources: Sources
) -> None:
    names = {row["country"]: row[f"country_{sources.lang}"] for row in rows}
    for country, partner in (countries, countries[::-1]):
        mine = [row for row in rows if row["country"] == country]
        _put_exposure(mine, names.get(country, country), names.get(partner, partner), sources)
    put(say("shares.exposure_is", sources.lang))


def _put_exposure(rows: list[dict[str, Any]], name: str, partner: str, sources: Sources) -> None:
    lang = sources.lang
    put(say("shares.exposure_of", lang, country=name))
    head = [
        say("shares.year", lang), name, partner, say("shares.others", lang),
        say("shares.not_told", lang),
        say("shares.could_supply", lang, partner=partner), say("shares.source", lang),
        say("shares.input", lang),
    ]  # fmt: skip
    shown = [
        (
            str(row["year"] or "–"), percent(row["own_share"]), percent(row["partner_share"]),
            percent(row["others_share"]), percent(row["not_told_share"]),
            say(f"shares.could_{row['partner_could_supply']}", lang),
            sources.mark(row["sources"], is_assumed=row["is_assumed"]) or "–",
            row[f"input_{lang}"],
        )
        for row in rows[: SHOWN // 2]
    ]  # fmt: skip
    put_table(head, shown)
    put(say("shares.shown", lang, n=len(shown), of=len(rows)))
    put()
