"""The slow twin of `ask.fewest`: every set of facts, smallest first, with every value."""

from itertools import combinations, product

import rules_random as made

from kakehashi.rules.outcome import outcome_of_rule
from kakehashi.terms.fact import Members
from kakehashi.terms.verdict import Outcome


def every_value(name):
    """Give every value a fact can have in these tests; a list is given complete."""
    kind = made.KINDS[name]
    if kind == "boolean":
        return (True, False)
    if kind == "choice":
        return made.MEMBERS
    if kind == "integer":
        return tuple(range(-5, 10))
    if kind == "date":
        return tuple(made.DAY_0.fromordinal(made.DAY_0.toordinal() + n) for n in range(-3, 10))
    some = [frozenset(c) for n in range(4) for c in combinations(made.LISTED, n)]
    return tuple(Members(has, is_complete=True) for has in some)


def fewest_slowly(rule, values, allowed, facts):
    """Give the fewest of `facts` that can settle the rule, lowest in rank among equals.

    A list that is known in part keeps the members it has.
    """
    free = sorted((name for name in facts if name in allowed), key=allowed.__getitem__)
    free = [name for name in free if name not in values or isinstance(values[name], Members)]
    for n_facts in range(len(free) + 1):
        for names in combinations(free, n_facts):
            if any(
                _settles(rule, values, names, given) for given in product(*map(every_value, names))
            ):
                return names
    return ()


def _settles(rule, values, names, given):
    for name, value in zip(names, given, strict=True):
        known = values.get(name)
        if known is not None and not known.has <= value.has:
            return False
        if known is not None and known.is_complete:
            return False
    settled = {**values, **dict(zip(names, given, strict=True))}
    return outcome_of_rule(rule, settled, {}) is not Outcome.MISSING
