"""Every value that a flow can have has words for the papers, in every paper that shows it."""

from typing import get_args

import pytest

from kakehashi.answers import shipped_rulebooks
from kakehashi.terms.phrases import phrases
from kakehashi.transfers import flow
from kakehashi.transfers.countries import EEA, OWN
from kakehashi.transfers.details import DETAILS
from kakehashi.transfers.fill import country_words
from kakehashi.transfers.paper import PAPERS, RELIES_ON
from kakehashi.transfers.paper_notice import GROUNDS


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ("hop_kind", get_args(flow.HopKind)),
        ("notice_kind", get_args(flow.HopKind)),
        ("party_kind", get_args(flow.Kind)),
        ("paper_kind", get_args(flow.PaperKind)),
        ("paper_title", PAPERS),
        ("paper_lead", PAPERS),
        ("country_name", [code.lower() for code in EEA | OWN]),
    ],
)
def test_there_are_words_for_each(section, names):
    assert [name for name in names if f"{section}.{name}" not in phrases()] == []


def test_each_category_of_data_has_plain_words(vocabulary):
    (fact,) = [one for one in vocabulary.facts if one.id == "data_categories"]
    assert [one.id for one in fact.members if f"notice_category.{one.id}" not in phrases()] == []


def test_each_ground_of_the_shipped_rulebooks_has_plain_words():
    ways = [
        (rule.id, way.id)
        for book in shipped_rulebooks().books
        for rule in book.rules
        if rule.id in ("UKT-1", "JPT-28")
        for way in rule.ways
    ]
    assert len(ways) > 20
    for rule, way in ways:
        law = "uk" if rule == "UKT-1" else "jp"
        kind = next(kind for start, kind in GROUNDS.items() if way.startswith(start))
        assert f"notice_ground.{law}_{kind}" in phrases(), way


def test_each_ground_that_a_hop_can_rely_on_is_one_of_the_rulebook_s(vocabulary):
    ways = {
        way.id for rule in shipped_rulebooks().book("uk-data-transfer").rules for way in rule.ways
    }
    for start in RELIES_ON.values():
        assert any(way.startswith(start) for way in ways), start
    (fact,) = [one for one in vocabulary.facts if one.id == "uk_derogations"]
    assert {one.id for one in fact.members} | flow.UK_SAFEGUARDS <= set(RELIES_ON)


def test_a_country_at_hand_has_a_name_and_another_its_code():
    assert country_words("FR").ja == "フランス"
    assert country_words("TV").ja == "TV（ISO 3166-1 の国コード）"


def test_details_are_refused_where_no_paper_has_them(faults):
    from transfer_builders import a_flow, a_hop

    told = a_flow(
        details={"address": "x"}, hops=[a_hop("first", "uk", "jp", details={"head": "x"})]
    )
    assert [code for code, _ in faults(told)] == ["unknown_detail", "unknown_detail"]
    assert not set(DETAILS["flow"]) & set(DETAILS["party"])
