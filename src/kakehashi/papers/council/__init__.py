"""Papers of the Council: agenda, minutes, statement, commitments, brief.

Takes a `Paper` (finished words in one or both languages); the room's renderers
give bytes: `paper_pdf` here, `paper_docx` in `papers.docx`. What a paper says is
settled before, in `answers`.
"""

from kakehashi.papers.council.paper import Paper, PaperLang, Part
from kakehashi.papers.council.pdf import paper_pdf

__all__ = ["Paper", "PaperLang", "Part", "paper_pdf"]
