"""The path along which a loss travelled on a network of flows: rows and sentences."""

from typing import Any

import msgspec

from kakehashi.supply.ario_path import DayPath, DayStep, Reason
from kakehashi.supply.flow_path import Cause, Path, Step
from kakehashi.terms.number import percent
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang


def path_as_plain(path: Path | DayPath) -> dict[str, Any]:
    """Return a path as plain values."""
    plain: dict[str, Any] = msgspec.to_builtins(path)
    return plain


def path_rows(path: Path | DayPath) -> list[dict[str, Any]]:
    """Return a row a step, numbered from who lost most back to who was hit."""
    return [{"step": at, **one} for at, one in enumerate(path_as_plain(path)["steps"], 1)]


def path_words(path: Path | DayPath, lang: Lang) -> list[str]:
    """Return a title, what was lost, each step, and how steps are to be read."""
    return _day_path(path, lang) if isinstance(path, DayPath) else _index_path(path, lang)


def _index_path(path: Path, lang: Lang) -> list[str]:
    title = say("path.index_title", lang, scenario=path.scenario)
    if not path.steps:
        return [title, say("path.nobody", lang)]
    said = [
        title,
        say(f"path.most_{path.side}", lang, firm=path.firm, share=percent(path.lost_share)),
        *(_index_step(one, lang) for one in path.steps),
        say("path.index_is", lang),
    ]
    if path.is_cut:
        said.append(say("path.is_cut", lang, n=path.n_sweeps))
    return said


def _index_step(step: Step, lang: Lang) -> str:
    is_of_all = step.cause is Cause.INPUT and step.sector is None
    key = "inputs" if is_of_all else str(step.cause)
    return say(
        f"path.index_{key}", lang, firm=step.firm, sweep=step.sweep,
        lost=percent(step.lost_share), sector=step.sector or "", other=step.other or "",
        other_lost=percent(step.other_lost_share), part=percent(step.part),
        without=percent(step.without),
    )  # fmt: skip


def _day_path(path: DayPath, lang: Lang) -> list[str]:
    title = say("path.day_title", lang, sector=path.sector, day=path.day)
    if not path.steps:
        return [title, say("path.nothing_lost", lang, sector=path.sector)]
    return [
        title,
        say("path.day_lost", lang, day=path.day, share=percent(path.lost_share)),
        *(_day_step(one, lang) for one in path.steps),
        say("path.day_is", lang),
    ]


def _day_step(step: DayStep, lang: Lang) -> str:
    is_turned = step.reason is Reason.HIT and step.ordered_share is not None
    key = "turned_hit" if is_turned else str(step.reason)
    return say(
        f"path.day_{key}", lang, day=step.day, firm=step.firm, made=percent(step.output_share),
        input=step.input or "", stock=_days(step.stock_days), needed=_days(step.needed_days),
        without=percent(step.without), other=step.other or "",
        delivered=percent(step.delivered_share), ordered=percent(step.ordered_share),
        lost=percent(step.lost_capacity_share),
    )  # fmt: skip


def _days(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
