"""`kakehashi assess DIR`: what both countries' rules say of a dossier."""

import os
import sys
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kakehashi.cli import clock
from kakehashi.cli.folder import Caps, read_folder, read_named, write_file
from kakehashi.cli.page import json_text
from kakehashi.cli.parser import HouseParser, day
from kakehashi.cli.shelf import add_format_option, add_rulebooks_option, rulebooks_at_hand
from kakehashi.terms.errors import Fault, UsageError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Text

if TYPE_CHECKING:
    from kakehashi.evidence import Dossier
    from kakehashi.papers import Report
    from kakehashi.rules import Rulebooks


def add_arguments(parser: HouseParser) -> None:
    """Add the dossier, further files, the day, the rulebooks and the form of the output."""
    lang = parser.lang
    parser.add_argument("folder", metavar="DIR", type=Path, help=say("argument.assess_dir", lang))
    parser.add_argument(
        "--with",
        dest="beside",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help=say("argument.with", lang),
    )
    parser.add_argument("--as-of", metavar="D", type=day, help=say("argument.as_of", lang))
    add_rulebooks_option(parser)
    add_format_option(parser, "table", "json", "html", "pdf")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help=say("cli.output", lang))
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print or write the answer; return the exit code that law gives."""
    from kakehashi.answers import as_json, exit_code, may_sell
    from kakehashi.answers.report import report

    _check_output(asked)
    at = clock.now()
    as_of: date | datetime = at if asked.as_of is None else asked.as_of
    rulebooks = rulebooks_at_hand(asked.rulebooks)
    dossier = read(asked.folder, asked.beside, rulebooks, at)
    answer = may_sell(rulebooks, dossier, as_of=as_of)
    if asked.format == "json":
        content = json_text(as_json(answer)).encode()
    else:
        content = rendered(report(answer, rulebooks, asked.lang, at), asked)
    if asked.output is None:
        sys.stdout.buffer.write(content)
    else:
        write_file(asked.output, content)
        print(say("cli.wrote", asked.lang, path=asked.output), file=sys.stderr)
    return exit_code(answer)


def read(folder: Path, beside: list[Path], rulebooks: "Rulebooks", at: datetime) -> "Dossier":
    """Return the dossier of `folder` and the files `beside` it, read at `at`.

    Files that cannot be read stand among its faults; the rest was read.
    """
    from kakehashi.evidence import read_dossier
    from kakehashi.evidence.checks import MOST_BYTES, MOST_BYTES_TOGETHER, MOST_FILES

    files, faults = read_folder(folder, Caps(MOST_FILES, MOST_BYTES, MOST_BYTES_TOGETHER))
    files |= read_named(beside, files, MOST_BYTES)
    dossier = read_dossier(files, vocabulary=rulebooks.vocabulary, read_at=at)
    return msgspec.structs.replace(dossier, faults=(*faults, *dossier.faults))


def rendered(shown: "Report", asked: Namespace) -> bytes:
    """Return the report as table, HTML or PDF."""
    if asked.format == "html":
        from kakehashi.papers import report_html

        return report_html(shown)
    if asked.format == "pdf":
        from kakehashi.cli.places import fonts_folder
        from kakehashi.papers import report_pdf

        return report_pdf(shown, fonts_folder())
    from kakehashi.cli.table import as_text

    if asked.output is not None:
        return as_text(shown).encode()
    is_coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return as_text(shown, is_coloured=is_coloured).encode(sys.stdout.encoding, errors="replace")


def _check_output(asked: Namespace) -> None:
    if asked.format != "pdf" or asked.output is not None or not sys.stdout.isatty():
        return
    raise UsageError(
        Fault(
            code="usage_pdf_to_terminal",
            what=_both("usage.pdf_to_terminal"),
            where="--format pdf",
            expected=Text(en="-o FILE", ja="-o FILE"),
            mend=_both("usage_mend.pdf_to_terminal"),
        )
    )


def _both(key: str) -> Text:
    return Text(en=say(key, "en"), ja=say(key, "ja"))
