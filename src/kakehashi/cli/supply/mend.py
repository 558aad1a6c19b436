"""`kakehashi supply mend NETWORK MEASURES`: what each measure saves, and a set under a budget."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kakehashi.cli.page import put, put_heading, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.cli.supply.network import add_network_argument, read_tables, share_network_of
from kakehashi.cli.supply.share_page import (
    FORMATS,
    add_scenario_options,
    percent,
    put_rows,
    put_structure,
    put_table,
    scenarios_of,
)
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply.shares import Mended

NOTHING = 0.005  # output-days that a table shows as 0.00


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
    add_format_option(parser, *FORMATS)
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print for each scenario what the measures save."""
    network = share_network_of(asked)
    from kakehashi.answers.shares import as_plain
    from kakehashi.supply.shares import By, mend_shares, read_measures

    ((name, content),) = read_tables([asked.measures]).items()
    measures = read_measures(name, content, network)
    told = [
        mend_shares(network, one, measures, asked.budget, By(asked.loss))
        for one in scenarios_of(asked, network)
    ]
    if asked.format == "json":
        put_json([as_plain(network, one) for one in told])
    elif asked.format in ("csv", "parquet"):
        put_rows([row for one in told for row in _rows(one, asked.lang)], asked.format)
    else:
        for one in told:
            _put_mended(one, asked.lang)
        put()
        put(say("shares.mend_is", asked.lang))
        put(say("shares.stress_is", asked.lang))
        put_structure(network, asked.lang)
    return 0


def _rows(told: "Mended", lang: Lang) -> list[dict[str, Any]]:
    undecided = {one.name: list(one.undecided_with) for one in told.ranking}
    return [
        {
            "scenario": told.scenario.title.into(lang), "measure": one.measure.id,
            "name_en": one.measure.name.en, "name_ja": one.measure.name.ja,
            "kind": str(one.measure.kind), "input": one.measure.input, "cost": one.measure.cost,
            "saved_days": one.saved_days, "saved_tail_days": one.saved_tail_days,
            "saved_days_per_cost": one.saved_days_per_cost,
            "undecided_with": undecided[one.measure.id],
            "is_chosen": one.measure.id in told.chosen.measures,
        }
        for one in told.singles
    ]  # fmt: skip


def _put_mended(told: "Mended", lang: Lang) -> None:
    put_heading(told.scenario.title.into(lang))
    put(say("shares.mend_lost", lang, days=f"{told.expected_days:.1f}",
            tail=f"{told.tail_days:.1f}", n=told.n_draws))  # fmt: skip
    undecided = {one.name for one in told.ranking if one.is_undecided}
    head = [say(f"shares.{name}", lang) for name in
            ("place", "saves", "saves_tail", "cost", "per_cost", "measure")]  # fmt: skip
    rows = []
    for place, one in enumerate(told.singles, 1):
        name = one.measure.name.into(lang)
        is_nothing = max(one.saved_days, one.saved_tail_days) < NOTHING
        told_place = "–" if is_nothing else str(place)
        rows.append((
            say("shares.undecided", lang) if one.measure.id in undecided else told_place,
            f"{one.saved_days:.2f}", f"{one.saved_tail_days:.2f}", f"{one.measure.cost:g}",
            f"{one.saved_days_per_cost:.2f}",
            name if one.is_affordable else say("shares.too_dear", lang, name=name),
        ))  # fmt: skip
    put_table(head, rows)
    put()
    chosen = told.chosen
    named = {one.id: one.name.into(lang) for one in told.measures.measures}
    names = say("list.comma", lang).join(named[one] for one in chosen.measures)
    put(say(f"shares.chosen_{chosen.by}", lang, cost=f"{chosen.cost:g}",
            budget=f"{told.budget:g}", unit=told.measures.cost_unit.into(lang),
            names=names or say("shares.chosen_none", lang)), 0, 2)  # fmt: skip
    put(say("shares.chosen_saves", lang, saved=f"{chosen.saved_days:.2f}"))
    put(say("shares.is_best" if chosen.is_best else "shares.is_bound", lang,
            share=percent(chosen.bound_share), most=f"{chosen.most_days:.2f}"))  # fmt: skip
