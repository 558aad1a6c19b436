"""`read_flow`: a flow without fault, or every fault with its line."""

from datetime import UTC, datetime

import pytest
from transfer_builders import a_flow, a_hop

from kakehashi.terms.errors import InputError
from kakehashi.terms.fact import Members
from kakehashi.transfers import flow_template, read_flow

MANY_FAULTS = """\
format: kakehashi-flow/1
id: f
name: A flow
parties:
  - {id: uk, name: UK Ltd, country: UK, kind: company}
  - {id: jp, name: JP KK, country: JP, kind: company}
origin: uk
hops:
  - {id: a, from: uk, to: uk, kind: disclosure, starts: 2026-03-01}
  - {id: b, from: uk, to: jp, kind: disclosure, starts: 2026-03-01}
  - {id: c, from: jp, to: uk, kind: disclosure, starts: 2026-02-01}
  - {id: d, from: jp, to: uk, kind: disclosure, starts: 2026-03-01, after: [e]}
  - {id: e, from: uk, to: jp, kind: disclosure, starts: 2026-03-01, after: [d]}
answers:
  notice_tells_of_transfer: perhaps
  no_such_question: true
  receiver_place: jp
"""


def test_all_faults_are_told_together_each_with_its_line(faults):
    assert faults(MANY_FAULTS) == [
        ("unknown_country", "flow.yaml:5"),
        ("both_sides", "flow.yaml:9"),
        ("before_predecessor", "flow.yaml:11"),
        ("cycle", "flow.yaml:12"),
        ("not_a_value", "flow.yaml:15"),
        ("unknown_answer", "flow.yaml:16"),
        ("said_by_field", "flow.yaml:17"),
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"origin": "nobody"}, "unknown_party"),
        ({"origin": "jp"}, "no_way_there"),
        ({"colour": "red"}, "unknown_field"),
        ({"form": "blurred"}, "wrong_value"),
        ({"data": ["contact", "shoe_size"]}, "unknown_member"),
        ({"hops": [a_hop("x", "uk", "jp"), a_hop("x", "uk", "us")]}, "twice"),
        ({"hops": [a_hop("x y", "uk", "jp")]}, "bad_id"),
        ({"hops": [a_hop("x", "uk", "moon")]}, "unknown_party"),
        ({"hops": [a_hop("x", "uk", "jp", region="ZZ")]}, "unknown_country"),
        ({"hops": [a_hop("x", "uk", "jp", until="2026-02-01")]}, "ends_before_start"),
        ({"hops": [a_hop("x", "uk", "jp", kind="direct_collection")]}, "not_people"),
        ({"hops": [a_hop("x", "uk", "jp", after=["y"])]}, "unknown_hop"),
        ({"hops": [a_hop("x", "uk", "jp", starts="soon")]}, "wrong_value"),
        ({"hops": [a_hop("x", "uk", "jp", receiver_roles=["friend"])]}, "unknown_member"),
        (
            {"hops": [a_hop("x", "uk", "jp"), a_hop("y", "uk", "us", after=["x"])]},
            "not_joined",
        ),
        (
            {"papers": [{"id": "p", "kind": "idta", "hops": ["z"], "starts": "2026-03-01"}]},
            "unknown_hop",
        ),
        ({"answers": {"came_under_uk_adequacy": True}}, "said_by_field"),
        ({"answers": {"notice_tells_of_transfer": {"value": True, "by": "me"}}}, "wrong_statement"),
        ({"answers": {"notice_tells_of_transfer": {"statements": []}}}, "wrong_statement"),
        ({"answers": {"notice_tells_of_transfer": True}, "answers_stated_on": "2027-01-01"},
         "stated_later"),
        ({"answers": {"role": "maker"}}, "unknown_answer"),
        ({"name": "a\u202eb"}, "steering"),
        ({"hops": [a_hop(f"x{n}", "uk", "jp") for n in range(101)]}, "too_many"),
    ],
)  # fmt: skip
def test_each_fault_is_found(faults, change, code):
    assert code in [one for one, _ in faults(a_flow(**change))]


def test_a_day_to_come_for_all_answers_is_one_fault(faults):
    answers = {"notice_tells_of_transfer": True, "leaked_n_people": 0}
    told = a_flow(answers=answers, answers_stated_on="2027-01-01")
    assert [code for code, _ in faults(told)] == ["stated_later"]


def test_people_send_nothing_but_what_is_collected_from_them(faults):
    people = {"id": "people", "name": "People", "country": "GB", "kind": "individuals"}
    flow = a_flow(parties=[*a_flow()["parties"], people], origin="people")
    flow["hops"] = [a_hop("x", "people", "jp")]
    assert [code for code, _ in faults(flow)] == ["only_people"]


def test_two_files_are_refused(vocabulary):
    with pytest.raises(InputError):
        read_flow(
            {"a.yaml": b"", "b.yaml": b""},
            vocabulary=vocabulary,
            read_at=datetime(2026, 1, 1, tzinfo=UTC),
        )


def test_a_file_that_is_no_flow_is_a_fault_not_a_crash(faults):
    for told in (
        "- a\n",
        "format: kakehashi-flow/1\nhops: 3\nparties: {}\nanswers: []\n",
        "a: [\n",
    ):
        assert faults(told)


def test_hops_come_each_after_those_before_it_whatever_their_order_in_the_file(read):
    hops = [a_hop("late", "jp", "us", after=["early"]), a_hop("early", "uk", "jp")]
    flow = read(a_flow(hops=hops))
    assert flow.order == ("early", "late")
    assert flow.before == {"late": ("early",), "early": ()}


def test_a_way_there_and_back_is_no_cycle(read):
    hops = [a_hop("there", "uk", "jp"), a_hop("back", "jp", "uk"), a_hop("again", "uk", "jp")]
    assert read(a_flow(hops=hops)).order == ("there", "back", "again")


def test_an_answer_of_a_hop_comes_before_that_for_all(read):
    hops = [a_hop("first", "uk", "jp", answers={"notice_tells_of_transfer": False})]
    flow = read(a_flow(hops=hops, answers={"notice_tells_of_transfer": True}))
    (fact,) = flow.stated["first"]
    assert fact.value is False
    assert fact.origin.place.endswith("hops[0].answers.notice_tells_of_transfer")


def test_sources_that_disagree_stay_two_facts(read):
    statements = [
        {"value": True, "from": "notice of May"},
        {"value": False, "from": "notice of June", "valid_until": "2026-12-31"},
    ]
    flow = read(a_flow(answers={"notice_tells_of_transfer": {"statements": statements}}))
    told = [(fact.value, fact.origin.place.rpartition(" (")[2]) for fact in flow.stated["first"]]
    assert told == [(True, "notice of May)"), (False, "notice of June)")]


def test_a_plain_list_is_not_complete(read):
    flow = read(a_flow(data=["contact"]))
    assert not flow.told.data.complete


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_template_reads_without_fault_and_answers_nothing(read, vocabulary, lang):
    text = flow_template(vocabulary, lang, datetime(2026, 11, 23, tzinfo=UTC).date()).decode()
    flow = read(text)
    assert flow.stated == {"first": ()}
    asked = [fact for fact in vocabulary.facts if f"# {fact.id}:" in text]
    assert len(asked) > 25
    assert {fact.subject for fact in asked} == {"hop"}
    assert Members(frozenset(), is_complete=False) == Members()
