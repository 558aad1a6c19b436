"""One command of the site, called; Django is imported here and not before."""

import os
import sys
from importlib.util import find_spec

from kakehashi.terms.errors import Fault, PlaceError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Lang, Text

PARTS = (
    "django", "ninja", "granian", "whitenoise", "dj_database_url", "uuid_utils", "django_tasks_db",
)  # fmt: skip


def run(name: str, lang: Lang) -> int:
    """Return 0 when the command has done its work. Raises PlaceError, SourceError."""
    check_installed()
    from kakehashi.site import serve

    if name == "up":
        serve.up(os.environ)
    elif name == "work":
        print(say("site_up.working", lang), flush=True)
        serve.work()
    elif name == "migrate":
        serve.migrate()
        print(say("site_up.migrated", lang))
    else:
        serve.check()
        if "*" in os.environ.get("KAKEHASHI_ALLOWED_HOSTS", "").split(","):
            print(say("site_up.any_host", lang), file=sys.stderr)
        print(say("site_up.checked", lang))
    return 0


def check_installed() -> None:
    """Raise PlaceError, in one fault, where parts of the site are not installed."""
    lacking = ", ".join(name for name in PARTS if find_spec(name) is None)
    if not lacking:
        return

    def both(key: str) -> Text:
        return Text(
            en=say(f"site_up.{key}", "en", name=lacking),
            ja=say(f"site_up.{key}", "ja", name=lacking),
        )

    raise PlaceError(
        Fault(
            code="not_installed",
            what=both("not_installed"),
            where="kakehashi site",
            expected=both("not_installed_expected"),
            mend=both("not_installed_mend"),
        )
    )
