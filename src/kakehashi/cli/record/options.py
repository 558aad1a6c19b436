"""What each command of the record is asked with."""

from kakehashi.cli.parser import HouseParser
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
    if name == "restore":
        parser.add_argument("copy", metavar="FILE", help=say("argument.record_copy", lang))
