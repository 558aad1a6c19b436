"""Papers about a flow as JSON-LD, .docx and PDF."""

from io import BytesIO

import docx
import pytest
from flow_paper_builders import AT, ROOT, with_idta
from pypdf import PdfReader

from kakehashi.answers.own_words import read_in
from kakehashi.answers.transfer_layout import laid_out
from kakehashi.answers.transfer_linked import CONTEXT, paper_as_linked
from kakehashi.cli.places import fonts_folder
from kakehashi.papers.council import paper_pdf
from kakehashi.papers.docx import paper_docx


def test_people_who_get_the_sheet_read_nothing_of_the_sender_s_file(papers):
    sheet = laid_out(papers()["sheet"], "ja", AT)
    for_people, of_the_file = (
        "".join(line.text for block in part.blocks for line in getattr(block, "words", ()))
        for part in sheet.parts
    )
    assert "当該外国の名称" in for_people
    assert "本人の同意" not in for_people
    assert "各項目の出所" in of_the_file


@pytest.mark.parametrize(("lang", "unread"), [("en", "not read itself"), ("ja", "未読")])
def test_what_was_read_of_each_source_is_said_in_the_paper_s_language(papers, lang, unread):
    for paper in papers(change=with_idta).values():
        for source in paper.sources:
            assert read_in(source, lang)[1] == lang, source.id
    shown = repr(laid_out(papers()["record"], lang, AT))
    assert unread in shown


def test_linked_data_uses_the_listed_terms_and_fetches_nothing(shipped, decided, papers):
    page = (ROOT / "docs/explanation/transfer-papers.md").read_text(encoding="utf-8")
    types = {fact.id: fact for fact in shipped.vocabulary.facts}
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
