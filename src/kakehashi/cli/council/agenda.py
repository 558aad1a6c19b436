"""`kakehashi council agenda`: the agenda of a meeting, and what is open from before."""

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
    add_options(parser, "table", "json", "docx", "pdf", "ics")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Write the agenda in the form asked for."""
    from kakehashi.answers.council_dates import happenings
    from kakehashi.answers.council_json import agenda_json
    from kakehashi.answers.council_papers import agenda_paper

    check_output(asked)
    record, (on, at), lang = record_asked(asked), day_and_time(asked), paper_lang(asked)
    meeting = meeting_asked(asked, record, on)
    if asked.format == "json":
        return put_out(as_json_bytes(agenda_json(record, meeting, on)), asked)
    if asked.format == "ics":
        from kakehashi.papers.calendar import calendar_ics

        entries = (one for one in happenings(record, on, lang) if one.uid == f"{meeting}@kakehashi")
        name = say("council_calendar.name", asked.lang)
        said = None if lang == "both" else lang
        return put_out(calendar_ics(entries, at, name, said), asked)
    return put_out(rendered(agenda_paper(record, meeting, on, lang, at), asked), asked)
