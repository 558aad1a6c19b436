import os

import pytest

from kakehashi.site.home import check_home, close_to_others, keep_key, kept_key, key_of
from kakehashi.terms.errors import PlaceError

LONG = "a key of the tests, long enough for one"


def code_of(call, *given):
    with pytest.raises(PlaceError) as refused:
        call(*given)
    return refused.value.faults[0].code


def test_a_short_key_is_refused_wherever_it_comes_from(tmp_path):
    assert code_of(key_of, {"KAKEHASHI_SECRET_KEY": "x" * 31}, tmp_path) == "key_short"
    assert key_of({"KAKEHASHI_SECRET_KEY": "x" * 32}, tmp_path) == "x" * 32
    path = tmp_path / "secret-key"
    path.write_text("x" * 31)
    path.chmod(0o600)
    assert code_of(kept_key, tmp_path) == "key_short"
    path.write_text(LONG)
    assert key_of({}, tmp_path) == LONG


def test_a_key_that_is_a_link_or_no_file_is_refused(tmp_path):
    elsewhere, path = tmp_path / "elsewhere", tmp_path / "secret-key"
    elsewhere.write_text(LONG)
    elsewhere.chmod(0o600)
    path.symlink_to(elsewhere)
    assert code_of(kept_key, tmp_path) == "key_not_ours"
    path.unlink()
    os.mkfifo(path, 0o600)
    assert code_of(kept_key, tmp_path) == "key_not_ours"


def test_a_key_of_another_user_is_refused(tmp_path, monkeypatch):
    keep_key(tmp_path)
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    assert code_of(kept_key, tmp_path) == "key_not_ours"


def test_a_folder_that_others_can_write_is_refused_and_so_is_one_without_a_key(tmp_path):
    place = {"KAKEHASHI_HOME": str(tmp_path)}
    assert code_of(check_home, place) == "no_key"
    keep_key(tmp_path)
    check_home(place)
    tmp_path.chmod(0o770)
    assert code_of(check_home, place) == "home_open"


def test_files_of_the_database_are_closed_to_others(tmp_path):
    for name in ("kakehashi.sqlite3", "kakehashi.sqlite3-wal"):
        (tmp_path / name).touch(mode=0o644)
    close_to_others(tmp_path)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_what_is_deleted_from_sqlite_is_overwritten(settings):
    from django.db import connection

    if connection.vendor == "sqlite":
        options = settings.DATABASES["default"]["OPTIONS"]
        assert "PRAGMA secure_delete=ON" in options["init_command"]
