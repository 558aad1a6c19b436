"""`mends` and `grounds`: the smallest truthful changes, told by a twin that tries them all."""

from itertools import combinations, product
from random import Random

import pytest
from rules_made import DAY, ORIGIN, a_book, a_fact_type, a_rule, a_vocabulary, a_way
from rules_made import rulebooks as loaded

from kakehashi.rules.compose import compose
from kakehashi.rules.expression import And, Contains, Not, Or, evaluate
from kakehashi.rules.mend import MOST_MENDS, grounds, mends
from kakehashi.rules.settle import settle
from kakehashi.terms.fact import Fact, Members

COLOURS = ("red", "green", "blue")
PARTS = ("lid", "box", "cord")
LEAVES = (
    "is_radio", "is_toy", "is_sold", "is_old", "NOT is_radio", "NOT is_sold", "colour = 'red'",
    "colour <> 'blue'", "colour IN ('red', 'green')", "'lid' IN parts", "'box' IN parts",
    "NOT 'cord' IN parts",
)  # fmt: skip


def vocabulary(**may_become):
    """Return a vocabulary in which the facts named may become the values given."""
    kinds = {"is_radio": "boolean", "is_toy": "boolean", "is_sold": "boolean", "is_old": "boolean",
             "colour": "choice", "parts": "list"}  # fmt: skip
    facts = [
        a_fact_type(name, kind, may_become=list(may_become.get(name, ())))
        for name, kind in kinds.items()
    ]
    return a_vocabulary(facts=facts)


def facts_of(**values):
    return [Fact(id=name, value=value, origin=ORIGIN) for name, value in values.items()]


def changes(found):
    return [{(c.fact, c.member): c.value for c in one} for one in found]


def test_what_is_met_needs_no_change():
    rulebooks = loaded(vocabulary(is_radio=["true"]), a_book())
    assert mends(rulebooks, facts_of(is_radio=True), as_of=DAY) == ()


def test_a_fact_that_may_become_true_mends_a_rule():
    rulebooks = loaded(vocabulary(is_radio=["true"]), a_book())
    (only,) = mends(rulebooks, facts_of(is_radio=False), as_of=DAY)
    assert [(c.fact, c.value, c.is_made) for c in only] == [("is_radio", True, True)]


def test_a_circumstance_never_changes():
    rulebooks = loaded(vocabulary(), a_book())
    assert mends(rulebooks, facts_of(is_radio=False), as_of=DAY) == ()


def test_a_rule_that_applies_is_not_argued_away():
    rule = a_rule(applies="is_sold", test="is_radio")
    rulebooks = loaded(vocabulary(is_sold=["false"]), a_book(rule))
    assert mends(rulebooks, facts_of(is_sold=True, is_radio=False), as_of=DAY) == ()


def test_an_unknown_circumstance_is_supposed_and_told_apart():
    rule = a_rule(test="is_radio AND is_old")
    rulebooks = loaded(vocabulary(is_radio=["true"]), a_book(rule))
    (only,) = mends(rulebooks, facts_of(is_radio=False), as_of=DAY)
    assert [(c.fact, c.is_made) for c in only] == [("is_radio", True), ("is_old", False)]


def test_no_change_breaks_another_rule():
    book = a_book(a_rule("R-1", "is_radio OR is_toy"), a_rule("R-2", "NOT is_radio"))
    rulebooks = loaded(vocabulary(is_radio=["true"], is_toy=["true"]), book)
    found = mends(rulebooks, facts_of(is_radio=False, is_toy=False), as_of=DAY)
    assert changes(found) == [{("is_toy", None): True}]


def test_no_change_brings_in_a_rule_that_it_then_breaks():
    book = a_book(a_rule("R-1", "is_radio"), a_rule("R-2", "is_old", applies="is_radio"))
    rulebooks = loaded(vocabulary(is_radio=["true"]), book)
    assert mends(rulebooks, facts_of(is_radio=False, is_old=False), as_of=DAY) == ()


def test_a_list_gains_a_member_and_loses_none():
    book = a_book(a_rule("R-1", "'lid' IN parts"), a_rule("R-2", "NOT 'box' IN parts"))
    rulebooks = loaded(vocabulary(parts=["lid"]), book)
    empty, boxed = (Members(frozenset(has), is_complete=True) for has in ((), ("box",)))
    assert changes(mends(rulebooks, facts_of(parts=empty), as_of=DAY)) == [{("parts", "lid"): True}]
    assert mends(rulebooks, facts_of(parts=boxed), as_of=DAY) == ()


def test_grounds_come_with_what_remains_least_work_first():
    ways = [a_way("W-TWO", "is_radio AND is_toy"), a_way("W-ONE", "is_sold"),
            a_way("W-SHUT", "colour = 'red'")]  # fmt: skip
    book = a_book(a_rule(test="FALSE", ways=ways), a_rule("R-2", "is_old"))
    may = dict.fromkeys(("is_radio", "is_toy", "is_sold", "is_old"), ("true",))
    rulebooks = loaded(vocabulary(**may), book)
    told = facts_of(is_radio=False, is_toy=True, is_sold=True, is_old=False, colour="blue")
    found = grounds(rulebooks, told, as_of=DAY)
    assert [(one.id, one.lawful, one.remains and len(one.remains)) for one in found] == [
        ("W-ONE", True, 1),
        ("W-TWO", False, 2),
        ("W-SHUT", False, None),
    ]


# ------------------------------------------------------------------ a twin that tries them all


def an_expression(random, depth=3):
    """Return a random expression over the facts of the vocabulary."""
    if depth == 0 or random.random() < 0.3:
        return random.choice(LEAVES)
    word = random.choice((" AND ", " OR "))
    return "(" + word.join(an_expression(random, depth - 1) for _ in range(2)) + ")"


def a_subject(random):
    values = {
        name: random.random() < 0.5
        for name in ("is_radio", "is_toy", "is_sold", "is_old")
        if random.random() < 0.8
    }
    if random.random() < 0.8:
        values["colour"] = random.choice(COLOURS)
    has = frozenset(one for one in PARTS if random.random() < 0.4)
    values["parts"] = Members(has, is_complete=random.random() < 0.7)
    return values


def every_change(values, may):
    """Return the values that each fact, or member of a list, could take."""
    found = {}
    for name in ("is_radio", "is_toy", "is_sold", "is_old"):
        words = {True: "true", False: "false"}
        open_to = [v for v in (True, False) if name not in values or words[v] in may.get(name, ())]
        found[name, None] = [v for v in open_to if values.get(name) is not v]
    open_to = [c for c in COLOURS if "colour" not in values or c in may.get("colour", ())]
    found["colour", None] = [c for c in open_to if values.get("colour") != c]
    for part in set(PARTS) - values["parts"].has:
        if not values["parts"].is_complete:
            found["parts", part] = [True, False]
        elif part in may.get("parts", ()):
            found["parts", part] = [True]
    return {key: choices for key, choices in found.items() if choices}


def changed(values, change):
    """Return the values after a change; of a list what is known of each member."""
    after = {**values, "has": dict.fromkeys(values["parts"].has, True)}
    if values["parts"].is_complete:
        after["has"] |= dict.fromkeys(set(PARTS) - values["parts"].has, False)
    for (name, member), value in change.items():
        if member is None:
            after[name] = value
        else:
            after["has"] = {**after["has"], member: value}
    return after


def value_of(node, after):
    """Value a tree by Kleene, with each member of the list known or unknown by itself."""
    if isinstance(node, Not):
        inner = value_of(node.of, after)
        return None if inner is None else not inner
    if isinstance(node, And | Or):
        found = [value_of(part, after) for part in node.of]
        absorbing = isinstance(node, Or)
        if absorbing in found:
            return absorbing
        return None if None in found else not absorbing
    if isinstance(node, Contains):
        return after["has"].get(node.member)
    return evaluate(node, after, {})


def smallest_by_trying(rulebooks, values, may):
    ready = compose(rulebooks, rulebooks.books[0], DAY)
    now = changed(values, {})
    due = [r for r in ready.rules if value_of(r.applies, now) is True]
    kept = [r for r in ready.rules if not is_broken(r, now)]
    if all(value_of(r.test, now) is True for r in due):
        return []
    open_to = every_change(values, may)
    for size in range(1, 4):
        found = []
        for keys in combinations(open_to, size):
            for picks in product(*(open_to[key] for key in keys)):
                change = dict(zip(keys, picks, strict=True))
                after = changed(values, change)
                if all(value_of(r.test, after) is True for r in due) and not any(
                    is_broken(r, after) for r in kept
                ):
                    found.append(change)
        if found:
            return found
    return []


def is_broken(rule, after):
    return value_of(rule.applies, after) is True and value_of(rule.test, after) is False


@pytest.mark.parametrize("seed", range(80))
def test_no_smaller_change_exists_and_none_is_missed(seed):
    random = Random(seed)
    rules = [
        a_rule(f"R-{n}", an_expression(random), applies=random.choice((None, "is_sold")))
        for n in range(3)
    ]
    may = {
        "is_radio": random.choice(([], ["true"], ["true", "false"])),
        "is_toy": random.choice(([], ["true"])),
        "colour": random.choice(([], ["red"], ["green", "blue"])),
        "parts": random.choice(([], ["lid"], ["lid", "box"])),
    }
    rules = [{k: v for k, v in rule.items() if v is not None} for rule in rules]
    rulebooks = loaded(vocabulary(**may), a_book(*rules))
    for _ in range(5):
        values = a_subject(random)
        told = facts_of(**values)
        assert settle(told, rulebooks.vocabulary, DAY).values["parts"] == values["parts"]
        expected = smallest_by_trying(rulebooks, values, may)
        found = changes(mends(rulebooks, told, as_of=DAY))
        if expected and len(expected[0]) <= 3:
            assert all(one in expected for one in found), (rules, values)
            assert len(found) == min(len(expected), MOST_MENDS), (rules, values, expected, found)
        else:
            assert all(len(one) > 3 for one in found), (rules, values, found)
