"""`kakehashi supply simulate NETWORK`: what a network of yearly flows loses day by day."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kakehashi.cli.page import put, put_heading, put_json
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
from kakehashi.cli.supply.share_page import FORMATS, put_rows, put_table
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply import FlowNetwork
    from kakehashi.supply.flow_draw import FlowScenario

SHOWN_DAYS, SHOWN_GROUPS = 12, 10  # rows of a table; the other formats have all


def add_arguments(parser: HouseParser) -> None:
    """Add the network, the scenario, `--days` and `--format`."""
    lang = parser.lang
    add_network_argument(parser)
    parser.add_argument(
        "--scenario", metavar="FILE", type=Path, required=True,
        help=say("argument.ario_scenario", lang),
    )  # fmt: skip
    parser.add_argument("--days", metavar="N", type=int, help=say("argument.ario_days", lang))
    parser.add_argument(
        "--explain", metavar="SECTOR", nargs="?", const="",
        help=say("argument.simulate_explain", lang),
    )  # fmt: skip
    add_format_option(parser, *FORMATS, "svg")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print the losses by day, sector and country, and the numbers that they rest on."""
    from kakehashi.answers.simulated import as_plain
    from kakehashi.supply.ario import simulate
    from kakehashi.supply.ario_tables import daily_table
    from kakehashi.supply.flow_scenario import read_flow_scenario

    if asked.explain is not None:
        check_format(asked.format)
    network = flow_network_of(asked)
    ((name, content),) = read_tables([asked.scenario]).items()
    scenario = read_flow_scenario(name, content, network)
    n_days = scenario.horizon_days if asked.days is None else asked.days
    with progress_of(n_days, asked.lang, "days") as progress:
        told = simulate(network, scenario.hits, n_days, scenario.model, progress=progress)
    is_unused = {"no_essential"} if scenario.model.limiting == "all" else set()
    warnings = [one for one in (*network.warnings, *told.warnings) if one.code not in is_unused]
    put_warnings(warnings, asked.lang)
    if asked.explain is not None:
        _explain(asked, network, scenario, n_days)
    elif asked.format == "json":
        put_json(as_plain(network, scenario, told))
    elif asked.format in ("csv", "parquet"):
        put_rows(daily_table(network, told).to_dicts(), asked.format)
    elif asked.format == "svg":
        _put_chart(as_plain(network, scenario, told), asked.lang)
    else:
        usual_stock = float(told.usual_stock.sum())
        _put_page(as_plain(network, scenario, told), usual_stock, asked.lang)
    return 0


def _explain(
    asked: Namespace, network: "FlowNetwork", scenario: "FlowScenario", n_days: int
) -> None:
    """Print why a sector lost output on its worst day."""
    from kakehashi.supply.ario_path import daily_path

    path = daily_path(network, scenario.hits, n_days, scenario.model, asked.explain or None)
    put_path(path, asked.format, asked.lang)
    if asked.format == "table" and network.is_made_up:
        put(say("ario.made_up", asked.lang))


def _put_chart(told: dict[str, Any], lang: Lang) -> None:
    from kakehashi.papers.charts import Band, ChartWords, bands_svg

    usual = told["usual_output_per_day"] or 1.0
    lost = [value / usual for value in told["lost_output_by_day"]]
    words = ChartWords(
        title=say("shares.chart_title", lang), x=say("shares.chart_day", lang),
        y=say("ario.of_output", lang), description=say("ario.chart_is", lang),
    )  # fmt: skip
    svg = bands_svg([Band(told["title"][lang], lost, lost, lost)], words, lang)
    sys.stdout.write(svg.decode() + "\n")


def _put_page(told: dict[str, Any], usual_stock: float, lang: Lang) -> None:
    from kakehashi.answers.simulated import numbers_words

    put_heading(told["title"][lang])
    whole = told["lost_output_days"]
    put(say(
        "ario.lost", lang, days=told["days"], lost=_money(told["lost_output"]),
        whole="–" if whole is None else f"{whole:.2f}", unmet=_money(told["unmet_final_demand"]),
    ))  # fmt: skip
    unit = told["currency"] or say("ario.own_unit", lang)
    put(say("ario.unit", lang, unit=unit, year=told["year"] or say("ario.no_year", lang)))
    n_short = told["firms_short_of_an_input"]
    key = "short" if n_short else "none_short"
    put(say(f"ario.{key}", lang, n=n_short, day=told["first_day_short"]))
    if told["is_made_up"]:
        put(say("ario.made_up", lang))
    put()
    _put_days(told, usual_stock, lang)
    for group in ("sector", "country"):
        _put_group(told[f"by_{group}"], group, lang)
    put()
    put(say("ario.numbers", lang))
    for line in numbers_words(told["numbers"], lang):
        put(line, 2, 2)
    put(say("ario.is_model", lang))


def _put_days(told: dict[str, Any], usual_stock: float, lang: Lang) -> None:
    """Print about a dozen days, evenly spread; the worst one among them."""
    lost, n_days = told["lost_output_by_day"], told["days"]
    step = max(1, -(-n_days // SHOWN_DAYS))
    days = {*range(0, n_days, step), n_days - 1, max(range(n_days), key=lost.__getitem__)}
    usual = told["usual_output_per_day"]
    head = [
        say(f"ario.{name}", lang)
        for name in ("day", "lost_output", "of_output", "unmet_final", "stock")
    ]
    put_table(head, [
        (
            str(day), _money(lost[day]), percent(lost[day] / usual if usual else None),
            _money(told["unmet_final_demand_by_day"][day]),
            percent(told["stock_by_day"][day] / usual_stock if usual_stock else None),
        )
        for day in sorted(days)
    ])  # fmt: skip


def _put_group(rows: list[dict[str, Any]], group: str, lang: Lang) -> None:
    put()
    head = [
        say(f"ario.{name}", lang) for name in ("lost_output", "of_output", "unmet_final", group)
    ]
    put_table(head, [
        (
            _money(row["lost_output"]), percent(row["lost_share"]),
            _money(row["unmet_final_demand"]), row["name"] or "–",
        )
        for row in rows[:SHOWN_GROUPS]
    ])  # fmt: skip


def _money(value: float) -> str:
    """Return a value to four digits, in groups of three; what is only rounding as 0."""
    if abs(value) < 1e-9:  # noqa: PLR2004  no currency is counted that finely
        return "0"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"  # noqa: PLR2004  four digits
