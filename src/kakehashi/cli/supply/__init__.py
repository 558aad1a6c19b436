"""`kakehashi supply`: what is lost when firms or inputs fail, and what to mend first.

Each command stands in its own module, imported only when it is parsed.
"""

from functools import partial
from importlib import import_module

from kakehashi.cli.parser import HouseParser
from kakehashi.terms.phrases import say

COMMANDS = (
    "measure", "reach", "cut", "rank", "stress", "simulate", "ensemble", "mend", "rerun",
    "replay",
)  # fmt: skip


def add_arguments(parser: HouseParser) -> None:
    """Add the commands under `supply`."""
    commands = parser.commands()
    for name in COMMANDS:
        about = say(f"command.supply_{name}", parser.lang)
        commands.add_parser(name, help=about, description=about, fill=partial(_fill, name))


def _fill(name: str, parser: HouseParser) -> None:
    import_module(f"{__name__}.{name}").add_arguments(parser)
