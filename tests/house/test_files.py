"""What is committed: nothing of the machine it was written on, no addresses of registries."""

import json
import re
import tomllib

import pytest

NOT_COMMITTED = {
    "a path of a machine": r"(?<![\w.~-])/(?:work|home|root|Users|mnt)/\w",
    "a folder beside the repository": r"\.\./shared\b",
    "a registry's address": r"(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com)\b",
    "a key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
}


@pytest.mark.parametrize("what", NOT_COMMITTED)
def test_no_committed_file_holds(what, committed):
    pattern = re.compile(NOT_COMMITTED[what])
    found = [
        f"{name}:{n}"
        for name, text in committed.items()
        for n, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_the_lock_names_no_index_and_hashes_everything(root):
    lock = (root / "requirements/dev.lock").read_text()
    pinned = re.findall(r"^([\w.-]+(?:\[[\w,-]+\])?)==", lock, re.MULTILINE)
    blocks = re.split(r"^(?=[\w.-]+(?:\[[\w,-]+\])?==)", lock, flags=re.MULTILINE)[1:]
    assert "://" not in lock
    assert not re.search(r"^-", lock, re.MULTILINE)
    assert len(pinned) > 40
    assert [block.split("=")[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_lock_holds_what_the_project_asks_for(root):
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["site"],
        *project["dependency-groups"]["dev"],
    ]
    lock = (root / "requirements/dev.lock").read_text()
    pinned = {
        canonicalize_name(name): version
        for name, version in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)", lock, re.MULTILINE)
    }
    wrong = [
        str(need)
        for need in map(Requirement, asked)
        if pinned.get(canonicalize_name(need.name), "") not in need.specifier
    ]
    assert wrong == []


def test_the_assets_lock_names_no_address(root):
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []


def test_built_files_are_not_committed(committed):
    built = ("src/kakehashi/site/static/", "src/kakehashi/reference/fonts/", "bench/results.json")
    assert [name for name in committed if name.startswith(built)] == []
