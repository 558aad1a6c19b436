"""`kakehashi rules test [DIR]`: try case files against the rulebooks."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kakehashi.answers.lines import Teller
from kakehashi.cli.folder import read_yaml_below
from kakehashi.cli.page import put, put_json
from kakehashi.cli.parser import HouseParser
from kakehashi.cli.rules.words import as_builtins
from kakehashi.cli.shelf import add_format_option, add_rulebooks_option, rulebooks_at_hand
from kakehashi.terms.phrases import say

if TYPE_CHECKING:
    from kakehashi.rules.cases import CaseResult

DEFAULT = "tests/cases"
FAILED = 1


def add_arguments(parser: HouseParser) -> None:
    """Add the folder of cases, `--rulebooks` and `--format`."""
    parser.add_argument(
        "folder",
        metavar="DIR",
        nargs="?",
        type=Path,
        default=Path(DEFAULT),
        help=say("argument.test_dir", parser.lang, default=DEFAULT),
    )
    add_rulebooks_option(parser)
    add_format_option(parser, "table", "json")
    parser.set_defaults(run=run)


def run(asked: Namespace) -> int:
    """Print each case that did not come out as expected; return 1 where there is one."""
    from kakehashi.rules import check_cases, read_cases

    rulebooks = rulebooks_at_hand(asked.rulebooks)
    files = read_yaml_below(asked.folder, "no_cases", "case_files", deep=True)
    results = check_cases(rulebooks, read_cases(files, rulebooks))
    failed = [result for result in results if result.differences]
    if asked.format == "json":
        put_json({"n_cases": len(results), "failed": [_as_json(result) for result in failed]})
        return FAILED if failed else 0
    teller = Teller(rulebooks, asked.lang)
    for result in failed:
        _put(result, teller)
    key = "rules.cases_failed" if failed else "rules.cases_passed"
    put(say(key, asked.lang, n=len(results), failed=len(failed)))
    return FAILED if failed else 0


def _put(result: "CaseResult", teller: Teller) -> None:
    case, sign = result.case, say("symbol.not_met", teller.lang)
    put(f"{sign} {case.file}: {case.id} ({case.as_of})")
    put(case.says, 2)
    for one in result.differences:
        told = say(
            "rules.case_differs",
            teller.lang,
            of=one.of,
            field=one.field,
            expected=_words(one.expected),
            got=_words(one.got),
        )
        put(told, 4, hang=2)
        for decisive in one.decisive:
            value = teller.answer(decisive)
            put(say("rules.because", teller.lang, fact=decisive.fact, value=value), 6, hang=2)
    put()


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _as_json(result: "CaseResult") -> dict[str, object]:
    return {
        "file": result.case.file,
        "id": result.case.id,
        "as_of": result.case.as_of.isoformat(),
        "differences": as_builtins(result.differences),
    }
