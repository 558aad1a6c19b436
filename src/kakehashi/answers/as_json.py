"""An answer as plain JSON values: one shape for every door."""

from datetime import date
from typing import Any

from kakehashi.answers.may_sell import MaySell
from kakehashi.evidence.dossier import FileRead
from kakehashi.rules import BookVerdict
from kakehashi.terms.errors import Fault
from kakehashi.terms.fact import Members, Origin, Value
from kakehashi.terms.text import Text
from kakehashi.terms.verdict import Verdict


def as_json(answer: MaySell) -> dict[str, Any]:
    """Return the answer as plain JSON values: the one shape of every door.

    Texts are `{en, ja}`; days are ISO 8601; a list fact is
    `{has: [...], complete: bool}`; `from` lists the origins of a fact.
    """
    return {
        "subject": {
            "kind": answer.subject.kind,
            "name": _text(answer.subject.name),
            "models": [{"id": m.id, "firmware": m.firmware} for m in answer.subject.models],
            "made_up": answer.subject.is_made_up,
        },
        "as_of": answer.as_of.isoformat(),
        "rules_checked_on": answer.rules_checked_on.isoformat(),
        "countries": [
            {
                "id": country.id,
                "may_sell": str(country.may_sell),
                "basis": str(country.basis),
                "remains": list(country.remains),
            }
            for country in answer.countries
        ],
        "rulebooks": [_book(book) for book in answer.rulebooks],
        "recognitions": [
            {
                "id": found.id,
                "of": found.of,
                "given_by": found.given_by,
                "rules": list(found.rules),
                "relation": found.relation,
                "effect": _text(found.effect),
                "basis": str(found.basis),
            }
            for found in answer.recognitions
        ],
        "next": [
            {"fact": ask.fact, "question": _text(ask.question), "settles": list(ask.settles)}
            for ask in answer.next
        ],
        "not_covered": [
            {"id": gap.id, "country": gap.country, "text": _text(gap.text), "basis": str(gap.basis)}
            for gap in answer.not_covered
        ],
        "files": [_file(file) for file in answer.files],
        "faults": [_fault(fault) for fault in answer.faults],
        "warnings": [_text(warning) for warning in answer.warnings],
        "is_advice": False,
    }


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "ja": text.ja}


def _book(book: BookVerdict) -> dict[str, Any]:
    return {
        "id": book.id,
        "force": str(book.force),
        "country": book.country,
        "outcome": str(book.outcome),
        "as_of": book.as_of.isoformat(),
        "version": book.version,
        "rests_on": [
            {"basis": str(rest.basis), "rules": list(rest.rules), "sources": list(rest.sources)}
            for rest in book.rests_on
        ],
        "verdicts": [verdict_as_json(verdict) for verdict in book.verdicts],
    }


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """Return one verdict with what decided it and what to ask for."""
    return {
        "rule": verdict.rule,
        "outcome": str(verdict.outcome),
        "basis": str(verdict.basis),
        "why": [str(why) for why in verdict.why],
        "ground": verdict.ground,
        "clauses": list(verdict.clauses),
        "decisive": [
            {
                "fact": decisive.fact,
                "value": value_as_json(decisive.value),
                "why": decisive.why and str(decisive.why),
                "from": [_origin(origin) for origin in decisive.origins],
            }
            for decisive in verdict.decisive
        ],
        "ask": list(verdict.ask),
    }


def value_as_json(value: Value | None) -> bool | int | str | dict[str, Any] | None:
    """Return a fact's value as JSON holds it."""
    if isinstance(value, Members):
        return {"has": sorted(value.has), "complete": value.is_complete}
    if isinstance(value, date):
        return value.isoformat()
    return value


def _origin(origin: Origin) -> dict[str, str]:
    return {
        "file": origin.file,
        "sha256": origin.sha256,
        "place": origin.place,
        "read_at": origin.read_at.isoformat(),
    }


def _file(file: FileRead) -> dict[str, Any]:
    return {
        "name": file.name,
        "sha256": file.sha256,
        "n_bytes": file.n_bytes,
        "format": file.format,
        "gave": list(file.gave),
        "notes": [_fault(note) for note in file.notes],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "code": fault.code,
        "where": fault.where,
        "what": _text(fault.what),
        "expected": _text(fault.expected),
        "mend": _text(fault.mend),
    }
