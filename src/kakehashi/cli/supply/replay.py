"""`kakehashi supply replay [EVENT]`: what the model said of a past event, and its miss."""

import sys
from argparse import Namespace
from collections.abc import Iterable

from kakehashi.cli.page import put, put_heading, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.shelf import add_format_option
from kakehashi.cli.supply.network import keep_kernels
from kakehashi.cli.supply.share_page import FORMATS, Sources, put_rows, put_table
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

EVENTS = ("wafers-2011",)  # as in answers.replayed, which is heavy; a test holds them equal


def add_arguments(parser: HouseParser) -> None:
    """Add the event and `--format`."""
    names = ", ".join(EVENTS)
    parser.add_argument(
        "event", metavar="EVENT", nargs="?", choices=EVENTS, default=EVENTS[0],
        help=say("argument.replay_event", parser.lang, names=names, default=EVENTS[0]),
    )  # fmt: skip
    add_format_option(parser, *FORMATS, "svg")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print the event: the rule, what was expected, what was measured, the miss and its reasons."""
    keep_kernels()
    from kakehashi.answers import replay_words
    from kakehashi.answers.replayed import as_plain, compared_rows, replayed

    told = replayed(asked.event)
    if asked.format == "json":
        put_json(as_plain(told))
    elif asked.format == "csv":
        put_rows(compared_rows(told), asked.format)
    elif asked.format == "svg":
        sys.stdout.write(replay_words.chart(told, asked.lang).decode() + "\n")
    else:
        _put(asked.event, asked.lang)
    return 0


def _put(event: str, lang: Lang) -> None:
    from kakehashi.answers import replay_words
    from kakehashi.answers.replayed import Ground, cited, replayed

    told = replayed(event)
    marks = Sources(lang)

    def put_grounds(grounds: Iterable[Ground]) -> None:
        for one in grounds:
            mark = marks.mark([cited(one)], is_assumed=False)
            put(f"- {replay_words.ground_words(one, lang)} {mark}", 0, 2)

    put_heading(told.event.title.into(lang))
    for line in (*replay_words.lead_words(told, lang), "", *replay_words.miss_words(told, lang)):
        put(line)
    put_heading(say("replay.table", lang))
    put_table(
        replay_words.head(lang)[1:],
        [replay_words.row(told, one, lang)[1:] for one in told.compared if one.normal is not None],
    )
    for line in replay_words.table_words(told, lang):
        put(line)
    measured = [cited(one.measured) for one in told.compared if one.measured is not None]
    put(say("replay.measured", lang) + " " + marks.mark(measured, is_assumed=False))
    put_heading(say("replay.says", lang))
    put(told.outcome.says.into(lang))
    put_heading(say("replay.why", lang))
    put_grounds(told.outcome.why)
    put_heading(say("replay.went_in", lang))
    put_grounds(told.event.grounds)
    for words, source in replay_words.yardsticks(told, lang):
        put(f"- {words} {marks.mark([source], is_assumed=False)}", 0, 2)
    put(say("replay.draws", lang, n=told.scenario.n_draws, seed=told.scenario.seed))
    put()
    marks.put()
