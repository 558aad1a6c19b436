"""Real workers, in processes of their own, on the database that was asked for."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from kakehashi.cli.machine import worker as worker_found

KAKEHASHI = Path(sys.executable).with_name("kakehashi")
MEETING = "meeting:council-2025"


@pytest.fixture
def place(transactional_db, tmp_path):
    """Return the environment of an installation on the database of the tests."""
    from django.db import connection

    from kakehashi.site.acts.load_shipped import load_shipped

    place = {"KAKEHASHI_HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    if connection.vendor == "postgresql":
        load_shipped()
        told = connection.settings_dict
        who = f"{told['USER']}:{told['PASSWORD']}" if told["PASSWORD"] else told["USER"]
        port = f":{told['PORT']}" if told["PORT"] else ""
        host = quote(told["HOST"], safe="")
        place["DATABASE_URL"] = f"postgres://{who}@{host}{port}/{told['NAME']}"
    subprocess.run([KAKEHASHI, "site", "migrate"], env=place, check=True, capture_output=True)
    return place


@pytest.fixture
def started(place):
    """Return how a process of the installation is started; it is ended with the test."""
    running = []

    def start(*words, **more):
        process = subprocess.Popen(
            words, env={**place, **more}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        running.append(process)
        return process

    yield start
    for process in running:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # a server has a child of its own
        process.wait(20)
        process.stdin.close()
        process.stdout.close()


@pytest.fixture
def asking(started):
    process = started(sys.executable, Path(__file__).with_name("asking.py"))

    def ask(*words):
        process.stdin.write(json.dumps(words) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    return ask


def until(look, what):
    for _ in range(600):
        found = look()
        if what(found):
            return found
        time.sleep(0.1)
    raise AssertionError(found)


def test_a_piece_outlives_the_worker_that_was_killed(place, started, asking, tmp_path):
    work = asking("ask", "council_papers", {"meeting": MEETING})
    assert not worker_found(tmp_path).is_there
    first = started(KAKEHASHI, "site", "work")
    until(lambda: asking("look", work), lambda seen: seen["state"] == "running")
    assert worker_found(tmp_path).is_there
    first.kill()
    first.wait(20)
    assert not worker_found(tmp_path).is_there
    assert asking("look", work)["state"] == "running"
    asking("an_hour_passes", work)

    second = started(KAKEHASHI, "site", "work")
    seen = until(lambda: asking("look", work), lambda seen: seen["state"] in {"done", "failed"})
    assert (seen["state"], seen["n_deaths"]) == ("done", 1), (
        seen
    )  # what the worker says is in its log
    with zipfile.ZipFile(tmp_path / "work" / work / "council-papers.zip") as packed:
        assert packed.testzip() is None
    second.send_signal(signal.SIGTERM)
    said = second.communicate(timeout=20)[0]
    assert second.returncode == 0, said
    assert "Traceback" not in said
    assert not worker_found(tmp_path).is_there


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_the_site_s_worker_dies_with_it_and_only_with_it(place, started, tmp_path, port):
    shutil.rmtree(tmp_path / "work", ignore_errors=True)
    site = started(KAKEHASHI, "site", "up", PORT=str(port))

    def answers():
        with suppress(URLError, ConnectionError):
            return urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close() is None
        return False

    until(answers, bool)
    until(lambda: worker_found(tmp_path).is_there, bool)
    os.kill(site.pid, signal.SIGKILL)  # what it started ends by itself
    until(lambda: worker_found(tmp_path).is_there, lambda found: not found)
    until(answers, lambda answered: not answered)
