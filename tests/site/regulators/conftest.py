"""People of both regulators and of two ministries, and the rows of a case."""

from datetime import UTC, datetime, timedelta

import pytest

from kakehashi.accord.may import Person, Role

WHO = {
    "ico": ("uk", "org:ico"),
    "ppc": ("jp", "org:ppc"),
    "dsit": ("uk", "org:dsit"),
    "mic": ("jp", "org:mic"),
}


@pytest.fixture
def shipped(db):
    from kakehashi.site.acts.load_shipped import load_shipped

    load_shipped()


@pytest.fixture
def person():
    """Return somebody of an organisation, with every role and a second factor."""

    def make(name, **changes):
        side, organisation = WHO[name]
        fields = {
            "id": f"person-{name}", "side": side, "organisation": organisation,
            "roles": frozenset(Role), "has_second_factor": True,
        }  # fmt: skip
        return Person(**{**fields, **changes})

    return make


@pytest.fixture
def now():
    """Return the next minute each time it is asked."""
    at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def read():
        nonlocal at
        at += timedelta(minutes=1)
        return at

    return read


@pytest.fixture
def wrote(shipped, person, now):
    """Return how somebody writes a row; the id of it."""
    from kakehashi.site.acts.write_row import write_row

    def write(name, body):
        return write_row(person(name), body, now=now())

    return write


def a_row(kind, side="uk", **changes):
    """Return the body of a row that the two regulators share."""
    other = "org:ppc" if side == "uk" else "org:ico"
    return {
        "kind": kind, "id": f"{kind}:{side}-one", "basis": "inference",
        "sources": ["ico-transfers"], "visibility": "named", "named": [other], **changes,
    }  # fmt: skip


def a_case(**changes):
    words = {
        "title": {"en": "Cloud of a device maker", "ja": "機器メーカーのクラウド"},
        "circumstances": ["established_uk", "uk_data_in_japan"],
        "known_on": "2026-11-20", "opened_on": "2026-11-23",
    }  # fmt: skip
    return a_row("case", **{**words, **changes})


def a_request(**changes):
    words = {
        "case": "case:uk-one", "facts": ["measures"], "ground": "uk-cooperation",
        "asked_on": "2026-11-23", "due_on": "2026-12-08",
        "en": {"text": "Which measures has the maker taken?"},
    }  # fmt: skip
    return a_row("request", **{**words, **changes})


def a_reply(**changes):
    words = {
        "request": "request:uk-one", "ground": "jp-foreign-authority",
        "answered_on": "2026-11-24", "ja": {"text": "契約を改めました。"},
    }  # fmt: skip
    return a_row("reply", "jp", **{**words, **changes})


@pytest.fixture
def rows():
    """Return the builders of a case, a request and a reply."""

    class Rows:
        case = staticmethod(a_case)
        request = staticmethod(a_request)
        reply = staticmethod(a_reply)
        row = staticmethod(a_row)

    return Rows
