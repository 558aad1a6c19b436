"""Take back one's own organisation's endorsement while the side's key has not turned."""

from datetime import datetime

from kakehashi.accord import keys
from kakehashi.accord.may import Person, Verb, Visibility
from kakehashi.site.acts.chain import chain_of
from kakehashi.site.acts.on_proposal import append_on, held_proposal
from kakehashi.site.acts.refusal import told
from kakehashi.site.records.as_values import proposal_of


def withhold(person: Person, ref: str, *, now: datetime, post: str = "") -> bool:
    """Return whether there was an endorsement to take back; only one's own side sees it.

    Raises
    ------
    ActRefusedError
        `no_such_row`, `not_allowed`, `other_side`, `no_voice`; `too_late` once the
        side's key has turned.
    """
    with chain_of(person, now=now, post=post) as chain:
        row = held_proposal(chain, ref, Verb.WITHHOLD)
        before = proposal_of(row)
        after = told(
            lambda: keys.withhold(before, side=person.side, organisation=person.organisation), ref
        )
        if after == before:
            return False
        append_on(chain, row, "withhold", Visibility.SIDE)
        return True
