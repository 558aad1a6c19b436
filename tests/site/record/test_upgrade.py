"""A database of the first version is brought up to date with all that was in it."""

import subprocess
import sys

FIRST = """
INSERT INTO records_person (id, password, email, family_name, given_name,
  family_name_reading, given_name_reading, family_name_latin, given_name_latin,
  is_given_name_first, is_active, joined_at)
VALUES ('0193a0000000700080000000000000aa', '!', 'old@example.org', '山﨑', '',
  '', '', '', '', 0, 1, '2026-01-01 00:00:00')
"""
CHECK = """
INSERT INTO records_savedcheck (id, token_sha256, state, saved_at, expires_at)
VALUES ('0193a0000000700080000000000000ab', x'01', x'02', '2026-01-01 00:00:00',
  '2099-01-01 00:00:00')
"""


def test_the_first_version_s_database_is_upgraded(tmp_path, installation):
    here = installation()
    (here.folder / "kakehashi.sqlite3").unlink()
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "records", "0001", "--verbosity", "0"],
        env={**here.place, "DJANGO_SETTINGS_MODULE": "kakehashi.site.settings"},
        check=True,
        timeout=60,
    )
    assert here.ask("SELECT name FROM sqlite_master WHERE name = 'records_row'") == []
    here.ask(FIRST)
    here.ask(CHECK)
    copy = str(tmp_path / "first-version.sqlite3")
    (here.folder / "kakehashi.sqlite3").rename(copy)
    here.kakehashi("site", "migrate")
    here.kakehashi("record", "restore", copy)  # an old copy is brought up to date, too
    assert here.ask("SELECT email, family_name, side, roles, is_demo FROM records_person") == [
        ("old@example.org", "山﨑", "", "[]", 0)
    ]
    assert here.ask("SELECT hex(token_sha256), hex(state) FROM records_savedcheck") == [
        ("01", "02")
    ]
    assert "0 acts" in here.kakehashi("record", "verify")
    assert here.ask("SELECT count(*) > 200 FROM records_row WHERE is_shipped") == [(1,)]
