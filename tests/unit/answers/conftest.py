"""Lets the tests of this room import their builders, and gives papers about the example flows."""

import sys
from pathlib import Path

import pytest
import yaml

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import may_send
from kakehashi.answers.transfer_papers import transfer_papers
from kakehashi.transfers import read_flow

sys.path.insert(0, str(Path(__file__).parent))
from flow_paper_builders import AT, FLOWS, ON


@pytest.fixture(scope="session")
def shipped():
    return shipped_rulebooks()


@pytest.fixture(scope="session")
def decided(shipped):
    """Return a function that decides an example, with fields changed by `change`."""

    def decide(name="health-device", change=None, on=ON):
        told = yaml.safe_load((FLOWS / f"{name}.yaml").read_bytes())
        if change is not None:
            change(told)
        text = yaml.safe_dump(told, allow_unicode=True).encode()
        flow = read_flow({"flow.yaml": text}, vocabulary=shipped.vocabulary, read_at=AT)
        return may_send(shipped, flow, as_of=on)

    return decide


@pytest.fixture(scope="session")
def papers(shipped, decided):
    """Return a function that gives the papers about an example by name."""

    def written(*asked, **changes):
        answer = decided(*asked, **changes)
        return {paper.name: paper for paper in transfer_papers(shipped, answer)}

    return written
