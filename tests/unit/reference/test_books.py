"""The shipped rulebooks as a whole: sources, facts, bases, and what stands unchecked."""

from datetime import date

from kakehashi.rules.compose import boundaries
from kakehashi.rules.expression import FactName, walk
from kakehashi.terms.basis import Basis, SourceKind
from kakehashi.terms.fact import Members
from kakehashi.terms.verdict import Force
from kakehashi.terms.vocabulary import FactKind, read_value

# What the readers of evidence give, besides what rules name .
GIVEN_BY_READERS = {
    "has_sbom",
    "sbom_n_components",
    "sbom_n_without_version",
    "sbom_n_without_identifier",
    "sbom_made_on",
    "security_txt_expires_on",
}
# What walking a flow finds, and nobody is asked.
FOUND_BY_WALKING = {
    "came_under_uk_adequacy",
    "sender_is_domestic_contractor",
    "sender_collected_from_people_in_uk",
}
ONLY_FROM_FILES = GIVEN_BY_READERS | FOUND_BY_WALKING


def parts(book):
    ways = [way for rule in book.rules for way in rule.ways]
    return (*book.scope, *book.exceptions, *book.rules, *ways)


def facts_named(rulebooks):
    """Return every fact and open question that an expression names."""
    trees = [*rulebooks.trees.values(), *rulebooks.definitions.values()]
    named = set()
    for tree in trees:
        for node in walk(tree):
            named.add(getattr(node, "fact", None))
            named |= {
                side.id
                for side in (getattr(node, "left", None), getattr(node, "right", None))
                if isinstance(side, FactName)
            }
    return named - {None, "as_of"}


def test_the_rulebooks_are_there_with_their_force(rulebooks):
    assert {book.id: book.force for book in rulebooks.books} == {
        "uk-psti": Force.LAW,
        "jp-terminal-34-10": Force.LAW,
        "jc-star-1": Force.VOLUNTARY_LABEL,
        "etsi-en-303-645": Force.STANDARD,
        "uk-data-transfer": Force.LAW,
        "jp-data-transfer": Force.LAW,
    }


def test_every_source_is_used_and_only_in_files_that_list_it(plain):
    def used(value):
        if isinstance(value, dict):
            for key, below in value.items():
                if key == "sources" and below and isinstance(below[0], str):
                    yield from below
                else:
                    yield from used(below)
        elif isinstance(value, list):
            for below in value:
                yield from used(below)

    for name, whole in plain.items():
        listed = {source["id"] for source in whole.get("sources", ())}
        assert listed == set(used(whole)), name


def test_a_primary_basis_has_a_primary_source(rulebooks):
    for book in rulebooks.books:
        for part in parts(book):
            if part.basis is Basis.PRIMARY:
                kinds = {rulebooks.source(name).kind for name in part.sources}
                assert SourceKind.PRIMARY in kinds, part.id


def test_a_part_that_rests_on_unread_texts_alone_rests_on_memory(rulebooks):
    for book in rulebooks.books:
        for part in parts(book):
            kinds = {rulebooks.source(name).kind for name in part.sources}
            if kinds == {SourceKind.UNREAD}:
                assert part.basis is Basis.MEMORY, part.id


def test_every_source_says_how_much_was_read(rulebooks):
    for source in rulebooks.sources.values():
        assert source.read.strip(), source.id
        assert (source.kind is SourceKind.UNREAD) is source.read.startswith("not read"), source.id
        assert source.url is None or source.url.startswith(("https://", "http://")), source.id


def test_every_fact_is_named_by_a_rule_or_given_by_a_reader(rulebooks):
    named = facts_named(rulebooks)
    facts = {fact.id for fact in rulebooks.vocabulary.facts}
    assert facts - named == GIVEN_BY_READERS
    assert {question.id for question in rulebooks.vocabulary.open_questions} <= named


def test_facts_that_only_files_give_are_never_asked(rulebooks):
    unasked = {fact.id for fact in rulebooks.vocabulary.facts if not fact.askable}
    assert unasked == ONLY_FROM_FILES


def test_every_fact_says_what_can_show_it(rulebooks):
    assert [fact.id for fact in rulebooks.vocabulary.facts if not fact.evidence] == []


def test_every_fact_takes_a_value_of_its_kind(rulebooks):
    examples = {
        FactKind.BOOLEAN: False,
        FactKind.INTEGER: 0,
        FactKind.DATE: date(2026, 3, 2),
    }
    for fact in rulebooks.vocabulary.facts:
        members = [member.id for member in fact.members]
        if fact.kind is FactKind.LIST:
            expected = Members(has=frozenset(members), is_complete=True)
            assert read_value(fact, {"has": members, "complete": True}, "here") == expected
        else:
            raw = members[0] if fact.kind is FactKind.CHOICE else examples[fact.kind]
            assert read_value(fact, raw, "here") == raw


def test_counts_carry_their_unit(rulebooks):
    counts = [fact for fact in rulebooks.vocabulary.facts if fact.kind is FactKind.INTEGER]
    assert counts
    assert all(fact.unit for fact in counts)


def test_groups_stand_together_in_the_order_of_the_questionnaire(rulebooks):
    by_subject = {}
    for fact in rulebooks.vocabulary.facts:
        by_subject.setdefault(fact.subject, []).append(fact.group)
    for groups in by_subject.values():
        order = list(dict.fromkeys(groups))
        assert groups == sorted(groups, key=order.index)
    assert list(dict.fromkeys(by_subject["hop"])) == [
        "hop",
        "data",
        "united_kingdom",
        "japan_transfer",
        "mark",
    ]
    assert list(dict.fromkeys(by_subject["product"])) == [
        "market",
        "role",
        "product",
        "labels",
        "passwords",
        "reporting",
        "support",
        "statement",
        "duties",
        "standards",
        "japan",
        "star1",
        "sbom",
    ]


def test_facts_may_become_only_values_that_they_can_have(rulebooks):
    for fact in rulebooks.vocabulary.facts:
        values = {member.id for member in fact.members} or {"true", "false"}
        assert set(fact.may_become) <= values, fact.id


def test_no_circumstance_may_be_changed(rulebooks):
    circumstances = {
        "hop_kind",
        "receiver_place",
        "receiver_kind",
        "data_categories",
        "data_form",
        "protection_is_judged_sufficient",
        "use_stays_in_purpose",
        "is_in_searchable_database",
    }
    changing = {fact.id for fact in rulebooks.vocabulary.facts if fact.may_become}
    assert changing & circumstances == set()


def test_ten_criteria_are_marked_unchecked_with_ipa_s_address(rulebooks):
    unchecked = {
        rule.id: rule for rule in rulebooks.book("jc-star-1").rules if not rule.is_wording_checked
    }
    assert sorted(unchecked) == [f"S1.1-{n:02d}" for n in range(6, 16)]
    for rule in unchecked.values():
        assert rule.basis is Basis.MEMORY
        assert rule.see is not None
        assert rule.see.startswith("https://www.ipa.go.jp/")


def test_the_other_rulebooks_have_no_unchecked_wording(rulebooks):
    others = [book for book in rulebooks.books if book.id != "jc-star-1"]
    assert all(rule.is_wording_checked for book in others for rule in book.rules)


def test_what_rests_on_our_reading_says_so(rulebooks):
    for book in rulebooks.books:
        for part in parts(book):
            if part.basis is Basis.INFERENCE and part.id != "T34-10-OVERLAP":
                assert part.note is not None, part.id


def test_rules_are_checked_before_they_are_due_for_review(rulebooks):
    for book in rulebooks.books:
        assert book.checked_on < book.review_on
        known = boundaries(rulebooks)
        assert max(known) <= book.checked_on


def test_what_is_not_covered_is_listed_for_both_countries(rulebooks):
    gaps = [gap for coverage in rulebooks.coverage for gap in coverage.not_covered]
    assert {gap.country for gap in gaps} == {"uk", "jp", "int"}
    assert {"uk-radio", "uk-electrical", "jp-radio", "jp-electrical", "int-eu"} <= {
        gap.id for gap in gaps
    }


def test_each_recognition_runs_one_way_and_is_dated(rulebooks):
    for found in rulebooks.recognitions:
        assert found.of != found.given_by
        assert found.period.starts is not None
    pairs = {(found.of, found.given_by): set(found.rules) for found in rulebooks.recognitions}
    assert pairs["uk-psti", "jc-star-1"] == {"S1.1-02", "S1.1-05", "S1.1-16"}
    assert {"PSTI-1", "PSTI-2", "PSTI-3", "PSTI-SOC"} <= pairs["jc-star-1", "uk-psti"]


def test_no_recognition_reaches_a_duty_to_act_or_to_keep(rulebooks):
    reached = {rule for found in rulebooks.recognitions for rule in found.rules}
    assert not reached & {
        "DU-M1a",
        "DU-M1b",
        "DU-M2",
        "DU-I1b",
        "DU-I1c",
        "DU-D1b",
        "RET-M",
        "RET-I",
    }
