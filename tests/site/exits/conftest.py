"""People who write rows, and readers of several sides."""

from datetime import UTC, datetime

import pytest

from kakehashi.accord.may import Person, Role

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ORGANISATIONS = {
    "dsit": ("uk", "org:dsit"),
    "ico": ("uk", "org:ico"),
    "mic": ("jp", "org:mic"),
    "meti": ("jp", "org:meti"),
}


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def shipped(db):
    from kakehashi.site.acts.load_shipped import load_shipped

    load_shipped()


@pytest.fixture
def writer():
    """Return how somebody of an organisation is made, with every role and a second factor."""

    def make(name="dsit", **changes):
        side, organisation = ORGANISATIONS[name]
        fields = {
            "id": "00000000-0000-7000-8000-000000000001", "side": side,
            "organisation": organisation, "roles": frozenset(Role), "has_second_factor": True,
        }  # fmt: skip
        return Person(**{**fields, **changes})

    return make


@pytest.fixture
def written(shipped, writer):
    """Return how a row is written, by default by DSIT and seen by DSIT alone; its id."""
    from kakehashi.site.acts.check_row import new_ref
    from kakehashi.site.acts.publish import publish
    from kakehashi.site.acts.write_row import write_row
    from kakehashi.site.pages.council.drafting import source_of
    from kakehashi.site.records.models import Row

    def write(kind="finding", by="dsit", visibility="organisation", **fields):
        person = writer(by)
        source = source_of(person)
        body = {
            "kind": kind,
            "id": new_ref(kind, person.side),
            "basis": "primary",
            "sources": [source["id"]],
            "visibility": "joint" if visibility == "public" else visibility,
            **fields,
        }
        if kind == "finding":
            body.setdefault("text", {"en": "words", "ja": "文言"})
        ref = write_row(person, body, [source], now=NOW)
        if visibility == "public":
            publish(person, ref, Row.objects.get(ref=ref).digest, now=NOW)
        return ref

    return write


@pytest.fixture
def reader(db):
    """Return how a browser is opened, in which an official of an organisation is signed in."""
    from django.test import Client

    from kakehashi.site.records.models import Person as Account

    def sign_in(name=None, roles=("write",)):
        browser = Client(headers={"host": "localhost"})
        if name is None:
            return browser
        side, organisation = ORGANISATIONS[name]
        person = Account(
            email=f"{name}@example.com", side=side, organisation=organisation, roles=list(roles)
        )
        person.set_unusable_password()
        person.save()
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return browser

    return sign_in
