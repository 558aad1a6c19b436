"""`kakehashi council brief`: what changed since the last Council, on two pages a language."""

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

from kakehashi.cli.council.asked import (
    add_options,
    as_json_bytes,
    both,
    check_output,
    day_and_time,
    paper_lang,
    put_out,
    record_asked,
    rendered,
)
from kakehashi.cli.parser import HouseParser, day
from kakehashi.terms.errors import Fault, InputError, UsageError
from kakehashi.terms.phrases import say

if TYPE_CHECKING:
    from kakehashi.accord.record import Record


def add_arguments(parser: HouseParser) -> None:
    """Add the first day and what all papers have."""
    about = say("council_command.since", parser.lang)
    parser.add_argument("--since", metavar="D", type=day, help=about)
    add_options(parser, "table", "json", "docx", "pdf", "csv")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Write the brief in the form asked for."""
    from kakehashi.answers.brief import brief
    from kakehashi.answers.brief_paper import brief_paper
    from kakehashi.answers.council_dates import brief_rows
    from kakehashi.answers.council_json import brief_json

    check_output(asked)
    record, (on, at), lang = record_asked(asked), day_and_time(asked), paper_lang(asked)
    told = brief(record, _since(asked, record, on), on)
    if asked.format == "json":
        return put_out(as_json_bytes(brief_json(told)), asked)
    if asked.format == "csv":
        from kakehashi.papers.tables import table_csv

        return put_out(table_csv(*brief_rows(record, told, lang)), asked)
    return put_out(rendered(brief_paper(record, told, lang, at), asked), asked)


def _since(asked: Namespace, record: "Record", on: date) -> date:
    from kakehashi.answers.brief import last_council

    since: date | None = asked.since or last_council(record, on)
    if since is None:
        raise InputError(
            Fault(
                code="no_since",
                what=both("council_fault.no_since", on=on),
                where="--since",
                expected=both("council_fault.since_wanted"),
                mend=both("council_fault.since_give"),
            )
        )
    if since > on:
        raise UsageError(
            Fault(
                code="usage_since",
                what=both("council_fault.since_after", since=since, on=on),
                where="--since",
                expected=both("council_fault.since_order"),
                mend=both("council_fault.since_mend"),
            )
        )
    return since
