"""What a form gives as the body of a row, for statements, clauses and commitments."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from kakehashi.accord.may import Person
from kakehashi.accord.record import AnyRow, Record, body_of
from kakehashi.accord.record_council import Matter
from kakehashi.accord.record_texts import Clause, Statement
from kakehashi.site.acts.check_row import new_ref
from kakehashi.terms.text import LANGS

MOST_TEXT = 20_000  # characters of a field, as many as two rounds are compared over
STATED = ("organisation", "side", "joint")
DRAFT: dict[str, Any] = {"precision": "words", "words": {"en": "draft", "ja": "案"}}
AGREED = {
    "precision": "words",
    "words": {"en": "once both sides have agreed", "ja": "双方の合意をもって発出"},
}
"""When a statement of which no day was given is issued: in a draft, and before both sides."""


def source_of(person: Person) -> dict[str, Any]:
    """Return the source of what an organisation writes here itself: the row is the text."""
    slug = person.organisation.partition(":")[2]
    return {
        "id": f"{person.side}-written-by-{slug}",
        "title": f"Written in this record by {slug}",
        "kind": "primary",
        "read": "whole: it was written here",
    }


def new_body(person: Person, kind: str, visibility: str) -> dict[str, Any]:
    """Return what every new row of `kind` begins with; seen by its organisation unless stated."""
    return {
        "kind": kind,
        "id": new_ref(kind, person.side),
        "basis": "primary",
        "sources": [source_of(person)["id"]],
        "visibility": visibility if visibility in STATED else "organisation",
    }


def changed_body(person: Person, row: AnyRow) -> dict[str, Any]:
    """Return the body of `row`, resting besides on what is written here now."""
    body = body_of(row)
    return {**body, "sources": list(dict.fromkeys([*body["sources"], source_of(person)["id"]]))}


def as_seen_as(row: AnyRow) -> str:
    """Return who sees what hangs on `row`: those who see it, and both sides where all do."""
    return "joint" if row.visibility == "public" else row.visibility.value


def words(form: Mapping[str, str], name: str) -> str | None:
    """Return a field's words to the code point but for the ends; None where it is empty."""
    return form.get(name, "").replace("\r\n", "\n").strip()[:MOST_TEXT] or None


def text(form: Mapping[str, str], name: str) -> dict[str, str]:
    """Return a field's words of both languages; the reader tells of one that is empty."""
    return {lang: words(form, f"{name}_{lang}") or "" for lang in LANGS}


def text_or_none(form: Mapping[str, str], name: str) -> dict[str, str] | None:
    """Return a field's words of both languages; None where neither is there."""
    found = text(form, name)
    return found if any(found.values()) else None


def statement_body(
    person: Person,
    form: Mapping[str, str],
    before: Statement | None = None,
    issued: date | None = None,
) -> dict[str, Any]:
    """Return a statement, a draft until both sides agree to it, with the form's words.

    Its nature is what its writer says it is, and no inference.
    """
    start = (
        changed_body(person, before)
        if before
        else {
            **new_body(person, "statement", form.get("visibility", "")),
            "issued": DRAFT,
            "nature_basis": "primary",
        }
    )
    if issued is not None:
        start["issued"] = {"on": issued.isoformat()}
    return {
        **start,
        "title": text(form, "title"),
        "governing": form.get("governing") or "both",
        "nature": form.get("nature") or "statement",
        "cycle": form.get("cycle") or None,
    }


def clause_body(
    person: Person, form: Mapping[str, str], record: Record, clause: Clause | None
) -> dict[str, Any]:
    """Return a clause with the form's words in place of its own, and one's own side's bracket."""
    statement = clause.statement if clause else form.get("statement", "")
    holds = record.rows.get(statement)
    visibility = holds.visibility.value if holds else "organisation"
    body = body_of(clause) if clause else new_body(person, "clause", visibility)
    body |= {
        "statement": statement,
        "number": words(form, "number") or (clause.number if clause else ""),
        "is_paraphrase": False,
        "agreed": [],
        "sources": list(dict.fromkeys([*body["sources"], source_of(person)["id"]])),
    }
    for lang in LANGS:
        said = words(form, lang)
        body[lang] = {"text": said, "standing": "ours"} if said else None
    kept = [one for one in body.get("brackets") or [] if one["side"] != f"side:{person.side}"]
    number = words(form, "bracket_number")
    if form.get("settled") == "yes":
        kept = []
    elif number:
        kept.append(
            {
                "number": number,
                "side": f"side:{person.side}",
                "en": words(form, "bracket_en"),
                "ja": words(form, "bracket_ja"),
            }
        )
    return {**body, "brackets": kept}


def commitment_body(
    person: Person, form: Mapping[str, str], drawn: Clause | Matter, due: date | None
) -> dict[str, Any]:
    """Return a commitment drawn from a clause, to which it keeps the link, or from a matter."""
    sources = [source_of(person)["id"]]
    owner = {"organisation": person.organisation, "basis": "primary", "sources": sources}
    return {
        **new_body(person, "commitment", as_seen_as(drawn)),
        "text": text(form, "text"),
        "actions": [form["action"]] if form.get("action") else [],
        "owners": body_of(drawn)["owners"] if isinstance(drawn, Matter) else [owner],
        "due": {"on": due.isoformat()} if due else None,
        "known_by": text_or_none(form, "known_by"),
        "drawn_from": drawn.id if isinstance(drawn, Clause) else None,
    }


def _is_draft(when: Mapping[str, Any]) -> bool:
    said = when.get("words") or {}
    return all(said.get(lang) == DRAFT["words"][lang] for lang in LANGS)


def offered(body: dict[str, Any]) -> dict[str, Any]:
    """Return a row's body as it is brought before both sides.

    A clause's words become official, and a statement is a draft no longer.
    """
    if body["kind"] == "statement" and _is_draft(body["issued"]):
        return {**body, "issued": AGREED}
    if body["kind"] != "clause" or body.get("is_paraphrase"):
        return body
    told: dict[str, Any] = {
        lang: {**body[lang], "standing": "official"} for lang in LANGS if body.get(lang)
    }
    return {**body, **told}
