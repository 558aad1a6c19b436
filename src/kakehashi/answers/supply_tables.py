"""What is lost and what mends it, as rows and charts: the same at every door."""

from collections.abc import Iterable, Sequence
from typing import Any

from kakehashi.papers.charts import Band, ChartWords, bands_svg
from kakehashi.supply.shares import Mended, Stressed
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
