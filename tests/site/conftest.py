import os
import re

import pytest

# Before Django reads its settings: a key of the tests' own, nothing of this machine's folder.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.site.settings")
os.environ.setdefault("KAKEHASHI_SECRET_KEY", "a key that only tests use, and long enough for all")

import django

django.setup()

STATE = re.compile(r'name="state" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _plain_styles(settings):
    """Styles are found where they are built; nothing has to be collected first."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def visitor():
    """Return a browser without JavaScript, as Django's test client."""
    from django.test import Client

    return Client(headers={"host": "localhost"})


@pytest.fixture
def state_of():
    """Return how the walk that a page carries is read from it."""

    def read(response):
        found = STATE.search(response.content.decode())
        assert found, response.content.decode()[:2000]
        return found.group(1)

    return read


@pytest.fixture
def begun(visitor):
    """Return how a walk is begun: its first page, a question or what was read of files."""

    def begin(lang="en", **fields):
        return visitor.post(f"/{lang}/business/check/files/", {"name": "Camera", **fields})

    return begin
