import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kakehashi.accord.may import Person, Role

KAKEHASHI = Path(sys.executable).with_name("kakehashi")
ACTING = Path(__file__).with_name("acting.py")
EVERY_ROLE = frozenset(Role)
ORGANISATIONS = {
    "dsit": ("uk", "org:dsit"),
    "ofcom": ("uk", "org:ofcom"),
    "mic": ("jp", "org:mic"),
    "meti": ("jp", "org:meti"),
    "digital": ("jp", "org:digital-agency"),
}


@pytest.fixture
def shipped(db):
    from kakehashi.site.acts.load_shipped import load_shipped

    load_shipped()


@pytest.fixture
def person():
    """Return somebody of an organisation, with every role and a second factor."""

    def make(name, **changes):
        side, organisation = ORGANISATIONS[name]
        fields = {
            "id": f"person-{name}", "side": side, "organisation": organisation,
            "roles": EVERY_ROLE, "has_second_factor": True,
        }  # fmt: skip
        return Person(**{**fields, **changes})

    return make


class Clock:
    """A clock that moves one minute each time it is read."""

    def __init__(self):
        self.at = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self):
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def a_commitment():
    """Return how the body of a commitment is made."""

    def make(slug="uk-testbed", **changes):
        return {
            "kind": "commitment",
            "id": f"commitment:{slug}",
            "basis": "inference",
            "sources": ["meti-2025-0122"],
            "visibility": "joint",
            "text": {"en": "Open a joint test bed.", "ja": "共同の試験環境を開設する。"},
            "actions": ["action:semiconductors"],
            **changes,
        }

    return make


@pytest.fixture
def offer(shipped, person, clock, a_commitment):
    """Return how a commitment is proposed: its proposal's id and digest."""
    from kakehashi.site.acts.propose import propose
    from kakehashi.site.records.models import ProposalRow

    def make(name="dsit", body=None, **more):
        ref = propose(person(name), body or a_commitment(), now=clock(), **more)
        return ref, ProposalRow.objects.get(ref=ref).digest

    return make


class Installation:
    """A place of its own: its folder, its database, and the sides that write there."""

    def __init__(self, folder, sides, database=None):
        self.folder = folder
        self.place = {
            "KAKEHASHI_HOME": str(folder),
            "KAKEHASHI_SIDES": sides,
            "KAKEHASHI_SECRET_KEY": "a key of this test alone, and long enough for all",
            "PATH": os.environ["PATH"],
            **({"DATABASE_URL": database} if database else {}),
        }

    def kakehashi(self, *words, says=None, code=0):
        done = subprocess.run(
            [KAKEHASHI, *words],
            env=self.place, input=says, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout if code == 0 else done.stderr

    def open(self):
        """Return a process that acts, one line at a time."""
        return subprocess.Popen(
            [sys.executable, ACTING],
            env=self.place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def act(self, *asked):
        """Return what became of each of the acts `asked`."""
        lines = "".join(json.dumps(one) + "\n" for one in asked)
        done = subprocess.run(
            [sys.executable, ACTING],
            env=self.place, input=lines, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def ask(self, query):
        """Return the rows of `query`: of its SQLite file, else of the tests' PostgreSQL."""
        if "DATABASE_URL" in self.place:
            from django.db import connection

            with connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchall()
        with closing(sqlite3.connect(self.folder / "kakehashi.sqlite3")) as database, database:
            return database.execute(query).fetchall()


@pytest.fixture(scope="session")
def fresh(tmp_path_factory):
    """Return the folder of an installation that has its tables and the shipped record."""
    folder = tmp_path_factory.mktemp("fresh")
    Installation(folder, "uk,jp").kakehashi("site", "migrate")
    return folder


@pytest.fixture(scope="session")
def installation_at(fresh):
    """Return how an installation is made in a folder that is not there yet."""

    def make(folder, sides):
        shutil.copytree(fresh, folder)
        return Installation(folder, sides)

    return make


@pytest.fixture
def installation(tmp_path, installation_at):
    """Return how an installation is made, with its tables and the shipped record."""

    def make(name="here", sides="uk,jp"):
        return installation_at(tmp_path / name, sides)

    return make


@pytest.fixture(scope="session")
def asked():
    """Return how an act is asked of an installation."""

    def make(do, name, *args, **more):
        return {"do": do, "who": ORGANISATIONS[name], "with": args, "more": more}

    return make
