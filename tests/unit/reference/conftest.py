"""The shipped data, read once: as plain values, and as rulebooks."""

from pathlib import Path

import pytest
import yaml

from kakehashi import reference
from kakehashi.rules import read_cases, read_rulebooks

CASES = Path(__file__).parents[2] / "cases"


def shipped():
    return {
        name: reference.read(name)
        for folder in ("facts", "rulebooks")
        for name in reference.names(folder)
    }


@pytest.fixture(scope="session")
def plain():
    """Give each shipped file as plain values, by name."""
    return {name: yaml.safe_load(content) for name, content in shipped().items()}


@pytest.fixture(scope="session")
def rulebooks():
    return read_rulebooks(shipped())


@pytest.fixture(scope="session")
def answered():
    """Give a function that returns the rulebooks with one open question answered."""

    def with_answer(question, answer):
        files = shipped()
        for name in reference.names("facts"):
            facts = yaml.safe_load(files[name])
            asked = [one for one in facts["open_questions"] if one["id"] == question]
            for one in asked:
                one["answer"] = answer
            if asked:
                text = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False)
                files[name] = text.encode()
        return read_rulebooks(files)

    return with_answer


@pytest.fixture(scope="session")
def cases(rulebooks):
    files = sorted(CASES.glob("*/*.yaml"))
    return read_cases({str(file): file.read_bytes() for file in files}, rulebooks)
