"""Endorse a proposal's words for one's own organisation; the last endorsement turns the key."""

from datetime import datetime

from kakehashi.accord import keys
from kakehashi.accord.keys import State
from kakehashi.accord.may import Person, Verb, Visibility
from kakehashi.site.acts.chain import chain_of
from kakehashi.site.acts.on_proposal import append_on, held_proposal
from kakehashi.site.acts.refusal import told
from kakehashi.site.acts.settle import calendar_of, day_in
from kakehashi.site.records.as_values import proposal_of
from kakehashi.site.records.models import ProposalRow


def agree(person: Person, ref: str, digest: str, *, now: datetime, post: str = "") -> State:
    """Return where the proposal `ref` stands after `person`'s organisation has endorsed `digest`.

    The endorsement shows to one's own side alone until it turns the side's key:
    that act is joint and quotes the other side's. The same endorsement again
    changes nothing and appends nothing.

    Raises
    ------
    ActRefusedError
        `no_such_row`, `not_allowed`, `other_words`, `other_side`, `no_voice`, `too_late`.
    """
    with chain_of(person, now=now, post=post) as chain:
        row = held_proposal(chain, ref, Verb.AGREE)
        before = proposal_of(row)
        after = told(
            lambda: keys.agree(
                before,
                side=person.side,
                organisation=person.organisation,
                digest=digest,
                today=day_in(calendar_of(row.side), chain.now),
            ),
            ref,
        )
        if after == before:
            return before.state
        turns = keys.turned(after, person.side)
        append_on(
            chain,
            row,
            "agree",
            Visibility.JOINT if turns else Visibility.SIDE,  # or named, as the proposal is
            digest=digest,
            turns=turns,
        )
        return State(ProposalRow.objects.get(ref=ref).state)
