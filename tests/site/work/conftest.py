"""People who ask for work, and a worker at once: what is enqueued is done before it returns."""

from time import time

import pytest

ORGANISATIONS = {"uk": "org:dsit", "jp": "org:mic"}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Keep the files of each test's work in a folder of its own."""
    settings.HOME = tmp_path / "home"
    return settings.HOME


@pytest.fixture
def at_once(settings):
    """Do work when it is asked for, in the test's own process."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def person_of():
    """Return a row of a person as permission sees it."""
    from kakehashi.accord.may import Person, Role

    def make(row, *, with_second_factor=True):
        return Person(
            id=str(row.pk), side=row.side, organisation=row.organisation,
            roles=frozenset(map(Role, row.roles)), has_second_factor=with_second_factor,
        )  # fmt: skip

    return make


@pytest.fixture
def a_person(db):
    """Return how a person with an account is made: by default one of DSIT who may do everything."""
    from kakehashi.accord.may import Role
    from kakehashi.site.records.models import Person

    def make(email="official@example.com", side="uk", roles=tuple(Role)):
        person = Person(
            email=email, side=side, organisation=ORGANISATIONS[side], roles=[str(r) for r in roles]
        )
        person.set_unusable_password()
        person.save()
        return person

    return make


@pytest.fixture
def signed_in():
    """Return how a browser is opened in which a person is signed in, with both factors."""
    from django.test import Client

    def sign_in(person):
        browser = Client(headers={"host": "localhost"})
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = browser.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time()}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return browser

    return sign_in


@pytest.fixture
def a_kind(monkeypatch):
    """Return how a kind of work named "trial" is made, that does what the test says."""
    from kakehashi.site.jobs import run_work, work
    from kakehashi.site.jobs.kinds import kinds
    from kakehashi.site.jobs.piece import Kind, Outcome

    def make(run=lambda _: Outcome(said="work.papers_done", values={"n": 1}), **more):
        given = {"may": lambda _: True, **more}
        listed = {**kinds(), "trial": Kind(name="trial", run=run, **given)}
        for module in (run_work, work):
            monkeypatch.setattr(module, "kinds", lambda: listed)

    return make
