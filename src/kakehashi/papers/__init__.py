"""Frozen values into bytes: a report as one HTML file or one tagged PDF.

Takes a `Report` (plain words in one language, see `report.py`) and, for PDF, the
folder of fonts. Gives bytes, the same for the same input. Refuses, with
`PlaceError`, to set Japanese without the fonts that carry it. Jinja2 and Typst
are loaded when a renderer is called, not before.
"""

from kakehashi.papers.html import report_html
from kakehashi.papers.pdf import report_pdf
from kakehashi.papers.report import Report

__all__ = ["Report", "report_html", "report_pdf"]
