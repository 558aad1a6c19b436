"""Papers about a flow as files: one form, one name, the same at every door."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from kakehashi.answers.may_send import MaySend
from kakehashi.papers.council.paper import PaperLang
from kakehashi.terms.steady import steady_json
from kakehashi.terms.vocabulary import FactType
from kakehashi.transfers import TransferPaper

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
    "jsonld": "application/ld+json",
}
SET = ("docx", "pdf")  # forms in one language, or in both


def paper_name(paper: str, form: str, lang: PaperLang) -> str:
    """Return the file's name; JSON has both languages, and no language in its name.

    >>> paper_name("notice", "pdf", "ja"), paper_name("notice", "json", "ja")
    ('notice-ja.pdf', 'notice.json')
    """
    return f"{paper}-{lang}.{form}" if form in SET else f"{paper}.{form}"


def paper_file(
    paper: TransferPaper,
    answer: MaySend,
    types: dict[str, FactType],
    *,
    form: str,
    lang: PaperLang,
    made_at: datetime,
    fonts: Path,
) -> bytes:
    """Return a paper as a file of one of `TYPES`.

    Parameters
    ----------
    paper, answer, types
        The paper, the flow as decided, and the vocabulary's facts by id.
    form, lang
        JSON and JSON-LD hold both languages, whatever `lang` is.
    made_at
        The aware time that is written into it.
    fonts
        The folder of the fonts that a PDF is set in.

    Raises
    ------
    PlaceError
        Where a PDF's fonts are not there.
    """
    if form == "json":
        from kakehashi.answers.transfer_json import paper_as_json

        return _json(paper_as_json(paper))
    if form == "jsonld":
        from kakehashi.answers.transfer_linked import paper_as_linked

        return _json(paper_as_linked(paper, answer, types))
    from kakehashi.answers.transfer_layout import laid_out

    sheet = laid_out(paper, lang, made_at)
    if form == "docx":
        from kakehashi.papers.docx import paper_docx

        return paper_docx(sheet)
    from kakehashi.papers.council import paper_pdf

    return paper_pdf(sheet, fonts)


def _json(value: Any) -> bytes:
    return (steady_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n").encode()
