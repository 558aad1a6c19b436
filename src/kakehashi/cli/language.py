"""Which language the reader wants."""

from collections.abc import Mapping, Sequence

from kakehashi.terms.text import LANGS, Lang


def language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """Return the language asked for: `--lang`, else the locale's, else English.

    Looked for before the arguments are parsed, since help and faults need it
    too. The locale is the first that is set of LC_ALL, LC_MESSAGES and LANG.

    >>> language(["assess", "--lang=ja"], {}), language([], {"LANG": "ja_JP.UTF-8"})
    ('ja', 'ja')
    """
    asked = option(arguments, "--lang")
    for lang in LANGS:
        if asked == lang:
            return lang
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "ja" if locale.lower().startswith("ja") else "en"


def option(arguments: Sequence[str], name: str) -> str | None:
    """Return the last value given to the option `name`, None where it is not given."""
    found = None
    for place, word in enumerate(arguments):
        if word == "--":
            break
        if word == name and place + 1 < len(arguments):
            found = arguments[place + 1]
        elif word.startswith(f"{name}="):
            found = word.removeprefix(f"{name}=")
    return found
