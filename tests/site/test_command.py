import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from kakehashi.cli.main import main

ASK = """
import sys
from kakehashi.cli.main import main
try:
    main(["site", "--help"])
except SystemExit:
    pass
sys.exit("django" in sys.modules)
"""
KAKEHASHI = Path(sys.executable).with_name("kakehashi")


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def site(tmp_path, port):
    """Return how the site is started in a folder of its own; it is stopped at the end."""
    place = {
        "KAKEHASHI_HOME": str(tmp_path / "home"),
        "PORT": str(port),
        "PATH": os.environ["PATH"],
    }
    started = []

    def start():
        running = subprocess.Popen(
            [KAKEHASHI, "site", "up"], env=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        started.append(running)
        for _ in range(300):
            if running.poll() is not None:
                raise AssertionError(running.stdout.read().decode())
            with suppress(URLError, ConnectionError):
                urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
                return running
            time.sleep(0.1)
        raise AssertionError("the site did not answer")

    yield start
    for running in started:
        running.send_signal(signal.SIGINT)
        running.wait(20)
        running.stdout.close()


def get(port, path, **headers):
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=10) as answer:
        return answer.headers, answer.read().decode()


def status(port, path):
    try:
        return urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).status
    except HTTPError as error:
        return error.code


def test_one_command_brings_the_site_up_twice(site, port, tmp_path):
    others = tmp_path / "home" / "static"
    others.mkdir(parents=True)
    (others / "mine.txt").write_text("not the site's")
    for _ in range(2):
        running = site()
        page = get(port, "/ja/")[1]
        assert '<html lang="ja">' in page
        style = page.split('rel="stylesheet" href="')[1].split('"')[0]
        assert style.count(".") == 2, "its digest is in its name"
        kept, _ = get(port, style)
        assert "immutable" in kept["Cache-Control"]
        assert kept["X-Content-Type-Options"] == "nosniff"
        assert status(port, "/static/staticfiles.json") == 404
        running.send_signal(signal.SIGINT)
        said = running.communicate(timeout=20)[0].decode()
        assert f"http://127.0.0.1:{port}/en/" in said
        assert f"http://127.0.0.1:{port}/ja/" in said
        assert "Traceback" not in said
    assert (others / "mine.txt").is_file()
    home = tmp_path / "home"
    assert (home / "kakehashi.sqlite3").is_file()
    for path in (home / "secret-key", *home.glob("*.sqlite3*")):
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_second_site_on_the_port_is_told_and_refused(site, port, tmp_path):
    site()
    second = subprocess.run(
        [KAKEHASHI, "site", "up", "--lang", "ja"],
        env={"KAKEHASHI_HOME": str(tmp_path / "other"), "PORT": str(port)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert second.returncode == 74
    assert f"ポート {port} は使用中です" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_place_without_tables_is_told(tmp_path):
    place = {"KAKEHASHI_HOME": str(tmp_path)}
    checked = subprocess.run(
        [KAKEHASHI, "site", "check"], env=place, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 74
    assert "kakehashi site migrate" in checked.stderr
    for command in ("migrate", "check"):
        done = subprocess.run(
            [KAKEHASHI, "site", command], env=place, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "KAKEHASHI_ALLOWED_HOSTS" not in done.stderr
    place["KAKEHASHI_ALLOWED_HOSTS"] = "*"
    warned = subprocess.run(
        [KAKEHASHI, "site", "check"], env=place, capture_output=True, text=True, check=False
    )
    assert warned.returncode == 0
    assert "KAKEHASHI_ALLOWED_HOSTS has *" in warned.stderr


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "the site's parts are not installed"), ("ja", "サイトの構成要素が")]
)
def test_without_django_it_says_what_to_install(monkeypatch, capsys, lang, words):
    monkeypatch.setattr("kakehashi.cli.site.run.find_spec", lambda name: None)
    assert main(["site", "up", "--lang", lang]) == 74
    said = capsys.readouterr().err
    assert words in said
    assert "pip install 'kakehashi[site]'" in said


def test_help_tells_the_commands_without_loading_django():
    asked = subprocess.run(
        [
            sys.executable,
            "-c",
            ASK,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert asked.returncode == 0
    for name in ("up", "migrate", "check"):
        assert f"\n    {name}" in asked.stdout


@pytest.mark.parametrize(
    "environment",
    [{}, {"KAKEHASHI_HOME": "~/mine"}, {"XDG_DATA_HOME": "/shared"}, {"KAKEHASHI_HOME": ""}],
)
def test_the_site_and_the_doctor_mean_the_same_folder(environment):
    """Neither may import the other, so each says it itself."""
    from kakehashi.cli.places import home_folder
    from kakehashi.site.home import home

    assert home(environment) == home_folder(environment)
