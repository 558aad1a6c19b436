"""Stored rows as the frozen values that the engine decides on, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from uuid import UUID

import msgspec
from msgspec.structs import replace

from kakehashi.accord.act import Act
from kakehashi.accord.canonical import digest
from kakehashi.accord.keys import Proposal, State
from kakehashi.accord.may import Thing, Visibility
from kakehashi.accord.record import AnyRow, row_json, row_of
from kakehashi.accord.record_parts import parts
from kakehashi.accord.record_row import PersonName, When, Wording
from kakehashi.accord.record_views import title_of
from kakehashi.site.records.models import ActRow, ProposalRow, Row
from kakehashi.site.records.search import folded, grams_of

_PARENTS = (
    "statement",
    "minutes",
    "meeting",
    "action",
    "actions",
    "pillar",
    "forum",
    "of",
    "case",
    "request",
)
_AS_IN_ROW = ("ref", "side", "organisation", "visibility", "at", "on")
_DAYS = (
    "when",
    "issued",
    "decided_on",
    "reported_on",
    "council_on",
    "starts",
    "opened_on",
    "asked_on",
    "answered_on",
)


def thing_of(row: Row | ActRow | ProposalRow) -> Thing:
    """Return what permission looks at in `row`; `names` are fetched where it has any."""
    named: frozenset[str] = frozenset()
    if row.visibility == Visibility.NAMED:
        named = (
            frozenset(name for names in row.needed.values() for name in names)
            if isinstance(row, ProposalRow)
            else frozenset(one.organisation for one in row.names.all())
        )
    return Thing(
        side=row.side,
        organisation=row.organisation,
        visibility=Visibility(row.visibility or Visibility.ORGANISATION),
        named=named,
    )


def proposal_of(row: ProposalRow) -> Proposal:
    """Return the proposal that `row` stores."""
    return Proposal(
        id=row.ref,
        digest=row.digest,
        by=row.side,
        needed={side: frozenset(names) for side, names in row.needed.items()},
        endorsed=frozenset(row.endorsed),
        state=State(row.state),
        effective_on=row.effective_on,
        supersedes=row.supersedes or None,
    )


def act_of(row: ActRow) -> Act:
    """Return the act that `row` stores, as its digest covers it."""
    place = Act(
        side=row.side,
        number=row.number,
        previous=row.previous or None,
        digest=row.digest,
        is_sealed=row.is_sealed,
    )
    if row.is_sealed:
        return place
    return replace(
        place,
        at=row.at,
        person=row.person,
        post=row.post,
        verb=row.verb,
        kind=row.kind,
        thing=row.thing,
        body=row.body,
        quotes=row.quotes or None,
        visibility=row.visibility,
        salt=row.salt,
    )


def act_columns(act: Act) -> dict[str, Any]:
    """Return the columns of `act` in its table, besides when it was received."""
    columns = {name: getattr(act, name) for name in act.__struct_fields__ if name != "format"}
    for name in ("previous", "person", "post", "verb", "kind", "thing", "quotes", "visibility"):
        columns[name] = columns[name] or ""
    columns["salt"] = act.salt or ""
    columns["organisation"] = (act.body or {}).get("organisation", "")
    return columns


def names_of(act: Act) -> tuple[str, ...]:
    """Return the organisations to which an act of visibility "named" is shown."""
    if act.visibility != Visibility.NAMED:
        return ()
    return tuple((act.body or {}).get("named", ()))


def words_of(body: Mapping[str, Any]) -> AnyRow:
    """Return the row whose body is `body`; raises as `accord.record.row_of`."""
    return cast("AnyRow", row_of(body))


def plain_body(row: AnyRow) -> dict[str, Any]:
    """Return the body of `row` as the database gives it back: lists, and no tuples."""
    body: dict[str, Any] = msgspec.json.decode(row_json(row))
    return body


def row_columns(row: AnyRow) -> dict[str, Any]:
    """Return the columns that follow from the words of `row` alone."""
    body = plain_body(row)
    title_en, title_ja = _titles(row)
    due = getattr(row, "due", None)
    return {
        "kind": body["kind"],
        "visibility": row.visibility.value,
        "body": body,
        "digest": digest(body),
        "parent": _parent(row),
        "title_en": title_en,
        "title_ja": title_ja,
        "on": _day(row),
        "due_on": due.last if isinstance(due, When) else None,
    }


def search_columns(row: Row, words: AnyRow) -> dict[str, Any]:
    """Return the columns of `RowWords` that follow from `row`, whose words are `words`."""
    texts = (
        part.value for part in parts(words) if isinstance(part.value, str) and part.refers is None
    )
    searched = folded("\n".join(texts))
    same = {name: getattr(row, name) for name in _AS_IN_ROW}
    return {
        **same,
        "titled": folded("\n".join(_titles(words))),
        "searched": searched,
        "grams": grams_of(searched),
    }


def place_of(name: UUID) -> int:
    """Return the key of a new row in the index of bigrams: the last 62 bits of its id.

    In a UUIDv7 those are drawn by chance, so that two rows do not meet; the table refuses it.
    """
    return name.int & (2**62 - 1)


def _titles(row: AnyRow) -> tuple[str, str]:
    words = title_of(row)
    if words is not None:
        return words.en, words.ja
    person = getattr(row, "person", None)
    if isinstance(person, PersonName):
        return person.written("en")[0], person.written("ja")[0]
    texts = (getattr(row, lang, None) for lang in ("en", "ja"))
    en, ja = (text.text if isinstance(text, Wording) else "" for text in texts)
    return en, ja


def _parent(row: AnyRow) -> str:
    for name in _PARENTS:
        found = getattr(row, name, None)
        if isinstance(found, tuple):
            found = found[0] if found else None
        if found:
            return str(found)
    return ""


def _day(row: AnyRow) -> date | None:
    for name in _DAYS:
        found = getattr(row, name, None)
        if isinstance(found, When):
            found = found.on
        if isinstance(found, date):
            return found
    return None
