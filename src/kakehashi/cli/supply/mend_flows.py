"""`kakehashi supply mend` on a network of flows: what each measure saves, and a set."""

from argparse import Namespace
from typing import TYPE_CHECKING

from kakehashi.cli.folder import a_fault
from kakehashi.cli.page import put, put_heading, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.supply.network import flow_network_of, put_warnings, read_tables
from kakehashi.cli.supply.progress import progress_of
from kakehashi.cli.supply.rank import MODES, STOP, add_index_options, index_model
from kakehashi.cli.supply.share_page import OF_LOSE, put_rows, put_table
from kakehashi.terms.errors import InputError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply.mend_flows import Aim, MendedFlows

MODELS, LOWERED = ("days", "index"), ("output", "demand")


def add_flow_options(parser: HouseParser) -> None:
    """Add which model of flows is asked, and which of its losses is to be lowered."""
    lang = parser.lang
    parser.add_argument(
        "--model", choices=MODELS, default=MODELS[0], help=say("argument.ensemble_model", lang)
    )
    parser.add_argument(
        "--lower", choices=LOWERED, default=LOWERED[0], help=say("argument.mend_lower", lang)
    )
    add_index_options(parser, say("argument.ensemble_of_index", lang))


def check_no_flow_options(asked: Namespace) -> None:
    """Raise InputError where a network of shares is asked for what only flows have."""
    given = (
        ("--model", asked.model, MODELS[0]), ("--lower", asked.lower, LOWERED[0]),
        ("--mode", asked.mode, MODES[0]), ("--stop", asked.stop, STOP),
        ("--replaceability", asked.replaceability, "on"), ("--open", asked.is_open, False),
    )  # fmt: skip
    faults = [
        a_fault("not_of_shares", option, "leave_out", "leave_out_mend", option=option)
        for option, value, usual in given
        if value != usual
    ]
    if faults:
        raise InputError(faults)


def run_flows(asked: Namespace) -> int:
    """Print for each scenario what the measures save."""
    _check_scenarios(asked)
    network = flow_network_of(asked)
    from kakehashi.answers.flow_mended import flow_measure_rows, mended_as_plain
    from kakehashi.supply.flow_mending import read_flow_measures
    from kakehashi.supply.flow_scenario import read_drawn_scenario
    from kakehashi.supply.mend_flows import mend_flows

    ((name, content),) = read_tables([asked.measures]).items()
    measures = read_flow_measures(name, content, network)
    scenarios = [
        read_drawn_scenario(name, content, network)
        for path in asked.scenario
        for name, content in read_tables([path]).items()
    ]
    aim = _aim(asked)
    with progress_of(None, asked.lang, "sets") as progress:
        told = [
            mend_flows(network, one, measures, asked.budget, aim, progress) for one in scenarios
        ]
    is_unused = asked.model == "days" and all(one.model.limiting == "all" for one in scenarios)
    warnings = [*network.warnings, *(warning for one in told for warning in one.warnings)]
    unused = {"no_essential"} if is_unused else set()
    put_warnings([one for one in warnings if one.code not in unused], asked.lang)
    if asked.format == "json":
        put_json([mended_as_plain(network, one, asked.lang) for one in told])
    elif asked.format in ("csv", "parquet"):
        put_rows(flow_measure_rows(network, told, asked.lang), asked.format)
    else:
        for one in told:
            _put_mended(one, asked.lang)
        put()
        put(say("mend.is_mend", asked.lang))
        if network.is_made_up:
            put(say("mend.made_up", asked.lang))
    return 0


def _check_scenarios(asked: Namespace) -> None:
    """Raise InputError where a loss is stated as on a network of shares, or none is."""
    usual: dict[str, object] = {"--lose": [], "--assume": [], **OF_LOSE}
    wanted = ("flow_scenario_file", "flow_scenario_mend")
    faults = [a_fault("lose_of_flows", option, *wanted, option=option) for option in usual
              if getattr(asked, option[2:].replace("-", "_")) != usual[option]]  # fmt: skip
    if not faults and not asked.scenario:
        faults = [a_fault("no_scenario", "--scenario", *wanted)]
    if faults:
        raise InputError(faults)


def _aim(asked: Namespace) -> "Aim":
    from kakehashi.supply.choose import By
    from kakehashi.supply.mend_flows import Aim, Lowered

    lowered = asked.model if asked.model == "index" else asked.lower
    return Aim(lowered=Lowered(lowered), by=By(asked.loss), index=index_model(asked))


def _put_mended(told: "MendedFlows", lang: Lang) -> None:
    from kakehashi.answers import flow_mended as words

    put_heading(told.scenario.title.into(lang))
    put(words.flow_unmended_words(told, lang))
    put_table(*words.flow_singles_told(told, lang))
    for line in words.flow_notes(told, lang):
        put("- " + line, 0, 2)
    put()
    chosen, *rest = words.flow_chosen_words(told, lang)
    put(chosen, 0, 2)
    for line in rest:
        put(line)
