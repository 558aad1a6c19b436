import os
import re

import pytest

# Before Django reads its settings: a key of the tests' own, nothing of this machine's folder.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.site.settings")
os.environ.setdefault("KAKEHASHI_SECRET_KEY", "a key that only tests use, and long enough for all")

import django

django.setup()

PASSWORD = "a long phrase that only tests know"
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


@pytest.fixture
def password():
    """Return the password of everybody in the tests."""
    return PASSWORD


@pytest.fixture
def a_person(db):
    """Return how a person is made: by default one of DSIT without any role."""
    from kakehashi.site.records.models import Person

    def make(email="official@example.com", **fields):
        given = {"side": "uk", "organisation": "org:dsit", "roles": [], **fields}
        person = Person(email=email, **given)
        person.set_password(PASSWORD)
        person.save()
        return person

    return make


@pytest.fixture
def a_browser():
    """Return how another browser is opened."""
    from django.test import Client

    return lambda: Client(headers={"host": "localhost"})


@pytest.fixture(autouse=True)
def _fresh_counts():
    """No test is stopped for the tries of another."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def code_of():
    """Return how an authenticator app gives the code for a secret."""
    import time

    from allauth.mfa.totp.internal.auth import hotp_value

    return lambda secret, ahead=0: f"{hotp_value(secret, int(time.time()) // 30 + ahead):06d}"


@pytest.fixture
def signed_in(a_browser):
    """Return how a browser is opened in which a person is signed in, by default with both factors.

    The second factor is noted as allauth notes it; `test_people` walks the forms.
    """
    from time import time

    def sign_in(person, *, with_second_factor=True):
        browser = a_browser()
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        if with_second_factor:
            session = browser.session
            session["account_authentication_methods"] = [
                {"method": "password", "at": time()},
                {"method": "mfa", "at": time()},
            ]
            session["account_authentication_methods_user"] = str(person.pk)
            session.save()
        return browser

    return sign_in


@pytest.fixture
def loaded(db):
    """Load the shipped record into its table, as `kakehashi site migrate` does."""
    from kakehashi.site.acts.load_shipped import load_shipped

    load_shipped()
