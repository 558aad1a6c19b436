"""`kakehashi supply stress NETWORK`: what is lost day by day, and along which path."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from kakehashi.cli.page import put, put_heading, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.cli.supply.network import add_network_argument, share_network_of
from kakehashi.cli.supply.share_page import (
    FORMATS,
    Sources,
    add_scenario_options,
    percent,
    put_rows,
    put_structure,
    put_table,
    scenarios_of,
    span_words,
)
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply.shares import Hit, ShareNetwork, Stressed

MOST_HITS = 8  # inputs of which a page tells; JSON has all
SHARES = frozenset({"share", "substitution"})  # fields of assumptions that are no days


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
    from kakehashi.supply.shares import stress_shares

    told = [stress_shares(network, one) for one in scenarios_of(asked, network)]
    if asked.format == "json":
        put_json([as_plain(network, one) for one in told])
    elif asked.format in ("csv", "parquet"):
        put_rows([row for one in told for row in _daily(one, asked.lang)], asked.format)
    elif asked.format == "svg":
        _put_chart(told, asked.lang)
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


def _put_chart(told: "list[Stressed]", lang: Lang) -> None:
    from kakehashi.papers.charts import Band, ChartWords, bands_svg

    bands = [Band(one.scenario.title.into(lang), *one.band.tolist()) for one in told]
    words = ChartWords(
        title=say("shares.chart_title", lang), x=say("shares.chart_day", lang),
        y=say("shares.chart_lost", lang), description=say("shares.chart_is", lang),
    )  # fmt: skip
    sys.stdout.write(bands_svg(bands, words, lang).decode() + "\n")


def _daily(told: "Stressed", lang: Lang) -> list[dict[str, Any]]:
    """Return a row a day: the share of the day's output that is lost."""
    days = zip(*told.band.tolist(), told.middle.tolist(), strict=True)
    return [
        {
            "scenario": told.scenario.title.into(lang), "day": day, "lost_share_q05": low,
            "lost_share_q50": median, "lost_share_q95": high, "lost_share_middle": middle,
        }
        for day, (low, median, high, middle) in enumerate(days)
    ]  # fmt: skip


def put_stressed(network: "ShareNetwork", told: "Stressed", sources: Sources) -> None:
    """Print one result: how much, when, why, by which path, and on which assumptions."""
    lang, days = sources.lang, told.lost_days
    put_heading(told.scenario.title.into(lang))
    low, median, high = days.quantiles
    put(say("shares.lost", lang, days=f"{days.mean:.1f}", of=told.scenario.horizon_days,
            share=percent(told.lost_share), tail=f"{days.tail:.1f}"))  # fmt: skip
    if days.n_draws > 1:
        put(say(
            "shares.spread", lang, n=days.n_draws, error=f"{days.mean_error:.2f}",
            low=f"{low.value:.1f}", median=f"{median.value:.1f}", high=f"{high.value:.1f}",
            low_from=f"{low.low:.1f}", low_to=f"{low.high:.1f}",
            median_from=f"{median.low:.1f}", median_to=f"{median.high:.1f}",
            high_from=f"{high.low:.1f}", high_to=f"{high.high:.1f}",
        ))  # fmt: skip
    _put_days(told, lang)
    order = sorted(told.hits, key=lambda one: (one.lowest_share, -one.delayed_days))
    for hit in order[:MOST_HITS]:
        put(_hit_words(network, hit, sources), 0, 2)
    if len(order) > MOST_HITS:
        put(say("shares.more_hits", lang, n=len(order) - MOST_HITS))
    _put_path(network, told, lang)
    _put_assumed(network, told, lang)
    if len(told.years) > 1:
        put(say("shares.years", lang, years=", ".join(map(str, told.years))))
    if told.is_cut_off:
        put(say("shares.cut_off", lang))


def _put_days(told: "Stressed", lang: Lang) -> None:
    days = _days_shown(told)
    head = [say("shares.day", lang), *(str(day) for day in days)]
    rows = [
        [say(f"shares.{name}", lang), *(percent(float(band[day])) for day in days)]
        for name, band in zip(("q05", "q50", "q95"), told.band, strict=True)
    ]
    put_table(head, rows if told.lost_days.n_draws > 1 else rows[1:2])


def _days_shown(told: "Stressed") -> list[int]:
    """Return days before, during and after the loss, the first and the last among them."""
    last = told.scenario.horizon_days - 1
    losses = told.scenario.losses
    start = min(loss.from_day for loss in losses)
    end = max(loss.from_day + round(loss.for_days.middle) for loss in losses)
    during = [start + round(part * (end - 1 - start) / 4) for part in range(5)]
    after = [end + round(part * (last - end) / 3) for part in range(4)]
    return sorted({day for day in (0, *during, *after) if 0 <= day <= last})


def _hit_words(network: "ShareNetwork", hit: "Hit", sources: Sources) -> str:
    """Return why this input is, or is not, felt downstream."""
    lang = sources.lang
    is_lasting = str(hit.kind) in ("capital_good", "design")
    held = say(
        "shares.hit", lang, input=network.name_of(hit.input).into(lang),
        kind=say(f"shares.kind_{hit.kind}", lang), share=percent(hit.share),
        provider=network.name_of(hit.provider).into(lang), year=hit.year or "–",
        source=sources.mark(hit.sources, is_assumed=hit.is_assumed),
    )  # fmt: skip
    if is_lasting:
        key = "design" if str(hit.kind) == "design" else "lasting"
        key += "_unworn" if hit.life_days is None else ""
        why = say(f"shares.{key}", lang, delayed=f"{hit.delayed_days:.0f}",
                  left=percent(hit.lowest_share), life=span_words(hit.life_days, lang))  # fmt: skip
    else:
        key = "lasts" if hit.first_short_day is None else "runs_out"
        why = say(f"shares.{key}", lang, stock=span_words(hit.stock_days, lang),
                  day=hit.first_short_day, left=percent(hit.lowest_share))  # fmt: skip
    return held + why


def _put_path(network: "ShareNetwork", told: "Stressed", lang: Lang) -> None:
    if not told.path:
        put(say("shares.no_path", lang))
        return
    put(say("shares.path_worst" if told.is_path_of_worst else "shares.path", lang))
    for step in told.path:
        comma = say("list.comma", lang)
        who = comma.join(network.name_of(one).into(lang) for one in step.providers)
        put(say(f"shares.step_{step.cause}", lang, input=network.name_of(step.input).into(lang),
                day=step.day, share=percent(step.share), who=who), 2, 2)  # fmt: skip


def _put_assumed(network: "ShareNetwork", told: "Stressed", lang: Lang) -> None:
    put(say("shares.assumed", lang))
    for one in told.assumed:
        key = "assumed_one" if one.span is not None else f"assumed_no_{one.field}"
        put(say(f"shares.{key}", lang, input=network.name_of(one.input).into(lang),
                field=say(f"shares.field_{one.field}", lang),
                span=span_words(one.span, lang, is_share=one.field in SHARES)), 2, 2)  # fmt: skip
    for provider, missing in told.not_told:
        put(say("shares.assumed_not_told", lang, provider=network.name_of(provider).into(lang),
                input=network.name_of(missing).into(lang)), 2, 2)  # fmt: skip


def _put_beside(network: "ShareNetwork", told: "list[Stressed]", lang: Lang) -> None:
    put_heading(say("shares.beside", lang))
    head = [say(f"shares.{name}", lang) for name in ("lost_days", "lost_share", "scenario")]
    order = sorted(told, key=lambda one: -one.lost_days.mean)
    put_table(head, [
        (f"{one.lost_days.mean:.1f}", percent(one.lost_share), one.scenario.title.into(lang))
        for one in order
    ])  # fmt: skip
    put(_order_words(told, lang))
    kinds = {str(hit.kind): hit for one in told for hit in one.hits}
    used, lasting = kinds.get("consumable"), kinds.get("capital_good") or kinds.get("design")
    if used is not None and lasting is not None:
        put(say("shares.why", lang, used=network.name_of(used.input).into(lang),
                lasting=network.name_of(lasting.input).into(lang), share=percent(used.share),
                other=percent(lasting.share), delayed=f"{lasting.delayed_days:.0f}"))  # fmt: skip
    years = sorted({year for one in told for year in one.years})
    if len(years) > 1:
        put(say("shares.years", lang, years=", ".join(map(str, years))))


def _order_words(told: "list[Stressed]", lang: Lang) -> str:
    """Say whether the order holds in all draws, or is undecided."""
    from kakehashi.answers.shares import order_of

    undecided = [one.name for one in order_of(told) if one.is_undecided]
    key = "order_undecided" if undecided else "order_holds"
    titles = [told[int(name)].scenario.title.into(lang) for name in undecided]
    return say(f"shares.{key}", lang, names=" / ".join(titles))
