"""An account, made from the terminal: its password is asked for, or read from standard input."""

import sys
from argparse import Namespace
from getpass import getpass

from kakehashi.cli.site.run import check_installed
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang


def create(asked: Namespace) -> int:
    """Return 0 when the account is made. Raises InputError, PlaceError."""
    check_installed()
    from kakehashi.site import serve

    serve.migrate()
    from kakehashi.site.acts.create_person import create_person

    create_person(
        asked.email,
        _password(asked.email, asked.lang),
        side=asked.side,
        organisation=asked.organisation,
        roles=asked.role,
        is_demo=asked.demo,
    )
    print(say("record.created", asked.lang, email=asked.email))
    return 0


def _password(email: str, lang: Lang) -> str:
    """Return the password; empty, which is refused, where two on the terminal differ."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass(say("record.password", lang, email=email))
    return first if first == getpass(say("record.password_again", lang)) else ""
