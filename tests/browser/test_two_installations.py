"""One statement between two installations: each side's own server, and bundles by their pages."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest
from council_steps import (
    ACT,
    PASSWORD,
    PEOPLE,
    code_of,
    drafted,
    fetched,
    found_at_every_exit,
    pressed,
    pressed_keys,
    published,
    settled_by,
    two_commitments_drawn,
)

KAKEHASHI = Path(sys.executable).with_name("kakehashi")
CANARIES = {"uk": "kept-in-london-4711", "jp": "kept-in-tokyo-4712"}
ROLES = [word for role in ("write", "propose", "agree", "publish", "administer")
         for word in ("--role", role)]  # fmt: skip
CHAINS = "SELECT side, number, digest FROM records_actrow ORDER BY side, number"
START_SECONDS = 60


class Server:
    """An installation of one side: its folder, and its site with a worker, as `site up` starts."""

    def __init__(self, folder, side):
        self.folder, self.side = folder, side
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.address = free.getsockname()
        port = self.address[1]
        self.url = f"http://127.0.0.1:{port}"
        self.place = {
            "KAKEHASHI_HOME": str(folder), "KAKEHASHI_SIDES": side, "PORT": str(port),
            "PATH": os.environ["PATH"],
        }  # fmt: skip
        self.site = None

    def kakehashi(self, *words, says=None, code=0):
        done = subprocess.run(
            [KAKEHASHI, *words],
            env=self.place, input=says, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout if code == 0 else done.stderr

    def start(self):
        """Make this side's people, then start its site."""
        for name, (side, organisation, _) in PEOPLE.items():
            if side == self.side:
                self.kakehashi(
                    "admin", "create", f"{name}@example.com",
                    "--side", side, "--organisation", organisation, *ROLES, "--demo",
                    says=f"{PASSWORD}\n",
                )  # fmt: skip
        with (self.folder / "said").open("wb") as said:
            self.site = subprocess.Popen(
                [KAKEHASHI, "site", "up"], env=self.place, stdout=said, stderr=said
            )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.site.poll() is None:
            with suppress(OSError), closing(socket.create_connection(self.address, timeout=5)):
                return  # the server listens once the application is loaded
            time.sleep(0.1)
        raise AssertionError((self.folder / "said").read_text())

    def stop(self):
        if self.site is not None:
            self.site.terminate()
            self.site.wait(30)

    def asked(self, query, *values):
        with closing(sqlite3.connect(self.folder / "kakehashi.sqlite3")) as database, database:
            return database.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def servers(tmp_path_factory):
    """Return London's and Tokyo's installation, both started, with their people."""
    with ExitStack() as ends, ThreadPoolExecutor(2) as both:
        folder = tmp_path_factory.mktemp("servers")
        made = []
        for name, side in (("london", "uk"), ("tokyo", "jp")):
            (folder / name).mkdir(mode=0o700)
            made.append(Server(folder / name, side))
            ends.callback(made[-1].stop)
        list(both.map(Server.start, made))
        yield made


@pytest.fixture
def enrolled(windows):
    """Return how somebody signs in for the first time: password, then a one-time code set up."""

    def sign_in(server, name):
        lang = PEOPLE[name][2]
        page = windows(server.url, f"/{lang}/account/login/")
        page.fill("#id_login", f"{name}@example.com")
        page.fill("#id_password", PASSWORD)
        pressed(page, ACT)
        assert "/account/second-factor/" in page.url, "without one, nobody with a key goes on"
        pressed(page, "a[href$='/totp/activate/']")
        page.fill("#id_password", PASSWORD)
        pressed(page, ACT)
        secret = page.inner_text("main code")
        page.fill("#id_code", code_of(secret))
        pressed(page, ACT)
        page.goto(f"/{lang}/council/")
        if "/account/" in page.url:
            page.fill("#id_code", code_of(secret, ahead=1))
            pressed(page, ACT)
        assert page.url.endswith(f"/{lang}/council/")
        return page

    return sign_in


def carried(sender, receiver, folder, to):
    """Make a bundle on a page of one installation and hand it in on a page of the other."""
    sender.goto("/en/work/")
    pressed(sender, "form[action$='/make_bundle/'] button")
    sender.wait_for_selector("a[download]")
    bundle = folder / f"for-{to}.bundle"
    bundle.write_bytes(fetched(sender, "a[download]"))
    receiver.goto("/en/work/")
    receiver.set_input_files("#file", bundle)
    pressed(receiver, "form[action$='/read_bundle/'] button")
    receiver.wait_for_selector("#work-part .govuk-body-l")
    assert "new" in receiver.inner_text("#work-part .govuk-body-l")


def drafted_for_oneself(page, words):
    """Draft a statement that nobody but one's own organisation sees."""
    page.goto("/en/council/write/statement/")
    page.fill("#title_en", words)
    page.fill("#title_ja", words)
    pressed(page, ACT)


def test_a_statement_between_two_installations(servers, enrolled, windows, tmp_path):
    london, tokyo = servers
    dsit = enrolled(london, "dsit")
    ministries = [enrolled(tokyo, name) for name in ("mic", "meti", "digital-agency")]
    mic = ministries[0]
    drafted_for_oneself(dsit, CANARIES["uk"])
    drafted_for_oneself(mic, CANARIES["jp"])

    dsit.goto("/en/council/")
    statement = drafted(dsit)
    in_tokyo = statement.replace(london.url, tokyo.url)
    carried(dsit, mic, tmp_path, "jp")
    settled_by(mic, in_tokyo)
    for page in ministries[1:]:
        pressed_keys(page, 1)
    carried(mic, dsit, tmp_path, "uk")
    pressed_keys(dsit, 1)
    commitments = two_commitments_drawn(dsit, statement)
    dsit.goto(statement)
    pressed(dsit, "form[action$='/write/bring/'] button")
    carried(dsit, mic, tmp_path, "jp")
    for page in ministries:
        pressed_keys(page, 8)
    carried(mic, dsit, tmp_path, "uk")
    published(dsit, statement, *commitments)
    carried(dsit, mic, tmp_path, "jp")

    assert london.asked(CHAINS) == tokyo.asked(CHAINS)
    assert {side for side, *_ in london.asked(CHAINS)} == {"uk", "jp"}
    for server, other, lang in ((london, "jp", "en"), (tokyo, "uk", "ja")):
        assert "Nothing was changed" in server.kakehashi("record", "verify")
        files = [path for path in server.folder.rglob("*") if path.is_file()]
        held = b"".join(path.read_bytes() for path in files)
        assert CANARIES[server.side].encode() in held
        assert CANARIES[other].encode() not in held, "a private draft on the other's server"
        site = tmp_path / f"site-{server.side}"
        server.kakehashi("record", "publish", str(site))
        page = windows(server.url, "/en/council/")
        here = [one.replace(london.url, server.url) for one in (statement, *commitments)]
        found_at_every_exit(page, here[0], here[1:], site, [lang])
    a_changed_act_is_named(tokyo)


def a_changed_act_is_named(server):
    """Change one sign of one act in the database, and see it named in both languages."""
    number, body = server.asked(
        "SELECT number, body FROM records_actrow WHERE side = 'jp' AND body LIKE '%repair plans%'"
    )[0]
    changed = body.replace("repair plans", "repair plant")
    server.asked("UPDATE records_actrow SET body = ? WHERE side = 'jp' AND number = ?",
                 changed, number)  # fmt: skip
    for lang in ("en", "ja"):
        said = server.kakehashi("--lang", lang, "record", "verify", code=66)
        assert f"jp#{number}" in said
