"""`kakehashi record`: verify, rebuild, back up, restore, exchange and publish the record.

What is asked is parsed here; it is answered in `cli/site`, which alone touches the site.
"""

from functools import partial

from kakehashi.cli.parser import HouseParser
from kakehashi.terms.phrases import say

COMMANDS = (
    "verify",
    "rebuild",
    "export",
    "import",
    "backup",
    "restore",
    "publish",
    "withheld",
    "check",
)


def add_arguments(parser: HouseParser) -> None:
    """Add the commands under `record`."""
    commands = parser.commands()
    for name in COMMANDS:
        about = say(f"command.record_{name}", parser.lang)
        commands.add_parser(name, help=about, description=about, fill=partial(_fill, name))


def _fill(name: str, parser: HouseParser) -> None:
    from kakehashi.cli.record.options import add_options, run

    add_options(name, parser)
    parser.set_defaults(run=partial(run, name))
