"""`kakehashi supply mend NETWORK MEASURES`: what each measure saves, and a set under a budget."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli.page import put, put_heading, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.cli.supply.mend_flows import (
    add_flow_options,
    check_no_flow_options,
    run_flows,
)
from kakehashi.cli.supply.network import (
    add_network_argument,
    is_of_flows,
    read_tables,
    share_network_of,
)
from kakehashi.cli.supply.progress import progress_of
from kakehashi.cli.supply.share_page import (
    FORMATS,
    add_scenario_options,
    put_rows,
    put_structure,
    put_table,
    scenarios_of,
)
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply.shares import Mended


def add_arguments(parser: HouseParser) -> None:
    """Add the network, the measures, the budget, the scenarios and `--format`."""
    lang = parser.lang
    add_network_argument(parser)
    parser.add_argument("measures", metavar="MEASURES", type=Path,
                        help=say("argument.share_measures", lang))  # fmt: skip
    parser.add_argument("--budget", metavar="N", type=float, required=True,
                        help=say("argument.share_budget", lang))  # fmt: skip
    parser.add_argument("--loss", choices=("expected", "tail"), default="expected",
                        help=say("argument.share_loss", lang))  # fmt: skip
    add_scenario_options(parser)
    add_flow_options(parser)
    add_format_option(parser, *FORMATS)
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print for each scenario what the measures save."""
    if is_of_flows(asked):
        return run_flows(asked)
    check_no_flow_options(asked)
    network = share_network_of(asked)
    from kakehashi.answers.shares import as_plain
    from kakehashi.answers.supply_tables import measure_rows
    from kakehashi.supply.shares import By, mend_shares, read_measures

    ((name, content),) = read_tables([asked.measures]).items()
    measures = read_measures(name, content, network)
    scenarios = scenarios_of(asked, network)
    with progress_of(None, asked.lang, "sets") as progress:
        told = [
            mend_shares(network, one, measures, asked.budget, By(asked.loss), progress=progress)
            for one in scenarios
        ]
    if asked.format == "json":
        put_json([as_plain(network, one) for one in told])
    elif asked.format in ("csv", "parquet"):
        put_rows(measure_rows(told, asked.lang), asked.format)
    else:
        for one in told:
            _put_mended(one, asked.lang)
        put()
        put(say("shares.mend_is", asked.lang))
        put(say("shares.stress_is", asked.lang))
        put_structure(network, asked.lang)
    return 0


def _put_mended(told: "Mended", lang: Lang) -> None:
    from kakehashi.answers import supply_words as words

    put_heading(told.scenario.title.into(lang))
    put(words.unmended_words(told, lang))
    put_table(*words.singles_told(told, lang))
    put()
    chosen, *rest = words.chosen_words(told, lang)
    put(chosen, 0, 2)
    for line in rest:
        put(line)
