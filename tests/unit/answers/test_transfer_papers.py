"""Papers about a flow: each value from a fact, each blank visible, both languages whole."""

import json
import re
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import docx
import msgspec
import pytest
import yaml
from pypdf import PdfReader

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import may_send
from kakehashi.answers.transfer_json import paper_as_json
from kakehashi.answers.transfer_layout import laid_out
from kakehashi.answers.transfer_linked import CONTEXT, paper_as_linked
from kakehashi.answers.transfer_papers import transfer_papers
from kakehashi.cli.places import fonts_folder
from kakehashi.papers.council import paper_pdf
from kakehashi.papers.docx import paper_docx
from kakehashi.transfers import PAPERS, flow_template, read_flow

ROOT = Path(__file__).parents[3]
FLOWS = ROOT / "examples/flows"
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
ON = date(2026, 11, 20)


@pytest.fixture(scope="module")
def rulebooks():
    return shipped_rulebooks()


@pytest.fixture(scope="module")
def decided(rulebooks):
    """Return a function that decides an example, with fields changed by `change`."""

    def decide(name="health-device", change=None, on=ON):
        told = yaml.safe_load((FLOWS / f"{name}.yaml").read_bytes())
        if change is not None:
            change(told)
        text = yaml.safe_dump(told, allow_unicode=True).encode()
        flow = read_flow({"flow.yaml": text}, vocabulary=rulebooks.vocabulary, read_at=AT)
        return may_send(rulebooks, flow, as_of=on)

    return decide


@pytest.fixture(scope="module")
def papers(rulebooks, decided):
    """Return a function that gives the papers about an example by name."""

    def written(*asked, **changes):
        answer = decided(*asked, **changes)
        return {paper.name: paper for paper in transfer_papers(rulebooks, answer)}

    return written


def with_idta(told):
    """Rest the first hop on an IDTA that is signed, without an assessment."""
    paper = {"id": "p1", "kind": "idta", "hops": ["to-tokyo"], "starts": "2026-03-02"}
    other = {**paper, "id": "p2", "kind": "addendum", "hops": ["to-tokyo"]}
    told["papers"] += [paper, other]
    told["hops"][0]["relies_on"] = "idta"


def field(paper, name, hop=None):
    """Return the one field `name` of the paper, at a hop where one is given."""
    (found,) = [
        one
        for section in paper.sections
        if hop is None or section.hop == hop
        for one in section.fields
        if one.id == name
    ]
    return found


def english(found):
    return [value.en for value in found.values]


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
def test_a_flow_of_which_nothing_is_answered_gives_papers_of_blanks(rulebooks, lang):
    content = flow_template(rulebooks.vocabulary, lang, ON)
    flow = read_flow({"flow.yaml": content}, vocabulary=rulebooks.vocabulary, read_at=AT)
    answer = may_send(rulebooks, flow, as_of=ON)
    written = {paper.name: paper for paper in transfer_papers(rulebooks, answer)}
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


def test_a_ground_of_another_s_rulebook_is_quoted(rulebooks, decided):
    answer = decided()
    grounds = msgspec.structs.replace(answer.hops[0].grounds[0], id="OWN-1", rule="UKT-1")
    first = msgspec.structs.replace(answer.hops[0], grounds=(grounds,))
    other = msgspec.structs.replace(answer, hops=(first, *answer.hops[1:]))
    (notice,) = transfer_papers(rulebooks, other, ["notice"])
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


def test_linked_data_uses_the_listed_terms_and_fetches_nothing(rulebooks, decided, papers):
    page = (ROOT / "docs/explanation/transfer-papers.md").read_text(encoding="utf-8")
    types = {fact.id: fact for fact in rulebooks.vocabulary.facts}
    answer = decided(change=with_idta)
    linked = paper_as_linked(papers(change=with_idta)["record"], answer, types)
    assert linked["@context"] is CONTEXT
    assert all(isinstance(iri, str) for iri in CONTEXT.values())
    terms = set(_terms(linked["@graph"]))
    assert {term.partition(":")[0] for term in terms} <= set(CONTEXT)
    assert {term for term in terms if term.startswith("dpv:") and f"`{term}`" not in page} == set()
    ids = {node["@id"] for node in linked["@graph"]}
    assert {one for one in _references(linked["@graph"]) if one.startswith("urn:")} <= ids
    (hop,) = [node for node in linked["@graph"] if node["@id"].endswith(":hop:to-tokyo")]
    assert {"@id": "dpv:CrossBorderTransfer"} in hop["dpv:hasProcessing"]


def _terms(value):
    """Yield every name of a property, type or value that a prefix stands before."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from () if name.startswith("@") else (name,)
            if name == "@type":
                yield from [inner] if isinstance(inner, str) else inner
            elif name == "@id" and not inner.startswith("urn:"):
                yield inner
            else:
                yield from _terms(inner)
    elif isinstance(value, list):
        for one in value:
            yield from _terms(one)


def _references(value):
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        for inner in value.values():
            yield from _references(inner)
    elif isinstance(value, list):
        for one in value:
            yield from _references(one)


@pytest.mark.parametrize(("lang", "mark"), [("en", "[ blank ]"), ("ja", "［　空欄　］")])
def test_the_word_document_shows_every_field_and_marks_every_blank(papers, lang, mark):
    paper = papers()["record"]
    made = docx.Document(BytesIO(paper_docx(laid_out(paper, lang, AT))))
    cells = [row.cells for table in made.tables for row in table.rows[1:]]
    assert len(cells) == len(paper.fields)
    assert sum(mark in row[1].text for row in cells) == paper.n_blanks
    assert [row[0].text for row in cells] == [one.label.into(lang) for one in paper.fields]


@pytest.mark.parametrize("lang", ["en", "ja", "both"])
def test_the_notice_as_pdf_asks_and_answers(papers, lang):
    paper = papers()["notice"]
    pdf = PdfReader(BytesIO(paper_pdf(laid_out(paper, lang, AT), fonts_folder())))
    first = "".join(pdf.pages[0].extract_text().split())
    words = {"en": "Whopassesittowhom?", "ja": "だれが、だれに送（おく）りますか。"}
    for one, said in words.items():
        assert (said in first) is (lang in (one, "both"))


def test_two_languages_in_one_paper_stand_under_each_other(papers):
    sheet = laid_out(papers()["record"], "both", AT)
    (title, *_) = sheet.parts[0].blocks
    assert [line.text for line in title.words] == [
        "Record of transfers",
        "個人データの移転及び提供の記録",
    ]
