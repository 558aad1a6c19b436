"""People of two sides with a commitment that both see, and what a page says to them."""

import html
import re

import pytest

ALL = ["write", "propose", "agree", "publish", "administer"]
PLACES = {
    "dsit": ("uk", "org:dsit"),
    "ofcom": ("uk", "org:ofcom"),
    "mic": ("jp", "org:mic"),
    "meti": ("jp", "org:meti"),
    "digital-agency": ("jp", "org:digital-agency"),
}
COMMITMENT = {
    "kind": "commitment",
    "id": "commitment:uk-testbed",
    "basis": "inference",
    "sources": ["meti-2025-0122"],
    "visibility": "joint",
    "text": {"en": "Open a joint test bed.", "ja": "共同の試験環境を開設する。"},
    "actions": ["action:semiconductors"],
    "due": {"on": "2030-03-31"},
}


@pytest.fixture
def person_of():
    """Return somebody of an organisation as acts take them, with every role and both factors."""
    from kakehashi.accord.may import Person, Role

    def make(name="dsit"):
        side, organisation = PLACES[name]
        return Person(
            id=f"person-{name}", side=side, organisation=organisation, roles=frozenset(Role),
            has_second_factor=True,
        )  # fmt: skip

    return make


@pytest.fixture
def commitment(loaded, person_of):
    """Return the id of a commitment that DSIT wrote and both sides see."""
    from django.utils import timezone

    from kakehashi.site.acts.write_row import write_row

    return write_row(person_of(), COMMITMENT, now=timezone.now())


class Reader:
    """Somebody at a browser without JavaScript."""

    def __init__(self, browser, lang="en"):
        self.browser, self.lang = browser, lang

    def page(self, path, lang=None, status=200):
        response = self.browser.get(f"/{lang or self.lang}/council/{path}")
        assert response.status_code == status, (path, response.status_code)
        return html.unescape(response.content.decode())

    def send(self, path, fields, status=302):
        response = self.browser.post(f"/{self.lang}/council/{path}", fields)
        told = html.unescape(response.content.decode())
        assert response.status_code == status, re.sub(r"<[^>]+>|\s+", " ", told)[:3000]
        return response["Location"] if status == 302 else told


@pytest.fixture
def reader(a_person, a_browser, signed_in):
    """Return how somebody of an organisation, or the public, reads and writes."""

    def make(name=None, lang="en", roles=ALL):
        if name is None:
            return Reader(a_browser(), lang)
        side, organisation = PLACES[name]
        person = a_person(f"{name}@example.com", side=side, organisation=organisation, roles=roles)
        return Reader(signed_in(person), lang)

    return make


@pytest.fixture
def day():
    """Return the three fields of a day."""

    def fields(name, on):
        year, month, day = on.split("-")
        return {f"{name}-year": year, f"{name}-month": month, f"{name}-day": day}

    return fields


@pytest.fixture
def evidence(day):
    """Return the fields of a new piece of evidence, dated as told."""

    def fields(on="2026-11-01", **changes):
        return {
            "evidence_title_en": "The test bed opened.",
            "evidence_title_ja": "試験環境が開設された。",
            "source_title": "Press notice of the laboratory",
            "source_url": "https://example.org/notice",
            "source_kind": "primary",
            "source_read": "whole",
            **day("evidence_on", on),
            **changes,
        }

    return fields
