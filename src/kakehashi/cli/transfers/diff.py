"""`kakehashi transfers diff FLOW`: what changes between two days."""

from argparse import Namespace
from pathlib import Path

from kakehashi.cli import clock
from kakehashi.cli.page import put, put_heading, put_json
from kakehashi.cli.parser import HouseParser, day
from kakehashi.cli.shelf import add_format_option, add_rulebooks_option, rulebooks_at_hand
from kakehashi.cli.transfers.read import flow_at
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang
from kakehashi.terms.verdict import Outcome


def add_arguments(parser: HouseParser) -> None:
    """Add the flow file, the two days, the rulebooks and the form of the output."""
    lang = parser.lang
    parser.add_argument("flow", metavar="FLOW", type=Path, help=say("transfers.file", lang))
    for name in ("before", "after"):
        about = say(f"transfers.{name}", lang)
        parser.add_argument(f"--{name}", metavar="D", type=day, required=True, help=about)
    add_rulebooks_option(parser)
    add_format_option(parser, "table", "json")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print each hop whose verdicts differ, rule by rule."""
    from kakehashi.answers.send_diff import diff_as_json, send_diff

    rulebooks, lang = rulebooks_at_hand(asked.rulebooks), asked.lang
    flow = flow_at(asked.flow, rulebooks, clock.now())
    found = send_diff(rulebooks, flow, asked.before, asked.after)
    if asked.format == "json":
        put_json(diff_as_json(found))
        return 0
    name = flow.told.name.into(lang)
    days = {"before": asked.before, "after": asked.after}
    put_heading(say("transfers.diff_title", lang, name=name, **days))
    if not found.moved:
        put(say("transfers.diff_none", lang))
    for hop in found.moved:
        answers = {
            "before": say(f"may_send.{hop.before}", lang),
            "after": say(f"may_send.{hop.after}", lang),
        }
        put(say("transfers.diff_hop", lang, hop=hop.hop, **answers), hang=2)
        for rule in hop.rules:
            words = {"before": _outcome(rule.before, lang), "after": _outcome(rule.after, lang)}
            put(say("transfers.diff_line", lang, rule=rule.rule, **words), 2, hang=2)
        if hop.lapsed:
            papers = say("list.comma", lang).join(hop.lapsed)
            put(say("transfers.lapsed", lang, papers=papers), 2, hang=2)
    return 0


def _outcome(outcome: Outcome | None, lang: Lang) -> str:
    return say("transfers.not_in_force" if outcome is None else f"outcome.{outcome}", lang)
