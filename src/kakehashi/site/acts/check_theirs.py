"""What a row may not claim of the other side, and whether the words in a bundle can stand here.

A bundle's acts were allowed at the other installation, if that is what wrote them. Here
nobody asks permission again, so that its words are read as a stranger's.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from kakehashi.accord.act import Act
from kakehashi.accord.may import Visibility
from kakehashi.accord.record import AnyRow
from kakehashi.accord.record_checks import Known, Placed, check_parts, check_source
from kakehashi.accord.record_council import Minutes
from kakehashi.accord.record_parties import Organisation
from kakehashi.accord.record_parts import parts
from kakehashi.accord.record_texts import Clause
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.site.acts.refusal import a_refusal
from kakehashi.site.records.as_values import words_of
from kakehashi.site.records.models import Row
from kakehashi.terms.basis import Source
from kakehashi.terms.errors import Fault
from kakehashi.terms.plain import Plain

MOST_AHEAD = timedelta(days=1)  # of an act's time: clocks differ by less
_OWN_ALONE = (Visibility.ORGANISATION.value, Visibility.SIDE.value)  # no other side's to name
_AT_ONCE = 500


def check_claims(row: AnyRow, side: str) -> Iterator[Fault]:
    """Yield a fault for all that `row`, written by `side` alone, says in the other's name.

    That a side has agreed is told by its key and by nothing that anybody writes.
    """
    if isinstance(row, Minutes) and (row.agreed_by or row.state in {"agreed", "final"}):
        yield a_refusal("claims_agreement", "agreed_by" if row.agreed_by else "state")
    if isinstance(row, Clause) and row.agreed:
        yield a_refusal("claims_agreement", "agreed")
    if isinstance(row, Organisation) and row.side is not None:
        sides = Row.objects.filter(ref=row.side, kind="side")
        if sides.exclude(body__code=side).exists():
            yield a_refusal("claims_organisation", "side", ref=row.side)


class Theirs:
    """The words of acts from another installation, held against the rows that stand here."""

    def __init__(self, acts: Iterable[Act], now: datetime) -> None:
        self.acts, self.now = tuple(acts), now
        self.rows: dict[str, tuple[AnyRow, list[dict[str, Any]]]] = {}
        self.agreed: set[str] = set()

    def early_faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the times of the acts: words would take effect too early."""
        for act in self.acts:
            where = f"{act.side}#{act.number}"
            if act.at is None:
                continue
            if act.at.tzinfo is None:
                yield a_refusal("broken_act", where, verb=act.verb)
            elif act.at > self.now + MOST_AHEAD:
                yield a_refusal("act_ahead", where, at=act.at, now=self.now)

    def word_faults(self) -> Iterator[Fault]:
        """Yield what is wrong with the words; asked once all acts have been carried out."""
        bodies = [(act, *found) for act in self.acts if (found := _words_in(act)) is not None]
        for start in range(0, len(bodies), _AT_ONCE):
            some = bodies[start : start + _AT_ONCE]
            self._fetch({name for _, row, _ in some for name in (row.id, *_refers(row, "row"))})
            for act, row, sources in some:
                try:
                    own = msgspec.convert(sources, tuple[Source, ...])
                except msgspec.ValidationError:
                    yield a_refusal("broken_act", f"{act.side}#{act.number}", verb=act.verb)
                    continue
                yield from self._faults(act, row, own)

    def _fetch(self, names: set[str]) -> None:
        wanted = sorted(names - set(self.rows))
        for start in range(0, len(wanted), _AT_ONCE):
            found = Row.objects.filter(ref__in=wanted[start : start + _AT_ONCE])
            seen = found.exclude(visibility__in=_OWN_ALONE)
            for ref, body, sources, state in seen.values_list("ref", "body", "sources", "state"):
                self.rows[ref] = words_of(body), sources
                if state:
                    self.agreed.add(ref)

    def _faults(self, act: Act, row: AnyRow, given: tuple[Source, ...]) -> Iterator[Fault]:
        place = Plain(f"{act.side}#{act.number}", {})
        if act.verb != "propose" and row.id not in self.agreed:
            for fault in check_claims(row, act.side):
                yield msgspec.structs.replace(fault, where=place.where((fault.where,)))
        near = {name: self.rows[name] for name in _refers(row, "row") if name in self.rows}
        sources = dict(shipped_record().sources)
        for _, own in near.values():
            for each in own:
                sources.setdefault(each["id"], msgspec.convert(each, Source))
        for number, source in enumerate(given):
            yield from check_source(source, place.where(("sources", number)))
            if sources.setdefault(source.id, source) != source or self._is_taken(act.side, source):
                where = place.where(("sources", number))
                yield a_refusal("not_theirs", where, ref=source.id)
        known = Known({name: one for name, (one, _) in near.items()} | {row.id: row}, sources)
        yield from check_parts(Placed(row, place, ()), known)

    def _is_taken(self, side: str, source: Source) -> bool:
        """Return whether an id that is not `side`'s stands for another source here."""
        if source.id.startswith(f"{side}-") or source.id in shipped_record().sources:
            return False
        others = (
            Row.objects.exclude(side=side).exclude(sources=[]).values_list("sources", flat=True)
        )
        return any(
            each["id"] == source.id and msgspec.convert(each, Source) != source
            for own in others.values_list("sources", flat=True).iterator()
            for each in own
        )


def _words_in(act: Act) -> tuple[AnyRow, Any] | None:
    """Return the row that an act brings, and its own sources; None where it brings none."""
    if act.is_sealed or act.body is None or act.verb not in {"write", "publish", "propose"}:
        return None
    body: Mapping[str, Any] = act.body["text"] if act.verb == "propose" else act.body
    return words_of(body["row"]), body["sources"]


def _refers(row: AnyRow, to: str) -> list[str]:
    return [part.value for part in parts(row) if part.refers == to]
