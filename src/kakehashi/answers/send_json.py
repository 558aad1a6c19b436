"""The answer about a flow as plain JSON values: one shape for every door."""

from typing import Any

from kakehashi.answers.as_json import value_as_json, verdict_as_json
from kakehashi.answers.may_send import HopAnswer, MaySend
from kakehashi.rules.mend import Change, GroundFound
from kakehashi.terms.text import Text


def send_as_json(answer: MaySend) -> dict[str, Any]:
    """Return the answer as plain JSON values.

    `hops` come in the order in which the data travels, each with the verdicts of both
    laws and its grounds, least work first. In `remains` and `mends` a change is
    `{fact, member, value, is_made}`: `is_made` false means that it must be so, and be
    stated. A ground that no truthful change leads to stands under `closed`.
    """
    return {
        "flow": {
            "id": answer.flow.told.id,
            "name": _text(answer.flow.told.name),
            "made_up": answer.flow.told.made_up,
        },
        "as_of": answer.as_of.isoformat(),
        "rules_checked_on": answer.rules_checked_on.isoformat(),
        "answer": str(answer.answer),
        "hops": [_hop(hop) for hop in answer.hops],
        "rests_on": [
            {"basis": str(rest.basis), "rules": list(rest.rules), "sources": list(rest.sources)}
            for rest in answer.rests_on
        ],
        "next": [
            {
                "fact": ask.fact,
                "question": _text(ask.question),
                "hops": list(ask.hops),
                "settles": list(ask.settles),
                "field": ask.field,
            }
            for ask in answer.next
        ],
        "not_covered": [
            {"id": gap.id, "country": gap.country, "text": _text(gap.text), "basis": str(gap.basis)}
            for gap in answer.not_covered
        ],
        "warnings": [_text(warning) for warning in answer.warnings],
        "is_advice": False,
    }


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "ja": text.ja}


def _hop(found: HopAnswer) -> dict[str, Any]:
    return {
        "id": found.hop.id,
        "from": found.hop.sender,
        "to": found.hop.receiver,
        "answer": str(found.answer),
        "starts": found.hop.starts.isoformat(),
        "until": found.hop.until and found.hop.until.isoformat(),
        "bears_uk_mark": found.bears_uk_mark,
        "verdicts": [
            {"rulebook": book.id, **verdict_as_json(verdict)}
            for book in found.books
            for verdict in book.verdicts
        ],
        "rulebooks": [
            {
                "id": book.id,
                "country": book.country,
                "outcome": str(book.outcome),
                "as_of": book.as_of.isoformat(),
                "version": book.version,
            }
            for book in found.books
        ],
        "grounds": [_ground(one) for one in found.grounds if one.remains is not None],
        "closed": [one.id for one in found.grounds if one.remains is None],
        "mends": [[_change(change) for change in one] for one in found.mends],
        "lapsed": [paper.id for paper in found.lapsed],
    }


def _ground(found: GroundFound) -> dict[str, Any]:
    return {
        "id": found.id,
        "rulebook": found.rulebook,
        "rule": found.rule,
        "lawful": found.lawful,
        "remains": [_change(change) for change in found.remains or ()],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "fact": change.fact,
        "member": change.member,
        "value": value_as_json(change.value),
        "is_made": change.is_made,
    }
