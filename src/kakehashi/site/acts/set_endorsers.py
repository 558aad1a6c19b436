"""Set which organisations' endorsement turns one's own side's key."""

from collections.abc import Sequence
from datetime import datetime

from kakehashi.accord.may import Person, Role, Visibility
from kakehashi.site.acts.chain import Deed, chain_of
from kakehashi.site.acts.refusal import refused
from kakehashi.site.records.models import Row


def set_endorsers(
    person: Person, endorsers: Sequence[str], *, now: datetime, post: str = ""
) -> bool:
    """Return whether `person`'s side now needs others than before.

    Counts for what is proposed from now on; a proposal keeps what was needed
    when it was brought.

    Raises
    ------
    ActRefusedError
        `not_allowed` for whoever does not administer the side; `no_such_row` for
        an organisation that is none of the side's; `endorsers_none` for none at all.
    """
    with chain_of(person, now=now, post=post) as chain:
        row = Row.objects.filter(kind="side", body__code=person.side).first()
        if row is None:
            raise refused("no_such_row", person.side)
        if Role.ADMINISTER not in person.roles or not person.has_second_factor:
            raise refused("not_allowed", row.ref)
        names = list(dict.fromkeys(endorsers))
        if not names:
            raise refused("endorsers_none", row.ref)
        for name in names:
            if not Row.objects.filter(ref=name, kind="organisation", body__side=row.ref).exists():
                raise refused("no_such_row", name)
        if row.body["endorsers"] == names:
            return False
        chain.append(
            Deed(
                verb="set_endorsers",
                kind="side",
                thing=row.ref,
                visibility=Visibility.PUBLIC.value,
                body={"endorsers": names, "organisation": person.organisation},
            )
        )
        return True
