"""Show a row to everyone: the one gate of publication."""

from datetime import datetime

from kakehashi.accord.may import Person, Verb, Visibility
from kakehashi.site.acts.chain import Deed, chain_of
from kakehashi.site.acts.check_case import is_private_kind
from kakehashi.site.acts.check_row import check_words
from kakehashi.site.acts.refusal import allow, refused
from kakehashi.site.records.as_values import plain_body, thing_of, words_of
from kakehashi.site.records.models import ProposalRow, Row


def publish(person: Person, ref: str, digest: str, *, now: datetime, post: str = "") -> bool:
    """Return whether the row `ref` was not public before; it is now, in the words of `digest`.

    What both agreed is published by the side that proposed it.

    Raises
    ------
    InputError
        Where the row refers to one that is not public.
    ActRefusedError
        `no_such_row`, `not_allowed`; `other_words` where the row has changed since it was
        read; `both_keys_first` while both sides still have words of it before them.
    """
    with chain_of(person, now=now, post=post) as chain:
        row = Row.objects.select_for_update().filter(ref=ref).first()
        if row is None:
            raise refused("no_such_row", ref)
        allow(person, Verb.PUBLISH, thing_of(row), ref)
        if is_private_kind(row.kind):
            raise refused("not_allowed", ref)
        if row.visibility == Visibility.PUBLIC:
            return False
        if row.digest != digest:
            raise refused("other_words", ref)
        if ProposalRow.objects.filter(thing=ref, state="proposed").exists():
            raise refused("both_keys_first", ref)
        public = {
            **plain_body(words_of(row.body)),
            "visibility": Visibility.PUBLIC.value,
            "named": [],
        }
        words = check_words(person, public, row.sources, now=now)
        chain.append(
            Deed(
                verb="publish",
                kind=row.kind,
                thing=ref,
                visibility=Visibility.PUBLIC.value,
                body={
                    "row": plain_body(words.row),
                    "sources": words.sources,
                    "organisation": row.organisation,
                    "row_digest": digest,
                },
            )
        )
        return True
