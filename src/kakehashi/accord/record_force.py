"""Whether an instrument is in force on a day: yes, no, or not established, and why."""

from datetime import date
from enum import StrEnum
from typing import Literal

import msgspec

from kakehashi.accord.record_texts import Instrument, InstrumentDate, Nature
from kakehashi.terms.basis import Basis, weakest
from kakehashi.terms.text import Text

Answer = Literal["yes", "no", "not_established"]


class Ground(StrEnum):
    """Why the answer is what it is."""

    NO_FORCE = "no_force"
    NOT_YET = "not_yet"
    BEGUN = "begun"
    ENDED = "ended"
    DIFFER = "differ"
    ONLY_EXPECTED = "only_expected"
    NO_DAY = "no_day"


GROUNDS: dict[Ground, Text] = {
    Ground.NO_FORCE: Text(
        en="A statement has no force to begin or end; see its date.",
        ja="声明には効力の発生や終了がありません。日付をご覧ください。",
    ),
    Ground.NOT_YET: Text(
        en="The day lies before the first that any source gives.",
        ja="どの出典が示す日よりも前です。",
    ),
    Ground.BEGUN: Text(
        en="A source says that it began by this day, and none found says that it ended.",
        ja="この日までに始まったとする出典があり、終了したとする出典は見つかっていません。",
    ),
    Ground.ENDED: Text(en="A source says that it ended.", ja="終了したとする出典があります。"),
    Ground.DIFFER: Text(
        en="Sources give different days, and this day lies between them.",
        ja="出典により日付が異なり、この日はその間にあります。",
    ),
    Ground.ONLY_EXPECTED: Text(
        en="The sources read say only that it was expected or depended on a condition.",
        ja="読んだ出典は、見込みまたは条件付きとしか述べていません。",
    ),
    Ground.NO_DAY: Text(
        en="No text found says from which day it is in force.",
        ja="いつから効力を持つかを示す文書は見つかっていません。",
    ),
}

_BORN = frozenset({"announced", "agreed", "signed", "adopted", "made", "published"})


class InForce(msgspec.Struct, frozen=True):
    """The answer, its ground, the dates it rests on and the weakest basis among them.

    `is_beyond_checked` says that the day lies after the one on which the
    record was last checked: the text may have changed since.
    """

    answer: Answer
    ground: Ground
    dates: tuple[InstrumentDate, ...] = ()
    is_beyond_checked: bool = False

    @property
    def basis(self) -> Basis:
        """The weakest basis among the dates; memory where there are none."""
        return weakest(day.basis for day in self.dates) if self.dates else Basis.MEMORY


def in_force_on(
    instrument: Instrument,
    on: date,
    *,
    jurisdiction: str | None = None,
    checked_on: date | None = None,
) -> InForce:
    """Return whether `instrument` is in force, or in effect, on the day `on`.

    Parameters
    ----------
    instrument
        With all its dates; two sources that give two days give two of them.
    on
        A day in the calendar of the jurisdiction.
    jurisdiction
        Id of a side: only its own dates and those of all count. None: all dates.
    checked_on
        The day on which the record was checked.

    Notes
    -----
    Before the first day that any source gives: no. From the last on, provided
    that one of them is stated and not only expected: yes. Between: not
    established. Without any such day: no before it was signed or made, then not
    established. Adequacy and memoranda "in effect" count like laws in force.
    """
    days = tuple(
        day
        for day in instrument.dates
        if jurisdiction is None or day.jurisdiction in (None, jurisdiction)
    )
    if instrument.nature is Nature.STATEMENT:
        return InForce("no", Ground.NO_FORCE, days)
    ended = _ended(days, on)
    if ended is not None:
        return ended
    begins = tuple(d for d in days if d.what in ("in_force", "seen_in_force") and d.when.on)
    if not begins:
        return _by_birth(days, on)
    first, last = _bounds(begins)
    if first is None:
        first = min((d.when.on for d in days if d.what in _BORN and d.when.on), default=last)
    if on < first:
        return InForce("no", Ground.NOT_YET, begins)
    if on < last:
        is_one = len([d for d in begins if d.what == "in_force"]) <= 1
        return InForce("not_established", Ground.NO_DAY if is_one else Ground.DIFFER, begins)
    if all(day.certainty != "stated" for day in begins):
        return InForce("not_established", Ground.ONLY_EXPECTED, begins)
    is_beyond = checked_on is not None and on > checked_on
    return InForce("yes", Ground.BEGUN, begins, is_beyond_checked=is_beyond)


def _bounds(begins: tuple[InstrumentDate, ...]) -> tuple[date | None, date]:
    """Return the first day on which it can have begun, None if unknown, and the last."""
    told = [d.when for d in begins if d.what == "in_force"]
    seen = [d.when.on for d in begins if d.what == "seen_in_force" and d.when.on]
    first = min((when.on for when in told if when.on), default=None)
    latest = [max(when.last for when in told if when.last)] if told else []
    return first, min([*latest, *seen])


def _ended(days: tuple[InstrumentDate, ...], on: date) -> InForce | None:
    ends = tuple(day for day in days if day.what == "ends" and day.when.on)
    if not ends or on < min(day.when.on for day in ends if day.when.on):
        return None
    if on < max(day.when.last for day in ends if day.when.last):
        return InForce("not_established", Ground.DIFFER, ends)
    if all(day.certainty != "stated" for day in ends):
        return InForce("not_established", Ground.ONLY_EXPECTED, ends)
    return InForce("no", Ground.ENDED, ends)


def _by_birth(days: tuple[InstrumentDate, ...], on: date) -> InForce:
    born = tuple(day for day in days if day.what in _BORN and day.when.on)
    if born and on < min(day.when.on for day in born if day.when.on):
        return InForce("no", Ground.NOT_YET, born)
    return InForce("not_established", Ground.NO_DAY, born)
