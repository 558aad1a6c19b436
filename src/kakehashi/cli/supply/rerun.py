"""`kakehashi supply rerun RESULT`: run a result's question again and compare the digests."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli.page import put, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.cli.supply.network import keep_kernels, read_tables
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.answers.supply_file import Rerun


def add_arguments(parser: HouseParser) -> None:
    """Add the file of the result and `--format`."""
    parser.add_argument(
        "result", metavar="RESULT", type=Path, help=say("argument.supply_result", parser.lang)
    )
    add_format_option(parser, "text", "json")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print whether the same was found: exit code 0 if so, 1 if not."""
    keep_kernels()
    from kakehashi.answers.supply_file import rerun

    ((name, content),) = read_tables([asked.result]).items()
    told = rerun(name, content)
    if asked.format == "json":
        put_json(
            {
                "is_same": told.is_same, "is_whole": told.is_whole,
                "is_same_network": told.is_same_network, "then": told.then, "now": told.now,
                "version_then": told.version_then, "version_now": told.version_now,
            }
        )  # fmt: skip
    else:
        _put(told, asked.lang)
    return 0 if told.is_same else 1


def _put(told: "Rerun", lang: Lang) -> None:
    put(say("rerun.same" if told.is_same else "rerun.other", lang))
    if not told.is_whole:
        put(say("rerun.changed", lang))
    if not told.is_same_network:
        put(say("rerun.other_network", lang))
    for key, then, now in (
        ("result", told.then["result"], told.now["result"]),
        ("network", told.then["network"], told.now["network"]),
        ("version", told.version_then, told.version_now),
    ):
        put(say(f"rerun.{key}", lang))
        put(say("rerun.then", lang, value=then), 2, 4)
        put(say("rerun.now", lang, value=now), 2, 4)
