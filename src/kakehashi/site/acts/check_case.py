"""What regulators alone may write, who must see it, and what their words must not hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from kakehashi.accord.may import Person, Verb, Visibility, may
from kakehashi.accord.record import AnyRow
from kakehashi.accord.record_cases import (
    PRIVATE_KINDS,
    Case,
    Competence,
    Guidance,
    Reply,
    Request,
    regulators,
)
from kakehashi.accord.record_parties import Side
from kakehashi.accord.record_parts import parts
from kakehashi.accord.screen import screen
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.site.acts.refusal import ActRefusedError, a_refusal, refused
from kakehashi.site.records.as_values import thing_of, words_of
from kakehashi.site.records.models import Row
from kakehashi.terms.errors import Fault
from kakehashi.terms.plain import dotted

_PRIVATE = {str(kind.__struct_config__.tag) for kind in PRIVATE_KINDS}


def keys_of_guidance() -> dict[str, frozenset[str]]:
    """Return, for each side's code, its regulator: whose endorsement joint guidance needs."""
    shipped = shipped_record()
    by_side = regulators(shipped.every(Competence))
    codes = {side.id: side.code for side in shipped.every(Side)}
    return {codes[side]: frozenset({name}) for side, name in by_side.items()}


def is_regulator(side: str, organisation: str) -> bool:
    """Return whether `organisation` is the regulator of the side whose code is `side`."""
    return organisation in keys_of_guidance().get(side, frozenset())


def is_private_kind(kind: str) -> bool:
    """Return whether rows of `kind` are for those alone whom they name."""
    return kind in _PRIVATE


def is_well_kept(body: Mapping[str, Any], side: str, organisation: str) -> bool:
    """Return whether a row that another side's chain brings is one that its side may write."""
    kind = body["kind"]
    if kind in {"competence", "guidance"}:
        return False
    if kind not in _PRIVATE:
        return True
    return body["visibility"] == Visibility.NAMED and is_regulator(side, organisation)


def check_written(person: Person, row: AnyRow) -> None:
    """Raise where `row` is one of the regulators' and `person` may not write it so.

    Raises
    ------
    ActRefusedError
        `not_allowed` for who answers for a law, and for guidance, which is proposed;
        `not_regulator`; `case_audience` for a row that not exactly the case's readers see;
        `about_a_person` for words with an e-mail address, a telephone number or a My
        Number; `no_such_ground_of_sharing`; `case_closed`; `case_unanswered`; `own_request`.
    """
    if isinstance(row, Competence | Guidance):
        raise refused("not_allowed", row.id)
    if not isinstance(row, Case | Request | Reply):
        return
    if not is_regulator(person.side, person.organisation):
        raise refused("not_regulator", row.id)
    faults = [*_audience_faults(person, row), *screen_faults(row), *_step_faults(person, row)]
    if faults:
        raise ActRefusedError(faults)


def check_guidance(person: Person, row: AnyRow) -> None:
    """Raise where a proposal is one of the regulators' and `person` may not bring it.

    Raises
    ------
    ActRefusedError
        `not_allowed` for a case and what hangs on it, and for who answers for a law;
        `not_regulator`; `guidance_public` for guidance that would not be public once
        agreed; `about_a_person`.
    """
    if isinstance(row, Competence | Case | Request | Reply):
        raise refused("not_allowed", row.id)
    if not isinstance(row, Guidance):
        return
    if not is_regulator(person.side, person.organisation):
        raise refused("not_regulator", row.id)
    if row.visibility is not Visibility.PUBLIC:
        raise refused("guidance_public", "visibility")
    faults = list(screen_faults(row))
    if faults:
        raise ActRefusedError(faults)


def screen_faults(row: AnyRow) -> Iterator[Fault]:
    """Yield a fault for each text of `row` that seems to hold data about a person."""
    for part in parts(row):
        if isinstance(part.value, str) and part.refers is None and part.path != ("id",):
            for found in screen(part.value):
                yield a_refusal(f"screened_{found}", dotted(part.path))


def _audience(organisation: str, row: Case | Request | Reply) -> frozenset[str]:
    return frozenset({organisation, *row.named})


def _audience_faults(person: Person, row: Case | Request | Reply) -> Iterator[Fault]:
    sees = _audience(person.organisation, row)
    both = frozenset().union(*keys_of_guidance().values())
    if row.visibility is not Visibility.NAMED or not both <= sees:
        yield a_refusal("case_audience", "named", names=", ".join(sorted(both)))
        return
    found = _case_of(person, row)
    if found is None or isinstance(row, Case):
        return
    case_row, case = found
    if _audience(case_row.organisation, case) != sees:
        names = ", ".join(sorted(_audience(case_row.organisation, case)))
        yield a_refusal("case_audience", "named", names=names)


def _step_faults(person: Person, row: Case | Request | Reply) -> Iterator[Fault]:
    if isinstance(row, Request | Reply):
        own = [
            sharing
            for each in shipped_record().every(Competence)
            if each.organisation == person.organisation
            for sharing in each.sharing
        ]
        ground = next((one for one in own if one.id == row.ground), None)
        if ground is None:
            names = ", ".join(one.id for one in own)
            yield a_refusal("no_such_ground_of_sharing", "ground", names=names)
        if row.en is None and row.ja is None:
            yield a_refusal("no_words", "en")
    found = _case_of(person, row)
    if found is None:
        return
    _, case = found
    if case.closed_on is not None:
        yield a_refusal("case_closed", row.id, on=case.closed_on)
    if isinstance(row, Request) and not row.facts:
        yield a_refusal("nothing_asked", "facts")
    if isinstance(row, Reply):
        asked = Row.objects.filter(ref=row.request).first()
        if asked is not None and asked.side == person.side:
            yield a_refusal("own_request", "request")
    if isinstance(row, Case) and row.closed_on is not None:
        yield from _closing_faults(row)


def _closing_faults(row: Case) -> Iterator[Fault]:
    asked = Row.objects.filter(kind="request", parent=row.id).values_list("ref", flat=True)
    answered = set(Row.objects.filter(kind="reply").values_list("parent", flat=True))
    n_open = len(set(asked) - answered)
    if n_open:
        yield a_refusal("case_unanswered", row.id, n=n_open)
    if not (row.outcome_en or row.outcome_ja):
        yield a_refusal("no_words", "outcome_en")


def _case_of(person: Person, row: Case | Request | Reply) -> tuple[Row, Case] | None:
    """Return the case as it stands to which `row` belongs; None where none is there to be seen."""
    ref = row.id if isinstance(row, Case) else ""
    if isinstance(row, Request):
        ref = row.case
    elif isinstance(row, Reply):
        asked = Row.objects.filter(ref=row.request, kind="request").first()
        ref = asked.parent if asked is not None else ""
    found = Row.objects.filter(ref=ref, kind="case").first()
    if found is None or not may(person, Verb.SEE, thing_of(found)):
        return None
    case = words_of(found.body)
    return (found, case) if isinstance(case, Case) else None
