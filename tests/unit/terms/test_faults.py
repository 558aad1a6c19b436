"""The words of faults: in both languages, with the same values, each used."""

import ast
import re
from pathlib import Path

import pytest

import kakehashi
from kakehashi.terms.faults import Faults

HOME = Path(kakehashi.__file__).parent
ROOMS = sorted(file.parent.name for file in HOME.glob("*/faults.toml"))


def strings(folder):
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in folder.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    called = {
        node.args[0].value
        for node in nodes
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) or getattr(node.func, "attr", "")) in CALLS
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    written = {node.value for node in nodes if isinstance(node, ast.Constant)}
    return called, written


CALLS = {"a_fault", "_Broken", "add", "_note"}


def words(room):
    return Faults(f"kakehashi.{room}").words()


def values(text):
    # {evidence_en} and {evidence_ja} are one value in two languages
    return {re.sub("_(en|ja)$", "", name) for name in re.findall(r"\{(\w+)\}", text)}


@pytest.mark.parametrize("room", ROOMS)
def test_every_fault_has_both_languages_with_the_same_values(room):
    for code, one in words(room).items():
        for text in (one.what, one.expected, one.mend):
            assert text.en, code
            assert text.ja, code
            if text.en != "{en}":
                assert values(text.en) == values(text.ja), code


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "terms"])
def test_every_code_that_is_used_has_words_and_every_word_is_used(room):
    called, written = strings(HOME / room)
    assert called <= {*words(room), *words("terms")}
    assert {*words(room)} <= written


def test_every_shared_word_is_used():
    called, _ = strings(HOME / "terms")
    assert {*words("terms")} <= called | strings(HOME / "evidence")[1]
