"""Start, migrate and check the site: what the command line calls."""

import io
import os
import socket
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from kakehashi.answers import shipped_rulebooks
from kakehashi.site.home import UMASK, check_home, close_to_others, home, keep_key
from kakehashi.site.jobs.beside import workers_beside
from kakehashi.terms.errors import Fault, PlaceError
from kakehashi.terms.phrases import say
from kakehashi.terms.text import Text

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
# Most wait for a sender; each may hold one request body of 64 MiB. `turns.PLACES` bounds how
# many of the large ones are worked on: an SBOM of 64 MiB made for it took 0.6 GiB (measured), so
# that four of them take 2.4 GiB beside the bodies that wait.
THREADS = 32
MOST_PORT = 65_535
MOST_WORKERS = 8


def migrate() -> None:
    """Make folder and key, bring the tables up to date, load the shipped record.

    Raises
    ------
    PlaceError
        Where the folder cannot be written or the database cannot be opened.
    """
    ready()
    from django.core.management import call_command
    from django.db import DatabaseError

    from kakehashi.site.jobs.forget_expired import forget_expired
    from kakehashi.site.jobs.refresh_record import refresh_record

    try:
        call_command("migrate", interactive=False, verbosity=0)
        forget_expired()
        refresh_record()
    except DatabaseError as error:
        raise PlaceError(_fault("no_database", "DATABASE_URL", why=_line(error))) from error


def check() -> None:
    """Raise what is wrong with settings, tables, styles or rules; change nothing.

    Raises
    ------
    PlaceError
        Where settings, database or styles are not in order.
    SourceError
        Where a shipped rulebook cannot be read.
    """
    _set_up()
    from django.core.management import call_command
    from django.core.management.base import SystemCheckError
    from django.db import DatabaseError

    shipped_rulebooks()
    check_styles()
    try:
        call_command("check", stdout=io.StringIO())
        call_command("migrate", check_unapplied=True, interactive=False, verbosity=0)
    except (DatabaseError, SystemCheckError) as error:
        raise PlaceError(_fault("no_database", "DATABASE_URL", why=_line(error))) from error
    except SystemExit:
        why = "kakehashi site migrate"
        raise PlaceError(_fault("no_database", "DATABASE_URL", why=why)) from None


def up(environment: Mapping[str, str]) -> None:
    """Start the site and stay until it is stopped.

    Parameters
    ----------
    environment
        PORT (default 8000), and what the settings read.

    Raises
    ------
    PlaceError
        Where the port is taken, styles are not built, or the place lacks something else.
    SourceError
        Where a shipped rulebook cannot be read.
    """
    port = port_of(environment)
    check_port(port)
    check_styles()
    shipped_rulebooks()
    migrate()
    _collect_styles()
    address = f"http://{HOST}:{port}/"
    for lang in ("en", "ja"):
        print(say("site_up.at", "ja" if lang == "ja" else "en", address=address), flush=True)  # noqa: T201
    with workers_beside(workers_of(environment)):
        _serve(port)


def work(*, is_beside: bool = False) -> None:
    """Do long work until a signal says to end; `is_beside`: as a child of `up`.

    Raises
    ------
    PlaceError
        As `migrate`.
    """
    if is_beside:
        ready()
    else:
        migrate()
    from kakehashi.site.jobs.worker import work_on

    work_on(is_beside=is_beside)


def workers_of(environment: Mapping[str, str]) -> int:
    """Return KAKEHASHI_WORKERS, 1 where it is not set: workers that `up` starts beside the server.

    >>> workers_of({"KAKEHASHI_WORKERS": "0"}), workers_of({})
    (0, 1)
    """
    told = environment.get("KAKEHASHI_WORKERS") or "1"
    if told.isdecimal() and told.isascii() and int(told) <= MOST_WORKERS:
        return int(told)
    raise PlaceError(_fault("workers_wrong", "KAKEHASHI_WORKERS", n=told[:40], most=MOST_WORKERS))


def port_of(environment: Mapping[str, str]) -> int:
    """Return PORT, 8000 where it is not set.

    >>> port_of({"PORT": "8765"}), port_of({})
    (8765, 8000)
    """
    told = environment.get("PORT") or str(DEFAULT_PORT)
    if told.isdecimal() and told.isascii() and 0 < int(told) <= MOST_PORT:
        return int(told)
    raise PlaceError(_fault("port_wrong", "PORT", port=told[:40]))


def check_port(port: int) -> None:
    """Raise PlaceError where another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PlaceError(_fault("port_taken", f"{HOST}:{port}", port=port)) from error


def check_styles() -> None:
    """Raise PlaceError where `make assets` has not been run."""
    folder = resources.files(__package__).joinpath("static", "kakehashi")
    if not folder.joinpath("site.css").is_file():
        raise PlaceError(_fault("no_assets", str(folder)))


def ready() -> None:
    """Make folder and key, then set Django up."""
    folder = home(os.environ)
    os.umask(UMASK)
    try:
        keep_key(folder)
        check_home(os.environ)
        close_to_others(folder)
    except OSError as error:
        raise PlaceError(_fault("no_database", str(folder), why=_line(error))) from error
    _set_up()


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.site.settings")
    import django

    django.setup()


def _collect_styles() -> None:
    from django.conf import settings
    from django.core.management import call_command

    check_collected(settings.COLLECTED)
    settings.STORAGES = {**settings.STORAGES, "staticfiles": settings.STYLES_WITH_DIGESTS}
    settings.STATIC_ROOT = settings.COLLECTED / "static"
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)


def check_collected(folder: Path) -> None:
    """Raise PlaceError unless `folder` is absent, empty, or holds styles that we collected.

    What stands in its `static` is deleted at every start.
    """
    if folder.is_symlink() or (folder / "static").is_symlink():
        raise PlaceError(_fault("not_our_folder", str(folder)))
    if not folder.exists() or (folder / "staticfiles.json").is_file():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        raise PlaceError(_fault("not_our_folder", str(folder)))


def _serve(port: int) -> None:
    import multiprocessing

    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    # a fresh worker reads the settings anew and inherits no connection to the database
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "kakehashi.site.wsgi:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        http=HTTPModes.http1,
        websockets=False,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()


def _line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__


def _fault(code: str, where: str, **values: object) -> Fault:
    def both(key: str) -> Text:
        return Text(
            en=say(f"site_up.{key}", "en", **values), ja=say(f"site_up.{key}", "ja", **values)
        )

    return Fault(
        code=code,
        what=both(code),
        where=where,
        expected=both(f"{code}_expected"),
        mend=both(f"{code}_mend"),
    )
