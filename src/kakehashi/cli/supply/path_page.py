"""The path along which a loss travelled, printed in every format but a chart."""

from typing import TYPE_CHECKING

from kakehashi.cli.folder import a_fault
from kakehashi.cli.page import put, put_heading, put_json
from kakehashi.cli.supply.share_page import put_rows
from kakehashi.terms.errors import InputError
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.supply.ario_path import DayPath
    from kakehashi.supply.flow_path import Path


def check_format(wanted: str) -> None:
    """Raise InputError where a chart of a path is asked for."""
    if wanted == "svg":
        raise InputError(a_fault("no_path_chart", "--format", "path_formats", "path_formats_mend"))


def put_path(path: "Path | DayPath", wanted: str, lang: Lang) -> None:
    """Print a path: in sentences, whole as JSON, or a row a step."""
    from kakehashi.answers.flow_paths import path_as_plain, path_rows, path_words

    if wanted == "json":
        put_json(path_as_plain(path))
    elif wanted in ("csv", "parquet"):
        put_rows(path_rows(path), wanted)
    else:
        title, *said = path_words(path, lang)
        put_heading(title)
        first, *steps = said or [""]
        put(first)
        for line in steps[: len(path.steps)]:
            put("- " + line, 0, 2)
        for line in steps[len(path.steps) :]:
            put(line)
