"""`kakehashi supply reach NETWORK`: who can stop what downstream."""

from argparse import Namespace
from typing import TYPE_CHECKING

from kakehashi.cli.page import put
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.cli.supply.network import add_network_argument, is_of_flows, share_network_of
from kakehashi.cli.supply.share_page import (
    FORMATS,
    SHOWN,
    put_rows,
    put_structure,
    put_table,
)
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply.shares import Reach, ShareNetwork


def add_arguments(parser: HouseParser) -> None:
    """Add the network, who stops, from which share on, and `--format`."""
    lang = parser.lang
    add_network_argument(parser)
    parser.add_argument("--of", metavar="ID", action="append", default=[],
                        help=say("argument.share_of", lang))  # fmt: skip
    parser.add_argument("--by", choices=("country", "firm"), default="country",
                        help=say("argument.share_by", lang))  # fmt: skip
    parser.add_argument("--at-least", metavar="SHARE", type=float, default=0.5,
                        help=say("argument.share_at_least", lang))  # fmt: skip
    parser.add_argument("--year", metavar="YEAR", type=int,
                        help=say("argument.share_year", lang))  # fmt: skip
    add_format_option(parser, *FORMATS)
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print the reach of those named together, or of each alone; with and without substitution."""
    if is_of_flows(asked):
        from kakehashi.cli.supply.reach_flows import reach_flows

        return reach_flows(asked)
    network = share_network_of(asked)
    from kakehashi.answers.reached import reaches
    from kakehashi.answers.shares import reach_rows

    pairs = reaches(network, asked.of, by=asked.by, at_least=asked.at_least, year=asked.year)
    if asked.format != "table":
        put_rows(reach_rows(network, pairs), asked.format)
        return 0
    _put_each(network, pairs, asked.lang)
    if asked.of:
        _put_named(network, pairs[0], asked.lang)
    put()
    put(say("shares.reach_is", asked.lang, share=percent(asked.at_least)))
    put_structure(network, asked.lang)
    return 0


def _put_each(network: "ShareNetwork", pairs: "list[tuple[Reach, Reach]]", lang: Lang) -> None:
    head = [say(f"shares.{name}", lang) for name in
            ("held", "reached", "reached_substituted", "products", "provider")]  # fmt: skip
    comma = say("list.comma", lang)
    rows = [
        (
            str(len(without.held)), str(len(without.reached)), str(len(substituted.reached)),
            f"{len(without.products)}/{len(network.products)}",
            comma.join(network.name_of(one).into(lang) for one in without.providers),
        )
        for without, substituted in pairs[:SHOWN]
    ]  # fmt: skip
    if not rows:
        put(say("shares.reach_nobody", lang))
        return
    put_table(head, rows)
    put(say("shares.shown", lang, n=len(rows), of=len(pairs)))


def _put_named(network: "ShareNetwork", pair: "tuple[Reach, Reach]", lang: Lang) -> None:
    without, substituted = pair
    comma = say("list.comma", lang)
    listed = {
        "list_held": without.held,
        "list_reached": without.reached,
        "list_spared": [one for one in without.reached if one not in substituted.reached],
        "list_not_told": without.not_told,
    }
    for key, inputs in listed.items():
        if inputs:
            names = comma.join(network.name_of(one).into(lang) for one in inputs)
            put(say(f"shares.{key}", lang, names=names), 0, 2)
