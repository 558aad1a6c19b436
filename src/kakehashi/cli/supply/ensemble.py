"""`kakehashi supply ensemble NETWORK`: scenarios in many draws, and what the draws say together."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kakehashi import __version__
from kakehashi.cli.folder import a_fault
from kakehashi.cli.page import put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.cli.supply.ensemble_page import put_ensemble
from kakehashi.cli.supply.kept import kept_draws
from kakehashi.cli.supply.network import (
    add_network_argument,
    flow_network_of,
    is_of_flows,
    put_warnings,
    read_tables,
    share_network_of,
)
from kakehashi.cli.supply.progress import progress_of
from kakehashi.cli.supply.rank import add_index_options, index_model
from kakehashi.cli.supply.share_page import FORMATS, put_rows
from kakehashi.terms.errors import InputError
from kakehashi.terms.phrases import say

if TYPE_CHECKING:
    from kakehashi.answers.ensemble import AnyRuns

MODELS = ("days", "index")


def add_arguments(parser: HouseParser) -> None:
    """Add the network, the scenarios, the model, the draws, `--resume` and `--format`."""
    lang = parser.lang
    add_network_argument(parser)
    parser.add_argument(
        "--scenario", metavar="FILE", type=Path, action="append", required=True,
        help=say("argument.ensemble_scenario", lang),
    )  # fmt: skip
    parser.add_argument(
        "--model", choices=MODELS, default=MODELS[0], help=say("argument.ensemble_model", lang)
    )
    for name in ("draws", "seed"):
        parser.add_argument(
            f"--{name}", metavar="N", type=int, help=say(f"argument.ensemble_{name}", lang)
        )
    parser.add_argument(
        "--resume", metavar="FILE", type=Path, help=say("argument.ensemble_resume", lang)
    )
    add_format_option(parser, *FORMATS, "svg")
    add_index_options(parser, say("argument.ensemble_of_index", lang))
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print what each scenario loses over its draws, and how the scenarios stand to each other."""
    runs, model = _flow_runs(asked) if is_of_flows(asked) else _share_runs(asked)
    from kakehashi.answers.ensemble import ensemble_as_plain, ensemble_rows
    from kakehashi.answers.ensemble_words import EnsembleWords
    from kakehashi.supply.ensemble import run_ensemble
    from kakehashi.supply.kept_draws import head_of

    head = head_of(__version__, runs.network, runs.scenarios, model)
    n = sum(plan.n_draws for plan in runs.plans)
    with (
        kept_draws(asked.resume, head, runs.plans) as kept,
        progress_of(n, asked.lang, "draws") as progress,
    ):
        try:
            told = run_ensemble(runs, kept.finished, kept.keep, progress=progress)
        except KeyboardInterrupt:
            if asked.resume is not None:
                said = say("ensemble.interrupted", asked.lang, path=asked.resume)
                print(said, file=sys.stderr)
            raise
    if asked.format == "json":
        put_json(ensemble_as_plain(runs, told))
    elif asked.format == "svg":
        sys.stdout.write(EnsembleWords(runs, told, asked.lang).chart().decode() + "\n")
    elif asked.format == "table":
        put_ensemble(EnsembleWords(runs, told, asked.lang))
    else:
        put_rows(ensemble_rows(told, asked.lang), asked.format)
    return 0


def _flow_runs(asked: Namespace) -> "tuple[AnyRuns, Any]":
    """Return the runs of a flow network, and what of the model belongs to the question."""
    from kakehashi.supply.flow_ensemble import FlowDays, FlowIndex, with_common
    from kakehashi.supply.flow_scenario import read_drawn_scenario

    network = flow_network_of(asked)
    told = [
        read_drawn_scenario(name, content, network)
        for path in asked.scenario
        for name, content in read_tables([path]).items()
    ]
    scenarios = with_common(told, asked.draws, asked.seed)
    if asked.model == "index":
        model = index_model(asked)
        runs: AnyRuns = FlowIndex(network, scenarios, model)
    else:
        model, runs = asked.model, FlowDays(network, scenarios)
    unused = {"no_essential"}  # of a daily model that every input may stop
    is_unused = asked.model == "days" and all(one.model.limiting == "all" for one in scenarios)
    warnings = (*network.warnings, *runs.warnings)
    put_warnings([one for one in warnings if not (is_unused and one.code in unused)], asked.lang)
    return runs, model


def _share_runs(asked: Namespace) -> "tuple[AnyRuns, Any]":
    """Return the runs of a share network; its warnings are told as it is read."""
    from kakehashi.supply.flow_ensemble import with_common
    from kakehashi.supply.scenario import read_scenario
    from kakehashi.supply.share_runs import ShareDays

    if asked.model != MODELS[0]:
        raise InputError(
            a_fault("no_index_of_shares", "--model", "model_of_shares", "model_of_shares_mend")
        )
    network = share_network_of(asked)
    told = [
        read_scenario(name, content, network)
        for path in asked.scenario
        for name, content in read_tables([path]).items()
    ]
    return ShareDays(network, with_common(told, asked.draws, asked.seed)), "shares"
