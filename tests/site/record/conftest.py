from datetime import UTC, datetime, timedelta

import pytest

from kakehashi.accord.may import Person, Role

EVERY_ROLE = frozenset(Role)
ORGANISATIONS = {
    "dsit": ("uk", "org:dsit"),
    "ofcom": ("uk", "org:ofcom"),
    "mic": ("jp", "org:mic"),
    "meti": ("jp", "org:meti"),
    "digital": ("jp", "org:digital-agency"),
}


@pytest.fixture
def shipped(db):
    from kakehashi.site.acts.load_shipped import load_shipped

    load_shipped()


@pytest.fixture
def person():
    """Return somebody of an organisation, with every role and a second factor."""

    def make(name, **changes):
        side, organisation = ORGANISATIONS[name]
        fields = {
            "id": f"person-{name}", "side": side, "organisation": organisation,
            "roles": EVERY_ROLE, "has_second_factor": True,
        }  # fmt: skip
        return Person(**{**fields, **changes})

    return make


class Clock:
    """A clock that moves one minute each time it is read."""

    def __init__(self):
        self.at = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self):
        self.at += timedelta(minutes=1)
        return self.at


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def a_commitment():
    """Return how the body of a commitment is made."""

    def make(slug="uk-testbed", **changes):
        return {
            "kind": "commitment",
            "id": f"commitment:{slug}",
            "basis": "inference",
            "sources": ["meti-2025-0122"],
            "visibility": "joint",
            "text": {"en": "Open a joint test bed.", "ja": "共同の試験環境を開設する。"},
            "actions": ["action:semiconductors"],
            **changes,
        }

    return make


@pytest.fixture
def offer(shipped, person, clock, a_commitment):
    """Return how a commitment is proposed: its proposal's id and digest."""
    from kakehashi.site.acts.propose import propose
    from kakehashi.site.records.models import ProposalRow

    def make(name="dsit", body=None, **more):
        ref = propose(person(name), body or a_commitment(), now=clock(), **more)
        return ref, ProposalRow.objects.get(ref=ref).digest

    return make
