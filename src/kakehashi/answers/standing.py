"""Where everything stands on a day, looked up once for a whole record."""

from datetime import date

import msgspec

from kakehashi.accord.record import Record
from kakehashi.accord.record_promises import Commitment, Evidence, Lineage, StatusReport
from kakehashi.accord.status import Level, Report, Standing, View, level_on

_NOTHING = dict.fromkeys(View, Standing(Level.NO_EVIDENCE))


class Stands(msgspec.Struct, frozen=True):
    """Levels, evidence and commitments by what they are of; `on` is the day.

    `evidence` is the newest piece by the day, for each thing that has any.
    `carried_on` are things of which the record says what became of them.
    """

    on: date
    levels: dict[str, dict[View, Standing]]
    evidence: dict[str, Evidence]
    by_action: dict[str, list[Commitment]]
    carried_on: frozenset[str]

    def of(self, name: str) -> dict[View, Standing]:
        """Return the three columns of the thing `name`: no evidence where nobody reported."""
        return self.levels.get(name, _NOTHING)


def stands(record: Record, on: date) -> Stands:
    """Return where each thing of `record` stands on `on`, in one pass: `standings` for all."""
    days = {row.id: row.when.on for row in record.every(Evidence)}
    reports: dict[str, list[Report]] = {}
    for row in record.every(StatusReport):
        seen = tuple(day for each in row.evidence if (day := days.get(each)))
        reports.setdefault(row.of, []).append(
            Report(view=row.view, level=row.level, reported_on=row.reported_on, evidence_on=seen)
        )
    newest: dict[str, Evidence] = {}
    for piece in sorted(record.every(Evidence), key=lambda one: one.when.on or date.min):
        if piece.when.on is not None and piece.when.on <= on:
            newest |= dict.fromkeys(piece.of, piece)
    by_action: dict[str, list[Commitment]] = {}
    for commitment in record.every(Commitment):
        for name in commitment.actions:
            by_action.setdefault(name, []).append(commitment)
    return Stands(
        on=on,
        levels={
            name: {view: level_on(ours, view, on) for view in View}
            for name, ours in reports.items()
        },
        evidence=newest,
        by_action=by_action,
        carried_on=frozenset(row.before for row in record.every(Lineage)),
    )
