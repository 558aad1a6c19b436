"""What each command of the record is asked with, and who answers it."""

from argparse import Namespace
from pathlib import Path

from kakehashi.cli.parser import HouseParser, day
from kakehashi.cli.shelf import add_format_option
from kakehashi.terms.phrases import say


def add_options(name: str, parser: HouseParser) -> None:
    """Add the arguments of `kakehashi record NAME`."""
    lang = parser.lang
    if name == "export":
        parser.add_argument(
            "--for",
            dest="side",
            metavar="SIDE",
            required=True,
            help=say("argument.record_for", lang),
        )
    if name in ("export", "backup"):
        parser.add_argument(
            "-o",
            "--output",
            metavar="FILE",
            required=True,
            help=say("argument.record_output", lang),
        )
    if name == "import":
        parser.add_argument("bundle", metavar="FILE", help=say("argument.record_bundle", lang))
    if name == "check":
        _add_files(parser)
    if name == "publish":
        _add_site(parser)
    if name == "withheld":
        about = say("argument.record_side", lang)
        parser.add_argument("--side", metavar="SIDE", required=True, help=about)
        add_format_option(parser, "table", "csv", "json")
    if name == "restore":
        parser.add_argument("copy", metavar="FILE", help=say("argument.record_copy", lang))


def _add_site(parser: HouseParser) -> None:
    lang = parser.lang
    parser.add_argument("folder", metavar="DIR", help=say("argument.record_folder", lang))
    parser.add_argument("--address", metavar="URL", help=say("argument.record_address", lang))
    parser.add_argument("--on", metavar="D", type=day, help=say("argument.record_on", lang))


def _add_files(parser: HouseParser) -> None:
    lang = parser.lang
    about = say("argument.record_check_file", lang)
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help=about)
    parser.add_argument(
        "--with", dest="beside", metavar="FILE", type=Path, action="append", default=[],
        help=say("argument.record_check_with", lang),
    )  # fmt: skip


def run(name: str, asked: Namespace) -> int:
    """Return the exit code of `kakehashi record NAME`; `check` alone needs no site."""
    if name == "check":
        from kakehashi.cli.record.check import run as check

        return check(asked)
    from kakehashi.cli.site.record import run as answered

    return answered(name, asked)
