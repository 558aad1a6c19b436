"""Programs that speak to the API: a reader, and writers with a session and its token."""

import json

import pytest

ROLES = ["write", "propose", "agree", "publish", "administer"]
ROOT = "/api/v1/record"


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """Nobody here signs in by a password."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Program:
    """A program with a session: it reads, and writes with the token that it was given."""

    def __init__(self, browser, *, has_token=True):
        self.browser = browser
        self.token = browser.get(ROOT).json().get("csrf_token") if has_token else None

    def get(self, path="", **asked):
        return self.browser.get(f"{ROOT}{path}", asked)

    def post(self, path, body, **more):
        headers = {"X-CSRFToken": self.token} if self.token else {}
        content = body if isinstance(body, bytes) else json.dumps(body)
        return self.browser.post(
            f"{ROOT}{path}", content, content_type="application/json",
            headers={**headers, **more.pop("headers", {})}, **more,
        )  # fmt: skip


@pytest.fixture
def program(a_person, signed_in, loaded):
    """Return how somebody of an organisation is signed in, with Django's check of tokens on."""
    made = {}

    def sign_in(organisation="dsit", side="uk", *, roles=ROLES, **more):
        key = (organisation, tuple(roles))
        if key not in made:
            email = f"{organisation}-{len(made)}@example.com"
            made[key] = a_person(email, side=side, organisation=f"org:{organisation}", roles=roles)
        browser = signed_in(made[key], **more)
        browser.handler.enforce_csrf_checks = True
        return Program(browser)

    return sign_in


@pytest.fixture
def public(a_browser, loaded):
    """Return a program without a session."""
    return Program(a_browser())


@pytest.fixture
def a_source():
    """Return the source of what the UK's ministry writes in these tests."""
    return {"id": "uk-own", "title": "Written here", "kind": "primary", "read": "whole"}


@pytest.fixture
def a_commitment():
    """Return how a commitment of the UK's ministry is made."""

    def make(slug="uk-testbed", **changes):
        return {
            "kind": "commitment",
            "id": f"commitment:{slug}",
            "basis": "primary",
            "sources": ["uk-own"],
            "text": {"en": "Open a joint test bed.", "ja": "共同の試験環境を開設する。"},
            "actions": ["action:semiconductors"],
            **changes,
        }

    return make


@pytest.fixture
def a_file(a_source):
    """Return how a file of rows is made."""

    def make(*rows, **changes):
        return {
            "format": "kakehashi-record/1",
            "checked_on": "2026-11-23",
            "sources": [a_source],
            "rows": list(rows),
            **changes,
        }

    return make
