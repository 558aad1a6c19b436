"""The door of the command line: parse, call one command, tell its errors."""

import os
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import Any

from kakehashi import __version__
from kakehashi.cli.language import language, option
from kakehashi.cli.parser import HouseParser
from kakehashi.terms.errors import KakehashiError, exit_code
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang

INTERNAL, INTERRUPTED, PIPE_CLOSED = 70, 130, 141
# each a module `cli/<name>.py`
COMMANDS = (
    "init", "assess", "rules", "council", "record", "supply", "transfers", "site", "admin",
    "doctor",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit code of the command that `arguments` ask for.

    0 to 3 tell an answer (see `answers.exit_code`); 64 a wrong usage, 65 a wrong
    input, 66 a broken source, 74 a place that lacks something, 70 a fault of the
    program, 130 an interruption, 141 a reader that went away.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    lang = language(words, os.environ)
    is_json = option(words, "--format") == "json"
    _bear_any_character()
    try:
        asked = parser(lang).parse_args(words)
        asked.lang = lang
        code = int(asked.run(asked))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        return _reader_left()
    except KakehashiError as error:
        from kakehashi.cli.tell import tell

        tell(error, lang, is_json=is_json)
        return exit_code(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  the door: no traceback reaches a user
        from kakehashi.cli.tell import tell_unforeseen

        tell_unforeseen(error, lang, is_json=is_json)
        return INTERNAL


def parser(lang: Lang) -> HouseParser:
    """Return the parser of all commands; the arguments of each are added when it is called."""
    top = HouseParser(
        prog="kakehashi",
        lang=lang,
        description=say("cli.about", lang),
        epilog=say("cli.epilog", lang),
    )
    top.add_argument(
        "--version",
        action="version",
        version=f"kakehashi {__version__}",
        help=say("cli.version", lang),
    )
    commands = top.commands()
    for name in COMMANDS:
        add(commands, name, f"kakehashi.cli.{name}", lang)
    return top


def add(commands: Any, name: str, module: str, lang: Lang) -> None:
    """Add one command; `module.add_arguments(parser)` is called when it is parsed."""
    about = say(f"command.{name}", lang)
    commands.add_parser(name, help=about, description=about, fill=partial(_fill, module))


def _fill(module: str, command: HouseParser) -> None:
    import_module(module).add_arguments(command)


def _bear_any_character() -> None:
    """Let a terminal that lacks a character show a stand-in, not fail."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _reader_left() -> int:
    """Return the exit code of a closed pipe, with nothing left to flush into it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return PIPE_CLOSED


if __name__ == "__main__":
    sys.exit(main())
