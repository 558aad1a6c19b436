"""Papers about a flow: each value from a fact, each blank visible, both languages whole."""

import json
import re
from datetime import date

import msgspec
import pytest
from flow_paper_builders import AT, FLOWS, ON, english, field, with_idta

from kakehashi.answers.may_send import may_send
from kakehashi.answers.transfer_json import paper_as_json
from kakehashi.answers.transfer_papers import transfer_papers
from kakehashi.transfers import PAPERS, flow_template, read_flow


def test_all_papers_are_written_in_their_order(papers):
    assert tuple(papers()) == PAPERS


@pytest.mark.parametrize("flow", sorted(path.stem for path in FLOWS.glob("*.yaml")))
def test_every_value_names_where_it_came_from_and_every_blank_has_no_value(papers, flow):
    for paper in papers(flow).values():
        for one in paper.fields:
            assert one.needs, (paper.name, one.id)
            assert bool(one.came) is bool(one.values), (paper.name, one.id)
            if one.is_blank:
                assert one.fill_at or one.note, (paper.name, one.id)


@pytest.mark.parametrize("change", [None, with_idta])
def test_a_value_stands_in_the_file_where_it_is_said_to_come_from(papers, decided, change):
    places = decided(change=change).flow.places
    checked = 0
    for paper in papers(change=change).values():
        for one in paper.fields:
            for came in one.came:
                if came.kind == "field":
                    assert came.name in places, came
                    assert f"line {places[came.name].place.split()[1]}" in came.place
                    checked += 1
    assert checked > 60


@pytest.mark.parametrize("change", [None, with_idta])
def test_every_blank_for_a_detail_is_filled_by_stating_it(papers, change):
    def all_stated(told):
        if change is not None:
            change(told)
        for paper in papers(change=change).values():
            for blank in paper.fields:
                if blank.fill_at and ".details." in f".{blank.fill_at}":
                    _state(told, blank.fill_at.replace("[]", "[0]"))

    before, after = papers(change=change), papers(change=all_stated)
    assert sum(one.n_blanks for one in before.values()) > 15
    for paper in after.values():
        for one in paper.fields:
            assert not (one.fill_at and "details" in one.fill_at), (paper.name, one.id)
    assert english(field(after["record"], "security")) == ["stated"]


def _state(told, path):
    """Put "stated" at a path such as `parties[0].details.address`."""
    *way, last = path.split(".")
    for part in way:
        name, _, place = part.partition("[")
        told = told.setdefault(name, {}) if not place else told[name][int(place.rstrip("]"))]
    told[last] = "stated"


def test_both_languages_are_whole(papers):
    for paper in papers(change=with_idta).values():
        texts = [paper.title, paper.lead, *(section.title for section in paper.sections)]
        texts += [one.label for one in paper.fields]
        texts += [value for one in paper.fields for value in one.values]
        texts += [one.reason for one in paper.not_due]
        for text in texts:
            assert text.en.strip()
            assert text.ja.strip()
            assert not re.search("[\u3040-\u30ff\u3400-\u9fff]", text.en), text.en


def test_the_record_names_the_ground_with_its_basis(papers):
    ground = field(papers()["record"], "uk_ground", "to-tokyo")
    (came,) = ground.came
    assert (came.name, came.basis) == ("uk-data-transfer:UKT-A-JP", "secondary")
    assert "DPA 2018 Sch. 21" in english(ground)[0]
    assert [need.basis for need in ground.needs] == ["memory", "primary"]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_flow_of_which_nothing_is_answered_gives_papers_of_blanks(shipped, lang):
    content = flow_template(shipped.vocabulary, lang, ON)
    flow = read_flow({"flow.yaml": content}, vocabulary=shipped.vocabulary, read_at=AT)
    answer = may_send(shipped, flow, as_of=ON)
    written = {paper.name: paper for paper in transfer_papers(shipped, answer)}
    assert field(written["record"], "data_categories").is_blank
    assert field(written["record"], "uk_ground").note.en == "no ground is known to hold"
    assert field(written["assessment"], "test_is_met").fill_at == (
        "answers.protection_is_judged_sufficient"
    )
    assert field(written["notice"], "notice_ground").is_blank
    assert written["idta"].n_blanks > 20


def test_a_person_s_particulars_have_no_place_in_the_file(papers):
    particulars = field(papers()["record"], "particulars", "to-desk")
    assert particulars.is_blank
    assert particulars.fill_at is None
    assert "personal data has no place" in particulars.note.en


def test_sources_that_disagree_leave_a_blank_that_says_so(papers):
    def disagree(told):
        told["answers"]["purpose_is_recorded"] = {
            "statements": [{"value": True, "from": "May"}, {"value": False, "from": "June"}]
        }

    found = field(papers(change=disagree)["record"], "purpose_is_recorded", "to-tokyo")
    assert found.is_blank
    assert "disagree" in found.note.en


def test_the_assessment_is_for_safeguards_and_judges_nothing_itself(papers):
    assert papers()["assessment"].sections == ()
    reason = papers()["assessment"].not_due[0]
    assert (reason.hop, reason.came[0].name) == ("to-tokyo", "uk-data-transfer:UKT-A-JP")
    paper = papers(change=with_idta)["assessment"]
    assert [section.hop for section in paper.sections] == ["to-tokyo"]
    numbered = [(one.number, one.is_blank) for one in paper.fields if one.number]
    assert numbered == [
        ("1", False), ("2", True), ("3", True), ("4", True), ("5", True), ("6", False),
    ]  # fmt: skip
    assert field(paper, "test_is_met").is_blank
    assert english(field(paper, "transfer_assessment")) == ["There is none"]


def test_the_sheet_has_the_three_pieces_of_information_in_order(papers):
    sheet = papers()["sheet"]
    assert [section.hop for section in sheet.sections] == ["to-desk"]
    numbered = {one.number: one for one in sheet.fields if one.number}
    assert english(numbered["1"]) == ["United States"]
    assert numbered["2"].is_blank
    assert "Support contract" in english(numbered["3"])[1]


def test_a_whole_list_without_a_safeguard_says_that_there_is_none(papers):
    assert english(field(papers()["record"], "uk_papers", "to-tokyo")) == ["None"]

    def open_list(told):
        told["papers_complete"] = False

    assert field(papers(change=open_list)["record"], "uk_papers", "to-tokyo").is_blank


def test_the_record_holds_what_a_receiver_in_japan_confirmed(papers):
    record = papers("japanese-university")["record"]
    assert len(english(field(record, "confirmed_on_receipt"))) == 2
    assert english(field(record, "receipt_kept")) == ["Yes"]


def test_the_record_holds_what_was_confirmed_of_personally_related_data(papers):
    def related(told):
        told["form"] = "personally_related"
        told["answers"] |= {
            "receiver_identifies_people": True,
            "consent_to_identification_is_confirmed": True,
        }

    record = papers("japan-to-uk", related)["record"]
    assert english(field(record, "consent_confirmed")) == ["Yes"]
    assert field(record, "confirmation_kept").is_blank
    assert field(record, "consent_information").is_blank


def test_a_designated_country_needs_no_sheet(papers):
    sheet = papers("japan-to-uk")["sheet"]
    assert sheet.sections == ()
    assert "designated" in sheet.not_due[0].reason.en


@pytest.mark.parametrize(
    ("on", "state", "next_due"),
    [
        (date(2027, 3, 31), "(in force on the day)", ["30 September 2027"]),
        (date(2027, 4, 1), "(not in force on the day)", ["30 September 2027"]),
        (date(2027, 10, 1), "(not in force on the day)", []),
    ],
)
def test_the_log_follows_the_day(papers, on, state, next_due):
    log = papers(on=on)["log"]
    assert english(field(log, "jp_papers"))[0].endswith(state)
    assert english(field(log, "next_due")) == next_due


def test_the_idta_lists_whom_the_data_goes_on_to(papers):
    idta = papers(change=with_idta)["idta"]
    assert [section.id[-7:] for section in idta.sections] == [f"table-{n}" for n in range(1, 5)]
    assert english(field(idta, "onward_hops")) == ["Sumida Cloud KK, Japan"]
    assert english(field(idta, "special_categories")) == ["Health and disability"]
    assert {need.basis for one in idta.fields for need in one.needs} == {"memory"}


def test_people_are_told_the_ground_that_the_sender_relies_on_and_no_other(papers):
    told = field(papers()["notice"], "notice_ground", "to-tokyo")
    assert english(told)[0].startswith("The UK looked at the law")
    assert field(papers(change=with_idta)["notice"], "notice_ground", "to-tokyo").is_blank


def test_a_ground_of_another_s_rulebook_is_quoted(shipped, decided):
    answer = decided()
    grounds = msgspec.structs.replace(answer.hops[0].grounds[0], id="OWN-1", rule="UKT-1")
    first = msgspec.structs.replace(answer.hops[0], grounds=(grounds,))
    other = msgspec.structs.replace(answer, hops=(first, *answer.hops[1:]))
    (notice,) = transfer_papers(shipped, other, ["notice"])
    (said,) = english(field(notice, "notice_ground", "to-tokyo"))
    assert said.startswith("“Personal data goes abroad only where")


def test_who_collects_directly_gets_the_data_from_the_people(papers):
    notice = papers("direct-collection")["notice"]
    (said,) = english(field(notice, "notice_who"))
    assert said.startswith("“Tama Devices KK” gets your data directly from you.")


def test_a_country_without_a_name_shows_its_code(papers):
    def elsewhere(told):
        told["parties"][3]["country"] = "TV"

    assert "TV" in english(field(papers(change=elsewhere)["sheet"], "country_name"))[0]


def test_words_in_one_language_stand_for_both_and_empty_ones_are_a_blank(papers):
    def stated(told):
        told["details"] = {"retention": {"en": "Six years", "ja": " "}, "security": ""}

    record = papers(change=stated)["record"]
    assert field(record, "retention").values[0].ja == "Six years"
    assert field(record, "security").is_blank


def test_each_paper_lists_the_sources_that_its_needs_name(papers):
    for paper in papers(change=with_idta).values():
        named = {name for one in paper.fields for need in one.needs for name in need.sources}
        assert {source.id for source in paper.sources} == named, paper.name
    assert {source.id for source in papers()["log"].sources} == {
        "rule18", "bl1441", "smerphy-appi",
    }  # fmt: skip


def test_json_counts_the_blanks_and_tells_all(papers):
    for paper in papers(change=with_idta).values():
        plain = json.loads(json.dumps(paper_as_json(paper)))
        fields = [one for section in plain["sections"] for one in section["fields"]]
        assert plain["blanks"] == sum(one["blank"] for one in fields)
        assert all(one["blank"] is (one["values"] == []) for one in fields)
        assert plain["as_of"] == "2026-11-20"
        assert plain["is_advice"] is False
