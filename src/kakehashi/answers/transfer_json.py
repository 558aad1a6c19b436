"""A paper about a flow as plain JSON values, in both languages."""

from typing import Any

from kakehashi.terms.text import Text
from kakehashi.transfers import TransferPaper
from kakehashi.transfers.paper import Came, Field, Need


def paper_as_json(paper: TransferPaper) -> dict[str, Any]:
    """Return the paper with every field, where its values came from, and its blanks.

    A field is `{id, number, label, values, blank, came_from, asked_by, fill_at, note}`:
    a blank has no `values`, and `fill_at` names the path of the flow file for it.
    """
    return {
        "paper": paper.name,
        "title": text_as_json(paper.title),
        "flow": {
            "id": paper.flow,
            "name": text_as_json(paper.flow_name),
            "made_up": paper.made_up,
        },
        "as_of": paper.as_of.isoformat(),
        "blanks": paper.n_blanks,
        "sections": [
            {
                "id": section.id,
                "title": text_as_json(section.title),
                "hop": section.hop,
                "fields": [_field(field) for field in section.fields],
            }
            for section in paper.sections
        ],
        "not_due": [
            {
                "hop": one.hop,
                "reason": text_as_json(one.reason),
                "came_from": [_came(came) for came in one.came],
            }
            for one in paper.not_due
        ],
        "sources": [
            {
                "id": one.id,
                "title": one.title,
                "kind": str(one.kind),
                "read": one.read,
                "url": one.url,
            }
            for one in paper.sources
        ],
        "is_advice": False,
    }


def text_as_json(text: Text) -> dict[str, str]:
    """Return the words in both languages."""
    return {"en": text.en, "ja": text.ja}


def _field(field: Field) -> dict[str, Any]:
    return {
        "id": field.id,
        "number": field.number,
        "label": text_as_json(field.label),
        "values": [text_as_json(value) for value in field.values],
        "blank": field.is_blank,
        "came_from": [_came(came) for came in field.came],
        "asked_by": [_need(need) for need in field.needs],
        "fill_at": field.fill_at,
        "note": None if field.note is None else text_as_json(field.note),
    }


def _came(came: Came) -> dict[str, Any]:
    return {
        "kind": came.kind,
        "name": came.name,
        "place": came.place,
        "basis": None if came.basis is None else str(came.basis),
    }


def _need(need: Need) -> dict[str, Any]:
    return {
        "id": need.id,
        "text": text_as_json(need.text),
        "basis": str(need.basis),
        "sources": list(need.sources),
    }
