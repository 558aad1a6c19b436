"""What all commands of the Council share: the record, the day, the form, the output."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kakehashi.cli import clock
from kakehashi.cli.folder import read_named, write_file
from kakehashi.cli.parser import HouseParser, day
from kakehashi.cli.shelf import add_format_option
from kakehashi.terms.errors import Fault, InputError, UsageError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Text

if TYPE_CHECKING:
    from kakehashi.accord.record import Record
    from kakehashi.papers.council import Paper, PaperLang

MOST_RECORD_BYTES = 20_000_000
BINARY = ("docx", "pdf")
Content = Callable[[], bytes]


def add_options(parser: HouseParser, *formats: str) -> None:
    """Add the record's files, the day, the languages, `--format` and `-o`."""
    lang = parser.lang
    parser.take_both()
    parser.add_argument(
        "--record", metavar="FILE", type=Path, nargs="+", default=[],
        help=say("council_command.record", lang),
    )  # fmt: skip
    parser.add_argument(
        "--with", dest="beside", metavar="FILE", type=Path, action="append", default=[],
        help=say("council_command.with", lang),
    )  # fmt: skip
    parser.add_argument("--as-of", metavar="D", type=day, help=say("council_command.as_of", lang))
    add_format_option(parser, *formats)
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help=say("cli.output", lang))


def record_asked(asked: Namespace) -> "Record":
    """Return the record of `--record`, the shipped one without it, and `--with` beside it."""
    from kakehashi.answers.record_shelf import record_of

    instead = read_named(asked.record, (), MOST_RECORD_BYTES)
    return record_of(instead, read_named(asked.beside, instead, MOST_RECORD_BYTES))


def day_and_time(asked: Namespace) -> tuple[date, datetime]:
    """Return the day of the paper and the time at which it is made."""
    at = clock.now()
    return asked.as_of or at.astimezone(ZoneInfo("Europe/London")).date(), at


def paper_lang(asked: Namespace) -> "PaperLang":
    """Return the languages asked for; else both for files to edit or print, one to read here."""
    lang: PaperLang = asked.paper_lang or ("both" if asked.format in BINARY else asked.lang)
    return lang


def check_output(asked: Namespace) -> None:
    """Raise UsageError where a file that is no text would be written to the terminal."""
    if asked.format in BINARY and asked.output is None and sys.stdout.isatty():
        raise UsageError(
            Fault(
                code="usage_to_terminal",
                what=both("council_fault.to_terminal", format=asked.format),
                where=f"--format {asked.format}",
                expected=Text(en="-o FILE", ja="-o FILE"),
                mend=both("council_fault.to_terminal_mend"),
            )
        )


def both(key: str, **values: object) -> Text:
    """Return a phrase in both languages."""
    return Text(en=say(key, "en", **values), ja=say(key, "ja", **values))


def chosen(name: str | None, names: Iterable[str], default: str | None, key: str) -> str:
    """Return `name` if it is one of `names`, without it `default`.

    Raises
    ------
    InputError
        For any other name, with the fault `council_fault.<key>`, and where
        there is nothing to choose.
    """
    listed = list(names)
    if name is None and default is not None:
        return default
    if name in listed:
        return str(name)
    code = key if name is not None else "none_at_all"
    raise InputError(
        Fault(
            code=code,
            what=both(f"council_fault.{code}", name=name),
            where=f"--{key.removeprefix('no_')}",
            expected=both("council_fault.one_of", names=", ".join(listed) or "–"),
            mend=both("council_fault.choose" if listed else "council_fault.add_row"),
        )
    )


def rendered(paper: "Paper", asked: Namespace) -> bytes:
    """Return `paper` as table, .docx or PDF."""
    if asked.format == "docx":
        from kakehashi.papers.docx import paper_docx

        return paper_docx(paper)
    if asked.format == "pdf":
        from kakehashi.cli.places import fonts_folder
        from kakehashi.papers.council import paper_pdf

        return paper_pdf(paper, fonts_folder())
    from kakehashi.cli.council.text import as_text

    return as_text(paper).encode()


def as_json_bytes(value: Any) -> bytes:
    """Return plain values as JSON, text kept to the character."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def put_out(content: bytes, asked: Namespace) -> int:
    """Write `content` to the file asked for, else to the standard output; return 0."""
    if asked.output is not None:
        write_file(asked.output, content)
        print(say("cli.wrote", asked.lang, path=asked.output), file=sys.stderr)
    elif asked.format == "table":
        sys.stdout.buffer.write(content.decode().encode(sys.stdout.encoding, errors="replace"))
    else:
        sys.stdout.buffer.write(content)
    return 0
