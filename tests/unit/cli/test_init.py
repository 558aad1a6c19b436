import pytest


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_template_can_be_assessed_at_once(call, tmp_path, lang):
    folder = tmp_path / "new" / "dossier"
    told = call("init", "product", folder, "--lang", lang)
    assert told.code == 0
    assert f"kakehashi assess {folder}" in told.out
    assessed = call("assess", folder, "--as-of", "2026-11-22", "--lang", lang)
    assert assessed.code == 2
    assert {"en": "Could not be read", "ja": "読み取れなかったもの"}[lang] not in assessed.out


def test_a_file_that_is_there_is_never_overwritten(call, tmp_path):
    there = tmp_path / "product.yaml"
    there.write_text("mine", encoding="utf-8")
    told = call("init", "product", tmp_path)
    assert told.code == 65
    assert "is there already" in " ".join(told.err.split())
    assert there.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_exits_74(call, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    told = call("init", "product", tmp_path / "file" / "below")
    assert told.code == 74
    assert "cannot be written" in told.err


def test_a_name_with_spaces_is_quoted_in_the_next_step(call, tmp_path):
    assert "'" in call("init", "product", tmp_path / "my product").out.splitlines()[-1]
