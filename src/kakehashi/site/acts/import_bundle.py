"""Apply the other side's acts from a bundle: all of them, or none."""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any, Literal

import msgspec
from django.conf import settings
from django.db import transaction

from kakehashi.accord.act import Act
from kakehashi.accord.chain import check_chain, check_quotes
from kakehashi.accord.keys import State
from kakehashi.accord.may import Visibility
from kakehashi.accord.read import MOST_FAULTS
from kakehashi.site.acts.apply import apply
from kakehashi.site.acts.chain import held_head, keep
from kakehashi.site.acts.check_theirs import Theirs
from kakehashi.site.acts.refusal import a_refusal
from kakehashi.site.acts.replay import in_order
from kakehashi.site.acts.settle import come_due
from kakehashi.site.records.models import ActRow, ProposalRow, Row
from kakehashi.terms.errors import Fault, PeerError

MOST_BYTES = 512 * 1024 * 1024
_SHOWN = {Visibility.JOINT.value, Visibility.PUBLIC.value}
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_NEEDED = ("at", "person", "post", "verb", "kind", "thing", "body", "visibility", "salt")


class Head(msgspec.Struct, frozen=True, rename={"for_": "for", "from_": "from"}):
    """The first line of a bundle."""

    format: Literal["kakehashi-bundle/1"]
    for_: str
    from_: tuple[str, ...]
    made_at: str
    n_acts: int


class Imported(msgspec.Struct, frozen=True):
    """What became of a bundle; `too_late` are own withdrawals that the agreement came before."""

    sides: tuple[str, ...]
    n_new: int
    n_known: int
    too_late: tuple[str, ...] = ()


def import_bundle(content: bytes, *, now: datetime) -> Imported:
    """Return what of the bundle `content` was new; it is applied now.

    The same bundle again, or an older one, changes nothing.

    Raises
    ------
    PeerError
        With every fault, and nothing applied: a damaged file, an act that was changed, is
        missing or out of its place, a chain that was continued in two ways, an act that
        answers one which is not there, an act on what is not its side's.
    """
    head, acts = _read(content)
    faults = _addressed(head)
    if faults:
        raise PeerError(faults)
    chains = {side: [act for act in acts if act.side == side] for side in head.from_}
    with transaction.atomic():
        heads = {side: held_head(side) for side in sorted(chains)}
        fresh = {side: _fresh(side, chain, faults) for side, chain in chains.items()}
        new = [act for chain in fresh.values() for act in chain]
        theirs = Theirs(new, now)
        faults += (*_unquoted(new, acts), *theirs.early_faults())
        if faults:
            raise PeerError(faults)
        for side, chain in fresh.items():
            if chain:
                keep(tuple(chain), heads[side], received_at=now)
        own = ProposalRow.objects.filter(
            side__in=settings.KAKEHASHI_SIDES, state=State.WITHDRAWN
        ).values_list("ref", flat=True)
        withdrawn = set(own)
        for act in in_order([iter(chain) for chain in fresh.values()]):
            apply(act)
        come_due(now=now)
        faults += islice(theirs.word_faults(), MOST_FAULTS)
        if faults:
            raise PeerError(faults)
        late = tuple(sorted(withdrawn - set(own.all())))
        return Imported(head.from_, len(new), len(acts) - len(new), late)


def _read(content: bytes) -> tuple[Head, list[Act]]:
    """Return the head and the acts of a bundle whose digest fits."""
    lines = content.split(b"\n")
    if len(content) > MOST_BYTES or len(lines) < 3 or lines[-1] != b"":  # noqa: PLR2004  head, digest
        raise PeerError(_shape(0, "kakehashi-bundle/1"))
    try:
        end = msgspec.json.decode(lines[-2])
        told = end["digest"]
    except (msgspec.DecodeError, KeyError, TypeError):
        raise PeerError(_shape(len(lines) - 1, "digest")) from None
    found = hashlib.sha256(b"".join(line + b"\n" for line in lines[:-2])).hexdigest()
    if told != f"sha256:{found}":
        raise PeerError(_shape(len(lines) - 1, "digest"))
    try:
        head = msgspec.json.decode(lines[0], type=Head)
    except msgspec.DecodeError as error:
        raise PeerError(_shape(1, str(error))) from None
    acts, faults = [], []
    for place, line in enumerate(lines[1:-2], start=2):
        if _NUL.search(line):
            faults.append(_shape(place, "U+0000"))  # PostgreSQL keeps no such character
            continue
        try:
            acts.append(msgspec.json.decode(line, type=Act))
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            faults.append(_shape(place, str(error)))
    if not faults and (len(acts) != head.n_acts or {a.side for a in acts} - set(head.from_)):
        faults.append(_shape(1, "n_acts, from"))
    if faults:
        raise PeerError(faults)
    return head, acts


def _addressed(head: Head) -> list[Fault]:
    own = settings.KAKEHASHI_SIDES
    faults = []
    if head.for_ not in own:
        faults.append(a_refusal("bundle_for", "for", side=head.for_))
    faults += [a_refusal("bundle_own", "from", side=side) for side in head.from_ if side in own]
    known = set(Row.objects.filter(kind="side").values_list("body__code", flat=True))
    strange = sorted(set(head.from_) - known)
    faults += [a_refusal("no_such_side", "from", side=side[:20]) for side in strange]
    return faults


def _fresh(side: str, chain: list[Act], faults: list[Fault]) -> list[Act]:
    """Return the acts of `chain` that are not here yet; add what is wrong to `faults`."""
    try:
        faults += check_chain(chain)
    except (ValueError, RecursionError):  # numbers or depths that have no canonical form
        raise PeerError(a_refusal("broken_act", side, verb="")) from None
    for act in chain:
        if not act.is_sealed and not _is_whole(act):
            faults.append(a_refusal("broken_act", f"{side}#{act.number}", verb=act.verb))
    known = dict(ActRow.objects.filter(side=side).values_list("number", "digest"))
    for act in chain:
        here = known.get(act.number)
        if here is not None and here != act.digest:
            faults.append(a_refusal("fork", f"{side}#{act.number}", digest=here))
            break
    return [act for act in chain if act.number not in known]


def _is_whole(act: Act) -> bool:
    return act.visibility in _SHOWN and all(getattr(act, name) is not None for name in _NEEDED)


def _unquoted(fresh: Iterable[Act], acts: list[Act]) -> tuple[Fault, ...]:
    quoting = [act for act in fresh if act.quotes is not None]
    asked = [act.quotes for act in quoting if act.quotes is not None]
    here = set()
    for start in range(0, len(asked), 500):
        found = ActRow.objects.filter(digest__in=asked[start : start + 500])
        here |= set(found.values_list("digest", flat=True))
    chains: dict[str, Any] = {"": acts}
    return check_quotes([act for act in quoting if act.quotes not in here], chains)


def _shape(line: int, why: str) -> Fault:
    return a_refusal("bundle_shape", f"bundle:{line}", why=why[:200])
