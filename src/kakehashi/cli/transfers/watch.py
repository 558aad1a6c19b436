"""`kakehashi transfers watch`: rules on weak ground, reviews overdue, sources that changed."""

from argparse import Namespace
from pathlib import Path

from kakehashi.cli import clock
from kakehashi.cli.page import put, put_heading, put_json
from kakehashi.cli.parser import HouseParser, day
from kakehashi.cli.shelf import add_format_option, add_rulebooks_option, rulebooks_at_hand
from kakehashi.terms.phrases import say


def add_arguments(parser: HouseParser) -> None:
    """Add the day, the rulebooks, the earlier ones, and the form of the output."""
    lang = parser.lang
    parser.add_argument("--as-of", metavar="D", type=day, help=say("portfolio.as_of", lang))
    parser.add_argument("--since", metavar="DIR", type=Path, help=say("portfolio.since", lang))
    add_rulebooks_option(parser)
    add_format_option(parser, "table", "json")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print what should be watched in the rulebooks for data flows."""
    from kakehashi.answers.watch import watch, watch_as_json

    lang = asked.lang
    earlier = None if asked.since is None else rulebooks_at_hand(asked.since)
    found = watch(
        rulebooks_at_hand(asked.rulebooks),
        as_of=asked.as_of or clock.now().date(),
        earlier=earlier,
    )
    if asked.format == "json":
        put_json(watch_as_json(found))
        return 0
    comma = say("list.comma", lang)
    put_heading(say("portfolio.watch_overdue", lang, n=len(found.overdue)))
    for book in found.overdue:
        days = {"review": book.review_on, "checked": book.checked_on}
        put(say("portfolio.overdue", lang, book=book.rulebook, **days), 2, hang=2)
    put_heading(say("portfolio.watch_weak", lang, n=len(found.weak)))
    for rule in found.weak:
        basis = say(f"basis.{rule.basis}", lang)
        put(f"{rule.part}  {basis} ({comma.join(rule.sources)})", 2, hang=2)
    if asked.since is not None:
        put_heading(say("portfolio.watch_sources", lang, n=len(found.sources)))
        for source in found.sources:
            kind = say(f"rules.{source.kind}_part", lang)
            put(f"{kind}  {source.source}: {comma.join(source.rests)}", 2, hang=2)
        put_heading(say("portfolio.watch_rules", lang, n=len(found.rules)))
        for change in found.rules:
            put(f"{say(f'rules.{change.kind}_part', lang)}  {change.part}", 2, hang=2)
    return 0
