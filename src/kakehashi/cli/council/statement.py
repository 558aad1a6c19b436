"""`kakehashi council statement`: a joint statement, clause by clause, in both languages."""

from argparse import Namespace
from datetime import date

from kakehashi.cli.council.asked import (
    add_options,
    as_json_bytes,
    check_output,
    chosen,
    day_and_time,
    paper_lang,
    put_out,
    record_asked,
    rendered,
)
from kakehashi.cli.parser import HouseParser
from kakehashi.terms.phrases import say


def add_arguments(parser: HouseParser) -> None:
    """Add the statement and what all papers have."""
    parser.add_argument(
        "--statement", metavar="ID", help=say("council_command.statement", parser.lang)
    )
    add_options(parser, "table", "json", "docx", "pdf")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Write the statement in the form asked for."""
    from kakehashi.accord.record_texts import Statement
    from kakehashi.answers.council_json import statement_json
    from kakehashi.answers.council_papers import statement_paper

    check_output(asked)
    record, (on, at) = record_asked(asked), day_and_time(asked)
    rows = record.every(Statement)
    newest = max(((row.issued.on or date.min, row.id) for row in rows), default=(on, None))[1]
    name = chosen(asked.statement, (row.id for row in rows), newest, "no_statement")
    if asked.format == "json":
        return put_out(as_json_bytes(statement_json(record, name)), asked)
    paper = statement_paper(record, name, on, paper_lang(asked), at)
    return put_out(rendered(paper, asked), asked)
