"""`kakehashi supply stress NETWORK`: what is lost day by day, and along which path."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from kakehashi.cli.page import put, put_heading, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.cli.supply.network import add_network_argument, share_network_of
from kakehashi.cli.supply.progress import progress_of
from kakehashi.cli.supply.share_page import (
    FORMATS,
    Sources,
    add_scenario_options,
    put_rows,
    put_structure,
    put_table,
    scenarios_of,
)
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply.shares import ShareNetwork, Stressed

MOST_HITS = 8  # inputs of which a page tells; JSON has all


def add_arguments(parser: HouseParser) -> None:
    """Add the network, the scenarios and `--format`."""
    add_network_argument(parser)
    add_scenario_options(parser)
    add_format_option(parser, *FORMATS, "svg")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print what each scenario loses, and how they stand to each other."""
    network = share_network_of(asked)
    from kakehashi.answers.shares import as_plain
    from kakehashi.answers.supply_tables import daily_rows, loss_chart
    from kakehashi.supply.shares import stress_shares

    scenarios = scenarios_of(asked, network)
    with progress_of(sum(one.n_draws for one in scenarios), asked.lang, "draws") as progress:
        told = [stress_shares(network, one, progress=progress) for one in scenarios]
    if asked.format == "json":
        put_json([as_plain(network, one) for one in told])
    elif asked.format in ("csv", "parquet"):
        put_rows(daily_rows(told, asked.lang), asked.format)
    elif asked.format == "svg":
        sys.stdout.write(loss_chart(told, asked.lang).decode() + "\n")
    else:
        sources = Sources(asked.lang)
        for one in told:
            put_stressed(network, one, sources)
        if len(told) > 1:
            _put_beside(network, told, asked.lang)
        put()
        put(say("shares.stress_is", asked.lang))
        put_structure(network, asked.lang)
        sources.put()
    return 0


def put_stressed(network: "ShareNetwork", told: "Stressed", sources: Sources) -> None:
    """Print one result: how much, when, why, by which path, and on which assumptions."""
    from kakehashi.answers import supply_words as words

    lang = sources.lang
    put_heading(told.scenario.title.into(lang))
    for line in words.lost_words(told, lang):
        put(line)
    put_table(*words.days_told(told, lang))
    order = words.hits_in_order(told)
    for hit in order[:MOST_HITS]:
        mark = sources.mark(hit.sources, is_assumed=hit.is_assumed)
        put(words.hit_words(network, hit, lang, mark), 0, 2)
    if len(order) > MOST_HITS:
        put(say("shares.more_hits", lang, n=len(order) - MOST_HITS))
    first, *steps = words.path_words(network, told, lang)
    put(first)
    for line in steps:
        put(line, 2, 2)
    put(say("shares.assumed", lang))
    for line in words.assumed_words(network, told, lang):
        put("- " + line, 2, 2)
    _put_years(told.years, lang)
    if told.is_cut_off:
        put(say("shares.cut_off", lang))


def _put_years(years: "tuple[int, ...]", lang: Lang) -> None:
    from kakehashi.answers.supply_words import years_words

    said = years_words(years, lang)
    if said is not None:
        put(said)


def _put_beside(network: "ShareNetwork", told: "list[Stressed]", lang: Lang) -> None:
    from kakehashi.answers import supply_words as words

    put_heading(say("shares.beside", lang))
    head = [say(f"shares.{name}", lang) for name in ("lost_days", "lost_share", "scenario")]
    put_table(head, [
        (f"{one.lost_days.mean:.1f}", percent(one.lost_share), one.scenario.title.into(lang))
        for one in words.in_order(told)
    ])  # fmt: skip
    put(words.order_words(told, lang))
    why = words.why_words(network, told, lang)
    if why is not None:
        put(why)
    _put_years(tuple(year for one in told for year in one.years), lang)
