import json
import socket

import pytest

from kakehashi.cli import machine
from kakehashi.cli.machine import examine
from kakehashi.papers.pdf import FONTS
from kakehashi.terms.phrases import phrases


def test_python_before_3_11_is_too_old():
    assert machine.python((3, 11, 0)).is_there
    assert not machine.python((3, 10, 14)).is_there


def test_missing_fonts_are_named(tmp_path):
    (tmp_path / FONTS[0]).write_bytes(b"")
    found = machine.fonts(tmp_path)
    assert not found.is_there
    assert found.values["names"] == FONTS[1]
    (tmp_path / FONTS[1]).write_bytes(b"")
    assert machine.fonts(tmp_path).is_there


def test_a_home_yet_to_be_made_is_good_where_its_parent_can_be_written(tmp_path):
    assert machine.home(tmp_path / "not" / "yet").is_there
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert not machine.home(tmp_path / "file").is_there


def test_assets_count_only_where_the_site_is_installed(tmp_path):
    assert machine.assets(tmp_path, is_needed=True).is_needed
    assert not machine.assets(tmp_path, is_needed=False).is_needed


def test_a_port_in_use_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        assert not machine.port(str(number)).is_there
    assert machine.port(str(number)).is_there


@pytest.mark.parametrize("named", ["x", "0", "65536", "-1", "８０００"])
def test_what_is_no_port_number_is_told(named):
    assert machine.port(named).words == "port_bad"


def test_a_database_is_reached_or_not_and_its_password_is_never_shown():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        url = f"postgres://me:secret@127.0.0.1:{server.getsockname()[1]}/kakehashi"
        found = machine.database(url)
        assert found.is_there
        assert "secret" not in str(found)
    assert not machine.database(url).is_there


@pytest.mark.parametrize("url", ["postgres://[", "nonsense", "postgres://h:99999999/x"])
def test_a_broken_address_of_a_database_is_a_lack_and_no_trail(url):
    assert not machine.database(url).is_there


def test_a_program_of_the_tests_is_optional():
    found = machine.program("chromium", lambda _: None, ("chromium",))
    assert not found.is_there
    assert not found.is_needed
    assert (
        machine.program("chromium", lambda name: f"/bin/{name}", ("a",)).values["text"] == "/bin/a"
    )


def test_every_finding_has_its_words(tmp_path):
    keys = phrases()
    for found in examine({"KAKEHASHI_HOME": str(tmp_path), "PORT": "0"}):
        assert f"doctor.{found.name}" in keys
        assert found.words == "text" or f"doctor.{found.words}" in keys
        assert not found.mend or f"doctor.{found.mend}" in keys


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_doctor_tells_each_lack_and_exits_74(call, monkeypatch, tmp_path, lang):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("KAKEHASHI_HOME", str(tmp_path / "file"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    told = call("doctor", "--lang", lang)
    assert told.code == 74
    assert {"en": "× lacking", "ja": "× 不足"}[lang] in told.out
    assert {"en": "set KAKEHASHI_HOME", "ja": "KAKEHASHI_HOME に設定"}[lang] in told.out.replace(
        "\n    ", "" if lang == "ja" else " "
    )


def test_doctor_as_json(call, monkeypatch, tmp_path):
    monkeypatch.setenv("KAKEHASHI_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    found = {one["name"]: one for one in json.loads(call("doctor", "--format", "json").out)}
    assert found["python"]["is_there"]
    assert found["home"]["mend"] is None
