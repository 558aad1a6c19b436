"""`kakehashi rules check [DIR]`: read rulebooks and show all their faults."""

from argparse import Namespace
from pathlib import Path

from kakehashi.cli.page import put, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option, add_rulebooks_option, rulebooks_at_hand
from kakehashi.terms.phrases import say


def add_arguments(parser: HouseParser) -> None:
    """Add the folder, also as `--rulebooks`, and `--format`."""
    parser.add_argument(
        "folder", metavar="DIR", nargs="?", type=Path, help=say("argument.check_dir", parser.lang)
    )
    add_rulebooks_option(parser)
    add_format_option(parser, "table", "json")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print how many were read; faults, all of them, are raised and told by the door (66)."""
    rulebooks = rulebooks_at_hand(asked.folder or asked.rulebooks)
    n_books, n_recognitions = len(rulebooks.books), len(rulebooks.recognitions)
    if asked.format == "json":
        put_json(
            {
                "n_rulebooks": n_books,
                "n_recognitions": n_recognitions,
                "added": rulebooks.added,
                "replaced": rulebooks.replaced,
                "faults": [],
            }
        )
        return 0
    put(say("rules.no_fault", asked.lang, n=n_books, m=n_recognitions))
    for key, names in (("added", rulebooks.added), ("replaced", rulebooks.replaced)):
        if names:
            put(say(f"rules.{key}", asked.lang, names=", ".join(names)))
    return 0
