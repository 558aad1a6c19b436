"""What this machine has and lacks, one check a function."""

import fcntl
import os
import shutil
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from kakehashi.cli.places import assets_folder, fonts_folder, home_folder
from kakehashi.terms.errors import KakehashiError

PYTHON = (3, 11)
SQLITE = (3, 37, 0)  # STRICT tables
DEFAULT_PORT = 8000
CONNECT_SECONDS = 2.0
_ASSETS = ("site.css", "htmx.min.js")
_DATABASE_PORTS = {"postgres": 5432, "postgresql": 5432}


class Finding(msgspec.Struct, frozen=True):
    """One thing looked for: its name, whether it is there, and the words for both.

    `name`, `words` and `mend` are keys of the phrases `doctor.…`; `values` fill
    them. A lack counts only where `is_needed`.
    """

    name: str
    is_there: bool
    words: str
    values: dict[str, str] = {}
    mend: str = ""
    is_needed: bool = True


def examine(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Give the finding of every check. Nothing is changed on the machine."""
    yield python()
    yield reference()
    yield fonts(fonts_folder())
    yield sqlite()
    yield home(home_folder(environment))
    has_site = site()
    yield has_site
    yield assets(assets_folder(), is_needed=has_site.is_there)
    yield port(environment.get("PORT", ""))
    if environment.get("DATABASE_URL"):
        yield database(environment["DATABASE_URL"])
    yield worker(home_folder(environment))
    yield program("chromium", shutil.which, ("chromium", "chromium-browser", "google-chrome"))
    yield program("postgresql", _server, ("postgres",))


def python(version: tuple[int, int, int] = sys.version_info[:3]) -> Finding:
    """Return whether this Python is recent enough."""
    shown = {"text": ".".join(map(str, version))}
    return Finding("python", version >= PYTHON, "text", shown, "python_mend")


def reference() -> Finding:
    """Return whether the shipped rulebooks can be read."""
    from kakehashi.answers import shipped_rulebooks

    try:
        books = shipped_rulebooks().books
    except KakehashiError as error:
        shown = {"n": str(len(error.faults))}
        return Finding("reference", False, "reference_lacks", shown, "reference_mend")
    oldest = min((book.checked_on.isoformat() for book in books), default="–")
    shown = {"n": str(len(books)), "on": oldest}
    return Finding("reference", bool(books), "reference_ok", shown, "reference_mend")


def fonts(folder: Path) -> Finding:
    """Return whether the fonts of a PDF are there."""
    from kakehashi.papers.pdf import FONTS

    lacking = [name for name in FONTS if not (folder / name).is_file()]
    if lacking:
        shown = {"names": ", ".join(lacking)}
        return Finding("fonts", False, "fonts_lacks", shown, "assets_mend")
    return Finding("fonts", True, "fonts_ok")


def site() -> Finding:
    """Return whether the site's dependencies are installed; the rest works without them."""
    try:
        version = metadata.version("django")
    except metadata.PackageNotFoundError:
        return Finding("site", False, "site_lacks", {}, "site_mend", is_needed=False)
    return Finding("site", True, "site_ok", {"version": version})


def assets(folder: Path, *, is_needed: bool) -> Finding:
    """Return whether the site's styles and scripts are built."""
    is_there = all((folder / name).is_file() for name in _ASSETS)
    shown = {"text": str(folder)}
    words = "text" if is_there else "assets_lacks"
    return Finding("assets", is_there, words, shown, "assets_mend", is_needed=is_needed)


def home(folder: Path) -> Finding:
    """Return whether files can be kept in `folder`, which may have yet to be made."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    is_there = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    words = "home_ok" if is_there else "home_lacks"
    return Finding("home", is_there, words, {"path": str(folder)}, "home_mend")


def sqlite() -> Finding:
    """Return whether this Python's SQLite is recent and has JSON and full-text search."""
    lacking = [] if sqlite3.sqlite_version_info >= SQLITE else [".".join(map(str, SQLITE))]
    connection = sqlite3.connect(":memory:")
    try:
        for name, query in (
            ("JSON1", "SELECT json('{}')"),
            ("FTS5", "CREATE VIRTUAL TABLE words USING fts5(word)"),
        ):
            try:
                connection.execute(query)
            except sqlite3.OperationalError:
                lacking.append(name)
    finally:
        connection.close()
    shown = {"version": sqlite3.sqlite_version, "names": ", ".join(lacking)}
    words = "sqlite_lacks" if lacking else "sqlite_ok"
    return Finding("sqlite", not lacking, words, shown, "sqlite_mend")


def port(named: str) -> Finding:
    """Return whether the site's port is free; in use, it may be by the site itself."""
    if named and not (named.isascii() and named.isdigit() and 0 < int(named) < 2**16):
        return Finding("port", False, "port_bad", {"port": named}, "port_mend")
    number = int(named) if named else DEFAULT_PORT
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", number))
        except OSError:
            shown = {"port": str(number)}
            return Finding("port", False, "port_lacks", shown, "port_mend", is_needed=False)
    return Finding("port", True, "port_ok", {"port": str(number)})


def database(url: str) -> Finding:
    """Return whether the database of `url` can be reached. Names and passwords are never shown."""
    try:
        parts = urlsplit(url)
        if parts.scheme.startswith("sqlite"):
            return Finding("database", True, "database_ok", {"place": "SQLite"})
        place = (parts.hostname or "", parts.port or _DATABASE_PORTS.get(parts.scheme, 0))
    except ValueError:
        place = ("", 0)
    shown = {"place": f"{place[0] or '?'}:{place[1] or '?'}"}
    try:
        socket.create_connection(place, CONNECT_SECONDS).close()
    except (OSError, OverflowError):
        return Finding("database", False, "database_lacks", shown, "database_mend")
    return Finding("database", True, "database_ok", shown)


def worker(folder: Path) -> Finding:
    """Return whether a worker of the installation at `folder` runs here: it holds a lock."""
    is_there = _is_held(folder / "work" / "worker.lock")
    words = "worker_ok" if is_there else "worker_lacks"
    return Finding("worker", is_there, words, {}, "worker_mend", is_needed=False)


def _is_held(path: Path) -> bool:
    try:
        opened = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(opened)
    return False


def program(name: str, find: Callable[[str], str | None], names: tuple[str, ...]) -> Finding:
    """Return whether a program that only the tests need is there."""
    found = next(filter(None, map(find, names)), None)
    if found is None:
        return Finding(name, False, "not_found", {}, f"{name}_mend", is_needed=False)
    return Finding(name, True, "text", {"text": found}, is_needed=False)


def _server(name: str) -> str | None:
    """Return the path of PostgreSQL's server, which Debian keeps out of PATH."""
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(beside[-1]) if beside else None)
