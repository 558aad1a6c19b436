import os
import shutil
import sys
from functools import partial
from pathlib import Path
from time import time

import pytest

# Before Django reads its settings: a key of the tests' own, nothing of this machine's folder.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.site.settings")
os.environ.setdefault("KAKEHASHI_SECRET_KEY", "a key that only tests use, and long enough for all")
# Playwright runs a loop in the test's thread; the tests touch the database from that thread alone.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import django

django.setup()
sys.path.insert(0, str(Path(__file__).parent))

HERE = Path(__file__).parent
AXE = HERE.parents[1] / "node_modules/axe-core/axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
    # the long ones first, in their random order, so that no worker ends long after the others
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(scope="session")
def chromium():
    """Return Debian's chromium, driven; one for all tests."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium)")
    if not AXE.is_file():
        pytest.skip("no axe-core here: run make assets")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _plain_styles(settings):
    """Styles are found where they are built; nothing has to be collected first."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def windows(chromium):
    """Return how a page of a site is opened; at the end, no complaint stands in its console."""
    contexts = []
    complaints = []

    def open_(site, path, *, width=1200, with_scripts=True):
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            java_script_enabled=with_scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda said: complaints.append(said.text))
        page.on("requestfailed", lambda asked: complaints.append(f"{asked.url} {asked.failure}"))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    # The browser tells every 4xx answer in its console; the tests look at those themselves.
    # A request that it gave up because the next page was opened is no fault of a page.
    usual = ("status of 4", "net::ERR_ABORTED")
    assert [text for text in complaints if not any(one in text for one in usual)] == []


@pytest.fixture
def opened(windows, live_server):
    """Return how a page of the tests' own site is opened."""
    return partial(windows, live_server.url)


@pytest.fixture
def looked_at():
    """Return how a page is checked by axe, held to its width, and kept as a picture."""
    axe = AXE.read_text(encoding="utf-8")

    def look(page, name):
        page.evaluate(axe)
        found = page.evaluate(
            "async rules => (await axe.run(document, {runOnly: rules})).violations"
            ".map(v => [v.id, v.nodes.map(n => n.html.slice(0, 200))])",
            RULES,
        )
        assert found == [], name
        wider = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider == 0, f"{name} is {wider} px wider than the window"
        shots = HERE / "shots"
        shots.mkdir(exist_ok=True)
        page.screenshot(path=shots / f"{name}.png", full_page=True)

    return look


@pytest.fixture
def signed_in(opened, live_server, settings, tmp_path):
    """Return how a page is opened by an official who may do everything."""
    from django.test import Client

    from kakehashi.accord.may import Role
    from kakehashi.site.acts.load_shipped import load_shipped
    from kakehashi.site.records.models import Person

    settings.HOME = tmp_path
    load_shipped()
    person = Person(
        email="official@example.com", side="uk", organisation="org:dsit", is_demo=True,
        roles=[str(role) for role in Role],
    )  # fmt: skip
    person.set_unusable_password()
    person.save()
    browser = Client()
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": browser.cookies[name].value, "url": live_server.url}

    def sign_in(path, **how):
        page = opened(
            "/en/privacy/", **how
        )  # not /healthz: it has no icon, so /favicon.ico is asked
        page.context.add_cookies([cookie])
        page.goto(path)
        return page

    return sign_in
