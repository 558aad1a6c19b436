"""What a network loses day by day, as plain values that each door shows alike."""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import asdict

from kakehashi.supply.ario_model import Simulated
from kakehashi.supply.ario_tables import losses_of
from kakehashi.supply.flow_draw import FlowScenario
from kakehashi.supply.flow_network import FlowNetwork
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

# numbers of how the model is computed; JSON has them
FINE_PRINT = frozenset({
    "is_capacity_followed", "smallest_need_share", "still_share", "still_value",
})  # fmt: skip


def as_plain(network: FlowNetwork, scenario: FlowScenario, told: Simulated) -> dict[str, Any]:
    """Return the whole answer; money a day or over all days, in the network's currency."""
    usual = float(told.usual_output.sum())
    lost = told.lost_by_day
    unmet = told.unmet_by_sector.sum(axis=1)
    return {
        "title": {"en": scenario.title.en, "ja": scenario.title.ja},
        "days": told.n_days,
        "currency": network.currency,
        "year": network.year,
        "is_made_up": network.is_made_up,
        "usual_output_per_day": usual,
        "lost_output": float(lost.sum()),
        "lost_output_days": float(lost.sum()) / usual if usual else None,
        "unmet_final_demand": float(unmet.sum()),
        "lost_output_by_day": lost.tolist(),
        "unmet_final_demand_by_day": unmet.tolist(),
        "stock_by_day": told.stock_by_input.sum(axis=1).tolist(),
        "by_sector": [asdict(one) for one in losses_of(network, told, "sector")],
        "by_country": [asdict(one) for one in losses_of(network, told, "country")],
        "firms_short_of_an_input": int((told.first_short_day >= 0).sum()),
        "first_day_short": _first_day(told),
        "imbalance_share": told.imbalance_share,
        "numbers": [
            {"name": one.name, "value": one.value, "is_assumed": one.is_default}
            for one in told.assumed
        ],
        "warnings": [
            {"code": one.code, "where": one.where, "en": one.what.en, "ja": one.what.ja}
            for one in (*network.warnings, *told.warnings)
        ],
    }


def _first_day(told: Simulated) -> int | None:
    short = told.first_short_day[told.first_short_day >= 0]
    return int(short.min()) if len(short) else None


def numbers_words(numbers: Iterable[dict[str, Any]], lang: Lang) -> list[str]:
    """Return each number of the model in words, and whether nobody stated it."""
    return [
        say(
            f"ario.{'assumed' if one['is_assumed'] else 'stated'}", lang,
            name=say(f"ario.number_{one['name']}", lang), value=one["value"],
        )
        for one in numbers
        if one["name"] not in FINE_PRINT
    ]  # fmt: skip
