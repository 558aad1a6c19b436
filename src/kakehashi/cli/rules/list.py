"""`kakehashi rules list`: the rulebooks at hand."""

from argparse import Namespace
from collections import Counter

from kakehashi.cli.page import put, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.rules.words import as_builtins, basis_words, period_words
from kakehashi.cli.shelf import add_format_option, add_rulebooks_option, rulebooks_at_hand
from kakehashi.terms.phrases import say


def add_arguments(parser: HouseParser) -> None:
    """Add `--rulebooks` and `--format`."""
    add_rulebooks_option(parser)
    add_format_option(parser, "table", "json")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print each rulebook: id, title, force, country, period, day of checking, bases."""
    rulebooks, lang = rulebooks_at_hand(asked.rulebooks), asked.lang
    if asked.format == "json":
        put_json(
            [
                {
                    "id": book.id,
                    "title": as_builtins(book.title),
                    "force": str(book.force),
                    "country": book.country,
                    "subject": book.subject,
                    "period": as_builtins(book.period),
                    "checked_on": book.checked_on.isoformat(),
                    "review_on": book.review_on.isoformat(),
                    "n_rules": len(book.rules),
                    "bases": Counter(str(rule.basis) for rule in book.rules),
                    "added": book.id in rulebooks.added,
                    "replaced": book.id in rulebooks.replaced,
                }
                for book in rulebooks.books
            ]
        )
        return 0
    for book in rulebooks.books:
        country, force = say(f"country.{book.country}", lang), say(f"force.{book.force}", lang)
        put(book.id)
        put(book.title.into(lang), 2)
        put(f"{country}; {force}; {say('rules.n_rules', lang, n=len(book.rules))}", 2)
        put(f"{say('rules.in_force', lang)}: {period_words(book.period, lang)}", 2)
        put(f"{say('rules.checked_on', lang)}: {book.checked_on}", 2)
        put(f"{say('rules.bases', lang)}: {basis_words(book, lang)}", 2, hang=2)
        put()
    for key, names in (("added", rulebooks.added), ("replaced", rulebooks.replaced)):
        if names:
            put(say(f"rules.{key}", lang, names=", ".join(names)))
    return 0
