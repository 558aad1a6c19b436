"""`kakehashi transfers portfolio TABLE|FOLDER`: counts over many flows, fit to leave the desk."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kakehashi.cli import clock
from kakehashi.cli.folder import a_fault, read_file, read_yaml_below, write_file
from kakehashi.cli.page import in_columns, json_text, put, put_heading
from kakehashi.cli.parser import HouseParser, day
from kakehashi.cli.shelf import add_format_option, add_rulebooks_option, rulebooks_at_hand
from kakehashi.terms.errors import Fault, InputError, UsageError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang, Text

if TYPE_CHECKING:
    from kakehashi.answers.portfolio_counts import Counts
    from kakehashi.answers.portfolio_hops import Hops
    from kakehashi.rules import Rulebooks

MOST_TABLE_BYTES = 2**30
EXAMPLES = 10  # hops of a detailed list that the terminal shows


def add_arguments(parser: HouseParser) -> None:
    """Add the portfolio, the days, what is counted by, and the form of the output."""
    lang = parser.lang
    parser.add_argument(
        "portfolio", metavar="TABLE|FOLDER", type=Path, help=say("portfolio.file", lang)
    )
    for name in ("as_of", "before", "after"):
        about = say(f"portfolio.{name}", lang)
        parser.add_argument(f"--{name.replace('_', '-')}", metavar="D", type=day, help=about)
    parser.add_argument(
        "--by",
        choices=("outcome", "sector", "rule"),
        default="outcome",
        help=say("portfolio.by", lang),
    )
    for name in ("dates", "detail"):
        about = say(f"portfolio.{name}", lang)
        parser.add_argument(f"--{name}", action="store_true", help=about)
    add_rulebooks_option(parser)
    add_format_option(parser, "table", "json", "csv", "parquet", "ics")
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help=say("cli.output", lang))
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print or write the counts, the calendar or the desk's own list."""
    _check(asked)
    rulebooks = rulebooks_at_hand(asked.rulebooks)
    hops = _hops(asked.portfolio, rulebooks)
    if asked.dates:
        content = _dates(rulebooks, hops, asked)
    elif asked.detail:
        content = _detail(rulebooks, hops, asked)
    else:
        content = _counts(rulebooks, hops, asked)
    if content is None:
        return 0
    if asked.output is None:
        sys.stdout.buffer.write(content)
    else:
        write_file(asked.output, content)
        print(say("cli.wrote", asked.lang, path=asked.output), file=sys.stderr)
    return 0


def _check(asked: Namespace) -> None:
    """Raise UsageError for options that do not go together."""
    faults = []
    if (asked.before is None) is not (asked.after is None):
        faults.append("both_days")
    if asked.before is not None and asked.as_of is not None:
        faults.append("one_or_two")
    if asked.dates and (asked.detail or asked.before is not None):
        faults.append("dates_alone")
    if (asked.format == "ics") is not asked.dates and asked.format in ("ics", "csv", "parquet"):
        faults.append("dates_format")
    if asked.format == "parquet" and asked.output is None and sys.stdout.isatty():
        faults.append("to_file")
    if asked.format == "table" and asked.output is not None:
        faults.append("table_to_file")
    if faults:
        raise UsageError([_fault(key) for key in faults])


def _fault(key: str) -> Fault:
    def both(name: str) -> Text:
        return Text(en=say(f"portfolio.{name}", "en"), ja=say(f"portfolio.{name}", "ja"))

    options = "[--as-of D | --before D --after D | --dates]"
    return Fault(
        code=f"usage_portfolio_{key}",
        what=both(f"usage_{key}"),
        where="kakehashi transfers portfolio",
        expected=Text(en=options, ja=options),
        mend=both("usage_mend"),
    )


def _hops(path: Path, rulebooks: "Rulebooks") -> "Hops":
    from kakehashi.answers.portfolio_asked import table_hops
    from kakehashi.answers.portfolio_files import hops_of_flows, read_flow_files

    vocabulary = rulebooks.vocabulary
    if path.is_dir():
        files = read_yaml_below(path, "no_file", "a_file", deep=True)
        return hops_of_flows(read_flow_files(files, vocabulary, clock.now()), vocabulary)
    if not path.is_file():
        raise InputError(a_fault("no_file", str(path), "a_file", "check_path"))
    content = read_file(path, str(path), MOST_TABLE_BYTES)
    if isinstance(content, Fault):
        raise InputError(content)
    if len(content) > MOST_TABLE_BYTES:
        raise InputError(a_fault("table_too_big", str(path), "smaller_table", "split_table"))
    return table_hops(rulebooks, path.name, content)


def _counts(rulebooks: "Rulebooks", hops: "Hops", asked: Namespace) -> bytes | None:
    from kakehashi.answers.portfolio_asked import Question, counts_of
    from kakehashi.answers.portfolio_counts import counts_as_json

    question = Question(
        by=asked.by,
        as_of=asked.as_of or clock.now().date(),
        before=asked.before,
        after=asked.after,
    )
    counts = counts_of(rulebooks, hops, question)
    if asked.format == "table":
        _put_counts(counts, asked.lang)
        return None
    told = counts_as_json(counts)
    if asked.format == "json":
        return json_text(told).encode()
    return _table(told["cells"], asked)


def _table(rows: list[dict[str, Any]], asked: Namespace) -> bytes:
    """Return rows as CSV or Parquet."""
    if asked.format == "csv":
        from kakehashi.papers.tables import table_csv

        head = list(rows[0]) if rows else []
        return table_csv(head, [[_cell(value) for value in row.values()] for row in rows])
    from kakehashi.answers.portfolio_table import as_parquet

    return as_parquet(rows)


def _cell(value: object) -> str:
    return "" if value is None else ";".join(value) if isinstance(value, list) else str(value)


def _detail(rulebooks: "Rulebooks", hops: "Hops", asked: Namespace) -> bytes | None:
    from kakehashi.answers.portfolio import decide_days, decide_portfolio
    from kakehashi.answers.portfolio_counts import flows_in_detail, moves_in_detail
    from kakehashi.answers.portfolio_table import as_parquet

    if asked.before is None:
        on = asked.as_of or clock.now().date()
        frame = flows_in_detail(decide_portfolio(rulebooks, hops, as_of=on))
    else:
        was, now = decide_days(rulebooks, hops, asked.before, asked.after)
        frame = moves_in_detail(was, now)
    print(say("portfolio.desk_only", asked.lang), file=sys.stderr)
    if asked.format == "parquet":
        return as_parquet(frame)
    if asked.format == "table":
        _put_detail(frame.head(EXAMPLES).to_dicts(), frame.height, asked.lang)
        return None
    rows = frame.to_dicts()
    if asked.format == "json":
        return json_text({"may_leave_the_desk": False, "hops": rows}).encode()
    return _table(rows, asked)


def _put_detail(rows: list[dict[str, Any]], n_hops: int, lang: Lang) -> None:
    """Print the first hops, without the columns of rules."""
    put_heading(say("portfolio.detail_title", lang, n=n_hops))
    names = [one for one in rows[0] if ":" not in one] if rows else []
    for line in in_columns(
        [tuple(names), *(tuple(_cell(row[one]) for one in names) for row in rows)]
    ):
        print(line)
    if n_hops > EXAMPLES:
        put(say("portfolio.more", lang, n=n_hops - EXAMPLES))


def _dates(rulebooks: "Rulebooks", hops: "Hops", asked: Namespace) -> bytes | None:
    from kakehashi.answers.portfolio_dates import dates_as_json, dates_due
    from kakehashi.answers.portfolio_words import dates_ics, due_words

    dates = dates_due(rulebooks, hops, as_of=asked.as_of or clock.now().date())
    if asked.format == "json":
        return json_text({"may_leave_the_desk": True, "dates": dates_as_json(dates)}).encode()
    if asked.format == "ics":
        return dates_ics(dates, clock.now(), asked.lang)
    put_heading(say("portfolio.dates_title", asked.lang))
    for due in dates:
        put(f"{due.on}  {due_words(due, asked.lang)}", 2, hang=12)
    if not dates:
        put(say("portfolio.no_dates", asked.lang), 2)
    return None


def _put_counts(counts: "Counts", lang: Lang) -> None:
    from kakehashi.answers.portfolio_words import (
        checked_words,
        column_words,
        counts_title,
        row_words,
    )

    put_heading(counts_title(counts, lang))
    shown = [cell for cell in counts.cells if cell.n != 0]
    rows = [
        (row_words(cell.row, lang), column_words(cell.column, lang), cell.words) for cell in shown
    ]
    for line in in_columns([tuple(say("portfolio.head", lang).split("|")), *rows]):
        print(line)
    print()
    put(say("portfolio.legend", lang))
    put(checked_words(counts, lang))
    put(say("report.not_advice", lang))
