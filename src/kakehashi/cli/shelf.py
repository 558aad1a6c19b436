"""The rulebooks that a command reads: the shipped ones, and those of `--rulebooks`."""

from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli.folder import read_yaml_below
from kakehashi.cli.parser import HouseParser
from kakehashi.terms.phrases import say

if TYPE_CHECKING:
    from kakehashi.rules import Rulebooks


def add_rulebooks_option(parser: HouseParser) -> None:
    """Add `--rulebooks DIR`."""
    parser.add_argument(
        "--rulebooks", metavar="DIR", type=Path, help=say("cli.rulebooks", parser.lang)
    )


def add_format_option(parser: HouseParser, *formats: str) -> None:
    """Add `--format`, the first of `formats` its default."""
    parser.add_argument(
        "--format",
        choices=formats,
        default=formats[0],
        help=say("cli.format", parser.lang, default=formats[0]),
    )


def rulebooks_at_hand(folder: Path | None) -> "Rulebooks":
    """Return the shipped rulebooks, with those of `folder` beside or in place of them."""
    from kakehashi.answers import shipped_rulebooks

    if folder is None:
        return shipped_rulebooks()
    added = read_yaml_below(folder, "no_rulebooks", "rulebook_files", deep=False)
    return shipped_rulebooks(added)
