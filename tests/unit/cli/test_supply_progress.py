"""The bar of a long run: on a terminal alone, and only after a moment."""

import sys
from io import StringIO

import pytest

from kakehashi.cli.supply import progress


class ATerminal(StringIO):
    """Says that a person looks on."""

    def isatty(self):
        return True


def a_terminal(monkeypatch):
    """Put a terminal in place of the standard error output; only a test may, not its set-up."""
    made = ATerminal()
    monkeypatch.setattr(sys, "stderr", made)
    monkeypatch.setenv("TERM", "xterm")
    return made


def test_nobody_looks_on(capsys):
    with progress.progress_of(10, "en") as advance:
        assert advance is None
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("lang", "word"), [("en", "running draws"), ("ja", "抽出を計算中")])
def test_a_long_run_shows_how_far_it_is(monkeypatch, lang, word):
    terminal = a_terminal(monkeypatch)
    monkeypatch.setattr(progress, "SECONDS_BEFORE", -1.0)
    with progress.progress_of(4, lang, "draws") as advance:
        advance(1)
        advance(2)
    assert word in terminal.getvalue()
    assert "3/4" in terminal.getvalue()


def test_a_short_run_shows_nothing(monkeypatch):
    terminal = a_terminal(monkeypatch)
    monkeypatch.setattr(progress, "SECONDS_BEFORE", 60.0)
    with progress.progress_of(4, "en") as advance:
        advance(4)
    assert terminal.getvalue() == ""
