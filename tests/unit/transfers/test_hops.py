"""`hop_facts`: what the fields of a flow say of each hop, and the mark that walking finds."""

from datetime import date

import pytest
from transfer_builders import a_flow, a_hop

from kakehashi.terms.fact import Members
from kakehashi.transfers import came_under_adequacy, hop_facts

ON = date(2026, 11, 20)


def said(flow, hop, on=ON, **crossed):
    """Return the values by fact."""
    return {fact.id: fact.value for fact in hop_facts(flow, hop, on, crossed)}


def test_fields_become_facts_with_their_places(read):
    flow = read(a_flow())
    facts = {fact.id: fact for fact in hop_facts(flow, "first", ON, {})}
    assert facts["sender_place"].value == "gb"
    assert facts["receiver_place"].value == "jp"
    assert facts["data_categories"].value == Members(frozenset({"contact"}), is_complete=True)
    assert facts["receiver_kind"].origin.place.endswith("parties[1].kind")
    assert facts["sender_place"].origin.sha256


def test_what_is_not_said_is_unknown(read):
    flow = a_flow(form=None)
    del flow["hops"][0]["receiver_roles"]
    facts = said(read(flow), "first")
    assert "data_form" not in facts
    assert "sender_is_under_uk_gdpr" not in facts
    assert not facts["receiver_roles"].is_complete


def test_a_hop_says_for_itself_whether_its_papers_are_all(read):
    hops = [
        a_hop("first", "uk", "jp", papers_complete=False),
        a_hop("second", "jp", "us"),
    ]
    flow = read(a_flow(hops=hops))
    assert not said(flow, "first")["uk_safeguards"].is_complete
    assert said(flow, "second")["equivalent_means"].is_complete


def test_laws_count_as_absent_only_from_a_complete_list(read):
    flow = a_flow()
    flow["parties"][0]["under"] = {"has": ["uk_gdpr"], "complete": True}
    facts = said(read(flow), "first")
    assert (facts["sender_is_under_uk_gdpr"], facts["sender_is_under_appi"]) == (True, False)


@pytest.mark.parametrize(
    ("on", "has"),
    [
        (date(2026, 2, 28), set()),
        (date(2026, 3, 1), {"contract"}),
        (date(2027, 3, 31), {"contract"}),
        (date(2027, 4, 1), set()),
    ],
)
def test_a_paper_counts_from_its_first_to_its_last_day(read, on, has):
    paper = {"id": "p", "kind": "contract", "hops": ["second"], "starts": "2026-03-01"}
    flow = read(a_flow(papers=[{**paper, "until": "2027-03-31"}]))
    assert said(flow, "second", on)["equivalent_means"].has == has
    assert said(flow, "second", on)["uk_safeguards"].has == set()
    assert said(flow, "first", on)["equivalent_means"].has == set()


def test_the_mark_stays_through_japan_and_beyond(read):
    parties = [
        *a_flow()["parties"],
        {"id": "cloud", "name": "Cloud KK", "country": "JP", "kind": "company"},
        {"id": "far", "name": "Far SA", "country": "BR", "kind": "company"},
    ]
    hops = [
        a_hop("one", "uk", "jp"),
        a_hop("two", "jp", "cloud"),
        a_hop("three", "cloud", "us"),
        a_hop("four", "us", "far"),
    ]
    flow = read(a_flow(parties=parties, hops=hops))
    crossed = {"one": True, "two": False, "three": False}
    marks = [came_under_adequacy(flow, flow.hop(name), crossed) for name in flow.order]
    assert marks == [False, True, True, True]


def test_where_one_way_is_not_known_the_mark_is_not(read):
    flow = read(a_flow())
    assert "came_under_uk_adequacy" not in said(flow, "second", first=None)
    assert said(flow, "second", first=False)["came_under_uk_adequacy"] is False


def test_two_ways_into_one_hop_bear_the_mark_if_either_does(read):
    hops = [
        a_hop("adequacy", "uk", "jp"),
        a_hop("idta", "uk", "jp"),
        a_hop("on", "jp", "us"),
    ]
    flow = read(a_flow(hops=hops))
    assert said(flow, "on", adequacy=True, idta=False)["came_under_uk_adequacy"] is True
    assert "came_under_uk_adequacy" not in said(flow, "on", adequacy=None, idta=False)


@pytest.mark.parametrize(
    ("roles", "is_contractor"),
    [
        ({"has": ["processor"], "complete": True}, True),
        ({"has": ["processor", "controller"], "complete": True}, False),
        ({"has": ["processor"], "complete": False}, None),
    ],
)
def test_a_contractor_at_home_is_one_that_has_no_purposes_of_its_own(read, roles, is_contractor):
    parties = [
        *a_flow()["parties"],
        {"id": "cloud", "name": "Cloud KK", "country": "JP", "kind": "company"},
    ]
    hops = [
        a_hop("in", "uk", "jp"),
        a_hop("store", "jp", "cloud", receiver_roles=roles),
        a_hop("out", "cloud", "us"),
    ]
    flow = read(a_flow(parties=parties, hops=hops))
    assert said(flow, "out").get("sender_is_domestic_contractor") is is_contractor
    assert said(flow, "store")["sender_is_domestic_contractor"] is False


def test_companies_of_one_legal_person_are_one(read):
    flow = a_flow()
    for party in flow["parties"][:2]:
        party["entity"] = "One Ltd"
    assert said(read(flow), "first")["receiver_is_separate_entity"] is False


@pytest.mark.parametrize(
    ("kind", "region", "is_outside"),
    [
        ("disclosure", None, False),
        ("cloud_storage", None, None),
        ("cloud_storage", "JP", False),
        ("cloud_storage", "SG", True),
    ],
)
def test_where_a_cloud_holds_the_data(read, kind, region, is_outside):
    hop = a_hop("x", "uk", "jp", kind=kind)
    if region:
        hop["region"] = region
    flow = read(a_flow(hops=[hop]))
    assert said(flow, "x").get("is_held_outside_japan") is is_outside


def test_collecting_directly_from_people_in_the_uk_is_remembered(read):
    people = {"id": "people", "name": "People", "country": "GB", "kind": "individuals"}
    hops = [a_hop("collect", "people", "jp", kind="direct_collection"), a_hop("on", "jp", "us")]
    flow = read(a_flow(parties=[*a_flow()["parties"], people], origin="people", hops=hops))
    assert said(flow, "on")["sender_collected_from_people_in_uk"] is True
    assert said(flow, "collect")["sender_collected_from_people_in_uk"] is False
