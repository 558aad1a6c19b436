"""`kakehashi transfers decide FLOW`: each hop under both laws."""

from argparse import Namespace
from datetime import date, datetime
from pathlib import Path

from kakehashi.cli import clock
from kakehashi.cli.page import put, put_heading, put_json
from kakehashi.cli.parser import HouseParser, day
from kakehashi.cli.shelf import add_format_option, add_rulebooks_option, rulebooks_at_hand
from kakehashi.cli.transfers.read import flow_at
from kakehashi.terms.phrases import say


def add_arguments(parser: HouseParser) -> None:
    """Add the flow file, the day, the rulebooks and the form of the output."""
    lang = parser.lang
    parser.add_argument("flow", metavar="FLOW", type=Path, help=say("transfers.file", lang))
    parser.add_argument("--as-of", metavar="D", type=day, help=say("transfers.as_of", lang))
    add_rulebooks_option(parser)
    add_format_option(parser, "table", "json")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print the answer; return 0 lawful, 1 refused, 2 evidence missing, 3 not established."""
    from kakehashi.answers.may_send import may_send, send_exit_code
    from kakehashi.answers.send_json import send_as_json
    from kakehashi.answers.send_words import send_lines

    at = clock.now()
    as_of: date | datetime = at if asked.as_of is None else asked.as_of
    rulebooks = rulebooks_at_hand(asked.rulebooks)
    answer = may_send(rulebooks, flow_at(asked.flow, rulebooks, at), as_of=as_of)
    if asked.format == "json":
        put_json(send_as_json(answer))
        return send_exit_code(answer)
    for line in send_lines(answer, rulebooks, asked.lang):
        if line.is_heading:
            put_heading(line.words)
        else:
            put(line.words, line.indent, hang=2)
    return send_exit_code(answer)
