"""A report as one tagged PDF (PDF/UA-1), A4, set by Typst."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.papers.glyphs import showable, shown_by
from kakehashi.papers.report import Report
from kakehashi.terms.errors import Fault, PlaceError
from kakehashi.terms.phrases import phrases
from kakehashi.terms.text import Text

FONTS = ("NotoSansJP_400Regular.ttf", "NotoSansJP_700Bold.ttf")
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # in the file of a report that names no time


def report_pdf(report: Report, fonts: Path) -> bytes:
    """Return `report` as PDF/UA-1: tagged, with its title and language set.

    The values reach Typst as JSON and are set as text, so nothing in them can
    act as markup. A character that the fonts lack is named by its code point.
    System fonts are ignored and the time in the file is the report's own
    `made_at`: the same report and fonts give the same bytes.

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
    given = _as_json(report, shown_by(folder_with(fonts) / FONTS[0]))
    return set_pdf("report.typ", {"report": given}, fonts, report.made_at or _NO_TIME)


def set_pdf(template: str, given: dict[str, str], fonts: Path, made_at: datetime) -> bytes:
    """Return the PDF/UA-1 that `template` sets of the JSON texts `given`, dated `made_at`.

    Raises
    ------
    PlaceError
        Where a font is not in the folder `fonts`, naming each.
    """
    import typst

    compiler = typst.Compiler(
        _template(template),
        font_paths=typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(folder_with(fonts))],
        ),
        ignore_system_fonts=True,
        sys_inputs=given,
    )
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=made_at)
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def folder_with(fonts: Path) -> Path:
    """Return `fonts` where it holds all of `FONTS`."""
    lacking = [name for name in FONTS if not (fonts / name).is_file()]
    if lacking:
        raise PlaceError([_no_font(fonts / name) for name in lacking])
    return fonts


@cache
def _template(name: str) -> bytes:
    return resources.files(__package__).joinpath("templates", name).read_bytes()


def _as_json(report: Report, can_show: Callable[[str], bool]) -> str:
    """Return the report and the headings in its language, as JSON for the template."""
    headings = {
        key.removeprefix("report."): text.into(report.lang)
        for key, text in phrases().items()
        if key.startswith("report.")
    }
    plain = shown(msgspec.to_builtins(report), can_show)
    return msgspec.json.encode({"report": plain, "say": headings}).decode()


def shown(value: Any, can_show: Callable[[str], bool]) -> Any:
    """Return `value` with every text in it made `showable`."""
    if isinstance(value, str):
        return showable(value, can_show)
    if isinstance(value, dict):
        return {name: shown(inner, can_show) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [shown(inner, can_show) for inner in value]
    return value


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
