"""Where a commitment stands: five levels, each in need of evidence, each decaying."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

import msgspec


class Level(StrEnum):
    """The five levels; the last is what any other becomes without evidence."""

    DONE = "done"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    STALLED = "stalled"
    NO_EVIDENCE = "no_evidence"


INDEPENDENT = "independent"
"""The view that is neither side's; the others are called by the code of their side.
They stand side by side as columns and are never averaged."""


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One report on a commitment, with the days of the evidence behind it."""

    view: str
    level: Level
    reported_on: date
    evidence_on: tuple[date, ...] = ()


class Standing(msgspec.Struct, frozen=True):
    """The level of one column on a day; `was` is the level that decayed, and since when."""

    level: Level
    was: Level | None = None
    decayed_on: date | None = None


HOLDS_DAYS = 180
"""How long evidence speaks for a level: an assumption of ours, half a Council year.
What is done stays done."""


def level_on(
    reports: Iterable[Report], view: str, on: date, *, holds_days: int = HOLDS_DAYS
) -> Standing:
    """Return where `view`'s column stands on the day `on`.

    The newest report up to `on` counts, of several on one day the last given. Without
    evidence it is "no evidence"; with evidence it holds for `holds_days` after the newest
    piece, then decays.
    """
    ours = [each for each in reports if each.view == view and each.reported_on <= on]
    if not ours:
        return Standing(Level.NO_EVIDENCE)
    newest = max(reversed(ours), key=lambda each: each.reported_on)
    seen = [day for day in newest.evidence_on if day <= on]
    if newest.level is Level.NO_EVIDENCE:
        return Standing(Level.NO_EVIDENCE)
    if not seen:
        return Standing(Level.NO_EVIDENCE, was=newest.level, decayed_on=newest.reported_on)
    if newest.level is Level.DONE:
        return Standing(Level.DONE)
    ends = max(seen) + timedelta(days=holds_days)
    if on > ends:
        return Standing(Level.NO_EVIDENCE, was=newest.level, decayed_on=ends + timedelta(days=1))
    return Standing(newest.level)
