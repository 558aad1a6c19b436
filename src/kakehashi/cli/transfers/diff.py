"""`kakehashi transfers diff FLOW`: what changes between two days."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli import clock
from kakehashi.cli.page import put, put_heading, put_json
from kakehashi.cli.parser import HouseParser, day
from kakehashi.cli.shelf import add_format_option, add_rulebooks_option, rulebooks_at_hand
from kakehashi.cli.transfers.read import flow_at
from kakehashi.rules import Rulebooks
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang
from kakehashi.terms.verdict import Verdict

if TYPE_CHECKING:
    from kakehashi.answers.may_send import MaySend


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
        verdicts = {
            "before": _of_hop(found.before, hop.hop),
            "after": _of_hop(found.after, hop.hop),
        }
        for rule in hop.rules:
            words = {day: _outcome(of.get(rule.rule), lang) for day, of in verdicts.items()}
            title = _title(rulebooks, rule.rule, lang)
            put(say("transfers.diff_line", lang, rule=rule.rule, title=title, **words), 2, hang=2)
        if hop.lapsed:
            papers = say("list.comma", lang).join(hop.lapsed)
            put(say("transfers.lapsed", lang, papers=papers), 2, hang=2)
    return 0


def _of_hop(answer: "MaySend", name: str) -> dict[str, Verdict]:
    hop = next(one for one in answer.hops if one.hop.id == name)
    return {f"{book.id}:{one.rule}": one for book in hop.books for one in book.verdicts}


def _title(rulebooks: Rulebooks, name: str, lang: Lang) -> str:
    book, _, rule = name.partition(":")
    return next(one.title.into(lang) for one in rulebooks.book(book).rules if one.id == rule)


def _outcome(verdict: Verdict | None, lang: Lang) -> str:
    if verdict is None:
        return say("transfers.not_in_force", lang)
    words = say(f"outcome.{verdict.outcome}", lang)
    why = say("list.comma", lang).join(say(f"why.{one}", lang) for one in verdict.why)
    return f"{words} ({why})" if why else words
