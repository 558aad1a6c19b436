"""`kakehashi rules diff --from D --to D`: what changes between two days, and for whom."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.cli import clock
from kakehashi.cli.folder import a_fault, check_folder, read_file
from kakehashi.cli.page import put, put_heading, put_json
from kakehashi.cli.parser import HouseParser, day
from kakehashi.cli.rules.words import as_builtins
from kakehashi.cli.shelf import add_format_option, add_rulebooks_option, rulebooks_at_hand
from kakehashi.terms.errors import Fault, InputError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

if TYPE_CHECKING:
    from kakehashi.rules import Rulebooks
    from kakehashi.rules.compare import Change, Moves
    from kakehashi.terms.verdict import Outcome

MOST_TABLE_BYTES = 2**30


def add_arguments(parser: HouseParser) -> None:
    """Add the two days, the population, `--rulebooks` and `--format`."""
    lang = parser.lang
    for name, key in (("from", "before"), ("to", "after")):
        about = say(f"argument.diff_{name}", lang)
        parser.add_argument(f"--{name}", dest=key, metavar="D", type=day, required=True, help=about)
    parser.add_argument(
        "--population", metavar="PATH", type=Path, help=say("argument.population", lang)
    )
    add_rulebooks_option(parser)
    add_format_option(parser, "table", "json")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print the parts of rulebooks that differ, and the moves of a population if one is given."""
    from kakehashi.rules.compare import compare_rulebooks

    lang: Lang = asked.lang
    rulebooks = rulebooks_at_hand(asked.rulebooks)
    changes = compare_rulebooks(rulebooks, rulebooks, before_on=asked.before, after_on=asked.after)
    moves = None if asked.population is None else _moves(rulebooks, asked)
    if asked.format == "json":
        put_json(
            {
                "from": asked.before.isoformat(),
                "to": asked.after.isoformat(),
                "changes": as_builtins(changes),
                "population": None if moves is None else as_builtins(moves),
            }
        )
        return 0
    days = {"before": asked.before, "after": asked.after}
    put_heading(say("rules.diff", lang, **days))
    if not changes:
        put(say("rules.stays", lang, **days), 2)
    for change in changes:
        _put_change(change, rulebooks, asked)
    if moves is not None:
        _put_moves(moves, lang)
    return 0


def _moves(rulebooks: "Rulebooks", asked: Namespace) -> "Moves":
    from kakehashi.answers.population import moves_of_dossiers, read_population
    from kakehashi.rules.compare import compare_dates

    path: Path = asked.population
    if path.is_dir():
        from kakehashi.cli.assess import read

        check_folder(path)
        folders = sorted(folder for folder in path.iterdir() if (folder / "product.yaml").is_file())
        if not folders:
            raise InputError(a_fault("no_dossiers", str(path), "dossiers", "check_path"))
        at = clock.now()
        dossiers = (read(folder, [], rulebooks, at) for folder in folders)
        return moves_of_dossiers(rulebooks, dossiers, asked.before, asked.after)
    if not path.is_file():
        raise InputError(a_fault("no_file", str(path), "a_file", "check_path"))
    content = read_file(path, str(path), MOST_TABLE_BYTES)
    if isinstance(content, Fault):
        raise InputError(content)
    if len(content) > MOST_TABLE_BYTES:
        fault = a_fault("table_too_big", str(path), "smaller_table", "split_table")
        raise InputError(fault)
    frame = read_population(str(path), content, rulebooks.vocabulary)
    return compare_dates(rulebooks, frame, asked.before, asked.after)


def _put_change(change: "Change", rulebooks: "Rulebooks", asked: Namespace) -> None:
    lang: Lang = asked.lang
    fields = say("list.comma", lang).join(say(f"field.{name}", lang) for name in change.fields)
    of = f": {fields}" if fields else ""
    put(f"{say(f'rules.{change.kind}_part', lang)}  {change.part}{of}", 2, hang=2)
    on = asked.before if change.kind == "removed" else asked.after
    book, _, part = change.part.partition(":")
    title = next(
        (
            rule.title.into(lang)
            for rule in rulebooks.book(book).rules
            if rule.id == part and rule.period.holds(on)
        ),
        None,
    )
    if title is not None:
        put(title, 6)


def _put_moves(moves: "Moves", lang: Lang) -> None:
    put_heading(say("rules.moves", lang))
    if not moves.moves:
        put(say("rules.moves_none", lang, n=moves.n_subjects), 2)
        return
    put(say("rules.n_subjects", lang, n=moves.n_subjects), 2)
    shown = None
    for move in moves.moves:
        if move.rule != shown:
            put(move.rule, 2)
            shown = move.rule
        before, after = _words(move.before, lang), _words(move.after, lang)
        put(say("rules.move", lang, before=before, after=after, n=move.n_subjects), 6)


def _words(outcome: "Outcome | None", lang: Lang) -> str:
    return say("rules.not_there", lang) if outcome is None else say(f"outcome.{outcome}", lang)
