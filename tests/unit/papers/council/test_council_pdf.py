from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from kakehashi.papers.council import Part, paper_pdf
from kakehashi.papers.council.paper import Para
from kakehashi.terms.errors import PlaceError

HOSTILE = '#panic("markup") *bold* $x$ @label <tag> \\ `raw` // [x] #sys.inputs'


def test_the_file_is_tagged_with_language_and_title_and_links_to_the_web_alone(build, fonts):
    bad = Para(words=(build.a_line("bad", href="javascript:alert(1)"),))
    paper = build.a_paper(parts=(Part(lang="en", blocks=(*build.some_blocks(), bad)),))
    made = paper_pdf(paper, fonts)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/StructTreeRoot" in made
    assert b"/Lang(en" in made
    assert b"Joint Statement" in made
    pages = PdfReader(BytesIO(made)).pages
    links = [
        one.get_object()["/A"]["/URI"] for page in pages for one in page.get("/Annots", [])
    ]  # fmt: skip
    assert links == ["https://example.org/p"]


def test_words_of_both_languages_are_in_it(build, fonts):
    text = "".join(
        page.extract_text() for page in PdfReader(BytesIO(paper_pdf(build.a_paper(), fonts))).pages
    )
    for words in (
        "Words",
        "日本語",
        "across",
        "22 January 2025",
        "Public.",
        "公開。",
        "Page 1 of 1",
    ):
        assert words in text


def test_the_same_paper_gives_the_same_bytes_and_another_time_others(build, fonts):
    assert paper_pdf(build.a_paper(), fonts) == paper_pdf(build.a_paper(), fonts)
    later = build.a_paper(made_at=datetime(2026, 11, 23, tzinfo=UTC))
    assert paper_pdf(later, fonts) != paper_pdf(build.a_paper(), fonts)


def test_values_are_set_as_text_and_never_run(build, fonts):
    paper = build.a_paper(
        title=build.a_line(HOSTILE),
        parts=(Part(lang="en", blocks=build.some_blocks(HOSTILE, HOSTILE)),),
    )
    assert paper_pdf(paper, fonts).startswith(b"%PDF")


@pytest.mark.parametrize("text", ["🙂", "한국어", "\x00\x1b[31m", "\ue000", "𠮷野家の﨑"])
def test_any_character_can_stand_in_it(build, fonts, text):
    paper = build.a_paper(parts=(Part(lang="ja", blocks=build.some_blocks(text)),))
    assert paper_pdf(paper, fonts).startswith(b"%PDF")


def test_each_part_begins_a_page(build, fonts):
    parts = (
        Part(lang="en", blocks=build.some_blocks()),
        Part(lang="ja", blocks=build.some_blocks()),
    )
    assert len(PdfReader(BytesIO(paper_pdf(build.a_paper(parts=parts), fonts))).pages) == 2


def test_an_empty_paper_can_be_set(build, fonts):
    assert paper_pdf(build.a_paper(parts=(Part(lang="en", blocks=()),)), fonts).startswith(b"%PDF")


def test_without_fonts_each_is_named(build, tmp_path):
    with pytest.raises(PlaceError) as caught:
        paper_pdf(build.a_paper(), tmp_path)
    assert len(caught.value.faults) == 2


def test_a_wide_paper_lies_across(build, fonts):
    page = PdfReader(BytesIO(paper_pdf(build.a_paper(is_wide=True), fonts))).pages[0]
    assert page.mediabox.width > page.mediabox.height
