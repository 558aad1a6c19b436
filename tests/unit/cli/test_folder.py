import json
import os

import pytest

from kakehashi.cli.folder import Caps, read_folder, read_yaml_below
from kakehashi.terms.errors import InputError

CAPS = Caps(n_files=3, n_bytes=100, n_bytes_together=250)


def a_folder(at, **sizes):
    for name, size in sizes.items():
        (at / name).write_bytes(b"x" * size)
    return at


@pytest.mark.parametrize(
    ("sizes", "names", "code"),
    [
        ({"a": 1, "b": 1, "c": 1}, ["a", "b", "c"], None),
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}, ["a", "b", "c"], "too_many_files"),
        ({"a": 100, "b": 100, "c": 50}, ["a", "b", "c"], None),
        ({"a": 100, "b": 100, "c": 51}, ["a", "b"], "too_big_together"),
    ],
)
def test_reading_ends_at_the_caps(tmp_path, sizes, names, code):
    files, faults = read_folder(a_folder(tmp_path, **sizes), CAPS)
    assert list(files) == names
    assert [fault.code for fault in faults] == ([code] if code else [])


def test_a_file_over_its_cap_is_read_one_byte_further(tmp_path):
    files, faults = read_folder(a_folder(tmp_path, a=500), CAPS)
    assert (len(files["a"]), faults) == (101, [])


def test_too_many_rulebooks_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("kakehashi.cli.folder.YAML_CAPS", CAPS)
    for n in range(4):
        (tmp_path / f"{n}.yaml").write_bytes(b"x")
    with pytest.raises(InputError) as refused:
        read_yaml_below(tmp_path, "no_cases", "case_files", deep=True)
    assert [fault.code for fault in refused.value.faults] == ["too_many_files"]


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_link_to_itself_and_a_name_that_is_no_text_are_told(call, a_dossier, form):
    folder = a_dossier()
    (folder / "round").symlink_to("round")
    with open(os.fsencode(folder) + b"/bad\xff.txt", "wb") as file:  # noqa: PTH123  bytes
        file.write(b"?")
    told = call("assess", folder, "--as-of", "2026-11-22", "--format", form)
    assert told.code == 2
    assert "bad\ufffd.txt" in told.out
    if form == "json":
        assert [fault["code"] for fault in json.loads(told.out)["faults"]] == ["loop"]
