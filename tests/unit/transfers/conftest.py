"""Readers of flows; their builders stand in `transfer_builders.py`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from kakehashi.answers import shipped_rulebooks
from kakehashi.terms.errors import InputError
from kakehashi.transfers import read_flow

sys.path.insert(0, str(Path(__file__).parent))

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def vocabulary():
    return shipped_rulebooks().vocabulary


@pytest.fixture
def read(vocabulary):
    """Return a function that reads plain values as a flow file."""

    def read_values(told):
        text = told if isinstance(told, str) else yaml.safe_dump(told, allow_unicode=True)
        return read_flow({"flow.yaml": text.encode()}, vocabulary=vocabulary, read_at=AT)

    return read_values


@pytest.fixture
def faults(read):
    """Return a function that gives the faults of a flow file, as (code, place)."""

    def faults_of(told):
        with pytest.raises(InputError) as raised:
            read(told)
        return [(fault.code, fault.where) for fault in raised.value.faults]

    return faults_of
