"""Dossiers and calls of the command line, with safe defaults."""

from datetime import UTC, datetime
from typing import NamedTuple

import pytest

from kakehashi.cli import clock
from kakehashi.cli.main import main

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)  # the next day in Tokyo

PRODUCT = """\
kakehashi: product/1
name: {en: Hall camera, ja: 玄関カメラ}
made_up: true
role: maker
models:
  - {id: HC-1, firmware: "1.0"}
answers_stated_on: 2026-11-01
answers:
"""


class Told(NamedTuple):
    """What a call gave: exit code, standard output, standard error output."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _still_clock(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def _english_unless_said(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "KAKEHASHI_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def call(capfdbinary):
    """Return a function that calls the command line with words and gives what it told."""

    def called(*words):
        try:
            code = main([str(word) for word in words])
        except SystemExit as stopped:
            code = stopped.code
        out, err = capfdbinary.readouterr()
        return Told(code, out.decode(errors="surrogateescape"), err.decode())

    return called


@pytest.fixture
def a_dossier(tmp_path):
    """Return a function that writes a dossier folder: answers by fact, more files by name."""

    def made(answers=None, files=None, name="dossier"):
        folder = tmp_path / name
        folder.mkdir()
        lines = [f"  {fact}: {value}" for fact, value in (answers or {}).items()]
        text = PRODUCT + "\n".join(lines or ["  {}"]) + "\n"
        (folder / "product.yaml").write_text(text, encoding="utf-8")
        for file, content in (files or {}).items():
            (folder / file).write_bytes(content)
        return folder

    return made
