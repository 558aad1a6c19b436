"""What a flipped operator does not show: no line of a recognition, way or rule is idle."""

import msgspec

from kakehashi.rules import check_cases


def changed(rulebooks, **parts):
    return msgspec.structs.replace(rulebooks, ready={}, **parts)


def is_noticed(mutant, cases, rule):
    apt = tuple(case for case in cases if rule in case.expect)
    return any(result.differences for case in apt for result in check_cases(mutant, (case,)))


def without(rulebooks, place, field, name):
    found = rulebooks.recognitions[place]
    left = tuple(one for one in getattr(found, field) if one != name)
    listed = list(rulebooks.recognitions)
    listed[place] = msgspec.structs.replace(found, **{field: left})
    return changed(rulebooks, recognitions=tuple(listed))


def test_dropping_a_rule_from_a_recognition_fails_a_case(rulebooks, cases):
    idle = [
        f"{found.id}: {rule}"
        for place, found in enumerate(rulebooks.recognitions)
        for rule in found.rules
        if not is_noticed(
            without(rulebooks, place, "rules", rule), cases, f"{found.given_by}:{rule}"
        )
    ]
    assert idle == []


def test_dropping_a_need_from_a_recognition_fails_a_case(rulebooks, cases):
    idle = [
        f"{found.id}: {need}"
        for place, found in enumerate(rulebooks.recognitions)
        for need in found.needs_rules
        if not any(
            is_noticed(
                without(rulebooks, place, "needs_rules", need), cases, f"{found.given_by}:{rule}"
            )
            for rule in found.rules
        )
    ]
    assert idle == []


def test_dropping_a_way_fails_a_case(rulebooks, cases):
    idle = []
    for place, book in enumerate(rulebooks.books):
        for n, rule in enumerate(book.rules):
            for way in rule.ways:
                left = tuple(one for one in rule.ways if one is not way)
                rules = list(book.rules)
                rules[n] = msgspec.structs.replace(rule, ways=left)
                books = list(rulebooks.books)
                books[place] = msgspec.structs.replace(book, rules=tuple(rules))
                mutant = changed(rulebooks, books=tuple(books))
                if not is_noticed(mutant, cases, f"{book.id}:{rule.id}"):
                    idle.append(f"{rule.id} {way.id}")
    assert idle == []


def test_every_decided_rule_is_met_in_a_case_and_not_met_in_another(rulebooks, cases):
    def outcomes(rule):
        return {case.expect[rule].get("outcome") for case in cases if rule in case.expect}

    names = [
        f"{book.id}:{rule.id}"
        for book in rulebooks.books
        for rule in book.rules
        if rule.test is not None
    ]
    assert [name for name in names if not {"met", "not_met"} <= outcomes(name)] == []


def test_every_clause_takes_a_product_out_in_a_case(rulebooks, cases):
    shown = {
        f"{name.partition(':')[0]}:{clause}"
        for case in cases
        for name, wanted in case.expect.items()
        for clause in wanted.get("clauses", ())
    }
    clauses = {
        f"{book.id}:{clause.id}"
        for book in rulebooks.books
        for clause in (*book.scope, *book.exceptions)
    }
    assert clauses - shown == set()


def test_each_case_says_its_point_in_one_sentence(cases):
    for case in cases:
        assert case.says.endswith("."), case.id
        assert len(case.says) < 200, case.id
