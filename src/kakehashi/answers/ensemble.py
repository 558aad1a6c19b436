"""What an ensemble says, as plain values and rows that each door shows alike."""

from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec.structs import asdict

from kakehashi.supply.ensemble import Ensemble, Group, PartKind, ScenarioLoss
from kakehashi.supply.flow_draw import DrawnScenario
from kakehashi.supply.flow_ensemble import FlowDays, FlowIndex
from kakehashi.supply.share_ensemble import Summary
from kakehashi.supply.share_network import Span
from kakehashi.supply.share_runs import ShareDays
from kakehashi.terms.text import Lang

AnyRuns = FlowDays | FlowIndex | ShareDays
GROUPS = (PartKind.SECTOR, PartKind.COUNTRY, PartKind.PRODUCT)


def ensemble_as_plain(runs: AnyRuns, told: Ensemble) -> dict[str, Any]:
    """Return the whole answer, every draw included.

    `unit` says what a loss counts: `output_days`, days of the usual output of all firms or
    of the products' normal output, or `share_of_output`, that of all firms.
    """
    kind = kind_of(runs)
    plain: dict[str, Any] = {
        "model": kind,
        "unit": "share_of_output" if kind == "index" else "output_days",
        "seed": runs.scenarios[0].seed,
    }
    if not isinstance(runs, ShareDays):
        network = runs.network
        plain |= {
            "currency": network.currency, "year": network.year, "is_made_up": network.is_made_up,
        }  # fmt: skip
    if isinstance(runs, FlowDays):
        plain["usual_output_per_day"] = runs.usual_output
    return plain | {
        "scenarios": [_scenario(runs, at, one) for at, one in enumerate(told.scenarios)],
        "ranking": [
            {
                "scenario": int(one.name), "mean": one.mean,
                "is_undecided": one.is_undecided,
                "undecided_with": [int(name) for name in one.undecided_with],
                "next_loses_more_share": upset,
            }
            for one, upset in zip(told.ranking, told.upset_shares, strict=True)
        ],
        "warnings": [
            {"code": one.code, "where": one.where, "en": one.what.en, "ja": one.what.ja}
            for one in told.warnings
        ],
    }  # fmt: skip


def kind_of(runs: AnyRuns) -> str:
    """Return which model runs: `days` or `index` of a flow network, or `shares`."""
    return {FlowDays: "days", FlowIndex: "index", ShareDays: "shares"}[type(runs)]


def numbers_of(runs: AnyRuns, at: int) -> list[dict[str, Any]]:
    """Return the numbers of the daily model that are not drawn; none of another model."""
    if not isinstance(runs, FlowDays):
        return []
    return [
        {"name": one.name, "value": one.value, "is_assumed": one.is_default}
        for one in runs.assumed[at]
    ]


def _scenario(runs: AnyRuns, at: int, told: ScenarioLoss) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "title": {"en": told.title.en, "ja": told.title.ja},
        "n_draws": told.n_draws,
        "lost": _plain(told.lost),
        **{str(one.kind): _plain(one.lost) for one in told.others},
        "by_day": [_plain(one) for one in told.by_day],
        **{f"by_{kind}": named for kind in GROUPS if (named := _named(told.groups, kind))},
        "draws": told.draws.tolist(),
        "drawn": drawn_of(runs, at),
    }
    if isinstance(runs, FlowDays):
        plain["numbers"] = numbers_of(runs, at)
    if isinstance(runs, ShareDays):
        plain["assumed"] = msgspec.to_builtins(runs.grounds[at].assumed)
        plain["not_told"] = [list(pair) for pair in runs.grounds[at].not_told]
    return plain


def _named(groups: tuple[Group, ...], kind: PartKind) -> list[dict[str, Any]]:
    return [{"name": one.name, **_plain(one.lost)} for one in groups if one.kind is kind]


def _plain(told: Summary) -> dict[str, Any]:
    return {**asdict(told), "quantiles": [asdict(one) for one in told.quantiles]}


def drawn_of(runs: AnyRuns, at: int) -> list[dict[str, Any]]:
    """Return what differs between the draws of a scenario: number, whose, and its span.

    Where firms are drawn, `low` is how many, and `high` of how many.
    """
    if isinstance(runs, ShareDays):
        return [_row(name, field, span) for name, field, span in runs.drawn[at]]
    scenario = runs.scenarios[at]
    rows = list(_of_losses(scenario, is_index=isinstance(runs, FlowIndex)))
    if isinstance(runs, FlowDays):
        rows += [_row(one.market or "", one.field, one.span) for one in scenario.numbers]
    return rows


def _of_losses(scenario: DrawnScenario, *, is_index: bool) -> Iterator[dict[str, Any]]:
    for loss in scenario.losses:
        if loss.has_drawn_firms:
            yield _row(loss.name, "n_firms", Span(loss.n_firms or 0, len(loss.firm)))
        spans = {"share": loss.share}
        if not is_index:
            spans |= {
                "from_day": loss.from_day, "for_days": loss.for_days,
                "returns_over_days": loss.over_days,
            }  # fmt: skip
        for field, span in spans.items():
            if span.high > span.low:
                yield _row(loss.name, field, span)


def _row(name: str, field: str, span: Span) -> dict[str, Any]:
    return {
        "name": name, "field": field, "low": span.low, "high": span.high, "source": span.source,
    }  # fmt: skip


def ensemble_rows(told: Ensemble, lang: Lang) -> list[dict[str, Any]]:
    """Return a row for each number of each scenario: the total first, then days and groups.

    `kind` is a `PartKind`; `name` a day, sector, country or product; the bounds of a
    quantile are those of its sampling error.
    """
    return [row for one in told.scenarios for row in _rows(one, one.title.into(lang))]


def _rows(told: ScenarioLoss, title: str) -> Iterator[dict[str, Any]]:
    groups = (Group(kind=PartKind.TOTAL, name="", lost=told.lost), *told.others)
    days = (
        Group(kind=PartKind.DAY, name=str(day), lost=lost) for day, lost in enumerate(told.by_day)
    )
    for one in (*groups, *days, *told.groups):
        row: dict[str, Any] = {
            "scenario": title, "kind": str(one.kind), "name": one.name,
            "n_draws": one.lost.n_draws, "mean": one.lost.mean,
            "mean_error": one.lost.mean_error, "tail": one.lost.tail,
        }  # fmt: skip
        for quantile in one.lost.quantiles:
            name = f"q{round(100 * quantile.at):02d}"
            row |= {
                name: quantile.value, f"{name}_low": quantile.low, f"{name}_high": quantile.high,
            }  # fmt: skip
        yield row
