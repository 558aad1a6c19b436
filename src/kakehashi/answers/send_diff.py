"""What changes in a flow between two days, as rules, adequacy or papers begin and end."""

from datetime import date
from typing import Any

import msgspec

from kakehashi.answers.may_send import MaySend, Send, may_send
from kakehashi.rules import Rulebooks
from kakehashi.terms.verdict import Outcome
from kakehashi.transfers import Flow


class RuleMoved(msgspec.Struct, frozen=True):
    """A rule whose outcome for a hop differs; None where it is not in force on that day."""

    rule: str  # "rulebook:rule"
    before: Outcome | None
    after: Outcome | None


class HopMoved(msgspec.Struct, frozen=True):
    """A hop whose verdicts differ between the two days, with the papers that lapsed between."""

    hop: str
    before: Send
    after: Send
    rules: tuple[RuleMoved, ...]
    lapsed: tuple[str, ...]


class SendDiff(msgspec.Struct, frozen=True):
    """A flow on two days: both answers, and the hops that moved."""

    before: MaySend
    after: MaySend
    moved: tuple[HopMoved, ...]


def send_diff(rulebooks: Rulebooks, flow: Flow, before: date, after: date) -> SendDiff:
    """Return what the two days decide otherwise of a flow."""
    was, now = (may_send(rulebooks, flow, as_of=on) for on in (before, after))
    moved = []
    for one, other in zip(was.hops, now.hops, strict=True):
        then = {f"{b.id}:{v.rule}": v.outcome for b in one.books for v in b.verdicts}
        later = {f"{b.id}:{v.rule}": v.outcome for b in other.books for v in b.verdicts}
        rules = tuple(
            RuleMoved(name, then.get(name), later.get(name))
            for name in dict.fromkeys((*then, *later))
            if then.get(name) is not later.get(name)
        )
        already = {paper.id for paper in one.lapsed}
        lapsed = tuple(paper.id for paper in other.lapsed if paper.id not in already)
        if rules or lapsed or one.answer is not other.answer:
            moved.append(HopMoved(one.hop.id, one.answer, other.answer, rules, lapsed))
    return SendDiff(was, now, tuple(moved))


def diff_as_json(found: SendDiff) -> dict[str, Any]:
    """Return what changes as plain JSON values."""
    return {
        "flow": found.before.flow.told.id,
        "before": {"as_of": found.before.as_of.isoformat(), "answer": str(found.before.answer)},
        "after": {"as_of": found.after.as_of.isoformat(), "answer": str(found.after.answer)},
        "hops": [
            {
                "id": one.hop,
                "before": str(one.before),
                "after": str(one.after),
                "rules": [
                    {
                        "rule": rule.rule,
                        "before": rule.before and str(rule.before),
                        "after": rule.after and str(rule.after),
                    }
                    for rule in one.rules
                ],
                "lapsed": list(one.lapsed),
            }
            for one in found.moved
        ],
    }
