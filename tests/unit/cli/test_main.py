import json
import os
import subprocess
import sys

import pytest

from kakehashi import __version__, answers
from kakehashi.cli.main import COMMANDS
from kakehashi.terms.phrases import phrases


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(
    "words",
    [
        (),
        ("init",),
        ("init", "product"),
        ("assess",),
        ("rules",),
        ("rules", "list"),
        ("rules", "show"),
        ("rules", "diff"),
        ("rules", "test"),
        ("rules", "check"),
        ("doctor",),
    ],
)
def test_every_command_has_help_in_the_language_asked_for(call, lang, words):
    told = call(*words, "--lang", lang, "--help")
    assert told.code == 0
    assert told.out.startswith({"en": "Usage: kakehashi", "ja": "使い方: kakehashi"}[lang])
    assert {"en": "show this help and stop", "ja": "このヘルプを表示して終了します"}[
        lang
    ] in told.out
    assert {"en": "使い方", "ja": "usage:"}[lang] not in told.out


def test_version(call):
    assert call("--version").out == f"kakehashi {__version__}\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("asess",), "did you mean “assess”"),
        (("rules", "lst"), "did you mean “list”"),
        (("assess", "x", "--asof", "2026-01-01"), "did you mean “--as-of”"),
        (("assess", "x", "--format", "jsn"), "did you mean “json”"),
        (("assess",), "missing: DIR"),
        ((), "missing: COMMAND"),
        (("assess", "x", "--with"), "--with needs a value"),
        (("assess", "x", "--as-of", "yesterday"), "“yesterday” is not a day"),
        (("assess", "x", "--as-of", "2026-02-30"), "“2026-02-30” is not a day"),
        (("assess", "x", "--lang", "fr"), "“fr” is not a language"),
        (("rules", "diff", "--from", "2026-01-01"), "missing: --to"),
        (("zzzz",), "there is no command “zzzz”"),
    ],
)
def test_wrong_usage_is_told_and_exits_64(call, words, said):
    told = call(*words)
    assert told.code == 64
    assert said in told.err
    assert "expected:" in told.err
    assert "to mend it:" in told.err
    assert told.out == ""


def test_wrong_usage_is_told_in_japanese(call):
    told = call("asess", "--lang", "ja")
    assert "「asess」というコマンドはありません。「assess」ではありませんか" in told.err
    assert "直し方:" in told.err


def test_all_faults_of_a_command_are_told_at_once(call):
    told = call("assess", "x", "--as-of", "soon", "--format", "doc", "--wiht", "a", "--lang", "fr")
    for wrong in ("soon", "doc", "--wiht", "fr"):
        assert f"“{wrong}”" in told.err


def test_errors_come_as_json_where_json_was_asked_for(call, tmp_path):
    told = call("assess", tmp_path / "nowhere", "--format", "json", "--lang", "ja")
    shown = json.loads(told.err)
    assert told.code == 65
    assert shown["error"] == "InputError"
    assert shown["faults"][0]["code"] == "no_folder"
    assert shown["faults"][0]["what"] == "フォルダーがありません"


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"LANG": "ja_JP.UTF-8"}, "使い方"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "Usage"),
        ({"LANG": "C", "LC_ALL": "ja"}, "使い方"),
        ({"LANG": "fr_FR.UTF-8"}, "Usage"),
    ],
)
def test_the_language_comes_from_the_locale(call, monkeypatch, environment, word):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert call("--help").out.startswith(word)


def test_an_unforeseen_fault_is_told_without_a_trail(call, monkeypatch, a_dossier):
    def fails(*_, **__):
        raise RuntimeError("broken inside")

    monkeypatch.setattr(answers, "may_sell", fails)
    told = call("assess", a_dossier())
    assert told.code == 70
    assert "RuntimeError: broken inside" in told.err
    assert "Traceback" not in told.err
    monkeypatch.setenv("KAKEHASHI_DEBUG", "1")
    assert "Traceback" in call("assess", a_dossier(name="other")).err


def test_an_interruption_exits_130(call, monkeypatch, a_dossier):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(answers, "may_sell", interrupted)
    assert call("assess", a_dossier()).code == 130


def test_help_loads_no_engine_and_no_heavy_library():
    code = (
        "import sys\nfrom kakehashi.cli.main import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(told.stderr.split())
    heavy = {"polars", "sqlglot", "yaml", "rich", "jinja2", "typst", "django", "kakehashi.rules"}
    assert loaded & heavy == set()
    assert "kakehashi.cli.assess" not in loaded


def test_a_reader_that_goes_away_gives_no_trail(a_dossier):
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", "kakehashi.cli.main", "assess", str(a_dossier())]
    try:
        told = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(writing)
    assert told.returncode == 141
    assert told.stderr == b""


def test_a_terminal_without_japanese_still_gets_an_answer(a_dossier):
    words = [sys.executable, "-m", "kakehashi.cli.main", "assess", str(a_dossier()), "--lang", "ja"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    told = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert told.returncode == 2
    assert told.stderr == b""
    assert b"uk-psti" in told.stdout


def test_every_command_is_listed(call):
    assert all(f"\n    {name} " in call("--help").out for name in COMMANDS)


def test_phrases_of_both_languages_ask_for_the_same_values():
    from string import Formatter

    def names(words):
        return {name for _, name, _, _ in Formatter().parse(words) if name is not None}

    differ = [key for key, text in phrases().items() if names(text.en) != names(text.ja)]
    assert differ == []
