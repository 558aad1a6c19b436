"""What every act on a proposal begins with: the proposal, held, and what it answers."""

from typing import Any

from kakehashi.accord.may import Verb, Visibility
from kakehashi.site.acts.chain import Chain, Deed
from kakehashi.site.acts.refusal import allow, refused
from kakehashi.site.records.as_values import thing_of
from kakehashi.site.records.models import ActRow, ProposalRow


def held_proposal(chain: Chain, ref: str, verb: Verb) -> ProposalRow:
    """Return the proposal `ref`, locked, if the chain's person may do `verb` to it.

    Raises
    ------
    ActRefusedError
        `no_such_row`, `not_allowed`.
    """
    found = ProposalRow.objects.select_for_update().filter(ref=ref).first()
    if found is None:
        raise refused("no_such_row", ref)
    allow(chain.person, verb, thing_of(found), ref)
    return found


def append_on(
    chain: Chain, proposal: ProposalRow, verb: str, visibility: Visibility, **more: Any
) -> None:
    """Append the act `verb` on `proposal`; it quotes the other side's last act on it."""
    other = (
        ActRow.objects.filter(
            thing=proposal.thing,
            visibility__in=(Visibility.JOINT, Visibility.NAMED),
            verb__in=("propose", "agree"),
            body__proposal=proposal.ref,
        )
        .exclude(side=chain.person.side)
        .order_by("-at", "-number")
        .values_list("digest", flat=True)
        .first()
    )
    names: list[str] = []
    if proposal.visibility == Visibility.NAMED:  # for those alone whose endorsement is needed
        visibility = Visibility.NAMED
        names = sorted(thing_of(proposal).named)
    chain.append(
        Deed(
            verb=verb,
            kind=proposal.text["row"]["kind"],
            thing=proposal.thing,
            visibility=visibility.value,
            body={
                "proposal": proposal.ref,
                "organisation": chain.person.organisation,
                **({"named": names} if names else {}),
                **more,
            },
            quotes=other,
        )
    )
