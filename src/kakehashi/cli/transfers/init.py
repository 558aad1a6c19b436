"""`kakehashi transfers init FILE`: a flow to fill in."""

import shlex
from argparse import Namespace
from pathlib import Path

from kakehashi.cli import clock
from kakehashi.cli.folder import write_file
from kakehashi.cli.page import put
from kakehashi.cli.parser import HouseParser
from kakehashi.terms.phrases import say


def add_arguments(parser: HouseParser) -> None:
    """Add the file to write."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help=say("transfers.new_file", parser.lang)
    )
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Write the template, never over a file that is there, and say what comes next."""
    from kakehashi.answers import shipped_rulebooks
    from kakehashi.transfers import flow_template

    vocabulary = shipped_rulebooks().vocabulary
    content = flow_template(vocabulary, asked.lang, clock.now().date())
    write_file(asked.file, content, is_new=True)
    put(say("transfers.wrote", asked.lang, path=asked.file))
    put(say("transfers.next", asked.lang))
    print(f"  kakehashi transfers decide {shlex.quote(str(asked.file))}")
    return 0
