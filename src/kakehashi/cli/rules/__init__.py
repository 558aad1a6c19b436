"""`kakehashi rules`: list, show, compare, test and check the rulebooks.

Each command stands in its own module, imported only when it is parsed.
"""

from functools import partial
from importlib import import_module

from kakehashi.cli.parser import HouseParser
from kakehashi.terms.phrases import say

COMMANDS = ("list", "show", "diff", "test", "check")


def add_arguments(parser: HouseParser) -> None:
    """Add the commands under `rules`."""
    commands = parser.commands()
    for name in COMMANDS:
        about = say(f"command.rules_{name}", parser.lang)
        commands.add_parser(name, help=about, description=about, fill=partial(_fill, name))


def _fill(name: str, parser: HouseParser) -> None:
    import_module(f"{__name__}.{name}").add_arguments(parser)
