"""A paper of the Council as one tagged PDF (PDF/UA-1), A4, set by Typst."""

from pathlib import Path

import msgspec

from kakehashi.papers.council.paper import Paper
from kakehashi.papers.glyphs import shown_by
from kakehashi.papers.pdf import FONTS, folder_with, set_pdf, shown
from kakehashi.papers.report import is_link
from kakehashi.terms.phrases import say

DENSE = frozenset({"brief"})  # kinds set small, to keep to their pages


def paper_pdf(paper: Paper, fonts: Path) -> bytes:
    """Return `paper` as PDF/UA-1: tagged, each run with its language, dated `made_at`.

    Values reach Typst as JSON and are set as text. The same paper and fonts
    give the same bytes.

    Raises
    ------
    PlaceError
        Where a font is not in the folder `fonts`.
    """
    given = {
        "paper": msgspec.to_builtins(paper),
        "page_of": {part.lang: say("council.page_of", part.lang, n="{n}", all="{all}")
                    for part in paper.parts},
        "is_dense": paper.kind in DENSE,
    }  # fmt: skip
    plain = shown(_with_links(given), shown_by(folder_with(fonts) / FONTS[0]))
    return set_pdf(
        "council.typ", {"given": msgspec.json.encode(plain).decode()}, fonts, paper.made_at
    )


def _with_links(value: object) -> object:
    """Return `value` with each `href` that may not be a link taken away."""
    if isinstance(value, dict):
        return {
            name: None if name == "href" and not is_link(inner) else _with_links(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list | tuple):
        return [_with_links(inner) for inner in value]
    return value
