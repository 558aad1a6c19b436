"""Whatever stands in a flow file, reading gives a flow or told faults, never anything else."""

from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import pytest
import yaml

from kakehashi.answers import shipped_rulebooks
from kakehashi.answers.may_send import Send, may_send
from kakehashi.terms.errors import InputError
from kakehashi.transfers import read_flow

FLOWS = sorted((Path(__file__).parents[2] / "examples/flows").glob("*.yaml"))
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
ON = date(2026, 11, 20)
JUNK = (
    None, True, 0, -1, 10**30, "", "GB", "maker", "to-desk", "\u202e", [], [None], [[1]], {},
    {"has": 3}, {"has": ["x"], "complete": "yes"}, {"value": []}, {"statements": [{}]},
    "2026-02-30", "9999-12-31", {"en": 1},
)  # fmt: skip


def places(value, path=()):
    """Yield the path of every value below `value`."""
    yield path
    if isinstance(value, dict | list):
        listed = value.items() if isinstance(value, dict) else enumerate(value)
        for key, below in listed:
            yield from places(below, (*path, key))


def spoilt(random, told):
    """Return a copy in which one to three values are junk, gone, or those of another place."""
    told = yaml.safe_load(yaml.safe_dump(told))
    for _ in range(random.randint(1, 3)):
        path = random.choice([path for path in places(told) if path])
        holder = told
        for key in path[:-1]:
            holder = holder[key]
        what = random.random()
        if what < 0.2:
            del holder[path[-1]]
        else:
            holder[path[-1]] = random.choice(JUNK)
    return told


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data):
        return True


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_a_spoilt_flow_is_read_or_refused(path):
    rulebooks, random = shipped_rulebooks(), Random(path.stem)
    start = yaml.safe_load(path.read_bytes())
    refused, answers = [], []
    for _ in range(150):
        text = yaml.dump(spoilt(random, start), Dumper=_Dumper, allow_unicode=True).encode()
        try:
            flow = read_flow({"f.yaml": text}, vocabulary=rulebooks.vocabulary, read_at=AT)
        except InputError as error:
            refused.append(error)
        else:
            answers.append(may_send(rulebooks, flow, as_of=ON).answer)
    assert refused
    assert answers
    assert all(fault.where.startswith("f.yaml") for one in refused for fault in one.faults)
    assert all(answer in Send for answer in answers)
