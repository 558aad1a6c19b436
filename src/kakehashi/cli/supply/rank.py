"""`kakehashi supply rank NETWORK`: what all firms lose when one, or some, stop."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli.folder import a_fault
from kakehashi.cli.page import in_columns, put
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.cli.supply.network import (
    add_network_argument,
    flow_network_of,
    put_warnings,
    read_tables,
)
from kakehashi.cli.supply.path_page import check_format, put_path
from kakehashi.cli.supply.progress import progress_of
from kakehashi.cli.supply.share_page import FORMATS, put_rows
from kakehashi.terms.errors import InputError
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply import FlowNetwork, Losses, Model, Shocks

PROVEN = "certified"
MODES = ("paper", PROVEN)
STOP = 1e-2
SHOWN = 20  # rows of the table; JSON has all


def add_arguments(parser: HouseParser) -> None:
    """Add the network, how the cascade runs, the scenarios and `--format`."""
    add_network_argument(parser)
    add_index_options(parser)
    parser.add_argument(
        "--shocks", metavar="FILE", type=Path, help=say("argument.supply_shocks", parser.lang)
    )
    parser.add_argument(
        "--explain", metavar="SCENARIO", help=say("argument.rank_explain", parser.lang)
    )
    add_format_option(parser, *FORMATS, "svg")
    parser.set_defaults(run=run)


def add_index_options(parser: HouseParser, title: str | None = None) -> None:
    """Add how the cascade of the index runs, under a title of its own where one is given."""
    options = parser if title is None else parser.add_argument_group(title)
    options.add_argument(
        "--mode",
        choices=MODES,
        default=MODES[0],
        help=say("argument.supply_mode", parser.lang, proven=PROVEN),
    )
    options.add_argument(
        "--stop", metavar="SHARE", type=float, default=STOP,
        help=say("argument.supply_stop", parser.lang),
    )  # fmt: skip
    options.add_argument(
        "--replaceability", choices=("on", "off"), default="on",
        help=say("argument.supply_replaceability", parser.lang),
    )  # fmt: skip
    options.add_argument(
        "--open", dest="is_open", action="store_true", help=say("argument.supply_open", parser.lang)
    )


def index_model(asked: Namespace) -> "Model":
    """Return how the cascade runs, as the options say."""
    from kakehashi.supply import Mode, Model

    return Model(
        mode=Mode(asked.mode),
        stop=asked.stop,
        is_replaceable=asked.replaceability == "on",
        is_open=asked.is_open,
    )


def run(asked: Namespace) -> int:
    """Print the losses, largest first as table or chart, else in the order of the scenarios."""
    from kakehashi.answers.ranked import loss_rows
    from kakehashi.supply import rank, read_shocks

    network = flow_network_of(asked)
    shocks = None
    if asked.shocks is not None:
        ((name, content),) = read_tables([asked.shocks]).items()
        shocks = read_shocks(name, content, network)
    if asked.explain is not None:
        _explain(asked, network, shocks)
        return 0
    n = network.n_firms if shocks is None else len(shocks.scenarios)
    with progress_of(n, asked.lang) as progress:
        losses = rank(network, shocks, index_model(asked), progress=progress)
    put_warnings((*network.warnings, *losses.warnings), asked.lang)
    if asked.format == "table":
        _put_table(losses, asked.lang)
    elif asked.format == "svg":
        _put_chart(losses, asked.lang)
    else:
        put_rows(list(loss_rows(losses)), asked.format)
    return 0


def _explain(asked: Namespace, network: "FlowNetwork", shocks: "Shocks | None") -> None:
    """Print along which path the loss of one scenario travelled."""
    check_format(asked.format)
    from kakehashi.supply import each_firm_alone
    from kakehashi.supply.flow_path import index_path

    shocks = each_firm_alone(network) if shocks is None else shocks
    if asked.explain not in shocks.scenarios:
        word = asked.explain
        wanted = ("a_scenario_name", "scenario_name_mend")
        raise InputError(a_fault("unknown_scenario", "--explain", *wanted, word=word))
    path = index_path(network, shocks, shocks.scenarios.index(asked.explain), index_model(asked))
    put_warnings(network.warnings, asked.lang)
    put_path(path, asked.format, asked.lang)
    if asked.format == "table" and network.is_made_up:
        put(say("ario.made_up", asked.lang))


def _put_table(losses: "Losses", lang: Lang) -> None:
    order = (-losses.index).argsort(kind="stable")[:SHOWN].tolist()
    columns = {"scenario": [losses.scenarios[at] for at in order]}
    for name in ("index", "index_down", "index_up"):
        columns[name] = [f"{getattr(losses, name)[at]:.6f}" for at in order]
    if losses.is_certified is None:
        columns["iterations"] = [str(losses.iterations[at]) for at in order]
    else:
        for name in ("low", "high"):
            columns[name] = [f"{getattr(losses, name)[at]:.7f}" for at in order]
        said = {True: say("supply.yes", lang), False: say("supply.no", lang, proven=PROVEN)}
        columns["certified"] = [said[bool(losses.is_certified[at])] for at in order]
    head = tuple(say(f"supply.{name}", lang, proven=PROVEN) for name in columns)
    for line in in_columns([head, *zip(*columns.values(), strict=True)]):
        put(line)
    put()
    put(say("supply.shown", lang, n=len(order), of=len(losses.scenarios)))
    put(say("supply.shares", lang))
    said_of = "supply.paper_is" if losses.is_certified is None else "supply.certified_is"
    put(say(said_of, lang, proven=PROVEN))


def _put_chart(losses: "Losses", lang: Lang) -> None:
    from kakehashi.papers.charts import Bar, ChartWords, bars_svg

    order = (-losses.index).argsort(kind="stable")[:SHOWN].tolist()
    bars = [
        Bar(losses.scenarios[at], float(losses.index[at]), percent(float(losses.index[at])))
        for at in order
    ]
    is_proven = losses.is_certified is not None
    words = ChartWords(
        title=say("supply.chart", lang), x=say("supply.chart_share", lang),
        description=say(f"supply.chart_{'certified' if is_proven else 'paper'}", lang),
    )  # fmt: skip
    most = max((bar.share for bar in bars), default=1.0) or 1.0
    sys.stdout.write(bars_svg(bars, words, lang, most=most).decode() + "\n")
