"""Every operator, value and date of a set of rulebooks, changed one at a time.

`mutations` gives each changed set with a line to read. `survivors` gives those
lines on which no case fails: for each, a case is missing, or the change alters nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from kakehashi.rules.ask import Asker
from kakehashi.rules.assess import assess_book
from kakehashi.rules.cases import differences
from kakehashi.rules.checks import check_rulebooks
from kakehashi.rules.compose import compose
from kakehashi.rules.expression import (
    And,
    Compare,
    Constant,
    Contains,
    FactName,
    Holds,
    In,
    Not,
    Or,
    Ref,
    Truth,
    walk,
)
from kakehashi.rules.settle import settle
from kakehashi.terms.plain import Plain

SWAPPED = {"=": "<>", "<>": "=", "<": "<=", "<=": "<", ">": ">=", ">=": ">"}


@dataclass(frozen=True)
class Mutation:
    """One change: a line to read, the changed rulebooks, and what it may bear on."""

    says: str
    rulebooks: object
    books: frozenset  # rulebooks whose verdicts may change
    rules: frozenset  # "book:rule" most likely to change, to be tried first


# ------------------------------------------------------------------ trees


def as_text(node):
    """Give a tree as a text to read."""
    if isinstance(node, And | Or):
        word = " AND " if isinstance(node, And) else " OR "
        return "(" + word.join(as_text(part) for part in node.of) + ")"
    if isinstance(node, Not):
        return f"NOT {as_text(node.of)}"
    if isinstance(node, Compare):
        return f"{_side(node.left)} {node.operator} {_side(node.right)}"
    if isinstance(node, In):
        return f"{node.fact} IN ({', '.join(map(str, node.among))})"
    if isinstance(node, Contains):
        return f"'{node.member}' IN {node.fact}"
    if isinstance(node, Holds):
        return node.fact
    return node.definition if isinstance(node, Ref) else str(node.is_true).upper()


def _side(side):
    return side.id if isinstance(side, FactName) else str(side.value)


def mutate(node, members):
    """Yield (what, tree) for every change of one operator or value below `node`.

    `members` gives the members of each choice and list fact.
    """
    for what, changed in _here(node, members):
        yield what, changed
    if isinstance(node, Not):
        for what, part in mutate(node.of, members):
            yield what, Not(part)
    if isinstance(node, And | Or):
        for place, part in enumerate(node.of):
            for what, changed in mutate(part, members):
                yield what, type(node)((*node.of[:place], changed, *node.of[place + 1 :]))


def _here(node, members):
    if isinstance(node, And):
        yield _said(node, Or(node.of))
    elif isinstance(node, Or):
        yield _said(node, And(node.of))
    elif isinstance(node, Not):
        yield _said(node, node.of)
    elif isinstance(node, Truth):
        yield _said(node, Truth(not node.is_true))
    elif isinstance(node, Holds | Ref):
        if not (isinstance(node, Holds) and node.fact.startswith("open_")):
            yield _said(node, Not(node))  # the opposite of an open question is as open
    elif isinstance(node, Contains | In):
        yield _said(node, Not(node))
        yield from _of_members(node, members.get(node.fact, ()))
    elif isinstance(node, Compare):
        yield from _of_comparison(node, members)


def _of_members(node, members):
    if isinstance(node, Contains):
        for member in _others(members, {node.member}):
            yield _said(node, Contains(member, node.fact))
        return
    for place, one in enumerate(node.among):
        for other in _other_values(one, members, set(node.among)):
            among = (*node.among[:place], other, *node.among[place + 1 :])
            yield _said(node, In(node.fact, among))


def _of_comparison(node, members):
    yield _said(node, Compare(SWAPPED[node.operator], node.left, node.right))
    named = node.left if isinstance(node.left, FactName) else node.right
    for name in ("left", "right"):
        side = getattr(node, name)
        if isinstance(side, Constant):
            for other in _other_values(side.value, members.get(named.id, ()), {side.value}):
                yield _said(node, msgspec.structs.replace(node, **{name: Constant(other)}))


def _other_values(value, members, taken):
    if isinstance(value, date):
        return [value - timedelta(days=1), value + timedelta(days=1)]
    if isinstance(value, int):
        return [value - 1, value + 1]
    return _others(members, taken)


def _others(members, taken):
    """Give one other member; none where every member is taken."""
    return [member for member in members if member not in taken][:1]


def _said(old, new):
    return f"{as_text(old)}  →  {as_text(new)}", new


# ------------------------------------------------------------------ where expressions stand


def mutations(rulebooks) -> Iterator[Mutation]:
    """Yield every mutation of every rulebook, recognition and definition."""
    members = {
        fact.id: [member.id for member in fact.members] for fact in rulebooks.vocabulary.facts
    }
    for place, book in enumerate(rulebooks.books):
        books = _leaning_on(rulebooks, book.id)
        for label, rules, mutate_book in _parts_of(rulebooks, book, members):
            for what, changed, trees in mutate_book:
                listed = (*rulebooks.books[:place], changed, *rulebooks.books[place + 1 :])
                mutant = _with(rulebooks, trees, books=listed)
                yield Mutation(f"{book.id} {label}: {what}", mutant, books, rules)
    for place, found in enumerate(rulebooks.recognitions):
        rules = frozenset(f"{found.given_by}:{rule}" for rule in found.rules)
        for what, changed, trees in _of_part(rulebooks, found, ("when",), members):
            before, after = rulebooks.recognitions[:place], rulebooks.recognitions[place + 1 :]
            mutant = _with(rulebooks, trees, recognitions=(*before, changed, *after))
            yield Mutation(f"{found.id}: {what}", mutant, frozenset({found.given_by}), rules)
    everything = frozenset(book.id for book in rulebooks.books)
    for name, tree in rulebooks.definitions.items():
        for what, changed in mutate(tree, members):
            definitions = {**rulebooks.definitions, name: changed}
            mutant = _with(rulebooks, {}, definitions=definitions)
            users = frozenset(_users(rulebooks, name))
            yield Mutation(f"definition {name}: {what}", mutant, everything, users)


def _with(rulebooks, trees, **changes):
    return msgspec.structs.replace(
        rulebooks, trees={**rulebooks.trees, **trees}, ready={}, **changes
    )


def _leaning_on(rulebooks, book_id):
    needing = {
        found.given_by
        for found in rulebooks.recognitions
        if any(name.startswith(f"{book_id}:") for name in found.needs_rules)
    }
    return frozenset({book_id, *needing})


def _users(rulebooks, name):
    """Yield the rules whose own texts name a definition, by itself or through others."""
    naming = {name}
    while True:
        more = {
            other
            for other, tree in rulebooks.definitions.items()
            if other not in naming and _names(tree) & naming
        }
        if not more:
            break
        naming |= more
    for book in rulebooks.books:
        for rule in book.rules:
            texts = [rule.applies, rule.test, *(way.when for way in rule.ways)]
            if any(_names(rulebooks.trees[text]) & naming for text in texts if text is not None):
                yield f"{book.id}:{rule.id}"
    for found in rulebooks.recognitions:
        if _names(rulebooks.trees[found.when]) & naming:
            yield from (f"{found.given_by}:{rule}" for rule in found.rules)


def _names(tree):
    return {node.definition for node in walk(tree) if isinstance(node, Ref)}


def _parts_of(rulebooks, book, members):
    """Yield (label, rules first to try, changes of the book) for the book and its parts."""
    every = frozenset(f"{book.id}:{rule.id}" for rule in book.rules)
    yield "period", every, ((what, new, {}) for what, new in _periods(book))
    for field in ("scope", "exceptions"):
        for place, clause in enumerate(getattr(book, field)):
            changes = _of_part(rulebooks, clause, ("when",), members)
            yield f"{field} {clause.id}", every, _put(book, field, place, changes)
    for place, rule in enumerate(book.rules):
        mine = frozenset({f"{book.id}:{rule.id}"})
        changes = _of_part(rulebooks, rule, ("applies", "test"), members)
        yield f"rule {rule.id}", mine, _put(book, "rules", place, changes)
        for n, way in enumerate(rule.ways):
            of_way = _of_part(rulebooks, way, ("when",), members)
            of_rule = _put(rule, "ways", n, of_way)
            yield f"rule {rule.id} way {way.id}", mine, _put(book, "rules", place, of_rule)


def _put(whole, field, place, changes):
    for what, part, trees in changes:
        listed = getattr(whole, field)
        changed = (*listed[:place], part, *listed[place + 1 :])
        yield what, msgspec.structs.replace(whole, **{field: changed}), trees


def _of_part(rulebooks, part, fields, members):
    for what, changed in _periods(part):
        yield what, changed, {}
    for field in fields:
        text = getattr(part, field)
        if text is None:
            continue
        for n, (what, tree) in enumerate(mutate(rulebooks.trees[text], members)):
            key = f"{text} [mutant {n}]"  # no text of the language: it cannot meet another
            yield f"{field}: {what}", msgspec.structs.replace(part, **{field: key}), {key: tree}


def _periods(part):
    for name in ("starts", "ends"):
        day = getattr(part.period, name)
        for days in (-1, 1) if day is not None else ():
            moved = day + timedelta(days=days)
            period = msgspec.structs.replace(part.period, **{name: moved})
            yield f"{name} {day}  →  {moved}", msgspec.structs.replace(part, period=period)


# ------------------------------------------------------------------ cases against mutations


def survivors(rulebooks, cases):
    """Give the lines of the mutations that load and on which no case fails."""
    tried = [(case, settle(case.facts, rulebooks.vocabulary, case.as_of)) for case in cases]
    return [
        mutation.says
        for mutation in mutations(rulebooks)
        if not any(_fails(mutation, case, settled) for case, settled in _ranked(mutation, tried))
        and not _is_refused(mutation.rulebooks)
    ]


def _is_refused(rulebooks):
    """Say whether loading refuses the change: two versions of a rule in force at once."""
    files = [(Plain(book.id, None, {}), book) for book in rulebooks.books]
    return any(fault.code == "overlap" for fault in check_rulebooks(rulebooks, files))


def _ranked(mutation, tried):
    """Give the cases that may fail, the likeliest first."""
    apt = [one for one in tried if mutation.books & set(one[0].books)]
    return sorted(apt, key=lambda one: not (mutation.rules & one[0].expect.keys()))


def _fails(mutation, case, settled):
    books = {}
    for name in mutation.books & set(case.books):
        book = mutation.rulebooks.book(name)
        asks = any("ask" in wanted for wanted in case.expect.values())
        asker = Asker(mutation.rulebooks, settled) if asks else None
        ready = compose(mutation.rulebooks, book, case.as_of)
        books[name] = assess_book(ready, settled, case.as_of, asker)
    return next(differences(case, books), None) is not None
