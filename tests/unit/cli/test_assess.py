import json
import os
import sys

import pytest

from kakehashi import reference
from kakehashi.cli.wide import width

ON = ("--as-of", "2026-11-22")
CONTACT = b"Contact: mailto:psirt@example.org\nExpires: 2027-06-30T00:00:00Z\n"


def test_an_empty_dossier_lacks_evidence_and_exits_2(call, a_dossier):
    told = call("assess", a_dossier(), *ON)
    assert told.code == 2
    assert "? Not established" in told.out
    assert "Evidence missing" in told.out
    assert told.err == ""


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_table_fits_80_columns_and_has_no_colours(call, a_dossier, lang):
    told = call("assess", a_dossier(), *ON, "--lang", lang)
    wide = [line for line in told.out.splitlines() if width(line) > 80 and "http" not in line]
    assert wide == []
    assert "\x1b" not in told.out


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_table_says_everything_a_reader_needs(call, a_dossier, lang):
    told = call("assess", a_dossier({"uses_ip": "true"}), *ON, "--lang", lang)
    words = {
        "en": ("Made-up example", "Hall camera", "HC-1 (firmware 1.0)", "not legal advice"),
        "ja": (
            "架空の例です",
            "玄関カメラ",
            "HC-1（ファームウェア 1.0）",
            "法的助言ではありません",
        ),
    }[lang]
    for word in (*words, "2026-11-22", "uk-psti", "jp-terminal-34-10", "product.yaml"):
        assert word in told.out
    assert told.out.count(words[-1]) == 1


def test_a_deciding_fact_is_told_with_the_file_it_came_from(call, a_dossier):
    told = call("assess", a_dossier({"uses_ip": "false"}), *ON)
    assert "→ No [product.yaml" in " ".join(told.out.split())


def test_json_is_the_shape_of_every_door(call, a_dossier):
    told = call("assess", a_dossier(), *ON, "--format", "json")
    shown = json.loads(told.out)
    assert told.code == 2
    assert shown["as_of"] == "2026-11-22"
    assert [country["id"] for country in shown["countries"]] == ["uk", "jp"]
    assert shown["subject"]["name"] == {"en": "Hall camera", "ja": "玄関カメラ"}
    assert {"rulebooks", "recognitions", "next", "not_covered", "rules_checked_on"} <= set(shown)


def test_without_a_day_each_country_counts_its_own_today(call, a_dossier):
    books = json.loads(call("assess", a_dossier(), "--format", "json").out)["rulebooks"]
    days = {book["id"]: book["as_of"] for book in books}
    assert days["uk-psti"] == "2026-11-22"
    assert days["jp-terminal-34-10"] == "2026-11-23"


def test_beyond_the_day_of_checking_the_answer_warns(call, a_dossier):
    assert "Later changes of law" in call("assess", a_dossier(), "--as-of", "2030-01-01").out


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_html_goes_to_a_file(call, a_dossier, tmp_path, lang):
    out = tmp_path / "report.html"
    told = call("assess", a_dossier(), *ON, "--format", "html", "-o", out, "--lang", lang)
    assert told.code == 2
    assert told.out == ""
    assert f'<html lang="{lang}">' in out.read_text(encoding="utf-8")
    assert str(out) in told.err.replace("\n", "")


def test_a_place_that_cannot_be_written_exits_74(call, a_dossier, tmp_path):
    told = call("assess", a_dossier(), *ON, "-o", tmp_path / "no" / "such" / "folder.txt")
    assert told.code == 74
    assert "cannot be written" in told.err


def test_a_pdf_is_never_written_to_a_terminal(call, a_dossier, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    told = call("assess", a_dossier(), *ON, "--format", "pdf")
    assert told.code == 64
    assert "-o report.pdf" in told.err


def test_a_missing_folder_exits_65(call, tmp_path):
    told = call("assess", tmp_path / "nowhere")
    assert told.code == 65
    assert "kakehashi init product" in told.err


def test_a_file_beside_the_folder_is_read(call, a_dossier, tmp_path):
    more = tmp_path / "security.txt"
    more.write_bytes(CONTACT)
    files = json.loads(call("assess", a_dossier(), *ON, "--with", more, "--format", "json").out)[
        "files"
    ]
    assert [file["name"] for file in files] == ["product.yaml", "security.txt"]
    assert files[1]["format"] == "security.txt (RFC 9116)"


def test_every_named_file_that_is_not_there_is_told(call, a_dossier, tmp_path):
    told = call("assess", a_dossier(), "--with", tmp_path / "one", "--with", tmp_path / "two")
    assert told.code == 65
    assert "2 faults in all" in told.err


def test_two_files_of_one_name_are_both_read(call, a_dossier, tmp_path):
    folder = a_dossier(files={"security.txt": b"Contact: mailto:a@example.org\n"})
    more = tmp_path / "security.txt"
    more.write_bytes(b"Contact: mailto:b@example.org\n")
    shown = json.loads(call("assess", folder, *ON, "--with", more, "--format", "json").out)
    assert {file["name"] for file in shown["files"]} == {
        "product.yaml",
        "security.txt",
        str(more),
    }


def test_a_link_out_of_the_folder_is_not_followed(call, a_dossier, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("Contact: mailto:secret@example.org\n", encoding="utf-8")
    folder = a_dossier()
    (folder / "security.txt").symlink_to(secret)
    shown = json.loads(call("assess", folder, *ON, "--format", "json").out)
    assert [file["name"] for file in shown["files"]] == ["product.yaml"]
    assert [fault["code"] for fault in shown["faults"]] == ["outside"]


def test_a_link_within_the_folder_is_followed(call, a_dossier):
    folder = a_dossier(files={"a.txt": CONTACT})
    (folder / "security.txt").symlink_to(folder / "a.txt")
    shown = json.loads(call("assess", folder, *ON, "--format", "json").out)
    assert shown["faults"] == []
    assert "security.txt" in {file["name"] for file in shown["files"]}


def test_what_is_no_regular_file_is_passed_over(call, a_dossier):
    folder = a_dossier(files={".hidden": b"x"})
    os.mkfifo(folder / "pipe")
    (folder / "below").mkdir()
    shown = json.loads(call("assess", folder, *ON, "--format", "json").out)
    assert [file["name"] for file in shown["files"]] == ["product.yaml"]


def test_a_name_cannot_steer_the_terminal(call, a_dossier):
    folder = a_dossier(files={"x\x1b[2Jy\u202e.txt": b"?"})
    told = call("assess", folder, *ON)
    assert "x\ufffd[2Jy\ufffd.txt" in told.out
    assert "\x1b" not in told.out


def test_an_unknown_file_is_told_and_the_rest_goes_on(call, a_dossier):
    told = call("assess", a_dossier(files={"notes.bin": b"\x00\x01"}), *ON)
    assert told.code == 2
    assert "notes.bin" in told.out


def test_rulebooks_of_the_user_are_named(call, a_dossier, tmp_path):
    told = call("assess", a_dossier(), "--rulebooks", tmp_path / "none")
    assert told.code == 65
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no YAML file" in call("assess", a_dossier(name="b"), "--rulebooks", empty).err


def test_a_broken_rulebook_exits_66(call, a_dossier, tmp_path):
    folder = tmp_path / "rulebooks"
    folder.mkdir()
    (folder / "mine.yaml").write_text("format: kakehashi-rulebook/1\nid: mine\n", encoding="utf-8")
    told = call("assess", a_dossier(), "--rulebooks", folder)
    assert told.code == 66
    assert "mine.yaml" in told.err


def test_a_rulebook_that_replaces_a_shipped_one_is_named_in_the_answer(call, a_dossier, tmp_path):
    folder = tmp_path / "rulebooks"
    folder.mkdir()
    (folder / "mine.yaml").write_bytes(reference.read("rulebooks/jp-terminal-34-10.yaml"))
    told = call("assess", a_dossier(), *ON, "--rulebooks", folder)
    assert told.code == 2
    assert "“jp-terminal-34-10” was replaced" in " ".join(told.out.split())
    listed = call("rules", "list", "--rulebooks", folder)
    assert "Replaced by yours: jp-terminal-34-10." in listed.out
