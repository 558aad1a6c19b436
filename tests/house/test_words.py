"""Words: each once in the glossary, every phrase in both languages, unused synonyms unused."""

import ast
import importlib
import re
import string
import tomllib
from collections import Counter

from kakehashi.terms.glossary import glossary
from kakehashi.terms.phrases import phrases
from kakehashi.terms.text import Text

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def test_every_term_has_a_meaning_in_both_languages_and_a_source():
    for term in glossary().values():
        assert term.meaning.en.endswith("."), term.id
        assert term.meaning.ja.endswith("。"), term.id
        assert term.source, term.id


def test_each_word_stands_once():
    for lang in ("en", "ja"):
        counted = Counter(term.word.into(lang) for term in glossary().values())
        assert [word for word, n in counted.items() if n > 1] == []


def test_a_term_s_python_name_exists():
    for term in glossary().values():
        if term.python:
            assert _resolved(term.python) is not None, term.python


def test_no_term_is_another_term_s_unused_synonym():
    words = {term.word.into(lang) for term in glossary().values() for lang in ("en", "ja")}
    unused = {word for term in glossary().values() for word in (*term.not_en, *term.not_ja)}
    assert words & unused == set()


OFFICIAL_NAMES = re.compile("補完的ルール")  # of the PPC's Supplementary Rules


def test_phrases_use_no_synonym_that_is_not_to_be_used():
    found = []
    for key, phrase in phrases().items():
        ja = OFFICIAL_NAMES.sub("", phrase.ja)
        for term in glossary().values():
            found += [
                f"{key}: “{word}”, say “{term.word.en}”"
                for word in term.not_en
                if re.search(rf"\b{re.escape(word)}\b", phrase.en, re.IGNORECASE)
            ]
            found += [f"{key}: 「{word}」→「{term.word.ja}」" for word in term.not_ja if word in ja]
    assert found == []


def test_each_phrase_stands_once_and_is_read_as_toml_has_it(root):
    found = {}
    for path in sorted((root / "src/kakehashi/terms/phrases").glob("*.toml")):
        for section, names in tomllib.loads(path.read_text("utf-8")).items():
            for name, words in names.items():
                assert f"{section}.{name}" not in found, path.name
                found[f"{section}.{name}"] = Text(en=words["en"], ja=words["ja"])
    assert phrases() == found


def test_phrases_say_something_in_both_languages():
    for key, phrase in phrases().items():
        if key.startswith("list."):
            continue  # what stands between the members of a list: a space, or nothing
        assert phrase.en.strip(), key
        assert phrase.ja.strip(), key
        assert not JAPANESE.search(re.sub("日本語|架け橋", "", phrase.en)), key


def test_phrases_have_the_same_places_to_fill_in_both_languages():
    different = {
        key: (sorted(_places(phrase.en)), sorted(_places(phrase.ja)))
        for key, phrase in phrases().items()
        if _places(phrase.en) != _places(phrase.ja)
    }
    assert different == {}


def test_every_phrase_that_the_code_asks_for_by_name_exists(modules):
    missing = [
        f"{name}:{node.lineno}: {node.args[0].value}"
        for name, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "say"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value not in phrases()
    ]
    assert missing == []


def _places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _resolved(dotted):
    module, *rest = dotted.rpartition(".")[::2]
    try:
        return getattr(importlib.import_module(module), rest[0])
    except ModuleNotFoundError:
        return getattr(_resolved(module), rest[0])
