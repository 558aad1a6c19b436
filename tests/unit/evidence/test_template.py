import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
import yaml

from kakehashi.evidence import product_template, read_dossier
from kakehashi.evidence.read import _READERS
from kakehashi.terms.vocabulary import FactKind, Vocabulary

READ_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
SHIPPED = Path("src/kakehashi/reference/facts/product.yaml")


@pytest.fixture(scope="module")
def shipped(request):
    data = (request.config.rootpath / SHIPPED).read_bytes()
    return msgspec.convert(yaml.load(data, yaml.CSafeLoader), Vocabulary)


def an_answer(fact):
    first = fact.members[0].id if fact.members else ""
    return {
        FactKind.BOOLEAN: "true",
        FactKind.INTEGER: "1",
        FactKind.DATE: "2026-01-31",
        FactKind.TEXT: "said",
        FactKind.CHOICE: f'"{first}"',
        FactKind.LIST: f'["{first}"]',
    }[fact.kind]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_untouched_template_reads_without_fault_and_says_nothing(shipped, lang):
    files = {"product.yaml": product_template(shipped, lang)}
    dossier = read_dossier(files, vocabulary=shipped, read_at=READ_AT)
    assert dossier.files[0].format == "kakehashi product/1"
    assert (dossier.facts, dossier.faults, dossier.files[0].notes) == ((), (), ())


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_question_can_be_answered_where_it_stands(shipped, lang):
    asked = {fact.id: fact for fact in shipped.facts if fact.askable}
    text = product_template(shipped, lang).decode()
    for id_, fact in asked.items():
        text, n = re.subn(rf"(?m)^  # {id_}:$", f"  {id_}: {an_answer(fact)}", text)
        assert n == 1, id_
    dossier = read_dossier({"p": text.encode()}, vocabulary=shipped, read_at=READ_AT)
    assert not dossier.faults
    assert [fact.id for fact in dossier.facts] == list(asked)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_head_of_the_template_can_be_filled_in(shipped, lang):
    text = product_template(shipped, lang).decode()
    head, _, rest = text.partition("\nanswers:")
    head = re.sub(r"(?m)^# ((?:name|made_up|models|labels|answers_stated_on):| {2})", r"\1", head)
    head = head.replace('""', '"KH-1"').replace("models: []", "models: [KH-1]")
    # the example of a long answer is a comment for ever
    head = re.sub(r"(?m)^  (?:name|項目名): .*$", "", head)
    files = {"p": f"{head}\nanswers:{rest}".encode()}
    dossier = read_dossier(files, vocabulary=shipped, read_at=READ_AT)
    assert not dossier.faults
    assert dossier.subject.is_made_up
    assert "star1_label_names_model" in [fact.id for fact in dossier.facts]


def test_every_fact_that_a_reader_can_give_is_in_the_vocabulary(shipped):
    named = {fact.id for fact in shipped.facts}
    for gives, _ in _READERS.values():
        assert set(gives) <= named


def test_no_japanese_line_begins_with_a_mark_that_may_not_begin_one(shipped):
    text = product_template(shipped, "ja").decode()
    assert not re.search(r"(?m)^ *# *[、。）」ー]", text)


def test_each_language_speaks_its_own(shipped):
    en, ja = (product_template(shipped, lang).decode() for lang in ("en", "ja"))
    assert not re.search(r"[ぁ-ん]", en)
    assert re.search(r"[ぁ-ん]", ja)
    joined = " ".join(en.replace("#", "").split())
    for fact in (fact for fact in shipped.facts if fact.askable):
        for text in (fact.question, fact.help):
            assert " ".join(text.en.split()) in joined
            # no Japanese sentence is cut
            assert all(part in ja for part in text.ja.split("。"))


def test_english_comments_are_wrapped(shipped):
    lines = product_template(shipped, "en").decode().splitlines()
    assert max(len(line) for line in lines if " … " not in line) <= 100
