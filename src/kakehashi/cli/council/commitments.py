"""`kakehashi council commitments`: every commitment, and three views of where it stands."""

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
from kakehashi.cli.parser import HouseParser
from kakehashi.terms.phrases import say


def add_arguments(parser: HouseParser) -> None:
    """Add what all papers have."""
    add_options(parser, "table", "json", "docx", "pdf", "csv", "ics", "atom")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Write the report, its table, its days or what happened, in the form asked for."""
    from kakehashi.answers import council_dates as dates
    from kakehashi.answers.commitments_paper import commitments_paper
    from kakehashi.answers.council_json import commitments_json

    check_output(asked)
    record, (on, at), lang = record_asked(asked), day_and_time(asked), paper_lang(asked)
    if asked.format == "json":
        return put_out(as_json_bytes(commitments_json(record, on)), asked)
    if asked.format == "csv":
        from kakehashi.papers.tables import table_csv

        return put_out(table_csv(*dates.commitments_rows(record, on, lang)), asked)
    if asked.format == "ics":
        from kakehashi.papers.calendar import calendar_ics

        name = say("council_calendar.name", asked.lang)
        said = None if lang == "both" else lang
        return put_out(calendar_ics(dates.happenings(record, on, lang), at, name, said), asked)
    if asked.format == "atom":
        from kakehashi.papers.atom import feed_atom

        return put_out(feed_atom(dates.happened(record, on, lang, at)), asked)
    return put_out(rendered(commitments_paper(record, on, lang, at), asked), asked)
