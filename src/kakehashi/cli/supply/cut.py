"""`kakehashi supply cut NETWORK`: the fewest inputs to secure against the loss of providers."""

from argparse import Namespace

from kakehashi.cli.folder import a_fault
from kakehashi.cli.page import put
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.cli.supply.network import add_network_argument, is_of_flows, share_network_of
from kakehashi.cli.supply.share_page import (
    FORMATS,
    put_rows,
    put_structure,
)
from kakehashi.terms.errors import UsageError
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say


def add_arguments(parser: HouseParser) -> None:
    """Add the network, the providers, the product, the costs, and `--format`."""
    lang = parser.lang
    add_network_argument(parser)
    parser.add_argument("--of", metavar="ID", action="append", required=True,
                        help=say("argument.share_of", lang))  # fmt: skip
    parser.add_argument("--to", metavar="ID", help=say("argument.share_to", lang))
    parser.add_argument("--at-least", metavar="SHARE", type=float, default=0.5,
                        help=say("argument.share_at_least", lang))  # fmt: skip
    parser.add_argument("--cost", metavar="INPUT=N", action="append", default=[],
                        help=say("argument.share_cost", lang))  # fmt: skip
    parser.add_argument("--year", metavar="YEAR", type=int,
                        help=say("argument.share_year", lang))  # fmt: skip
    add_format_option(parser, *FORMATS)
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print the cut for the product, or for each final product."""
    costs = dict(_cost(word) for word in asked.cost)
    if is_of_flows(asked):
        from kakehashi.cli.supply.reach_flows import cut_flows

        return cut_flows(asked, costs)
    network = share_network_of(asked)
    from kakehashi.answers.reached import cut_rows, cuts

    found = cuts(
        network, asked.of, asked.to, at_least=asked.at_least,
        costs=costs, year=asked.year,
    )  # fmt: skip
    if asked.format != "table":
        put_rows(cut_rows(found), asked.format)
        return 0
    comma = say("list.comma", asked.lang)
    for cut in found:
        product = network.name_of(cut.product).into(asked.lang)
        who = comma.join(network.name_of(one).into(asked.lang) for one in cut.providers)
        key = "cut_none" if cut.inputs is None else "cut_is" if cut.inputs else "cut_empty"
        put(say(f"shares.{key}", asked.lang, who=who, product=product, cost=f"{cut.cost:g}",
                n=len(cut.inputs or ())))  # fmt: skip
        for one in cut.inputs or ():
            put(f"- {network.name_of(one).into(asked.lang)} ({one})", 2, 2)
    put()
    put(say("shares.cut_means", asked.lang, share=percent(asked.at_least)))
    put_structure(network, asked.lang)
    return 0


def _cost(word: str) -> tuple[str, float]:
    one, _, number = word.partition("=")
    try:
        return one, float(number)
    except ValueError:
        raise UsageError(a_fault("bad_cost", "--cost", "a_cost", "cost_mend", word=word)) from None
