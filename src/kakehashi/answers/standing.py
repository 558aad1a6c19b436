"""Where everything stands on a day, looked up once for a whole record."""

from datetime import date

import msgspec

from kakehashi.accord.record import Record
from kakehashi.accord.record_promises import Commitment, Evidence, Lineage
from kakehashi.accord.record_views import reports_of, views_of
from kakehashi.accord.status import Level, Standing, level_on


class Stands(msgspec.Struct, frozen=True):
    """Levels, evidence and commitments by what they are of; `on` is the day.

    `views` are the columns: each side's, then the independent one. `evidence` is the
    newest piece by the day, for each thing that has any.
    `carried_on` are things of which the record says what became of them.
    """

    on: date
    views: tuple[str, ...]
    levels: dict[str, dict[str, Standing]]
    evidence: dict[str, Evidence]
    by_action: dict[str, list[Commitment]]
    carried_on: frozenset[str]

    def of(self, name: str) -> dict[str, Standing]:
        """Return the three columns of the thing `name`: no evidence where nobody reported."""
        found = self.levels.get(name)
        return found or dict.fromkeys(self.views, Standing(Level.NO_EVIDENCE))


def stands(record: Record, on: date) -> Stands:
    """Return where each thing of `record` stands on `on`, in one pass over the record."""
    views = views_of(record)
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
        views=views,
        levels={
            name: {view: level_on(ours, view, on) for view in views}
            for name, ours in reports_of(record).items()
        },
        evidence=newest,
        by_action=by_action,
        carried_on=frozenset(row.before for row in record.every(Lineage)),
    )
