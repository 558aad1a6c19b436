"""Names say what a thing is; some words say nothing and are banned."""

import ast
import re

VERBS = {"process", "handle", "manage", "do", "perform"}
ANYWHERE = {"util", "utils", "helper", "helpers", "common", "core", "base", "misc", "manager"}
AT_THE_END = {"data", "info", "item", "items"}

# Path:name, or path, to the reason.
EXCEPTIONS: dict[str, str] = {
    "src/kakehashi/site/records/user.py:UserManager": "Django's own name for it",
}
NOTHING_SAID = {"a", "an", "the", "return", "of", "for", "to", "is", "class", "function", "its"}


def test_functions_do_not_start_with_a_verb_that_says_nothing(modules):
    found = [
        f"{name}:{node.name}"
        for name, node in _nodes(modules, ast.FunctionDef, ast.AsyncFunctionDef)
        if _words(node.name)[:1] and _words(node.name)[0] in VERBS
    ]
    assert set(found) - set(EXCEPTIONS) == set()


def test_modules_and_classes_have_names_that_say_something(modules):
    classes = [(f"{name}:{node.name}", node.name) for name, node in _nodes(modules, ast.ClassDef)]
    files = [(name, part.removesuffix(".py")) for name in modules for part in name.split("/")]
    found = [place for place, word in classes + files if _says_nothing(word)]
    assert set(found) - set(EXCEPTIONS) == set()


def test_a_docstring_says_more_than_the_name(modules):
    found = []
    for name, node in _nodes(modules, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef):
        first = (ast.get_docstring(node) or "").split("\n")[0]
        if first and set(_words(first)) - NOTHING_SAID <= set(_words(node.name)):
            found.append(f"{name}:{node.name}: {first}")
    assert found == []


def _nodes(modules, *kinds):
    for name, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, kinds):
                yield name, node


def _words(name):
    return [
        word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W_a-zA-Z]+", name)
    ]


def _says_nothing(name):
    words = _words(name)
    return bool(words) and (not ANYWHERE.isdisjoint(words) or words[-1] in AT_THE_END)
