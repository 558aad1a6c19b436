"""Withdraw a proposal of one's own side."""

from datetime import datetime

from kakehashi.accord import keys
from kakehashi.accord.may import Person, Thing, Verb, Visibility
from kakehashi.site.acts.chain import chain_of
from kakehashi.site.acts.on_proposal import append_on, held_proposal
from kakehashi.site.acts.refusal import allow, told
from kakehashi.site.records.as_values import proposal_of


def withdraw(person: Person, ref: str, *, now: datetime, post: str = "") -> bool:
    """Return whether the proposal `ref` was open and is withdrawn now.

    Raises
    ------
    ActRefusedError
        `no_such_row`, `not_allowed`, `other_side`; `too_late` once both keys have turned.
    """
    with chain_of(person, now=now, post=post) as chain:
        row = held_proposal(chain, ref, Verb.SEE)
        own = Thing(side=person.side, organisation=person.organisation, visibility=Visibility.JOINT)
        allow(person, Verb.WITHDRAW, own, ref)
        before = proposal_of(row)
        if told(lambda: keys.withdraw(before, side=person.side), ref) == before:
            return False
        append_on(chain, row, "withdraw", Visibility.JOINT)
        return True
