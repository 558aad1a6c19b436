import re
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from kakehashi.papers.council import Part
from kakehashi.papers.docx import paper_docx


@pytest.fixture
def opened(build):
    def read(**changes):
        return docx.Document(BytesIO(paper_docx(build.a_paper(**changes))))

    return read


def runs_of(document):
    return [
        run for part in (document.element.body, document.sections[0].footer._element)  # noqa: SLF001
        for run in part.iter(qn("w:r"))
    ]  # fmt: skip


def test_every_run_of_words_names_its_language_and_both_fonts(opened):
    runs = [run for run in runs_of(opened()) if run.findall(qn("w:t")) and run.text != "1"]
    assert len(runs) > 30
    for run in runs:
        fonts, lang = run.rPr.find(qn("w:rFonts")), run.rPr.find(qn("w:lang"))
        assert fonts.get(qn("w:eastAsia")) == "Yu Gothic"
        assert fonts.get(qn("w:ascii")) == "Arial"
        is_japanese = re.search("[\u3040-\u9fff]", run.text)
        if is_japanese:
            assert lang.get(qn("w:val")) == "ja-JP", run.text
        elif run.text.strip(" /"):
            assert lang.get(qn("w:val")) == "en-GB", run.text


def test_no_style_takes_a_font_from_the_theme_which_would_win(build):
    with ZipFile(BytesIO(paper_docx(build.a_paper()))) as archive:
        styles = archive.read("word/styles.xml").decode()
    assert "Theme=" not in "".join(re.findall(r"<w:rFonts[^>]*>", styles))
    assert 'w:eastAsia="Yu Gothic"' in styles


def test_headings_are_headings_and_tables_repeat_their_header_row(opened):
    document = opened()
    heads = [p.style.name for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert heads == ["Heading 1", "Heading 2"]
    assert len(document.tables) == 2
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None  # noqa: SLF001
        assert table.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None  # noqa: SLF001
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None  # noqa: SLF001


def test_clauses_stand_side_by_side_with_notes_beneath_one_number(opened):
    table = opened().tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["1", "Words", "日本語"]
    assert [cell.text for cell in table.rows[2].cells] == ["1", "ours\n当方", "ours\n当方"]
    assert [cell.text for cell in table.rows[3].cells] == ["2", "Words", "日本語"]


def test_page_numbers_are_fields(opened):
    asked = [node.text for node in opened().sections[0].footer._element.iter(qn("w:instrText"))]  # noqa: SLF001
    assert asked == ["PAGE", "NUMPAGES"]


def test_a_web_address_is_a_link_and_nothing_else_is(build):
    line = build.a_line("bad", href="javascript:alert(1)")
    blocks = (*build.some_blocks(), build.some_blocks()[1].__class__(words=(line,)))
    content = paper_docx(build.a_paper(parts=(Part(lang="en", blocks=blocks),)))
    with ZipFile(BytesIO(content)) as archive:
        related = archive.read("word/_rels/document.xml.rels").decode()
    assert 'Target="https://example.org/p"' in related
    assert "javascript" not in related


def test_the_same_paper_gives_the_same_bytes_and_no_clock_time(build):
    content = paper_docx(build.a_paper())
    assert content == paper_docx(build.a_paper())
    with ZipFile(BytesIO(content)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = archive.read("docProps/core.xml").decode()
    assert about.count("2026-11-22T18:00:00Z") == 2
    assert "python-docx" not in about
    assert "<dc:title>Joint Statement</dc:title>" in about


def test_text_is_kept_to_the_code_point_and_what_xml_cannot_hold_is_named(build):
    blocks = build.some_blocks("﨑 髙 𠮷 葛\U000e0100 \x00 \ufffe")
    document = docx.Document(
        BytesIO(paper_docx(build.a_paper(parts=(Part(lang="ja", blocks=blocks),))))
    )
    assert "﨑 髙 𠮷 葛\U000e0100 [U+0000] [U+FFFE]" in document.paragraphs[0].text


def test_a_wide_paper_lies_across_and_a_new_part_begins_a_page(opened, build):
    page = opened(is_wide=True).sections[0]
    assert page.page_width > page.page_height
    parts = (
        Part(lang="en", blocks=build.some_blocks()),
        Part(lang="ja", blocks=build.some_blocks()),
    )
    heads = [p for p in opened(parts=parts).paragraphs if p.style.name == "Heading 1"]
    assert [bool(p.paragraph_format.page_break_before) for p in heads] == [False, True]
