"""`kakehashi site`: start the site, do its long work, migrate and check it.

The only place of the command line that touches the site, and only when called.
Without Django it says in one line what to install.
"""

from argparse import Namespace
from functools import partial

from kakehashi.cli.parser import HouseParser
from kakehashi.terms.phrases import say

COMMANDS = ("up", "work", "migrate", "check")


def add_arguments(parser: HouseParser) -> None:
    """Add the commands under `site`."""
    commands = parser.commands()
    for name in COMMANDS:
        about = say(f"site_command.{name}", parser.lang)
        commands.add_parser(name, help=about, description=about, fill=partial(_fill, name))


def _fill(name: str, parser: HouseParser) -> None:
    parser.set_defaults(run=partial(_run, name))


def _run(name: str, asked: Namespace) -> int:
    from kakehashi.cli.site import run

    return run.run(name, asked.lang)
