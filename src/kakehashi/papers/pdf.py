"""A report as one tagged PDF (PDF/UA-1), A4, set by Typst."""

from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path

import msgspec

from kakehashi.papers.report import Report
from kakehashi.terms.errors import Fault, PlaceError
from kakehashi.terms.phrases import phrases
from kakehashi.terms.text import Text

FONTS = ("NotoSansJP_400Regular.ttf", "NotoSansJP_700Bold.ttf")
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # in the file of a report that names no time


def report_pdf(report: Report, fonts: Path) -> bytes:
    """Return `report` as PDF/UA-1: tagged, with its title and language set.

    The values reach Typst as JSON and are set as text, so nothing in them can
    act as markup. System fonts are ignored and the time in the file is the
    report's own `made_at`: the same report and fonts give the same bytes.

    Parameters
    ----------
    report
        The report, in one language.
    fonts
        The folder that holds `FONTS` (Noto Sans JP, regular and bold).

    Raises
    ------
    PlaceError
        Where a font is not in the folder, naming each: `make assets` puts them there.
    """
    lacking = [name for name in FONTS if not (fonts / name).is_file()]
    if lacking:
        raise PlaceError([_no_font(fonts / name) for name in lacking])
    import typst

    compiler = typst.Compiler(
        _template(),
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(fonts)]
        ),
        ignore_system_fonts=True,
        sys_inputs={"report": _plain(report)},
    )
    made = compiler.compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=report.made_at or _NO_TIME
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


@cache
def _template() -> bytes:
    return resources.files(__package__).joinpath("templates", "report.typ").read_bytes()


def _plain(report: Report) -> str:
    """Return the report and the headings in its language, as JSON for the template."""
    headings = {
        key.removeprefix("report."): text.into(report.lang)
        for key, text in phrases().items()
        if key.startswith("report.")
    }
    return msgspec.json.encode({"report": report, "say": headings}).decode()


def _no_font(path: Path) -> Fault:
    return Fault(
        code="no_font",
        what=Text(
            en=f"the font {path.name}, which a PDF needs, is not there",
            ja=f"PDF の作成に必要なフォント {path.name} がありません",
        ),
        where=str(path),
        expected=Text(en="Noto Sans JP, as TTF", ja="Noto Sans JP（TTF 形式）"),
        mend=Text(
            en="run “make assets” in the project's folder, or choose HTML instead",
            ja="プロジェクトのフォルダーで make assets を実行するか、HTML 形式を選んでください",
        ),
    )
