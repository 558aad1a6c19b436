"""An argument parser that speaks both languages and raises the house's errors."""

import argparse
import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from functools import partial
from typing import Any, NoReturn, cast

from kakehashi.cli.wide import wrap
from kakehashi.terms.errors import Fault, UsageError
from kakehashi.terms.phrases import phrases, say
from kakehashi.terms.text import Lang, Text

Fill = Callable[["HouseParser"], None]
Commands = argparse._SubParsersAction  # noqa: SLF001  argparse gives it no public name


class HouseParser(argparse.ArgumentParser):
    """A parser for one command; its arguments are added when it is first used.

    Faults are gathered over all levels of commands and raised together.

    Parameters
    ----------
    lang
        Language of help and usage.
    fill
        Adds the arguments; called once, when the command is parsed, so that the
        modules of other commands are never imported.
    faults
        The list to which faults go: that of the command above.
    """

    def __init__(
        self,
        *,
        lang: Lang = "en",
        fill: Fill | None = None,
        faults: list[Fault] | None = None,
        **options: Any,
    ) -> None:
        self.lang: Lang = lang
        self._fill = fill
        self.faults: list[Fault] = [] if faults is None else faults
        super().__init__(
            add_help=False,
            allow_abbrev=False,
            formatter_class=_JapaneseHelp if lang == "ja" else _EnglishHelp,
            **options,
        )
        self._positionals.title = say("cli.arguments", lang)
        self._optionals.title = say("cli.options", lang)
        self.add_argument("-h", "--help", action="help", help=say("cli.help", lang))
        self._lang = self.add_argument(
            "--lang",
            metavar="en|ja",
            type=_language,
            default=argparse.SUPPRESS,
            help=say("cli.lang", lang),
        )

    def take_both(self) -> None:
        """Let `--lang` be `both`, too; what was asked stands in `paper_lang`, None by default."""
        self._lang.type, self._lang.metavar = _paper_language, "en|ja|both"
        self._lang.dest, self._lang.default = "paper_lang", None
        self._lang.help = say("council_command.lang", self.lang)

    def commands(self) -> "Commands[HouseParser]":
        """Return the action to which the commands under this one are added."""
        made = partial(HouseParser, lang=self.lang, faults=self.faults)
        return self.add_subparsers(
            title=say("cli.commands", self.lang),
            dest="command",
            metavar=say("cli.command", self.lang),
            required=True,
            parser_class=cast("type[HouseParser]", made),
        )

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Return the parsed arguments, those of this command added first; none are left over."""
        if self._fill is not None:
            fill, self._fill = self._fill, None
            fill(self)
        known, others = super().parse_known_args(args, namespace)
        self.faults += [self._unknown(word) for word in others]
        return known, []

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Return the parsed arguments. Raises UsageError with every fault found."""
        known, _ = self.parse_known_args(args, namespace)
        if self.faults:
            raise UsageError(self.faults)
        return known

    def error(self, message: str) -> NoReturn:
        """Raise UsageError with what argparse found wrong, in both languages."""
        for pattern, key in _MESSAGES:
            found = re.search(pattern, message, re.DOTALL)
            if found:
                raise UsageError([*self.faults, self._fault(key, **found.groupdict())])
        raise UsageError([*self.faults, self._fault("other", message=message)])

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        try:
            return super()._get_value(action, arg_string)
        except UsageError as error:
            self.faults += error.faults
            return None

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value is None or value in action.choices:
            return
        is_command = isinstance(action, Commands)
        names = [str(choice) for choice in action.choices]
        near = get_close_matches(str(value), names, n=1)
        fault = self._fault(
            ("no_command" if is_command else "no_choice") + ("_near" if near else ""),
            value=value,
            name=action.option_strings[-1] if action.option_strings else str(action.metavar or ""),
            choices=", ".join(names),
            nearest=near[0] if near else "",
        )
        if is_command:
            raise UsageError([*self.faults, fault])
        self.faults.append(fault)

    def _unknown(self, word: str) -> Fault:
        options = [text for action in self._actions for text in action.option_strings]
        near = get_close_matches(word.partition("=")[0], options, n=1)
        key = "unknown_near" if near else "unknown"
        return self._fault(key, value=word, nearest=near[0] if near else "")

    def _fault(self, key: str, **values: Any) -> Fault:
        usage = " ".join(self.format_usage().split()[1:])
        values["prog"] = self.prog
        mend = f"usage_mend.{key}"
        return Fault(
            code=f"usage_{key}",
            what=_both(f"usage.{key}", **values),
            where=self.prog,
            expected=Text(en=usage, ja=usage),
            mend=_both(mend if mend in phrases() else "usage_mend.help", **values),
        )


# What argparse says in English, and the key of our words for it.
_MESSAGES: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (?P<names>.*)", "required"),
    (r"argument (?P<name>\S+): expected (?:one argument|at least one argument)", "no_value"),
    (r"argument (?P<name>\S+): invalid float value: (?P<value>.*)", "no_number"),
    (r"argument (?P<name>\S+): invalid int value: (?P<value>.*)", "no_whole_number"),
    (r"argument (?P<name>\S+): ignored explicit argument (?P<value>.*)", "takes_no_value"),
    (r"argument (?P<name>\S+): not allowed with argument (?P<other>.*)", "not_together"),
)


class _EnglishHelp(argparse.HelpFormatter):
    """Help whose fixed words and line breaks are those of the reader's language."""

    lang: Lang = "en"

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the usage line, its first word in the reader's language."""
        if prefix is None:
            prefix = say("cli.usage", self.lang) + " "
        super().add_usage(usage, actions, groups, prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrap(text, width))


class _JapaneseHelp(_EnglishHelp):
    lang: Lang = "ja"


def _both(key: str, **values: Any) -> Text:
    return Text(en=say(key, "en", **values), ja=say(key, "ja", **values))


def _language(word: str) -> str:
    if word in ("en", "ja"):
        return word
    raise UsageError(
        Fault(
            code="usage_lang",
            what=_both("usage.lang", value=word),
            where="--lang",
            expected=Text(en="en or ja", ja="en または ja"),
            mend=_both("usage_mend.lang"),
        )
    )


def _paper_language(word: str) -> str:
    return word if word == "both" else _language(word)


def day(word: str) -> date:
    """Return the day written as YYYY-MM-DD. Raises UsageError for anything else.

    >>> day("2026-11-22")
    datetime.date(2026, 11, 22)
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word, re.ASCII):
        try:
            return date.fromisoformat(word)
        except ValueError:
            pass
    raise UsageError(
        Fault(
            code="usage_day",
            what=_both("usage.day", value=word),
            where=word,
            expected=Text(
                en="a day of the calendar, as YYYY-MM-DD", ja="実在する日付（YYYY-MM-DD 形式）"
            ),
            mend=_both("usage_mend.day"),
        )
    )
