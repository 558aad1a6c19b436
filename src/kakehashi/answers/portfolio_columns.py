"""The columns of a portfolio table: which there are, and the type of each."""

from typing import Any, NamedTuple, get_args

import polars as pl

from kakehashi.terms.vocabulary import FactKind, FactType, Vocabulary
from kakehashi.transfers.flow import PaperKind

SUBJECT = "hop"
COMPLETE, UNTIL = "__complete", "__until"  # after a list: is it whole? after a fact: its last day
PAPER_KINDS: tuple[str, ...] = get_args(PaperKind)
# facts that the table's other columns give, so that no column may state them
DERIVED = frozenset(
    {
        "sender_place", "receiver_place", "is_held_outside_japan", "receiver_is_separate_entity",
        "uk_safeguards", "equivalent_means", "came_under_uk_adequacy",
        "sender_is_domestic_contractor", "sender_collected_from_people_in_uk",
        "rests_on_other_ground",
    }
)  # fmt: skip
REQUIRED = (
    "flow", "hop", "sender", "receiver", "sender_country", "receiver_country", "sender_kind",
    "receiver_kind", "hop_kind",
)  # fmt: skip
_TEXTS = (
    "flow", "sector", "sender", "receiver", "sender_country", "receiver_country", "sender_entity",
    "receiver_entity", "region", "relies_on",
)  # fmt: skip
COUNTRIES = ("sender_country", "receiver_country", "region")


class Column(NamedTuple):
    """A column that a table may have: its kind, and the fact that it states, if it does."""

    kind: FactKind
    fact: FactType | None = None

    @property
    def dtype(self) -> Any:
        """Return the type in which the column is kept."""
        types: dict[FactKind, Any] = {
            FactKind.BOOLEAN: pl.Boolean,
            FactKind.INTEGER: pl.Int64,
            FactKind.DATE: pl.Date,
            FactKind.TEXT: pl.String,
            FactKind.LIST: pl.List(pl.String),
        }
        if self.kind is FactKind.CHOICE and self.fact is not None:
            return pl.Enum([member.id for member in self.fact.members])
        return types[self.kind]


def stated_facts(vocabulary: Vocabulary) -> tuple[FactType, ...]:
    """Return the facts of a hop that a column may state."""
    return tuple(
        fact
        for fact in vocabulary.facts
        if fact.subject == SUBJECT and fact.id not in DERIVED and fact.kind is not FactKind.TEXT
    )


def columns(vocabulary: Vocabulary) -> dict[str, Column]:
    """Return every column that a portfolio table may have, by name.

    The nine required come first; any other may be left out, and an empty cell is
    "not known".
    """
    found = {name: Column(FactKind.TEXT) for name in _TEXTS}
    found |= {"hop": Column(FactKind.INTEGER), "after": Column(FactKind.LIST)}
    found["papers_complete"] = Column(FactKind.BOOLEAN)
    days = [f"{kind}_{end}" for kind in PAPER_KINDS for end in ("starts", "until")]
    found |= {name: Column(FactKind.DATE) for name in ("starts", "until", *days)}
    for fact in stated_facts(vocabulary):
        found[fact.id] = Column(fact.kind, fact)
        found[fact.id + UNTIL] = Column(FactKind.DATE)
        if fact.kind is FactKind.LIST:
            found[fact.id + COMPLETE] = Column(FactKind.BOOLEAN)
    return {name: found[name] for name in dict.fromkeys((*REQUIRED, *found))}
