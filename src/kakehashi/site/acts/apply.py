"""Carry an act out on the rows: the same step for a new act, a replayed and an imported one.

No permission is asked here: a new act was allowed before, a replayed one is a fact.
What another side's chain may claim is checked all the same: an act changes its own
side's rows alone, and agrees for its own side alone. The result depends on the set of
acts and not on the order in which the two chains meet, as long as each act comes
after those before it in its own chain and after the one that it quotes.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec

from kakehashi.accord.act import Act
from kakehashi.accord.canonical import digest
from kakehashi.accord.keys import State
from kakehashi.accord.may import Visibility
from kakehashi.accord.record_parties import Side
from kakehashi.accord.status import INDEPENDENT
from kakehashi.answers.record_shelf import shipped_record
from kakehashi.site.acts.check_case import is_private_kind, is_well_kept, keys_of_guidance
from kakehashi.site.acts.refusal import a_refusal
from kakehashi.site.acts.settle import put_row, settle
from kakehashi.site.records.as_values import plain_body, words_of
from kakehashi.site.records.models import ActRow, ProposalRow, Row, RowMark
from kakehashi.terms.errors import PeerError


def apply(act: Act) -> None:
    """Carry `act` out. A sealed act has nothing to carry out.

    Raises
    ------
    PeerError
        Where the act claims what its side cannot do, or its body has another shape.
    """
    if act.is_sealed:
        return
    step = _STEPS.get(act.verb or "")
    if step is None or act.body is None or act.at is None or act.thing is None:
        raise PeerError(_broken(act))
    try:
        step(act, act.body)
    except (KeyError, TypeError, ValueError, msgspec.ValidationError):
        raise PeerError(_broken(act)) from None


def _broken(act: Act) -> Any:
    return a_refusal("broken_act", f"{act.side}#{act.number}", verb=act.verb)


def _time(act: Act) -> datetime:
    if act.at is None:
        raise PeerError(_broken(act))
    return act.at


def _own(act: Act, row: Row | None) -> None:
    """Raise where the row is not one that `act`'s side may write."""
    slug = (act.thing or "").partition(":")[2]
    if (row is not None and row.side != act.side) or not slug.startswith(f"{act.side}-"):
        raise PeerError(a_refusal("not_theirs", f"{act.side}#{act.number}", ref=act.thing))


def _own_words(act: Act, row: dict[str, Any]) -> None:
    """Raise where the words would make a side, or speak as another's view."""
    if row["kind"] == "side" or row.get("view", act.side) not in (act.side, INDEPENDENT):
        raise PeerError(a_refusal("not_theirs", f"{act.side}#{act.number}", ref=act.thing))


def _write(act: Act, body: dict[str, Any]) -> None:
    row = Row.objects.select_for_update().filter(ref=act.thing).first()
    _own(act, row)
    if body["row"]["id"] != act.thing:
        raise PeerError(_broken(act))
    if not is_well_kept(body["row"], act.side, body["organisation"]):
        raise PeerError(a_refusal("not_theirs", f"{act.side}#{act.number}", ref=act.thing))
    _own_words(act, body["row"])
    n_written = (row.n_written if row else 0) + 1
    if row is not None and row.state:  # both sides' words stand; a write cannot change them
        row.n_written, row.version = n_written, row.version + 1
        row.save(update_fields=["n_written", "version"])
        return
    words = words_of(body["row"])
    was_public = row is not None and row.visibility == Visibility.PUBLIC
    if was_public or words.visibility is Visibility.PUBLIC or words.visibility != act.visibility:
        raise PeerError(_broken(act))  # shown by `publish` alone, and hidden again by nothing
    put_row(
        row or Row(ref=words.id),
        words,
        side=act.side,
        organisation=body["organisation"],
        sources=body["sources"],
        at=act.at,
        n_written=n_written,
        version=(row.version if row else 0) + 1,
    )


def _mark(act: Act, body: dict[str, Any]) -> None:
    until = body["retain_until"]
    RowMark.objects.update_or_create(
        ref=act.thing,
        side=act.side,
        defaults={
            "handling": body["handling"],
            "retain_until": date.fromisoformat(until) if until else None,
            "ground": str(body.get("ground", ""))[:80],  # older acts have none
        },
    )


def _publish(act: Act, body: dict[str, Any]) -> None:
    row = Row.objects.select_for_update().filter(ref=act.thing).first()
    if row is None or not row.state:
        _own(act, row)
    elif row.side != act.side:
        raise PeerError(a_refusal("not_theirs", f"{act.side}#{act.number}", ref=act.thing))
    if row is not None and row.state and row.digest != body["row_digest"]:
        return  # other words took effect since
    words = words_of(body["row"])
    if words.visibility is not Visibility.PUBLIC or words.id != act.thing:
        raise PeerError(_broken(act))
    if is_private_kind(body["row"]["kind"]):
        raise PeerError(a_refusal("not_theirs", f"{act.side}#{act.number}", ref=act.thing))
    _own_words(act, body["row"])
    if row is not None and row.state and plain_body(words) != _shown(row):
        raise PeerError(a_refusal("not_theirs", f"{act.side}#{act.number}", ref=act.thing))
    put_row(
        row or Row(ref=words.id),
        words,
        side=act.side,
        organisation=body["organisation"],
        sources=body["sources"],
        at=act.at,
    )


def _shown(row: Row) -> dict[str, Any]:
    """Return the words of `row` as they stand once everybody sees them."""
    plain = plain_body(words_of(row.body))
    return {**plain, "visibility": Visibility.PUBLIC.value, "named": []}


def _set_endorsers(act: Act, body: dict[str, Any]) -> None:
    row = Row.objects.select_for_update().filter(ref=act.thing, kind="side").first()
    own = Row.objects.filter(kind="organisation", body__side=act.thing, ref__in=body["endorsers"])
    n_own = own.count()
    if row is None or row.body["code"] != act.side or not n_own == len(body["endorsers"]) > 0:
        raise PeerError(a_refusal("not_theirs", f"{act.side}#{act.number}", ref=act.thing))
    words = words_of({**row.body, "endorsers": body["endorsers"]})
    put_row(
        row,
        words,
        is_shipped=False,
        at=act.at,
        n_written=row.n_written + 1,
        version=row.version + 1,
    )


def _propose(act: Act, body: dict[str, Any]) -> None:
    text, offer = body["text"], body["offer"]
    number_fits = body["proposal"] == f"proposal:{act.side}-{act.number}"
    words = words_of(text["row"])
    is_shown = words.visibility in {Visibility.JOINT, Visibility.PUBLIC}
    if not number_fits or not is_shown or words.id != act.thing or digest(text) != offer["digest"]:
        raise PeerError(_broken(act))
    if text["row"]["kind"] == "side":
        raise PeerError(a_refusal("not_theirs", f"{act.side}#{act.number}", ref=act.thing))
    if body["organisation"] not in offer["needed"].get(act.side, ()) or not _are_set(
        offer["needed"], text["row"]["kind"]
    ):
        raise PeerError(a_refusal("not_theirs", f"{act.side}#{act.number}", ref=act.thing))
    is_guidance = text["row"]["kind"] == "guidance"
    proposal = ProposalRow(
        ref=body["proposal"],
        thing=words.id,
        digest=offer["digest"],
        side=act.side,
        organisation=body["organisation"],
        visibility=(Visibility.NAMED if is_guidance else Visibility.JOINT).value,
        needed=offer["needed"],
        endorsed=[body["organisation"]],
        effective_on=date.fromisoformat(text["effective_on"]) if text["effective_on"] else None,
        supersedes=text["supersedes"] or "",
        text=text,
        opened_act=act.digest,
        at=_time(act),
    )
    _turn(proposal, act)


def _are_set(needed: dict[str, list[str]], kind: str) -> bool:
    """Return whether both sides are asked, each for organisations that it has set at some time.

    Else a side could bring words that need no key but its own. Joint guidance asks the two
    regulators and nobody else; what is theirs alone is proposed by nobody.
    """
    if kind == "guidance":
        return {side: frozenset(names) for side, names in needed.items()} == keys_of_guidance()
    if is_private_kind(kind) or kind == "competence":
        return False
    told = dict(Row.objects.filter(kind="side").values_list("ref", "body"))
    shipped = shipped_record().every(Side)
    ever = {(side.code, frozenset(side.endorsers)) for side in shipped}
    ever |= {
        (act.side, frozenset(act.body["endorsers"]))
        for act in ActRow.objects.filter(thing__in=told, verb="set_endorsers", is_sealed=False)
        if act.body
    }
    return set(needed) == {body["code"] for body in told.values()} and all(
        (side, frozenset(names)) in ever for side, names in needed.items()
    )


def _agree(act: Act, body: dict[str, Any]) -> None:
    proposal = _proposal(act, body)
    needed = proposal.needed.get(act.side, ())
    if body["organisation"] not in needed or body["digest"] != proposal.digest:
        raise PeerError(a_refusal("not_theirs", f"{act.side}#{act.number}", ref=act.thing))
    given = needed if body["turns"] else (body["organisation"],)
    proposal.endorsed = sorted({*proposal.endorsed, *given})
    _turn(proposal, act)


def _withhold(act: Act, body: dict[str, Any]) -> None:
    proposal = _proposal(act, body)
    if act.side not in proposal.turned_at:
        proposal.endorsed = sorted(set(proposal.endorsed) - {body["organisation"]})
        proposal.save()


def _withdraw(act: Act, body: dict[str, Any]) -> None:
    proposal = _proposal(act, body)
    if proposal.side != act.side:
        raise PeerError(a_refusal("not_theirs", f"{act.side}#{act.number}", ref=act.thing))
    if proposal.state == State.PROPOSED:  # else both keys had turned: it came too late
        proposal.state = State.WITHDRAWN
        proposal.save()


def _flag(act: Act, body: dict[str, Any]) -> None:
    """Change no row: what a side says of words is read from its acts."""
    told = {name: type(body[name]) for name in ("language", "words", "is_content", "whole_side")}
    if tuple(told.values()) != (str, str, bool, bool) or act.kind != "clause":
        raise PeerError(_broken(act))


def _proposal(act: Act, body: dict[str, Any]) -> ProposalRow:
    found = ProposalRow.objects.select_for_update().filter(ref=body["proposal"], thing=act.thing)
    proposal = found.first()
    if proposal is None:
        raise PeerError(_broken(act))
    return proposal


def _turn(proposal: ProposalRow, act: Act) -> None:
    """Turn the key of the act's side if all of it have endorsed; with both, settle the row."""
    own = set(proposal.needed.get(act.side, ()))
    if own and own <= set(proposal.endorsed):
        proposal.turned_at.setdefault(act.side, _time(act).isoformat())
    is_agreed = all(side in proposal.turned_at for side in proposal.needed)
    if is_agreed and proposal.state in {State.PROPOSED, State.WITHDRAWN}:
        # withdrawn elsewhere while the other side agreed: whoever agreed had the offer before them
        proposal.state = State.AGREED
    proposal.save()
    if is_agreed:
        settle(proposal.thing, now=_time(act))


_STEPS: dict[str, Callable[[Act, dict[str, Any]], None]] = {
    "write": _write,
    "mark": _mark,
    "publish": _publish,
    "set_endorsers": _set_endorsers,
    "propose": _propose,
    "agree": _agree,
    "withhold": _withhold,
    "withdraw": _withdraw,
    "flag": _flag,
}
