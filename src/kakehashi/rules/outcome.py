"""From the Kleene values of a rule's expressions to one of the four outcomes."""

from collections.abc import Iterable, Mapping

from kakehashi.rules.compose import ReadyRule
from kakehashi.rules.expression import Memo, evaluate
from kakehashi.terms.fact import Value
from kakehashi.terms.verdict import Outcome


def outcome_of_rule(rule: ReadyRule, values: Mapping[str, Value], memo: Memo) -> Outcome:
    """Return the outcome of a rule in force on the facts `values`; an absent one is unknown."""
    applies, test, deemed = (
        evaluate(tree, values, memo) for tree in (rule.applies, rule.test, rule.deemed)
    )
    return outcome_of(applies, test, deemed)


def roll_up(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the outcome of a rulebook from those of its rules.

    Any not met, else any missing, else any met, else not applicable.

    >>> str(roll_up([Outcome.MET, Outcome.MISSING, Outcome.NOT_APPLICABLE]))
    'missing'
    """
    there = set(outcomes)
    ranked = (Outcome.NOT_MET, Outcome.MISSING, Outcome.MET)
    return next((one for one in ranked if one in there), Outcome.NOT_APPLICABLE)


def outcome_of(applies: bool | None, test: bool | None, deemed: bool | None) -> Outcome:  # noqa: FBT001  all three are the matter
    """Return the outcome of a rule from the Kleene values of its expressions.

    What is deemed to comply needs no condition of its own (decision 0009).

    >>> str(outcome_of(None, True, True)), str(outcome_of(None, True, None))
    ('met', 'missing')
    """
    if applies is False:
        return Outcome.NOT_APPLICABLE
    if deemed is True:
        return Outcome.MET
    if applies is None or test is None:
        return Outcome.MISSING
    return Outcome.MET if test else Outcome.NOT_MET
