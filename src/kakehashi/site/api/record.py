"""The API's rows of the record: listed, one by one, searched; kinds, sources, who reads."""

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Query

from kakehashi.accord.record import KINDS, PREFIX, Record, body_of
from kakehashi.accord.record_parts import parts
from kakehashi.accord.record_views import keys_needed
from kakehashi.site.acts.refusal import refused
from kakehashi.site.api import asked, shapes
from kakehashi.site.api.addresses import router
from kakehashi.site.api.asked import InList, RefQuery, RowId, WordQuery
from kakehashi.site.api.replies import a_fault, reply
from kakehashi.site.views.council import proposals_for
from kakehashi.site.views.listing import counts_for, page_for
from kakehashi.site.views.record import MOST_HITS, SeenRow, acts_for, rows_for, search_for
from kakehashi.terms.errors import InputError
from kakehashi.terms.steady import steady

MOST_ACTS = 200  # of one row


@router.get("", summary="What the record holds", **shapes.gives("me", "kinds", "sides"))
def overview(request: HttpRequest) -> HttpResponse:
    """Return who reads, how many rows of each kind they see, and whose keys turn.

    Whoever is signed in also gets the token that a writing request sends as `X-CSRFToken`.
    """
    person, record = asked.reader_of(request), asked.record_of(request)
    counts = counts_for(person)
    prefixes = {str(kind.__struct_config__.tag): prefix for kind, prefix in PREFIX.items()}
    return reply(
        {
            "me": person and {**msgspec.to_builtins(person), "roles": sorted(person.roles)},
            "csrf_token": get_token(request) if person else None,
            "checked_on": record.checked_on,
            "kinds": [
                {"kind": kind, "id_begins": f"{prefixes[kind]}:", "n": counts.get(kind, 0)}
                for kind in KINDS
            ],
            "sides": {side: sorted(names) for side, names in keys_needed(record).items()},
        }
    )


@router.get("/rows", summary="Rows, by id", **shapes.gives("record", "about", page=True))
def rows(
    request: HttpRequest,
    at: Query[InList],
    kind: WordQuery = None,
    parent: RefQuery = None,
    state: WordQuery = None,
    side: WordQuery = None,
    visibility: WordQuery = None,
) -> HttpResponse:
    """Return a page of rows: `record` is a file that `POST /rows` takes, `about` what is known.

    `parent` is the row that they belong to: the statement of a clause, the meeting of a
    point. `state` is `effective` or `superseded` where both sides agreed, else empty.
    """
    if kind is not None and kind not in KINDS:
        raise InputError(a_fault("no_kind", "query.kind", section="record_api",
                                 names=", ".join(KINDS)))  # fmt: skip
    wanted = {
        "kind": kind, "parent": parent, "state": state, "side": side, "visibility": visibility,
    }  # fmt: skip
    record = asked.record_of(request)
    found = page_for(asked.reader_of(request), wanted, part=at.part)
    return reply({**at.told(found.n), **_told(record, found.rows)})


@router.get(
    "/rows/{ref}", summary="One row", **shapes.gives("record", "about", "acts", "proposals")
)
def row(request: HttpRequest, ref: RowId) -> HttpResponse:
    """Return a row, its acts newest first, and the proposals for it, all as the reader sees them.

    A row that one may not see is told as one that is not there.
    """
    person, record = asked.reader_of(request), asked.record_of(request)
    found = rows_for(person, refs=[ref])
    if not found:
        raise refused("no_such_row", ref)
    return reply(
        {
            **_told(record, found),
            "acts": acts_for(person, ref, most=MOST_ACTS),
            "proposals": proposals_for(person, state=None, thing=ref),
        }
    )


@router.get("/search", summary="Search", **shapes.gives("query", "n", "most", "record", "about"))
def search(
    request: HttpRequest, q: Annotated[str, Query(max_length=asked.MOST_QUERY)] = ""
) -> HttpResponse:
    """Return the rows that hold every word of `q` in either language; at most `most`."""
    query = steady(q).strip()
    found = search_for(asked.reader_of(request), query)
    shown = _told(asked.record_of(request), found)
    return reply({"query": query, "n": len(found), "most": MOST_HITS, **shown})


@router.get("/sources", summary="Sources", **shapes.gives("sources", page=True))
def sources(request: HttpRequest, at: Query[InList]) -> HttpResponse:
    """Return a page of the sources that rows of the reader rest on: how much of each was read."""
    every = list(asked.record_of(request).sources.values())
    some = every[at.part]
    return reply({**at.told(len(every)), "sources": some})


@router.get("/kinds/{kind}", summary="The shape of a kind of row", **shapes.gives("$ref"))
def kind_of(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001
    """Return the JSON Schema of a kind of row, as it stands in a file of the record."""
    if kind not in KINDS:
        raise refused("no_such_row", f"kind {kind}"[:80])
    return reply(msgspec.json.schema(KINDS[kind]))


def _told(record: Record, found: Iterable[SeenRow]) -> dict[str, Any]:
    """Return rows as a file of the record, and beside it what is known of each."""
    seen = tuple(found)
    used = dict.fromkeys(
        part.value for one in seen for part in parts(one.words) if part.refers == "source"
    )
    return {
        "record": {
            "format": "kakehashi-record/1",
            "checked_on": record.checked_on or timezone.now().date(),
            "sources": [record.sources[name] for name in used if name in record.sources],
            "rows": [body_of(one.words) for one in seen],
        },
        "about": {
            one.words.id: {
                name: getattr(one, name) for name in SeenRow.__struct_fields__ if name != "words"
            }
            for one in seen
        },
    }
