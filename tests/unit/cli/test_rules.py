import json
import re
from pathlib import Path

import pytest

from kakehashi.rules.rulebook import Clause, Recognition, Rule, Way
from kakehashi.terms.phrases import phrases

BROKEN = """\
format: kakehashi-rulebook/1
id: mine
nonsense: 1
"""
CASES = """\
format: kakehashi-cases/1
about: {en: Scope, ja: 適用範囲}
cases:
  - id: no-internet
    says: A product that uses no Internet Protocol.
    as_of: 2026-11-22
    facts: {uses_ip: false}
    expect: {jc-star-1: %s}
"""


@pytest.fixture
def cases(tmp_path):
    """Return a function that writes one case file which expects an outcome."""

    def made(outcome):
        folder = tmp_path / "cases" / "jc-star-1"
        folder.mkdir(parents=True)
        (folder / "scope.yaml").write_text(CASES % outcome, encoding="utf-8")
        return folder.parent

    return made


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_list_names_every_rulebook_with_force_and_basis(call, lang):
    told = call("rules", "list", "--lang", lang)
    words = {
        "en": ("United Kingdom", "Law", "Voluntary label", "official text read"),
        "ja": ("英国", "法令", "任意のラベル", "公式文書を確認"),
    }[lang]
    for word in ("uk-psti", "jc-star-1", "jp-terminal-34-10", "etsi-en-303-645", *words):
        assert word in told.out
    assert told.code == 0


def test_list_as_json(call):
    books = json.loads(call("rules", "list", "--format", "json").out)
    by_id = {book["id"]: book for book in books}
    assert by_id["uk-psti"]["force"] == "law"
    assert by_id["uk-psti"]["period"]["starts"] == "2024-04-29"
    assert not by_id["uk-psti"]["replaced"]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_show_prints_each_rule_with_article_expression_and_source(call, lang):
    told = call("rules", "show", "jc-star-1", "--lang", lang)
    marked = {"en": "! Wording not checked.", "ja": "! 文言未確認。"}[lang]
    assert told.out.count(marked) == 10
    assert "S1.1-16" in told.out
    assert "https://www.ipa.go.jp/" in told.out
    assert told.code == 0


def test_show_as_json_holds_all_rules(call):
    shown = json.loads(call("rules", "show", "uk-psti", "--format", "json").out)
    assert "PSTI-1" in {rule["id"] for rule in shown["rulebook"]["rules"]}
    assert {found["given_by"] for found in shown["recognitions"]} == {"uk-psti"}


def test_show_names_the_nearest_rulebook(call):
    told = call("rules", "show", "uk-pst")
    assert told.code == 64
    assert "did you mean “uk-psti”?" in told.err


def test_check_of_the_shipped_rulebooks_finds_no_fault(call):
    told = call("rules", "check")
    assert told.code == 0
    assert "No fault was found." in told.out


def test_check_prints_faults_of_every_file_with_their_lines(call, tmp_path):
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(BROKEN, encoding="utf-8")
    told = call("rules", "check", tmp_path)
    assert told.code == 66
    assert "one.yaml" in told.err
    assert "two.yaml" in told.err
    assert "faults in all." in told.err


def test_a_case_as_expected_exits_0(call, cases):
    told = call("rules", "test", cases("not_applicable"))
    assert told.code == 0
    assert told.out == "1 cases tried, all as expected.\n"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_case_that_fails_is_shown_and_exits_1(call, cases, lang):
    told = call("rules", "test", cases("met"), "--lang", lang)
    assert told.code == 1
    assert "jc-star-1/scope.yaml:4: no-internet" in told.out
    assert "not_applicable" in told.out


def test_a_rule_that_fails_is_shown_with_its_deciding_facts(call, cases, tmp_path):
    folder = cases("met")
    file = folder / "jc-star-1" / "scope.yaml"
    text = file.read_text(encoding="utf-8").replace(
        "{jc-star-1: met}", "{'jc-star-1:S1.1-01': met}"
    )
    file.write_text(text, encoding="utf-8")
    told = call("rules", "test", folder)
    assert told.code == 1
    assert "because uses_ip = No" in told.out
    shown = json.loads(call("rules", "test", folder, "--format", "json").out)
    assert shown["failed"][0]["differences"][0]["decisive"][0]["fact"] == "uses_ip"


def test_a_folder_without_cases_exits_65(call, tmp_path):
    told = call("rules", "test", tmp_path)
    assert told.code == 65
    assert "holds no case file" in " ".join(told.err.split())


def test_diff_tells_what_starts_between_two_days(call):
    told = call("rules", "diff", "--from", "2025-12-03", "--to", "2025-12-04")
    assert told.code == 0
    assert "+ added" in told.out
    assert "uk-psti:" in told.out


def test_diff_of_one_day_with_itself_is_nothing(call):
    told = call("rules", "diff", "--from", "2026-01-02", "--to", "2026-01-02")
    assert "No rule changes between 2026-01-02 and 2026-01-02." in told.out


def test_diff_over_a_table_counts_moves(call, tmp_path):
    table = tmp_path / "some.csv"
    table.write_text("id,uses_ip\na,true\nb,\n", encoding="utf-8")
    words = ("--from", "2020-03-31", "--to", "2020-04-01", "--population", table)
    shown = json.loads(call("rules", "diff", *words, "--format", "json").out)
    assert shown["population"]["n_subjects"] == 2
    moves = {(move["rule"], move["before"], move["after"]) for move in shown["population"]["moves"]}
    assert ("jp-terminal-34-10", "not_applicable", "missing") in moves
    assert "Does not apply → Evidence missing: 2" in call("rules", "diff", *words).out


def test_diff_over_dossiers_counts_the_same_moves(call, tmp_path, a_dossier):
    a_dossier({"uses_ip": "true"}, name="a")
    a_dossier(name="b")
    words = ("--from", "2020-03-31", "--to", "2020-04-01", "--population", tmp_path)
    told = call("rules", "diff", *words, "--lang", "ja")
    assert told.code == 0
    assert "対象外 → 証拠不足: 2 件" in told.out


def test_a_table_with_wrong_values_is_refused_with_every_column(call, tmp_path):
    table = tmp_path / "bad.csv"
    table.write_text("uses_ip,uses_passwords\nperhaps,true\ntrue,1\n", encoding="utf-8")
    told = call(
        "rules", "diff", "--from", "2026-01-01", "--to", "2026-01-02", "--population", table
    )
    assert told.code == 65
    assert "bad.csv:2" in told.err
    assert "bad.csv:3" in told.err


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"PAR1 but no more"])
def test_what_is_no_table_is_refused(call, tmp_path, content):
    table = tmp_path / "bad"
    table.write_bytes(content)
    told = call(
        "rules", "diff", "--from", "2026-01-01", "--to", "2026-01-02", "--population", table
    )
    assert told.code == 65
    assert "cannot be read" in " ".join(told.err.split())


def test_every_field_that_can_change_has_its_words():
    fields = {
        name
        for part in (Clause, Way, Rule, Recognition)
        for name in part.__struct_fields__
        if name not in ("id", "period", "ways")
    }
    assert {f"field.{name}" for name in fields} <= set(phrases())


def test_a_changed_rule_tells_its_fields_in_the_readers_language(call):
    words = ("--from", "2025-02-24", "--to", "2025-02-25", "--lang", "ja")
    assert "＊ 変更  uk-psti:PSTI-3: 条項" in call("rules", "diff", *words).out


HOW_TO = Path(__file__).parents[3] / "docs/how-to/write-a-rulebook.md"


@pytest.fixture
def ours(tmp_path):
    """Return a folder that holds the rulebook of the how-to page."""
    text = HOW_TO.read_text(encoding="utf-8")
    block = re.search(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "ours.yaml").write_text(block[1], encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("lang", "article", "plain_article"),
    [
        ("en", "Annex B 2.1, first sentence", "Annex B 1.1"),
        ("ja", "附属書B 2.1 第1文", "Annex B 1.1"),
    ],
)
def test_the_rulebook_of_the_how_to_page_is_read(call, ours, lang, article, plain_article):
    told = call("rules", "show", "our-tender", "--rulebooks", str(ours), "--lang", lang)
    assert told.code == 0
    assert f"    {article}; " in told.out
    assert f"T-SCOPE – {plain_article} (" in told.out


@pytest.mark.parametrize(
    ("lang", "name", "article"),
    [
        ("ja", "jp-terminal-34-10", "端末設備等規則第34条の10第1号"),
        ("ja", "uk-psti", "SI 2023/1007 附則1 第1項"),
        ("ja", "jc-star-1", "適合基準 S1.1-01（JST-CR-01-01-2024R1）"),
        ("en", "jp-terminal-34-10", "Terminal Equipment Rules art. 34-10, item 1"),
    ],
)
def test_show_gives_articles_in_the_language_asked_for(call, lang, name, article):
    assert f"    {article}; " in call("rules", "show", name, "--lang", lang).out
