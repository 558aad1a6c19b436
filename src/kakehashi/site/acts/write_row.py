"""Make a row of one's own organisation, or change it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from kakehashi.accord.may import Person, Thing, Verb, Visibility
from kakehashi.accord.record import AnyRow
from kakehashi.accord.record_parties import Side
from kakehashi.accord.record_promises import StatusReport
from kakehashi.answers.withheld import check_ground
from kakehashi.site.acts.chain import Chain, Deed, chain_of
from kakehashi.site.acts.check_case import check_written
from kakehashi.site.acts.check_report import check_report
from kakehashi.site.acts.check_row import check_words
from kakehashi.site.acts.check_theirs import check_claims
from kakehashi.site.acts.refusal import ActRefusedError, allow, refused
from kakehashi.site.records.as_values import plain_body, thing_of
from kakehashi.site.records.models import Row, RowMark

_SHOWN = {Visibility.JOINT, Visibility.PUBLIC}


def write_row(
    person: Person,
    body: Mapping[str, Any],
    sources: Sequence[Mapping[str, Any]] = (),
    *,
    now: datetime,
    post: str = "",
) -> str:
    """Return the id of the row that now has the words of `body`.

    Parameters
    ----------
    body
        A row as `accord.record.body_of` writes it; fields with a default may be left
        out. The id of a new one begins with the side's code: "commitment:uk-…".
    sources
        Sources that the row rests on and the shipped record lacks.

    Raises
    ------
    InputError
        With all that is wrong with the words.
    ActRefusedError
        `no_such_row`, `not_allowed`; `both_agreed` for words that both sides agreed to;
        `shown_already` where the other side or the public would lose sight of the row;
        `publish_apart` for a row made public without `publish`.
    """
    with chain_of(person, now=now, post=post) as chain:
        words = check_words(person, body, sources, now=now)
        write(chain, words.row, words.sources)
        return words.row.id


def write(chain: Chain, row: AnyRow, sources: list[dict[str, Any]]) -> None:
    """Append the act that writes checked words, unless they stand there already."""
    person = chain.person
    before = Row.objects.select_for_update().filter(ref=row.id).first()
    own = Thing(side=person.side, organisation=person.organisation)
    allow(person, Verb.WRITE, own if before is None else thing_of(before), row.id)
    if isinstance(row, Side):  # else every later proposal would ask for that side's key too
        raise refused("not_allowed", row.id)
    was = None if before is None else Visibility(before.visibility)
    if before is not None and before.state:
        raise refused("both_agreed", row.id)
    if was in _SHOWN and row.visibility not in _SHOWN:
        raise refused("shown_already", row.id)
    if row.visibility is Visibility.PUBLIC:
        raise refused("publish_apart", row.id)
    if was is Visibility.PUBLIC:
        raise refused("shown_already", row.id)
    if row.visibility is Visibility.JOINT:
        allow(person, Verb.PROPOSE, own, row.id)
    check_written(person, row)
    if isinstance(row, StatusReport):
        check_report(row, person.side)
    claims = tuple(check_claims(row, person.side))
    if claims:
        raise ActRefusedError(claims)
    body = plain_body(row)
    if before is not None and before.body == body and before.sources == sources:
        return
    chain.append(
        Deed(
            verb="write",
            kind=body["kind"],
            thing=row.id,
            visibility=row.visibility.value,
            body={
                "row": body,
                "sources": sources,
                "organisation": person.organisation if before is None else before.organisation,
                "named": list(row.named),
            },
        )
    )


def mark_row(
    person: Person,
    ref: str,
    *,
    handling: str,
    retain_until: date | None,
    ground: str | None = None,
    now: datetime,
    post: str = "",
) -> None:
    """Give the row `ref` one's own side's handling marking, retention date and ground.

    `ground` is that on which it is withheld, of one's own side's law: see
    `answers.withheld`; empty to state none, None to leave it as it is.

    Raises
    ------
    InputError
        `no_such_ground`.
    ActRefusedError
        `no_such_row` or `not_allowed`.
    """
    with chain_of(person, now=now, post=post) as chain:
        row = Row.objects.filter(ref=ref).first()
        if row is None:
            raise refused("no_such_row", ref)
        allow(person, Verb.SEE, thing_of(row), ref)
        allow(person, Verb.WRITE, Thing(side=person.side, organisation=person.organisation), ref)
        if ground is None:
            kept = RowMark.objects.filter(ref=ref, side=person.side).values_list(
                "ground", flat=True
            )
            ground = kept.first() or ""
        check_ground(person.side, ground)
        marks = {"handling": handling, "retain_until": retain_until, "ground": ground}
        if RowMark.objects.filter(ref=ref, side=person.side, **marks).exists():
            return
        is_private = row.visibility in {Visibility.ORGANISATION, Visibility.NAMED}
        chain.append(
            Deed(
                verb="mark",
                kind=row.kind,
                thing=ref,
                visibility=(Visibility.ORGANISATION if is_private else Visibility.SIDE).value,
                body={
                    "handling": handling,
                    "retain_until": retain_until.isoformat() if retain_until else None,
                    "ground": ground,
                    "organisation": person.organisation,
                },
            )
        )
