"""`kakehashi supply measure NETWORK`: concentration, holdings and exposure, each with its year."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from kakehashi.cli.page import put
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.cli.supply.network import add_network_argument, share_network_of
from kakehashi.cli.supply.share_page import (
    FORMATS,
    SHOWN,
    Sources,
    put_rows,
    put_structure,
    put_table,
)
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply.shares import Concentration, ShareNetwork

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
    network = share_network_of(asked)
    if asked.format == "graphml":
        from kakehashi.supply.shares import as_graphml

        sys.stdout.write(as_graphml(network).decode())
        return 0
    if asked.show == "exposure" and asked.format != "svg":
        return _exposure(asked, network)
    from kakehashi.answers.shares import concentration_rows, holding_rows
    from kakehashi.supply.shares import ProviderKind, concentrations

    found = [
        one
        for one in concentrations(network, ProviderKind(asked.by))
        if (not asked.input or one.input in asked.input)
        and (asked.year is None or one.year == asked.year)
    ]
    found.sort(key=lambda one: (one.top_share is None, -(one.top_share or 0.0)))
    to_rows = concentration_rows if asked.show == SHOWS[0] else holding_rows
    if asked.format == "svg":
        _put_chart(network, found, asked.lang)
    elif asked.format != "table":
        put_rows(to_rows(network, found), asked.format)
    elif asked.show == SHOWS[0]:
        _put_concentration(network, found, asked.lang)
    else:
        _put_holdings(to_rows(network, found), asked.lang)
    return 0


def _put_concentration(network: "ShareNetwork", found: "list[Concentration]", lang: Lang) -> None:
    sources = Sources(lang)
    head = [say(f"shares.{name}", lang) for name in
            ("year", "top_share", "hhi", "single", "source", "top_provider", "input")]  # fmt: skip
    rows = []
    for one in found[:SHOWN]:
        named = [each for each in one.held.holdings if each.share is not None]
        marks = list(dict.fromkeys(source for each in named for source in each.sources))
        top = "–" if one.top_provider is None else network.name_of(one.top_provider).into(lang)
        rows.append((
            str(one.year or "–"), percent(one.top_share), _range(one.hhi_low, one.hhi_high),
            say(f"shares.single_{one.is_single_source}", lang),
            sources.mark(marks, is_assumed=one.is_assumed) or "–",
            top + (say("shares.added_up", lang) if one.held.is_added_up and named else ""),
            network.name_of(one.input).into(lang),
        ))  # fmt: skip
    put_table(head, rows)
    put()
    put(say("shares.shown", lang, n=len(rows), of=len(found)))
    put(say("shares.measure_is", lang))
    put_structure(network, lang)
    sources.put()


def _put_chart(network: "ShareNetwork", found: "list[Concentration]", lang: Lang) -> None:
    from kakehashi.papers.charts import Bar, ChartWords, bars_svg

    bars = [
        Bar(
            network.name_of(one.input).into(lang), one.top_share,
            f"{network.name_of(one.top_provider).into(lang)} {percent(one.top_share)} "
            f"({one.year or '–'})",
        )
        for one in found[:SHOWN]
        if one.top_share is not None and one.top_provider is not None
    ]  # fmt: skip
    words = ChartWords(
        title=say("shares.chart_top", lang), x=say("shares.chart_share", lang),
        description=say("shares.chart_top_is", lang),
    )  # fmt: skip
    sys.stdout.write(bars_svg(bars, words, lang).decode() + "\n")


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "–"
    told = f"{low:.3f}", f"{high:.3f}"
    return told[0] if told[0] == told[1] else "–".join(told)


def _put_holdings(rows: list[dict[str, Any]], lang: Lang) -> None:
    sources = Sources(lang)
    head = [say(f"shares.{name}", lang) for name in
            ("year", "share", "source", "provider", "input")]  # fmt: skip
    shown = [
        (
            str(row["year"] or "–"), percent(row["share"]),
            sources.mark(row["sources"], is_assumed=row["is_assumed"]) or "–",
            row[f"provider_{lang}"]
            + (say("shares.added_up", lang) if row["is_added_up_from_firms"] else ""),
            row[f"input_{lang}"],
        )
        for row in rows[:SHOWN]
    ]  # fmt: skip
    put_table(head, shown)
    put()
    put(say("shares.shown", lang, n=len(shown), of=len(rows)))
    sources.put()


def _exposure(asked: Namespace, network: "ShareNetwork") -> int:
    from kakehashi.answers.shares import exposure_rows
    from kakehashi.supply.share_reach import check_asked
    from kakehashi.supply.shares import exposures

    one, _, other = asked.countries.partition(",")
    check_asked(network, {one, other})
    rows: list[dict[str, Any]] = []
    for country, partner in ((one, other), (other, one)):
        found = [
            told
            for told in exposures(network, country, partner, asked.year)
            if not asked.input or told.input in asked.input
        ]
        rows += exposure_rows(network, found)
    if asked.format != "table":
        put_rows(rows, asked.format)
        return 0
    sources = Sources(asked.lang)
    for country, partner in ((one, other), (other, one)):
        _put_exposure(
            [row for row in rows if row["country"] == country],
            network.name_of(country).into(asked.lang),
            network.name_of(partner).into(asked.lang), sources,
        )  # fmt: skip
    put(say("shares.exposure_is", asked.lang))
    sources.put()
    return 0


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
