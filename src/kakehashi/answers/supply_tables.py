"""What is lost and what mends it, as rows and charts: the same at every door."""

from collections.abc import Iterable, Sequence
from typing import Any

from kakehashi.papers.charts import Band, ChartWords, bands_svg
from kakehashi.supply.shares import Mended, ShareNetwork, Stressed
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang


def daily_rows(told: Iterable[Stressed], lang: Lang) -> list[dict[str, Any]]:
    """Return a row a scenario and day: the share of the day's output that is lost."""
    return [
        {
            "scenario": one.scenario.title.into(lang), "day": day, "lost_share_q05": low,
            "lost_share_q50": median, "lost_share_q95": high, "lost_share_middle": middle,
        }
        for one in told
        for day, (low, median, high, middle) in enumerate(
            zip(*one.band.tolist(), one.middle.tolist(), strict=True)
        )
    ]  # fmt: skip


def measure_rows(told: Iterable[Mended], lang: Lang) -> list[dict[str, Any]]:
    """Return a row a scenario and measure: what it saves alone, and whether it was chosen."""
    return [
        {
            "scenario": mended.scenario.title.into(lang), "measure": one.measure.id,
            "name_en": one.measure.name.en, "name_ja": one.measure.name.ja,
            "kind": str(one.measure.kind), "input": one.measure.input, "cost": one.measure.cost,
            "saved_days": one.saved_days, "saved_tail_days": one.saved_tail_days,
            "saved_days_per_cost": one.saved_days_per_cost,
            "undecided_with": _undecided(mended)[one.measure.id],
            "is_chosen": one.measure.id in mended.chosen.measures,
        }
        for mended in told
        for one in mended.singles
    ]  # fmt: skip


def _undecided(told: Mended) -> dict[str, list[str]]:
    return {one.name: list(one.undecided_with) for one in told.ranking}


def loss_chart(told: Sequence[Stressed], lang: Lang) -> bytes:
    """Return the loss of each scenario over its days with its bands, as SVG."""
    bands = [Band(one.scenario.title.into(lang), *one.band.tolist()) for one in told]
    words = ChartWords(
        title=say("shares.chart_title", lang), x=say("shares.chart_day", lang),
        y=say("shares.chart_lost", lang), description=say("shares.chart_is", lang),
    )  # fmt: skip
    return bands_svg(bands, words, lang)


def exposed_rows(network: ShareNetwork, told: Iterable[Stressed]) -> list[dict[str, Any]]:
    """Return a row a scenario and input that is short, the most exposed first.

    All of it with every assumed span at its middle; `lost_days` is of what users need.
    """
    return [
        {
            **_titles(one), **_named(network, "input", short.input), "kind": str(short.kind),
            "lost_days": short.lost_days, "lowest_share": short.lowest_share,
            "first_short_day": short.first_short_day,
            "is_product": short.input in one.products,
        }
        for one in told
        for short in one.reached
    ]  # fmt: skip


def product_rows(network: ShareNetwork, told: Iterable[Stressed]) -> list[dict[str, Any]]:
    """Return a row a scenario and final product: the output-days that it loses."""
    return [
        {
            **_titles(one), **_named(network, "product", product), "lost_days": days.mean,
            "lost_days_error": days.mean_error, "tail_days": days.tail,
            **{f"lost_days_q{round(100 * at.at):02}": at.value for at in days.quantiles},
            "draws": days.n_draws,
        }
        for one in told
        for product, days in zip(one.products, one.by_product, strict=True)
    ]  # fmt: skip


def _titles(told: Stressed) -> dict[str, str]:
    title = told.scenario.title
    return {"scenario_en": title.en, "scenario_ja": title.ja}


def _named(network: ShareNetwork, field: str, some_id: str) -> dict[str, str]:
    name = network.name_of(some_id)
    return {field: some_id, f"{field}_en": name.en, f"{field}_ja": name.ja}
