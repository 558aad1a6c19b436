"""A copy of the whole database, and back: both are verified."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection, connections

from kakehashi.site.acts.refusal import a_refusal
from kakehashi.site.jobs.refresh_record import refresh_record
from kakehashi.site.views.verify import Verified, verify
from kakehashi.terms.errors import PlaceError, SourceError

_ALIAS = "copy"
_SECONDS = 3_600


def back_up(path: Path) -> Verified:
    """Return what was found in the copy of the database that is now at `path`.

    Others may write meanwhile: the copy is of one moment. It is verified before it takes
    the place of any file at `path`, and readable by its owner alone.

    Raises
    ------
    PlaceError
        Where it cannot be made or written.
    SourceError
        Where what was copied does not verify; then nothing stands at `path`.
    """
    part = path.with_name(path.name + ".part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        if connection.vendor == "sqlite":
            _copy_out(part)
            found = _verified(part)
        else:
            _run("pg_dump", "--format=custom", "--no-owner", f"--file={part}")
            found = _or_raise(verify())
        part.replace(path)
    except (OSError, sqlite3.Error, DatabaseError) as error:
        raise PlaceError(a_refusal("no_backup", str(path), why=_line(error))) from error
    finally:
        part.unlink(missing_ok=True)
    return found


def restore(path: Path) -> Verified:
    """Return what was found in the database after the copy at `path` took its place.

    A copy of an older version is brought up to date. On SQLite it is verified
    before anything changes; on PostgreSQL what was there is put back where it fails.

    Raises
    ------
    PlaceError
        Where the copy cannot be read, or the database not be written.
    SourceError
        Where the copy does not verify; then the database is as it was.
    """
    try:
        if connection.vendor == "sqlite":
            _restore_sqlite(path)
        else:
            _restore_postgres(path)
        call_command("migrate", interactive=False, verbosity=0)
        refresh_record()
        return _or_raise(verify())
    except (OSError, sqlite3.Error, DatabaseError) as error:
        raise PlaceError(a_refusal("no_backup", str(path), why=_line(error))) from error


def _copy_out(part: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(part)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole by itself


def _restore_sqlite(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "copy.sqlite3"
        shutil.copyfile(path, part)
        with closing(sqlite3.connect(part)) as copy:
            told = copy.execute("PRAGMA integrity_check").fetchone()
            if told != ("ok",):
                raise sqlite3.DatabaseError(str(told[0]))
        _verified(part)
        connection.ensure_connection()
        with closing(sqlite3.connect(part)) as copy:
            copy.backup(connection.connection)


def _restore_postgres(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        before = Path(folder) / "before"
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={before}")
        try:
            _put_in_place(path)
            call_command("migrate", interactive=False, verbosity=0)
            _or_raise(verify())
        except (SourceError, OSError, DatabaseError):
            _put_in_place(before)
            raise


def _put_in_place(dump: Path) -> None:
    connection.close()
    options = ("--clean", "--if-exists", "--single-transaction", "--exit-on-error", "--no-owner")
    _run("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(dump))


def _verified(part: Path) -> Verified:
    """Return what is found in the SQLite file `part`, brought up to date."""
    with _opened(part):
        call_command("migrate", database=_ALIAS, interactive=False, verbosity=0)
        return _or_raise(verify(using=_ALIAS))


@contextmanager
def _opened(part: Path) -> Iterator[None]:
    options = {"transaction_mode": "IMMEDIATE"}
    connections.databases[_ALIAS] = {
        **connection.settings_dict,
        "NAME": str(part),
        "OPTIONS": options,
    }
    try:
        yield
    finally:
        connections[_ALIAS].close()
        with suppress(AttributeError):
            del connections[_ALIAS]
        del connections.databases[_ALIAS]


def _or_raise(found: Verified) -> Verified:
    if found.faults:
        raise SourceError(found.faults)
    return found


def _run(program: str, *options: str) -> None:
    """Run one of PostgreSQL's programs; the password goes by its environment, seen by nobody."""
    told = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    place = {name: str(told[key]) for name, key in names.items() if told.get(key)}
    found = shutil.which(program)
    if found is None:
        raise FileNotFoundError(program)
    done = subprocess.run(  # noqa: S603  a program of the place, with our own options
        [found, *options],
        env={**os.environ, **place, "PGDATABASE": str(told["NAME"])},
        capture_output=True,
        check=False,
        timeout=_SECONDS,
    )
    if done.returncode:
        raise OSError(done.stderr.decode(errors="replace").strip()[:200] or program)


def _line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
