"""`kakehashi rules show ID`: one rulebook, whole."""

from argparse import Namespace
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from kakehashi.answers.lines import Numbers, Teller
from kakehashi.cli.page import COLUMNS, put, put_heading, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.rules.words import as_builtins, period_words
from kakehashi.cli.shelf import add_format_option, add_rulebooks_option, rulebooks_at_hand
from kakehashi.cli.wide import plain
from kakehashi.terms.errors import Fault, UsageError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Text

if TYPE_CHECKING:
    from kakehashi.rules import Rulebooks
    from kakehashi.rules.rulebook import Clause, Rule, Rulebook, Way


def add_arguments(parser: HouseParser) -> None:
    """Add the rulebook's id, `--rulebooks` and `--format`."""
    parser.add_argument("id", metavar="ID", help=say("argument.show_id", parser.lang))
    add_rulebooks_option(parser)
    add_format_option(parser, "table", "json")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print a rulebook with every rule, way and clause, each with article, basis and source."""
    rulebooks = rulebooks_at_hand(asked.rulebooks)
    check_at_hand(rulebooks, asked.id)
    book = rulebooks.book(asked.id)
    given = [found for found in rulebooks.recognitions if found.given_by == book.id]
    if asked.format == "json":
        put_json({"rulebook": as_builtins(book), "recognitions": as_builtins(given)})
        return 0
    shown = _Shown(Teller(rulebooks, asked.lang))
    shown.head(book)
    shown.clauses("scope", book.scope)
    shown.clauses("exceptions", book.exceptions)
    put_heading(say("rules.rules", asked.lang))
    for rule in book.rules:
        shown.rule(rule)
    if given:
        put_heading(say("report.recognitions", asked.lang))
    for found in given:
        put()
        put(f"{found.article.into(asked.lang)} ({period_words(found.period, asked.lang)})", 2)
        put(found.text.into(asked.lang), 4)
        put(f"{say('report.effect', asked.lang)}: {found.effect.into(asked.lang)}", 4, hang=2)
        shown.grounds(str(found.basis), found.sources, 4)
    shown.sources()
    return 0


def check_at_hand(rulebooks: "Rulebooks", name: str) -> None:
    """Raise UsageError, naming the nearest, unless the rulebook `name` is at hand."""
    names = [book.id for book in rulebooks.books]
    if name in names:
        return
    near = get_close_matches(name, names, n=1)
    key = "usage.no_rulebook_near" if near else "usage.no_rulebook"
    nearest, choices = "".join(near), ", ".join(names)

    def both(key: str) -> Text:
        values = {"value": name, "nearest": nearest, "choices": choices}
        return Text(en=say(key, "en", **values), ja=say(key, "ja", **values))

    raise UsageError(
        Fault(
            code="usage_no_rulebook",
            what=both(key),
            where="ID",
            expected=both("argument.show_id"),
            mend=both("usage_mend.rulebook"),
        )
    )


class _Shown:
    """Prints the parts of a rulebook in one language."""

    def __init__(self, teller: Teller) -> None:
        self.teller, self.lang = teller, teller.lang
        self.numbers: Numbers = {}

    def head(self, book: "Rulebook") -> None:
        put(book.title.into(self.lang))
        print("═" * COLUMNS)
        for key, value in (
            ("rules.id", book.id),
            ("report.country", say(f"country.{book.country}", self.lang)),
            ("report.force", say(f"force.{book.force}", self.lang)),
            ("rules.regulator", book.regulator.into(self.lang)),
            ("rules.in_force", period_words(book.period, self.lang)),
            ("rules.checked_on", str(book.checked_on)),
            ("rules.review_on", str(book.review_on)),
        ):
            put(f"{say(key, self.lang)}: {value}", hang=2)
        put_heading(say("rules.versions", self.lang))
        for version in book.versions:
            starts = say("rules.from_on", self.lang, starts=version.starts)
            put(f"{version.id}: {version.title.into(self.lang)} ({starts})", 2, hang=2)
            self.grounds(str(version.basis), version.sources, 4)

    def clauses(self, key: str, clauses: "tuple[Clause, ...]") -> None:
        if clauses:
            put_heading(say(f"rules.{key}", self.lang))
        for clause in clauses:
            self.part(clause, 2)

    def part(self, part: "Clause | Way", indent: int) -> None:
        when = period_words(part.period, self.lang)
        put()
        put(f"{part.id} – {part.article.into(self.lang)} ({when})", indent)
        put(f"{part.text.into(self.lang)} ({self.teller.text_is(part.text)})", indent + 2)
        put(f"{say('rules.holds_when', self.lang)}: {_in_line(part.when)}", indent + 2, hang=2)
        if part.note is not None:
            put(f"{say('report.note', self.lang)}: {part.note.into(self.lang)}", indent + 2)
        self.grounds(str(part.basis), part.sources, indent + 2)

    def rule(self, rule: "Rule") -> None:
        status = say(f"status.{rule.status}", self.lang)
        put()
        put(f"{rule.id} – {rule.title.into(self.lang)}", 2)
        put(f"{rule.article.into(self.lang)}; {status}; {period_words(rule.period, self.lang)}", 4)
        put(f"{rule.text.into(self.lang)} ({self.teller.text_is(rule.text)})", 4)
        unchecked = self.teller.unchecked(rule)
        if unchecked is not None:
            put(f"! {unchecked}", 4)
        for key, expression in (("applies_when", rule.applies), ("met_when", rule.test)):
            if expression is not None:
                put(f"{say(f'rules.{key}', self.lang)}: {_in_line(expression)}", 4, hang=2)
        if rule.note is not None:
            put(f"{say('report.note', self.lang)}: {rule.note.into(self.lang)}", 4)
        self.grounds(str(rule.basis), rule.sources, 4)
        if rule.ways:
            put(f"{say('rules.ways', self.lang)}:", 4)
        for way in rule.ways:
            self.part(way, 6)

    def grounds(self, basis: str, sources: Iterable[str], indent: int) -> None:
        numbers = "".join(f"[{it.number}]" for it in self.teller.sources(sources, self.numbers))
        told = f"{say('report.basis', self.lang)}: {say(f'basis.{basis}', self.lang)} {numbers}"
        put(told, indent, hang=2)

    def sources(self) -> None:
        put_heading(say("report.sources", self.lang))
        for source in self.teller.sources(self.numbers, self.numbers):
            put(f"[{source.number}] {source.title} ({source.kind})", 2, hang=4)
            if source.url:
                print(" " * 6 + plain(source.url))


def _in_line(expression: str) -> str:
    return " ".join(expression.split())
