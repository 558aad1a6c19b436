"""A paper of the Council as a .docx that officials can edit."""

import re
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kakehashi.papers.council.paper import (
    Block,
    Clauses,
    Heading,
    Line,
    Pairs,
    Paper,
    Para,
    Points,
    Run,
    Table,
    Tone,
    Words,
)
from kakehashi.papers.report import is_link
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

LATIN, EAST_ASIAN = "Arial", "Yu Gothic"
TAGS: dict[Lang, str] = {"en": "en-GB", "ja": "ja-JP"}
DENSE = frozenset({"brief"})
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a ZIP archive's times
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HALF = 0.52  # of the type's size: the width of a half-width sign
_WIDE_FROM = 0x2E80  # from here on signs are of full width
_SOFT, _GAP = "505A5F", "7A4100"


def paper_docx(paper: Paper) -> bytes:
    """Return `paper` as a Word document: styled headings, header rows, page numbers.

    Every run says its language (w:lang) and names a Latin and an East Asian
    font; tables repeat their header row. The properties and the archive carry
    `made_at` and no other time: the same paper gives the same bytes.

    Notes
    -----
    Office Open XML (ISO/IEC 29500-1): 17.3.2.26 rFonts, 17.3.2.20 lang,
    17.4.49 tblHeader.
    """
    import docx

    document = docx.Document()
    writer = _Writer(document, paper)
    for place, part in enumerate(paper.parts):
        writer.begins_page = place > 0
        for block in part.blocks:
            writer.write(block)
    kept = BytesIO()
    document.save(kept)
    return _timeless(kept.getvalue())


class _Writer:
    """Writes blocks into a document, one after the other."""

    def __init__(self, document: "WordDocument", paper: Paper) -> None:
        self.document = document
        self.paper = paper
        self.begins_page = False  # whether the next heading starts a page
        self.points = 8.5 if paper.kind in DENSE else 10.5
        self._settings()
        self._styles()
        self._page()

    def _settings(self) -> None:
        made = self.paper.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        about = self.document.core_properties
        about.title = self.paper.title.text
        about.author = about.last_modified_by = "Kakehashi"
        about.comments = about.keywords = about.subject = ""
        about.language = ", ".join(dict.fromkeys(TAGS[part.lang] for part in self._first_lines()))
        about.created = about.modified = made
        about.revision = 1

    def _first_lines(self) -> tuple[Line, ...]:
        return self.paper.foot or (self.paper.title,)

    def _styles(self) -> None:
        """Name both fonts in every style and take the theme's away, which would win."""
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        for fonts in self.document.styles.element.iter(qn("w:rFonts")):
            fonts.attrib.clear()
            _name_fonts(fonts)
        for lang in self.document.styles.element.iter(qn("w:lang")):
            lang.set(qn("w:val"), TAGS[self.paper.title.lang])
            lang.set(qn("w:eastAsia"), TAGS["ja"])
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(self.points)
        normal.paragraph_format.space_after = Pt(2 if self.paper.kind in DENSE else 5)
        sizes = {1: 14, 2: 10.5, 3: 9.5} if self.paper.kind in DENSE else {1: 18, 2: 13, 3: 11}
        for level, size in sizes.items():
            style = self.document.styles[f"Heading {level}"]
            style.font.size, style.font.bold = Pt(size), True
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.paragraph_format.space_before = Pt(size / 2 if level > 1 else 0)
            style.paragraph_format.keep_with_next = True

    def _page(self) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm, Pt

        page = self.document.sections[0]
        across, down = Mm(210), Mm(297)
        if self.paper.is_wide:
            across, down, page.orientation = down, across, WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = across, down
        margin = Mm(14 if self.paper.kind in DENSE else 18)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = margin
        page.header_distance = page.footer_distance = Mm(7)
        foot = page.footer.paragraphs[0]
        self._words(foot, self.paper.foot, tone="soft", between=" / ", size=7)
        number = page.footer.add_paragraph()
        number.paragraph_format.space_after = Pt(0)
        lang = self.paper.title.lang
        before, _, rest = say("council.page_of", lang, n="\0", all="\1").partition("\0")
        between, _, after = rest.partition("\1")
        for told in (before, "PAGE", between, "NUMPAGES", after):
            if told.isupper():
                _add_field(number, told)
            elif told:
                self._run(number, Run(text=told, lang=lang), size=7)

    def write(self, block: Block) -> None:
        """Add one block at the end."""
        if isinstance(block, Heading):
            heading = self.document.add_heading(level=block.level)
            heading.paragraph_format.page_break_before, self.begins_page = self.begins_page, False
            self._words(heading, block.words)
        elif isinstance(block, Para):
            for line in block.words:
                self._words(self.document.add_paragraph(), (line,), tone=block.tone)
        elif isinstance(block, Points):
            for point in block.points:
                self._words(self.document.add_paragraph(style="List Bullet"), point)
        elif isinstance(block, Pairs):
            self._pairs(block)
        elif isinstance(block, Table):
            self._table(block)
        else:
            self._clauses(block)

    def _pairs(self, block: Pairs) -> None:
        from docx.shared import Pt

        longest = max((_halves(name) for name, _ in block.pairs), default=0)
        indent = min(Pt((longest + 3) * self.points * _HALF), self._width(45))
        for name, value in block.pairs:
            paragraph = self.document.add_paragraph()
            paragraph.paragraph_format.left_indent = indent
            paragraph.paragraph_format.first_line_indent = -indent
            paragraph.paragraph_format.tab_stops.add_tab_stop(indent)
            paragraph.paragraph_format.keep_together = True
            paragraph.paragraph_format.space_after = Pt(2)
            self._words(paragraph, name, tone="soft", between=" / ")
            paragraph.add_run().add_tab()
            self._words(paragraph, value)

    def _table(self, block: Table) -> None:
        table = self._new_table(block.caption, block.head, block.widths)
        for row in block.rows:
            cells = table.add_row().cells
            if len(row) == 1:
                cells[0].merge(cells[-1])
                _shade(cells[0])
                self._cell(cells[0], row[0], tone="strong")
                _keep_with_next(cells[0])
                continue
            for cell, said in zip(cells, row, strict=True):
                self._cell(cell, said)
        self._finish(table, block.widths)

    def _clauses(self, block: Clauses) -> None:
        head = ((block.number,), *((line,) for line in block.head))
        widths = (10, *(90 // len(block.head) for _ in block.head))
        table = self._new_table(block.caption, head, widths)
        for clause in block.clauses:
            row = table.add_row()
            self._cell(row.cells[0], (Line(lang=block.number.lang, runs=(
                Run(text=clause.number, lang=block.number.lang),)),), tone="strong")  # fmt: skip
            for cell, line in zip(row.cells[1:], clause.columns, strict=True):
                self._cell(cell, (line,))
            if not clause.notes:
                continue
            _keep_with_next(*row.cells)
            below = table.add_row().cells
            below[1].merge(below[-1])
            row.cells[0].merge(below[0])
            for place, note in enumerate(clause.notes):
                paragraph = below[1].paragraphs[0] if not place else below[1].add_paragraph()
                self._words(paragraph, note, tone="soft", size=self.points - 1.5)
        self._finish(table, widths)

    def _new_table(self, caption: Words, head: tuple[Words, ...], widths: tuple[int, ...]) -> Any:
        from docx.oxml.ns import qn

        table = self.document.add_table(rows=1, cols=len(widths), style="Table Grid")
        table.autofit = False
        described = table._tbl.tblPr.makeelement(qn("w:tblCaption"), {})  # noqa: SLF001  no public name
        described.set(qn("w:val"), " / ".join(line.text for line in caption))
        table._tbl.tblPr.append(described)  # noqa: SLF001
        for cell, words in zip(table.rows[0].cells, head, strict=True):
            _shade(cell)
            self._cell(cell, words, tone="strong")
            _keep_with_next(cell)
        _repeat(table.rows[0])
        return table

    def _finish(self, table: Any, widths: tuple[int, ...]) -> None:
        for column, share in zip(table.columns, widths, strict=True):
            column.width = self._width(share)
        for row in table.rows:
            _keep_whole(row)
            across: dict[Any, int] = {}  # a merged cell stands once for each column
            for cell, share in zip(row.cells, widths, strict=True):
                across[cell._tc] = across.get(cell._tc, 0) + share  # noqa: SLF001
            for cell in row.cells:
                cell.width = self._width(across[cell._tc])  # noqa: SLF001
        self.document.add_paragraph().paragraph_format.space_after = 0

    def _width(self, share: float) -> Any:
        from docx.shared import Length

        page = self.document.sections[0]
        across = (page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)
        return Length(int(across * share / 100))

    def _cell(self, cell: Any, words: Words, tone: Tone = "plain") -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = 0
        self._words(paragraph, words, tone=tone, size=self.points - 1)

    def _words(
        self, paragraph: "WordParagraph", words: Words, *,
        tone: Tone = "plain", between: str = "\n", size: float | None = None,
    ) -> None:  # fmt: skip
        for place, line in enumerate(words):
            if place:
                self._run(paragraph, Run(text=between, lang=line.lang), tone, size)
            for run in line.runs:
                self._run(paragraph, run, tone, size)

    def _run(
        self, paragraph: "WordParagraph", run: Run, tone: Tone = "plain", size: float | None = None
    ) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        made = paragraph.add_run(_fit_for_xml(run.text))
        properties = made._r.get_or_add_rPr()  # noqa: SLF001  python-docx gives it no public name
        fonts = properties.get_or_add_rFonts()
        _name_fonts(fonts)
        if run.lang == "ja":
            fonts.set(qn("w:hint"), "eastAsia")
        if tone in ("strong", "warning"):
            made.bold = True
        if run.is_note or tone == "soft":
            made.font.color.rgb = RGBColor.from_string(_SOFT)
        elif tone == "gap":
            made.font.color.rgb = RGBColor.from_string(_GAP)
        if size is not None:
            made.font.size = Pt(size)
        lang = properties.makeelement(qn("w:lang"), {})
        lang.set(qn("w:val"), TAGS[run.lang])
        lang.set(qn("w:eastAsia"), TAGS["ja"])
        properties.append(lang)
        if run.href is not None and is_link(run.href):
            _link(paragraph, made, run.href)


def _name_fonts(fonts: Any) -> None:
    from docx.oxml.ns import qn

    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), LATIN)
    fonts.set(qn("w:eastAsia"), EAST_ASIAN)


def _fit_for_xml(text: str) -> str:
    """Return `text` with characters that XML 1.0 cannot hold written as their code point."""
    return _NOT_IN_XML.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def _link(paragraph: "WordParagraph", made: Any, href: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.ns import qn

    made.underline = True
    target = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = paragraph._p.makeelement(qn("w:hyperlink"), {})  # noqa: SLF001
    link.set(qn("r:id"), target)
    link.append(made._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001


def _add_field(paragraph: "WordParagraph", name: str) -> None:
    """Add a field that Word fills: PAGE or NUMPAGES."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        run.font.size = Pt(7)
        mark = run._r.makeelement(qn("w:fldChar"), {})  # noqa: SLF001
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)  # noqa: SLF001
        if kind == "begin":
            asked = paragraph.add_run()
            words = asked._r.makeelement(qn("w:instrText"), {})  # noqa: SLF001
            words.text = name
            asked._r.append(words)  # noqa: SLF001
        elif kind == "separate":
            paragraph.add_run("1").font.size = Pt(7)


def _repeat(row: Any) -> None:
    from docx.oxml.ns import qn

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    properties.append(properties.makeelement(qn("w:tblHeader"), {}))


def _keep_whole(row: Any) -> None:
    from docx.oxml.ns import qn

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001
    properties.insert(0, properties.makeelement(qn("w:cantSplit"), {}))


def _keep_with_next(*cells: Any) -> None:
    """Let a row not stand last on a page: Word looks at the paragraphs of its cells."""
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _halves(words: Words) -> int:
    """Return about how many half-width signs `words` take on a line, with strokes between."""
    signs = sum(2 if ord(sign) >= _WIDE_FROM else 1 for line in words for sign in line.text)
    return signs + 3 * (len(words) - 1)


def _shade(cell: Any) -> None:
    from docx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    shade = properties.makeelement(qn("w:shd"), {})
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F3F2F1")):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)


def _timeless(archive: bytes) -> bytes:
    """Return the archive with its parts in the order they had and no clock time in it."""
    made = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            plain = ZipInfo(part.filename, _EARLIEST)
            plain.compress_type = ZIP_DEFLATED
            plain.external_attr = 0o600 << 16
            new.writestr(plain, old.read(part))
    return made.getvalue()
