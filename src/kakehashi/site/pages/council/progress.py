"""Milestones and indicators of a commitment, as a page shows them: said, believed, measured."""

from datetime import date
from typing import Any

from kakehashi.accord.record_promises import Commitment
from kakehashi.accord.record_row import Measure, Milestone
from kakehashi.answers.own_words import basis_of
from kakehashi.site.pages.council.levels import Mark
from kakehashi.site.pages.council.steps import FIGURES
from kakehashi.site.pages.council.told import Teller
from kakehashi.site.pages.templatetags.council import day_text
from kakehashi.terms.phrases import say


def milestones_told(teller: Teller, row: Commitment, on: date) -> list[dict[str, Any]]:
    """Return the milestones of `row` with what is to be believed of each on the day `on`."""
    return [
        {
            "text": teller.text(step.text),
            "due": teller.when(step.due),
            "mark": _mark(teller, step, on),
            "evidence": [teller.lead(name) for name in step.evidence],
        }
        for step in row.milestones
    ]


def _mark(teller: Teller, step: Milestone, on: date) -> Mark:
    """Return how far a milestone is; done without evidence is what somebody says, and no more."""
    lang = teller.lang
    if step.done_on is not None and step.done_on <= on:
        day = day_text(step.done_on, lang)
        if step.evidence:
            return Mark("done", "✓", say("promise.milestone_is_done", lang, day=day))
        return Mark("no_evidence", "?", say("promise.milestone_is_bare", lang, day=day))
    if step.due.last is not None and step.due.last < on:
        return Mark("stalled", "!", say("promise.milestone_is_late", lang))
    return Mark("no_evidence", "○", say("promise.milestone_is_open", lang))


def indicators_told(teller: Teller, row: Commitment) -> list[dict[str, Any]]:
    """Return the indicators of `row`, each figure with its day, how it is known and its sources."""
    return [
        {
            "name": teller.text(one.name),
            "unit": teller.text(one.unit),
            "figures": [_figure(teller, getattr(one, figure)) for figure in FIGURES],
        }
        for one in row.indicators
    ]


def _figure(teller: Teller, measure: Measure | None) -> dict[str, Any] | None:
    if measure is None:
        return None
    return {
        "value": measure.value,
        "on": day_text(measure.on, teller.lang) if measure.on else None,
        "basis": basis_of(measure),
        "sources": teller.sources(measure.sources),
    }
