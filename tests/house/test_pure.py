"""Engines and answers are pure: no network, clock, randomness or environment of their own."""

import ast

ENGINES = ("terms", "rules", "evidence", "papers", "accord", "supply", "transfers", "answers")
IMPORTS = {
    "http", "multiprocessing", "os", "random", "requests", "secrets", "socket", "sqlite3",
    "subprocess", "time", "urllib.request", "uuid",
}  # fmt: skip
CALLS = {"now", "today", "utcnow", "getenv", "read_text", "write_text", "read_bytes", "write_bytes"}
# Data that lies beside the code and is part of it.
MAY_READ = {
    "src/kakehashi/terms/glossary.py": "its own TOML",
    "src/kakehashi/terms/phrases.py": "its own TOML",
    "src/kakehashi/terms/faults.py": "the TOML of a room",
    "src/kakehashi/papers/glyphs.py": "the fonts, whose folder is an argument",
    "src/kakehashi/papers/html.py": "its own templates",
    "src/kakehashi/papers/pdf.py": "its own templates",
}


def test_engines_import_nothing_that_reaches_outside(modules):
    found = [
        f"{name}: {imported}"
        for name, tree in _engines(modules)
        for imported in _imports(tree)
        if imported in IMPORTS or imported.split(".")[0] in IMPORTS
    ]
    assert found == []


def test_engines_call_no_clock_and_open_no_file(modules):
    found = [
        f"{name}:{node.lineno}: {called}"
        for name, tree in _engines(modules)
        if name not in MAY_READ
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (called := _called(node)) in CALLS | {"open"}
    ]
    assert found == []


def _engines(modules):
    starts = tuple(f"src/kakehashi/{room}/" for room in ENGINES)
    return [(name, tree) for name, tree in modules.items() if name.startswith(starts)]


def _imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _called(call):
    return getattr(call.func, "attr", None) or getattr(call.func, "id", None)
