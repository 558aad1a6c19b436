"""`kakehashi record` and `kakehashi admin`, as typed."""

import pytest

from kakehashi.answers.record_shelf import shipped_record
from kakehashi.cli.main import main


def words(said):
    return " ".join(said.split())


@pytest.fixture
def bare(tmp_path, installation_at):
    """Return an installation without a database."""
    made = installation_at(tmp_path / "bare", "uk,jp")
    for file in made.folder.iterdir():
        if file.is_file():
            file.unlink()
    return made


def test_verify_makes_a_database_where_there_is_none(bare):
    said = bare.kakehashi("record", "verify")
    assert "0 acts in 0 chains" in said
    assert f"{len(shipped_record().rows)} rows" in said
    assert (bare.folder / "kakehashi.sqlite3").is_file()


def test_a_tampered_act_is_told_in_both_languages(installation, asked, a_commitment):
    here = installation()
    here.act(*[asked("write", "dsit", a_commitment(f"uk-{n}")) for n in range(3)])
    assert "3 acts in 1 chains" in here.kakehashi("record", "verify")
    here.ask("UPDATE records_actrow SET body = replace(body, 'test bed', 'testbed') WHERE number=2")
    assert "uk#2: the words of this act were changed" in words(
        here.kakehashi("record", "verify", code=66)
    )
    japanese = here.kakehashi("record", "verify", "--lang", "ja", code=66)
    assert "記録の内容が変更されています" in japanese.replace("\n", "")


def test_a_copy_that_was_changed_is_not_restored(installation, asked, a_commitment, tmp_path):
    here = installation()
    here.act(asked("write", "dsit", a_commitment()))
    copy = tmp_path / "copy.sqlite3"
    here.kakehashi("record", "backup", "-o", str(copy))
    before = here.ask("SELECT * FROM records_row ORDER BY ref")
    good = copy.read_bytes()
    for bad in (
        good.replace("試験環境".encode(), "実験環境".encode()),
        good[:5000],
        b"no database",
    ):
        assert bad != good
        copy.write_bytes(bad)
        here.kakehashi("record", "restore", str(copy), code=66 if len(bad) == len(good) else 74)
        assert here.ask("SELECT * FROM records_row ORDER BY ref") == before
    here.kakehashi("record", "restore", str(tmp_path / "none"), code=74)
    copy.write_bytes(good)
    here.ask("DELETE FROM records_row")
    n_rows = len(shipped_record().rows) + 1
    assert f"1 acts, {n_rows} rows" in here.kakehashi("record", "restore", str(copy))
    assert here.ask("SELECT * FROM records_row ORDER BY ref") == before


def test_a_bundle_for_a_side_that_is_none_is_refused(installation, tmp_path):
    here = installation(sides="uk")
    for side in ("fr", "uk"):
        said = here.kakehashi("record", "export", "--for", side, "-o", str(tmp_path / "b"), code=65)
        assert f"nothing is written here for the side “{side}”" in words(said)
    assert not (tmp_path / "b").exists()
    here.kakehashi("record", "import", str(tmp_path / "none"), code=65)
    here.kakehashi("record", "export", "--for", "jp", "-o", str(tmp_path / "no" / "b"), code=74)


def test_an_account_is_made_with_a_password_from_the_standard_input(installation):
    here = installation()
    create = (
        "admin", "create", "someone@example.org", "--side", "jp", "--organisation", "org:mic",
        "--role", "agree", "--role", "write", "--demo",
    )  # fmt: skip
    assert "no password" in here.kakehashi(*create, says="", code=65)
    assert "fewer than 12" in words(here.kakehashi(*create, says="short\n", code=65))
    assert "someone@example.org" in here.kakehashi(*create, says="a long enough one\n")
    [(side, organisation, roles, is_demo, password)] = here.ask(
        "SELECT side, organisation, roles, is_demo, password FROM records_person"
    )
    assert (side, organisation, roles, is_demo) == ("jp", "org:mic", '["agree", "write"]', 1)
    assert "long enough" not in password
    assert "there is an account" in here.kakehashi(*create, says="a long enough one\n", code=65)
    other = [word.replace("org:mic", "org:dsit").replace("someone", "other") for word in create]
    assert "no such row" in here.kakehashi(*other, says="a long enough one\n", code=65)


@pytest.mark.parametrize("command", [("record", "verify"), ("admin", "create", "x@example.org",
    "--side", "uk", "--organisation", "org:dsit")])  # fmt: skip
def test_without_django_it_says_what_to_install(monkeypatch, capsys, command):
    monkeypatch.setattr("kakehashi.cli.site.run.find_spec", lambda name: None)
    assert main(list(command)) == 74
    assert "pip install 'kakehashi[site]'" in capsys.readouterr().err
