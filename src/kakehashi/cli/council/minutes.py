"""`kakehashi council minutes`: what was said and decided, and the actions out of it."""

from argparse import Namespace

from kakehashi.cli.council.asked import (
    add_options,
    as_json_bytes,
    check_output,
    day_and_time,
    paper_lang,
    put_out,
    record_asked,
    rendered,
)
from kakehashi.cli.council.meeting import meeting_asked
from kakehashi.cli.parser import HouseParser
from kakehashi.terms.phrases import say


def add_arguments(parser: HouseParser) -> None:
    """Add the meeting and what all papers have."""
    parser.add_argument("--meeting", metavar="ID", help=say("council_command.meeting", parser.lang))
    add_options(parser, "table", "json", "docx", "pdf")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Write the minutes in the form asked for."""
    from kakehashi.answers.council_json import minutes_json
    from kakehashi.answers.council_papers import minutes_paper

    check_output(asked)
    record, (on, at) = record_asked(asked), day_and_time(asked)
    meeting = meeting_asked(asked, record, on)
    if asked.format == "json":
        return put_out(as_json_bytes(minutes_json(record, meeting)), asked)
    paper = minutes_paper(record, meeting, on, paper_lang(asked), at)
    return put_out(rendered(paper, asked), asked)
