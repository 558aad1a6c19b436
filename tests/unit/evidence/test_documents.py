"""What the page about dossiers says is what the readers do."""

import re
from datetime import UTC, datetime

import msgspec
import pytest
import yaml

from kakehashi.evidence import checks, label, read_dossier
from kakehashi.evidence.read import _READERS
from kakehashi.terms.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def page(request):
    path = request.config.rootpath / "docs/how-to/describe-a-product.md"
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shipped(request):
    path = request.config.rootpath / "src/kakehashi/reference/facts/product.yaml"
    return msgspec.convert(yaml.load(path.read_bytes(), yaml.CSafeLoader), Vocabulary)


def test_its_example_reads_without_fault(page, shipped):
    example = re.search(r"```yaml\n(.*?)```", page, re.DOTALL)[1]
    at = datetime(2026, 11, 23, tzinfo=UTC)
    dossier = read_dossier({"p": example.encode()}, vocabulary=shipped, read_at=at)
    assert dossier.faults == ()
    assert len(dossier.facts) == 4


def test_it_names_every_field_of_a_label(page):
    assert set(label.FIELDS) <= set(re.findall(r"`(\w+)`", page))


def test_it_names_every_fact_that_a_reader_gives(page):
    said, start = set(), ""
    for name in re.findall(r"`(…?\w+)`", page.split("## Facts by format")[1]):
        start = name.removesuffix("_state") if name.endswith("_state") else start
        said.add(start + name.removeprefix("…") if name.startswith("…") else name)
    assert {fact for gives, _ in _READERS.values() for fact in gives} <= said


def test_it_says_the_caps(page):
    assert f"At most {checks.MOST_FILES} files, {checks.MOST_BYTES // 2**20} MiB each" in page
    assert f"{checks.MOST_BYTES_TOGETHER // 2**20} MiB together" in page
    assert f"at most {checks.CAPS_BY_HAND.n_bytes // 2**20} MiB" in page
